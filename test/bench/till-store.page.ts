import { Dexie } from 'dexie';
import { decideAddLine, decideQuantity, newSale } from '../../shared/sale/cart.ts';
import { openTill } from '../../src-renderer/sync/open-till.ts';
import type { Till } from '../../src-renderer/sync/till.ts';
import { benchItem, benchLevel } from './till-catalogue.ts';

/** What the bench of the local store does inside the browser: the product's own code, and raw Dexie beside it. */
let till: Till;
const AT = '2026-11-22T10:00:00.000Z';
const BATCH = 1000;

const rowsIn = (database: string) =>
  new Promise<number>((resolve, reject) => {
    const opening = indexedDB.open(database);
    opening.onerror = () => reject(new Error(String(opening.error)));
    opening.onsuccess = () => {
      const counting = opening.result.transaction('docs').objectStore('docs').count();
      counting.onerror = () => reject(new Error(String(counting.error)));
      counting.onsuccess = () => {
        opening.result.close();
        resolve(counting.result);
      };
    };
  });

const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

const scenarios = {
  /** The limit: every SKU and every level a row of its own, in transactions of 1,000, as durable as the till's. */
  async rawDexie({ skus }: { skus: number }) {
    const database = new Dexie(`raw-${Math.random()}`, { chromeTransactionDurability: 'strict' });
    database.version(1).stores({ items: 'id', levels: 'sku' });
    await database.open();
    const items = Array.from({ length: skus }, (_, index) => benchItem(index));
    const levels = Array.from({ length: skus }, (_, index) => benchLevel(index));
    const startedAt = performance.now();
    for (let from = 0; from < skus; from += BATCH)
      await database.table('items').bulkPut(items.slice(from, from + BATCH));
    for (let from = 0; from < skus; from += BATCH)
      await database.table('levels').bulkPut(levels.slice(from, from + BATCH));
    const tookMs = performance.now() - startedAt;
    await database.delete();
    return tookMs;
  },

  /** From the pairing code to everything on the disk; a sale is begun as soon as the first code is known. */
  async download({
    serverUrl,
    name,
    skus,
    pages,
  }: {
    serverUrl: string;
    name: string;
    skus: number;
    pages: number;
  }) {
    till = await openTill({ name });
    const startedAt = performance.now();
    const outcome = await till.enrol({ serverUrl, code: 'ABCD2345', name: 'Bench' });
    if (!outcome.ok) throw new Error(outcome.rejection.code);
    const code = benchItem(0).variants[0]?.codes[0] ?? '';
    while (!till.catalogue.findByCode(code) || !till.settings.getSnapshot()) await pause(1);
    await scenarios.addFirstLine({ code });
    const sellableMs = performance.now() - startedAt;
    while (!till.catalogue.progress.getSnapshot().complete || !till.stock.complete.getSnapshot())
      await pause(5);
    const inMemoryMs = performance.now() - startedAt;
    for (const collection of ['itempages', 'stockpages']) {
      while ((await rowsIn(`rxdb-dexie-${name}-catalogue--0--${collection}`)) < pages) await pause(5);
    }
    const tookMs = performance.now() - startedAt;
    if (till.catalogue.progress.getSnapshot().variants !== skus)
      throw new Error('the catalogue is not complete');
    return { tookMs, sellableMs, inMemoryMs };
  },

  async addFirstLine({ code }: { code: string }) {
    const hit = till.catalogue.findByCode(code);
    if (!hit) throw new Error(`no ${code}`);
    const id = crypto.randomUUID();
    const { terminalId, epoch } = till.identity.getSnapshot() ?? { terminalId: id, epoch: 1 };
    await till.sales.begin(
      newSale({ id, terminalId, epoch, currency: 'EUR', pricesIncludeTax: true, at: AT }),
    );
    const wanted = { lineId: 'l0', ...hit, quantity: 1, taxRatePpm: 190_000 };
    const decision = await till.sales.change(id, (sale) => decideAddLine(sale, wanted, AT));
    if (!decision.ok) throw new Error(decision.rejection.code);
    return id;
  },

  /** With everything stored: from the start of the page to a till that knows every code. */
  async start({ name, skus }: { name: string; skus: number }) {
    const openedAt = performance.now();
    till = await openTill({ name });
    const readyMs = performance.now();
    let found = 0;
    for (let index = 0; index < skus; index += 997) {
      if (till.catalogue.findByCode(benchItem(index).variants[0]?.codes[0] ?? '')) found += 1;
    }
    if (found !== Math.ceil(skus / 997)) throw new Error(`only ${found} codes are known`);
    const { memory } = performance as unknown as { memory?: { usedJSHeapSize: number } };
    return { readyMs, openMs: readyMs - openedAt, heapBytes: memory?.usedJSHeapSize ?? 0 };
  },

  /** A cart of five lines whose last quantity changes: one act, one strict write; a raw put of the same cart beside. */
  async changes({ count, skus }: { count: number; skus: number }) {
    const raw = new Dexie(`raw-sale-${Math.random()}`, { chromeTransactionDurability: 'strict' });
    raw.version(1).stores({ sales: 'id' });
    await raw.open();
    const id = await scenarios.addFirstLine({ code: benchItem(0).variants[0]?.codes[0] ?? '' });
    for (let line = 1; line < 5; line += 1) {
      const hit = till.catalogue.findByCode(benchItem((line * 7919) % skus).variants[0]?.codes[0] ?? '');
      if (!hit) throw new Error('not in the catalogue');
      await till.sales.change(id, (sale) =>
        decideAddLine(sale, { lineId: `l${line}`, ...hit, quantity: 1, taxRatePpm: 190_000 }, AT),
      );
    }
    const productMs: number[] = [];
    const rawMs: number[] = [];
    for (let round = 0; round < count; round += 1) {
      let startedAt = performance.now();
      const decision = await till.sales.change(id, (sale) => decideQuantity(sale, 'l4', 1 + (round % 9), AT));
      productMs.push(performance.now() - startedAt);
      if (!decision.ok) throw new Error(String(decision.rejection.code));
      const cart = { ...decision.sale };
      startedAt = performance.now();
      await raw.table('sales').put(cart);
      rawMs.push(performance.now() - startedAt);
      // What a change sets off (the push, the demand of the SKU) is not to fall on the raw put alone.
      await pause(5);
    }
    await raw.delete();
    return { productMs, rawMs };
  },

  search({ texts }: { texts: string[] }) {
    return texts.map((text) => {
      const startedAt = performance.now();
      till.catalogue.search(text);
      return performance.now() - startedAt;
    });
  },
  close: () => till.close(),
};

Object.assign(globalThis, { scenarios });
