import { describe, expect, it } from 'vitest';
import {
  ageOf,
  newlyUrgent,
  pillView,
  reasonOf,
  spanOf,
} from '../../../../src-renderer/features/attention/sync-view.ts';

describe('the sync pill', () => {
  it.each([
    [{ state: 'synced', unsentSales: 0, attention: 0 }, 'synced', 'synced', 0],
    [{ state: 'sending', unsentSales: 2, attention: 0 }, 'sending', 'sending', 2],
    [{ state: 'sending', unsentSales: 0, attention: 0 }, 'sending', 'sendingOther', 0],
    [{ state: 'offline', unsentSales: 12, attention: 0 }, 'offline', 'offlineSales', 12],
    [{ state: 'offline', unsentSales: 0, attention: 0 }, 'offline', 'offline', 0],
    [{ state: 'offline', unsentSales: 3, attention: 2 }, 'attention', 'needsAttention', 2],
    [{ state: 'revoked', unsentSales: 3, attention: 2 }, 'revoked', 'revoked', 3],
    [{ state: 'connecting', unsentSales: 0, attention: 0 }, 'connecting', 'connectingPill', 0],
  ] as const)('%o says %s', (status, state, key, count) => {
    expect(pillView({ ...status, progress: null })).toEqual({ state, key, count, done: 0, total: 0 });
  });

  it('shows how far a backlog has come, unless a person is needed', () => {
    const progress = { done: 3200, total: 10_000, leftMs: 60_000 };
    const sending = { state: 'sending', unsentSales: 6800, progress } as const;
    expect(pillView({ ...sending, attention: 0 })).toMatchObject({
      key: 'sendingProgress',
      done: 3200,
      total: 10_000,
    });
    expect(pillView({ ...sending, attention: 1 })).toMatchObject({ key: 'needsAttention' });
  });
});

describe('the age of the oldest document', () => {
  const now = Date.parse('2026-11-22T12:00:00.000Z');
  it.each([
    ['2026-11-22T11:59:30.000Z', 'agoNow', 0],
    ['2026-11-22T11:45:00.000Z', 'agoMinutes', 15],
    ['2026-11-22T09:59:00.000Z', 'agoHours', 2],
    ['2026-11-19T12:00:00.000Z', 'agoDays', 3],
    ['2026-11-22T12:05:00.000Z', 'agoNow', 0],
  ])('%s is %s %i', (at, key, count) => {
    expect(ageOf(at, now)).toEqual({ key, count });
  });
});

describe('a length of time', () => {
  const MINUTE_MS = 60_000;
  it.each([
    [5_000, 'minutes', 1],
    [3 * MINUTE_MS, 'minutes', 3],
    [119 * MINUTE_MS, 'minutes', 119],
    [180 * MINUTE_MS, 'hours', 3],
    [3 * 24 * 60 * MINUTE_MS, 'days', 3],
  ])('%i ms is told in %s: %i', (durationMs, key, count) => {
    expect(spanOf(durationMs)).toEqual({ key, count });
  });
});

describe('why a document needs a person', () => {
  it.each([
    [{ kind: 'kept', code: 'notUnderstood' }, 'notUnderstood'],
    [{ kind: 'kept', code: 'aCodeOfALaterServer' }, 'unknown'],
    [{ kind: 'refused', code: 'damagedRow' }, 'damagedRow'],
    [{ kind: 'refused', code: null }, 'unknown'],
    [{ kind: 'stale', code: null }, 'stale'],
    [{ kind: 'unreadable', code: null }, 'unreadable'],
    [{ kind: 'damaged', code: null }, 'damaged'],
  ] as const)('%o: %s', (entry, reason) => {
    expect(reasonOf(entry)).toBe(reason);
  });
});

describe('what a cashier can still do something about', () => {
  const sales = [
    { saleId: 'now', at: '', exceptions: [{ kind: 'soldTwice' }, { kind: 'oversold', sku: 'A' }] },
    { saleId: 'long ago', at: '', exceptions: [{ kind: 'soldTwice' }] },
    { saleId: 'back', at: '', exceptions: [{ kind: 'duplicateReturn', sku: 'B' }] },
    { saleId: 'done', at: '', exceptions: [{ kind: 'soldTwice', resolvedAt: '2026-11-22T12:00:00.000Z' }] },
  ];
  it('is what customers of the last minutes may have paid or brought back twice', () => {
    expect(newlyUrgent(sales, (saleId) => saleId !== 'long ago')).toEqual([
      { saleId: 'now', kind: 'soldTwice', sku: undefined },
      { saleId: 'back', kind: 'duplicateReturn', sku: 'B' },
    ]);
  });
});
