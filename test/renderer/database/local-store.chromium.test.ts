import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ChromiumTill, call, openChromiumTill } from '../support/chromium-till.ts';

const ID = (number: number) => `01900000-0000-7000-9000-${String(number).padStart(12, '0')}`;

describe('the local store, in real Chromium on real IndexedDB', () => {
  let till: ChromiumTill;
  let page: Page;
  const run = <T>(scenario: string, argument: unknown = null) => call<T>(page, scenario, argument);

  beforeAll(async () => {
    till = await openChromiumTill(new URL('./store.page.ts', import.meta.url).pathname);
    page = await till.restart();
    await run('open');
  });
  afterAll(() => till?.close());

  const restart = async () => {
    page = await till.restart();
    await run('open');
  };

  it('finds items by code as they arrive, and after a restart', async () => {
    await run('takeItems', { from: 1, to: 601 });
    expect(await run('findByCode', '400000007')).toBe('SKU-7');
    expect(await run('pageRows')).toEqual([
      { id: 'p0000000', entries: 250 },
      { id: 'p0000001', entries: 250 },
      { id: 'p0000002', entries: 100 },
    ]);
    await restart();
    expect(await run('findByCode', '40000000600')).toBe('SKU-600');
    const { progress, categories, odd } = await run<{
      progress: { items: number; variants: number };
      categories: unknown;
      odd: string[];
    }>('catalogue');
    expect(categories).toEqual([
      { name: 'Even', items: 300 },
      { name: 'Odd', items: 300 },
    ]);
    expect(odd).toEqual(['Item 1', 'Item 3', 'Item 5']);
    await expect
      .poll(async () => (await run<{ progress: typeof progress }>('catalogue')).progress.items)
      .toBe(600);
  });

  it('goes on filling the page that is not full after a restart', async () => {
    await run('takeItems', { from: 601, to: 652 });
    const rows = await run<{ id: string; entries: number }[]>('pageRows');
    expect(rows.at(-1)).toEqual({ id: 'p0000002', entries: 151 });
  });

  it('rewrites only the page of an item that changed', async () => {
    expect(await run('takeItem', { number: 300, over: { name: 'Renamed', version: 1000 }, epoch: 1 })).toBe(
      1,
    );
    expect(await run('nameOf', 'SKU-300')).toBe('Renamed');
    expect(await run('search', 'renam')).toEqual(['Renamed']);
  });

  it.each([
    { name: 'an older version', version: 999, epoch: 1, taken: false },
    { name: 'the same version', version: 1000, epoch: 1, taken: false },
    { name: 'any version of a restored server', version: 3, epoch: 2, taken: true },
    { name: 'a high version of the server before the restore', version: 5000, epoch: 1, taken: false },
  ])('$name: taken is $taken', async ({ name, version, epoch, taken }) => {
    await run('takeItem', { number: 300, over: { name, version }, epoch });
    const shown = await run('nameOf', 'SKU-300');
    expect(shown === name).toBe(taken);
  });

  it('does not bring back a deleted item when an older state of it arrives late', async () => {
    await run('takeItem', { number: 10, over: { version: 2000, _deleted: true }, epoch: 2 });
    await run('takeItem', { number: 10, over: { version: 1500 }, epoch: 2 });
    expect(await run('findByCode', '4000000010')).toBeNull();
    await restart();
    expect(await run('findByCode', '4000000010')).toBeNull();
  });

  it('stops selling what is no longer active, but still knows it', async () => {
    await run('takeItem', { number: 12, over: { version: 2001, active: false, name: 'Gone' }, epoch: 2 });
    expect(await run('findByCode', '4000000012')).toBeNull();
    expect(await run('nameOf', 'SKU-12')).toBe('Gone');
  });

  it('pulls anew after a clear, into the same pages', async () => {
    await run('clear', 'items');
    expect(await run('findByCode', '400000007')).toBeNull();
    await run('takeItems', { from: 1, to: 11 });
    await restart();
    expect(await run('findByCode', '400000007')).toBe('SKU-7');
    expect(await run('findByCode', '40000000600')).toBeNull();
  });

  it('loses no act on a sale, however many come at once', async () => {
    await run('begin', { id: ID(1) });
    const sale = await run<{ revision: number; lines: { quantity: number }[] }>('hammer', {
      id: ID(1),
      times: 25,
    });
    expect(sale.revision).toBe(26);
    expect(sale.lines.map((line) => line.quantity)).toEqual([25]);
    await restart();
    expect(await run('sale', ID(1))).toEqual(sale);
  });

  it('gives a rejection as data and writes nothing', async () => {
    const before = await run('sale', ID(1));
    const decision = await run('setQuantity', { id: ID(1), lineId: 'nope', quantity: 1 });
    expect(decision).toMatchObject({ ok: false, rejection: { code: 'unknownLine' } });
    expect(await run('sale', ID(1))).toEqual(before);
    expect(await run('setQuantity', { id: ID(99), lineId: 'l1', quantity: 1 })).toEqual({
      ok: false,
      rejection: { code: 'unknownSale' },
    });
  });

  it('a wish to send again never puts back an older revision', async () => {
    const { stored, memory } = await run<{ stored: { revision: number }; memory: { revision: number } }>(
      'touchAgainstAct',
      { id: ID(1), rounds: 20 },
    );
    expect(stored).toEqual(memory);
    expect(memory.revision).toBe(46);
  });

  it('shows availability as STOCK.md defines it, through a whole sale', async () => {
    const available = () => run('availableOf', 'SKU-5');
    await run('takeLevel', { sku: 'SKU-5', over: { onHand: 10, reservedElsewhere: 2 } });
    expect(await available()).toBe(8);
    await run('begin', { id: ID(2) });
    await run('addLine', { id: ID(2), number: 5, quantity: 3 });
    expect(await available()).toBe(5);
    await run('park', ID(2));
    expect(await available(), 'parked still takes').toBe(5);
    await restart();
    expect(await available(), 'after a restart').toBe(5);
    await run('setQuantity', { id: ID(2), lineId: 'l5', quantity: 1 });
    await run('tender', { id: ID(2) });
    expect(await available(), 'tendered, the server has not heard').toBe(5);
    await run('takeLevel', {
      sku: 'SKU-5',
      over: { onHand: 7, reservedElsewhere: 2, soldHere: 3, version: 2 },
    });
    expect(await available(), 'tendered, inside on hand').toBe(5);
    await run('takeLevel', {
      sku: 'SKU-5',
      over: { onHand: 7, reservedElsewhere: 2, soldHere: 0, period: 2, version: 3 },
    });
    expect(await available(), 'the server has let go of the period').toBe(5);
    await run('takeLevel', { sku: 'SKU-5', over: { onHand: 10, version: 1 } });
    expect(await available(), 'an older document changes nothing').toBe(5);
  });

  it('a sale of an older epoch is everyone else’s for a document of a newer one', async () => {
    await run('takeLevel', { sku: 'SKU-6', over: { onHand: 10 } });
    await run('begin', { id: ID(3) });
    await run('addLine', { id: ID(3), number: 6, quantity: 4 });
    expect(await run('availableOf', 'SKU-6')).toBe(6);
    await run('takeLevel', {
      sku: 'SKU-6',
      over: { onHand: 10, reservedElsewhere: 4, epoch: 2, version: 2 },
    });
    expect(await run('availableOf', 'SKU-6')).toBe(6);
  });

  it('a sale that was handed over leaves demand only with a stock document that knows of it', async () => {
    await run('takeLevel', { sku: 'SKU-8', over: { onHand: 10, version: 10 } });
    await run('begin', { id: ID(4) });
    await run('addLine', { id: ID(4), number: 8, quantity: 4 });
    await run('takeResult', {
      saleId: ID(4),
      revision: 2,
      reservation: {
        state: 'handedOver',
        expiresAt: null,
        lines: [{ lineId: 'l8', sku: 'SKU-8', requested: 4, granted: 0, heldBy: [] }],
      },
      appliedAt: null,
      exceptions: [],
      version: 12,
    });
    expect(await run('availableOf', 'SKU-8')).toBe(6);
    await run('takeLevel', { sku: 'SKU-8', over: { onHand: 10, reservedElsewhere: 4, version: 13 } });
    expect(await run('availableOf', 'SKU-8')).toBe(6);
  });

  it('lists sales by where they stand', async () => {
    const { open, parked, recent } = await run<Record<'open' | 'parked' | 'recent', string[]>>('lists');
    expect({ open: open.sort(), parked, recent }).toEqual({
      open: [ID(1), ID(3), ID(4)],
      parked: [],
      recent: [ID(2)],
    });
  });

  it('keeps a secret under a key that no script can take out', async () => {
    expect(await run('setSecret', 'token-of-the-till')).toBe('browserKey');
    await restart();
    expect(await run('getSecret')).toBe('token-of-the-till');
    const { exported, texts } = await run<{ exported: string; texts: string[] }>('deviceFacts');
    expect(exported).toBe('refused');
    expect(texts.length).toBeGreaterThan(1);
    expect(texts.join()).not.toContain('token-of-the-till');
  });

  it('says that a write failed, keeps the cart as it was, and goes on when there is room again', async () => {
    const before = await run('sale', ID(4));
    await run('fillDisk', true);
    await expect(run('addLine', { id: ID(4), number: 9, quantity: 1 })).rejects.toThrow('DexieError');
    await expect(run('begin', { id: ID(5) })).rejects.toThrow('DexieError');
    expect(await run('sale', ID(4))).toEqual(before);
    expect(await run('sale', ID(5))).toBeNull();
    await run('fillDisk', false);
    expect(await run('addLine', { id: ID(4), number: 9, quantity: 1 })).toMatchObject({ ok: true });
    await run('begin', { id: ID(5) });
    const after = await run('sale', ID(4));
    await restart();
    expect(await run('sale', ID(4))).toEqual(after);
    expect(await run('sale', ID(5))).toMatchObject({ revision: 1 });
  });

  it('opens with every other sale when the disk has damaged one', async () => {
    await run('damage', ID(3));
    await restart();
    expect(await run('sale', ID(3))).toBeNull();
    expect(await run('sale', ID(4))).toMatchObject({ id: ID(4) });
    expect(await run('damaged')).toEqual([{ collection: 'sales', id: ID(3), body: '{"id":' }]);
  });
});
