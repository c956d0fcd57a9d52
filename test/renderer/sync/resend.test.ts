import { describe, expect, it } from 'vitest';
import type { Sale } from '../../../shared/sale/sale.ts';
import type { PushedCollection } from '../../../shared/sync/documents.ts';
import { createConditions } from '../../../src-renderer/sync/conditions.ts';
import { type AuditOptions, createAudit } from '../../../src-renderer/sync/resend.ts';

const NOW = new Date('2026-11-22T12:00:00.000Z');
const LONG_AGO = '2026-11-22T11:00:00.000Z';

/** A till with sales that nobody has answered, and a line that the test switches. `onTouch` is what a resend brings about. */
function desk(saleIds: readonly string[], onTouch: (ids: readonly string[]) => void = () => {}) {
  const line = { online: true, informed: true, busy: false, stopped: false };
  const answered = new Set<string>();
  const touched: string[] = [];
  const conditions = createConditions(() => line.stopped);
  const rowsOf = (collection: PushedCollection) => ({
    head: (id: string) => ({ id, revision: 1, storedAt: LONG_AGO }),
    heads: () => [],
    async touch(ids: readonly string[]) {
      expect(collection).toBe('sales');
      touched.push(...ids);
      onTouch(ids);
      conditions.check();
    },
  });
  const audit = createAudit({
    store: {
      authored: {
        sales: rowsOf('sales'),
        shifts: rowsOf('shifts'),
        stockCommands: rowsOf('stockCommands'),
        officeRequests: rowsOf('officeRequests'),
      },
      sales: {
        allIds: () => saleIds,
        get: (id: string) => ({ id, status: 'tendered', revision: 1, lines: [] }) as unknown as Sale,
        storeAgain: async () => {},
      },
      saleResults: { get: (id: string) => (answered.has(id) ? { revision: 1, appliedAt: LONG_AGO } : null) },
    } as unknown as AuditOptions['store'],
    heard: { get: () => undefined },
    watch: { isUnsent: (_collection, id) => !answered.has(id) },
    outcomes: { raiseStale: async () => {} },
    conditions,
    now: () => NOW,
    isOnline: () => line.online,
    isInformed: () => line.informed,
    isBusy: () => line.busy,
    isStopped: () => line.stopped,
  });
  const set = (change: Partial<typeof line>) => {
    Object.assign(line, change);
    conditions.check();
  };
  return { audit, set, touched, answered };
}

const soon = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('an audit that is due', () => {
  it.each([
    { name: 'the server could not be reached', before: { online: false }, after: { online: true } },
    { name: 'the results were not known', before: { informed: false }, after: { informed: true } },
    { name: 'RxDB had something to offer', before: { busy: true }, after: { busy: false } },
  ])('is done at the first moment at which it can be, where $name', async ({ before, after }) => {
    const { audit, set, touched, answered } = desk(['a'], (ids) =>
      ids.forEach((id) => void answered.add(id)),
    );
    set(before);
    const done = audit();
    await soon();
    expect(touched).toEqual([]);
    set(after);
    await done;
    expect(touched).toEqual(['a']);
  });

  it('waits for nothing that RxDB does where nothing is to be left out', async () => {
    const { audit, set, touched, answered } = desk(['a'], (ids) =>
      ids.forEach((id) => void answered.add(id)),
    );
    set({ busy: true });
    const waiting = audit();
    const strict = audit(0);
    await Promise.all([waiting, strict]);
    expect(touched, 'once for both').toEqual(['a']);
  });

  it('stays due where the server went away in the middle of it', async () => {
    const many = Array.from({ length: 250 }, (_, number) => `sale ${number}`);
    const { audit, set, touched, answered } = desk(many, (ids) => {
      ids.forEach((id) => void answered.add(id));
      if (touched.length === 200) set({ online: false });
    });
    const done = audit();
    await soon();
    expect(touched.length).toBe(200);
    set({ online: true });
    await done;
    expect(new Set(touched)).toEqual(new Set(many));
    expect(touched.length, 'what was answered is not sent again').toBe(250);
  });

  it('ends with the sync', async () => {
    const { audit, set, touched } = desk(['a']);
    set({ online: false });
    const done = audit();
    set({ stopped: true });
    await done;
    expect(touched).toEqual([]);
  });
});
