import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChromiumTill, call, openChromiumTill } from '../support/chromium-till.ts';
import { openWireServer, type WireServer } from '../support/wire-server.ts';
import { bundleNext, switchTo } from './next-application.ts';
import type { StorageDump } from './storage-dump.ts';

const PAGE = new URL('./stored-till.page.ts', import.meta.url).pathname;
/** What the application of 22 November 2026 stored, before it said versions. Never edited; each version adds a file. */
const STORED = readFileSync(new URL('./fixtures/till-store-0.json', import.meta.url), 'utf8');

const ID = (number: number) => `01900000-0000-7000-9000-${String(number).padStart(12, '0')}`;
const PAID = [ID(11), ID(12), ID(13)];
const item = (n: number) => ({
  id: `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  name: `Item ${n}`,
  category: 'All',
  taxClass: 'standard',
  hasSizes: false,
  active: true,
  variants: [
    {
      sku: `S${n}`,
      size: null,
      properties: {},
      codes: [],
      unit: { code: 'H87', scale: 0 },
      priceMinor: 100 * n,
    },
  ],
});

interface State {
  connection: string;
  status: { state: string; unsentSales: number; attention: number };
  outbox: number;
  attention: { kind: string; documentId: string; code: string | null }[];
  items: number;
  settings: string | null;
  staff: string[];
  parked: string[];
  open: string[];
  tendered: string[];
  shift: string | null;
  commands: string[];
}
type Bodies = Record<string, string>;
type Row = { readonly id: string; readonly body: string };

describe('a store of an older version, in real Chromium', () => {
  let till: ChromiumTill;
  let server: WireServer;
  let page: Page;
  let next: string;
  const run = <T>(scenario: string, argument: unknown = null) => call<T>(page, scenario, argument);
  const state = () => run<State>('state');
  const stored: Bodies = {};

  beforeAll(async () => {
    for (const { name, stores } of (JSON.parse(STORED) as StorageDump).databases)
      if (/^rxdb-dexie-versions-till--0--(sales|shifts|stockcommands)$/.test(name))
        for (const row of (stores.find((store) => store.name === 'docs')?.rows ?? []) as Row[])
          stored[row.id] = row.body;
    [till, next] = await Promise.all([openChromiumTill(PAGE), bundleNext(PAGE)]);
  });
  afterAll(() => till?.close());

  /** The machine as the old version left it, its server out of reach. */
  beforeEach(async () => {
    server = await openWireServer();
    for (let n = 1; n <= 4; n += 1) {
      server.put('items', item(n).id, item(n));
      server.setOnHand(`S${n}`, 10);
    }
    // Its feed is as long as the one that the old version has read: what comes now is after the stored checkpoints.
    for (let change = 0; change < 100; change += 1) server.setOnHand('S1', 10);
    server.faults.down = true;
    page = await till.restart();
    await run('restore', {
      dump: JSON.parse(STORED.replaceAll('http://SERVER', server.url)),
      token: 'token-of-the-test',
    });
    return () => server.close();
  });

  async function expectEverythingIsThere() {
    await expect.poll(async () => (await state()).items).toBe(4);
    await expect.poll(state).toMatchObject({
      status: { unsentSales: 5, attention: 1 },
      attention: [{ kind: 'kept', documentId: ID(3), code: 'notUnderstood' }],
      settings: 'The shop',
      staff: ['Ada'],
      parked: [ID(2)],
      open: [ID(3), ID(14)],
      tendered: [...PAID].reverse().concat(ID(1)),
      shift: '01900000-0000-7000-8000-00000000dddd',
      commands: [ID(50)],
    });
    expect(await run<Bodies>('bodies'), 'byte for byte').toEqual(stored);
  }

  async function expectEverythingArrivesOnce(again = false) {
    server.faults.down = false;
    await run('retryNow');
    await expect.poll(async () => (await state()).status).toMatchObject({ state: 'synced', unsentSales: 0 });
    for (const id of PAID) expect(server.sale(id), id).toEqual(JSON.parse(stored[id] ?? ''));
    expect(server.onHand('S3'), 'each sale once').toBe(10 - 1 - 2 - 3);
    expect(server.fact(ID(50))).toEqual(JSON.parse(stored[ID(50)] ?? ''));
    expect(server.sale(ID(14))?.status).toBe('open');
    const offered = new Set(server.pushes.map((push) => push.id));
    for (const id of [ID(1), ID(2), ID(3)]) expect({ id, again: offered.has(id) }).toEqual({ id, again });
  }

  it('is opened by this version with everything in it, and what was unsent arrives once', async () => {
    expect(await run('open')).toEqual({ ok: true });
    await expectEverythingIsThere();
    await expectEverythingArrivesOnce();
    await run('add', { id: ID(14), sku: 'S4', quantity: 1 });
    expect(await run('sale', ID(14)), 'an open sale goes on in the present shape').toMatchObject({
      documentVersion: 1,
      lines: [{ sku: 'S4', quantity: 2 }],
    });
    expect(await run('sale', ID(11)), 'a paid one stays as it is').not.toHaveProperty('documentVersion');
  });

  it('is brought over by a version with other rows, one row over which it stumbles with the rest', async () => {
    await switchTo(page, next);
    expect(await run('open')).toEqual({ ok: true });
    await expectEverythingIsThere();
    const rows = await run<Record<string, { storedOn?: string }>>('rawRows', 'sales');
    expect(Object.keys(rows).sort()).toEqual(Object.keys(await run<Bodies>('saleBodies')).sort());
    expect(rows[ID(11)]?.storedOn).toBe('2026-11-22');
    expect(rows[ID(12)], 'kept whole, without what could not be added').not.toHaveProperty('storedOn');
    expect(await run('nameOf', 'S1'), 'a till that was updated offline sells on').toBe('Item 1');
    await run('begin', ID(60));
    await run('add', { id: ID(60), sku: 'S1', quantity: 1 });
    server.requests.length = 0;
    await expectEverythingArrivesOnce(true);
    await expect
      .poll(() => run<number[]>('shapesOf', 'itempages'), { message: 'pulled again' })
      .toEqual([1, 1, 1, 1]);
    expect(await run<number[]>('shapesOf', 'stockpages'), 'what is stored as before is not').toEqual([
      0, 0, 0, 0,
    ]);
    await run('close');
    await switchTo(page, next);
    expect(await run('open')).toEqual({ ok: true });
    await expect
      .poll(async () => (await state()).status, { message: 'nothing is brought over, or sent, twice' })
      .toMatchObject({ unsentSales: 0 });
  });

  it('a migration that the disk refuses loses nothing, and the next start goes on with it', async () => {
    await switchTo(page, next);
    await run('fillDisk', { part: '--1--sales', room: 3 });
    expect(await run('open')).toMatchObject({ ok: false, name: 'StoreNotMigrated' });
    await switchTo(page, next);
    expect(await run('open')).toEqual({ ok: true });
    await expectEverythingIsThere();
    await expectEverythingArrivesOnce(true);
  });

  it('a migration that is broken off in the middle of many rows goes on where it was', async () => {
    await run('multiply', { id: ID(11), times: 1_200 });
    const all = (await run<Record<string, number>>('rowCounts', 'sales'))[0];
    await switchTo(page, next);
    await run('fillDisk', { part: '--1--sales', room: 700 });
    expect(await run('open')).toMatchObject({ ok: false, name: 'StoreNotMigrated' });
    expect(await run('rowCounts', 'sales'), 'one batch is over, every row is still there').toEqual({
      0: all,
      1: 500,
    });
    await switchTo(page, next);
    expect(await run('open')).toEqual({ ok: true });
    expect(await run('rowCounts', 'sales')).toEqual({ 0: 0, 1: all });
    await expect.poll(async () => (await state()).status.unsentSales).toBe(1_205);
  });

  it('an older application leaves the store of a newer one alone and says why', async () => {
    await switchTo(page, next);
    expect(await run('open')).toEqual({ ok: true });
    await run('close');
    const before = await run<StorageDump>('dump');
    await switchTo(page, null);
    expect(await run('open')).toMatchObject({ ok: false, name: 'StoreIsNewer' });
    expect(await run<StorageDump>('dump')).toEqual(before);
    await switchTo(page, next);
    expect(await run('open')).toEqual({ ok: true });
    await expectEverythingIsThere();
  });

  it('what an older server kept, not knowing its version, is offered to the updated one', async () => {
    const dump = STORED.replaceAll('http://SERVER', server.url).replaceAll('notUnderstood', 'newerVersion');
    await run('restore', { dump: JSON.parse(dump), token: 'token-of-the-test' });
    expect(await run('open')).toEqual({ ok: true });
    await expect
      .poll(async () => (await state()).attention)
      .toMatchObject([{ documentId: ID(3), code: 'newerVersion' }]);
    server.faults.down = false;
    await run('retryNow');
    await expect.poll(() => server.sale(ID(3))?.status).toBe('open');
    await expect.poll(async () => (await state()).attention).toEqual([]);
  });

  it('a page of the catalogue that the disk has spoiled is pulled again, and the till opens without it', async () => {
    await run('spoilPage', 'itempages');
    expect(await run('open')).toEqual({ ok: true });
    expect((await state()).items).toBe(0);
    expect((await state()).tendered).toHaveLength(4);
    server.faults.down = false;
    await run('retryNow');
    await expect.poll(async () => (await state()).items).toBe(4);
  });
});
