import { describe, expect, it } from 'vitest';
import { ageOf, pillView } from '../../../../src-renderer/features/attention/sync-view.ts';

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
    expect(pillView({ ...status, progress: null })).toEqual({ state, key, count });
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
