import { afterAll, beforeAll, expect, test } from 'vitest';
import { pullFeed } from '../../../src-server/sync/feed.ts';
import { type Pruner, STAMPS_KEPT_MS, startPruner } from '../../../src-server/sync/pruner.ts';
import { type LaneShop, mint, openLaneShop, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
let pruner: Pruner;
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
  pruner = startPruner({ database: shop.database, now: shop.now, everyMs: 3_600_000 });
});
afterAll(async () => {
  expect(await shop.verify()).toEqual([]);
  await pruner.stop();
  await shop.close();
});

const DAY_MS = 24 * 3_600_000;
const rowsOf = async (table: string) => (await shop.database.query(`select from ${table}`)).length;
const pull = (collection: 'stockLevels' | 'saleResults', checkpoint: string | null, limit = 1000) =>
  pullFeed(shop.database, till, collection, checkpoint, limit);
async function page(...asked: Parameters<typeof pull>) {
  const found = await pull(...asked);
  if (found === 'checkpointExpired') throw new Error('the checkpoint expired');
  return found;
}

test('changes that later ones superseded go, and a till reads from any checkpoint what it would have read', async () => {
  const skus = ['A', 'B', 'C', 'D'];
  await shop.stock(Object.fromEntries(skus.map((sku) => [sku, 1000])));
  const checkpoints: string[] = [];
  for (let round = 0; round < 12; round += 1) {
    checkpoints.push((await page('stockLevels', null)).checkpoint);
    await shop.push(till, till.tendered(mint(), 1, [[skus[round % 3] as string, 1]]));
  }
  const read = () => Promise.all(checkpoints.map(async (at) => (await page('stockLevels', at)).documents));
  const before = await read();
  const whole = await shop.pullAll(till, 'stockLevels');
  const kept = await rowsOf('stock_change');
  const { stockChanges } = await pruner.prune();
  expect(stockChanges).toBe(kept - skus.length);
  expect(await read()).toEqual(before);
  expect(await shop.pullAll(till, 'stockLevels')).toEqual(whole);
  expect(await pruner.prune()).toEqual({ stockChanges: 0, stamps: 0 });
});

test('stamps older than any till stays away go: an old checkpoint is told to begin anew, and beginning works page by page', async () => {
  for (let sold = 0; sold < 5; sold += 1) await shop.push(till, till.tendered(mint(), 1, [['D', 1]]));
  const old = (await page('saleResults', null)).checkpoint;
  for (let sold = 0; sold < 5; sold += 1) await shop.push(till, till.tendered(mint(), 1, [['D', 1]]));
  await pruner.prune();
  shop.passMs(STAMPS_KEPT_MS - DAY_MS);
  await shop.push(till, till.tendered(mint(), 1, [['D', 1]]));
  const fresh = (await page('saleResults', null)).checkpoint;
  await pruner.prune();
  expect(await page('saleResults', old)).toMatchObject({ full: false });

  shop.passMs(2 * DAY_MS);
  const everything = await shop.pullAll(till, 'saleResults', 1000);
  const { stamps } = await pruner.prune();
  expect(stamps).toBeGreaterThan(10);
  expect(await pull('saleResults', old)).toBe('checkpointExpired');
  expect((await page('saleResults', fresh)).documents).toEqual([]);
  // The oldest documents lie before the horizon; each page's checkpoint is good for the next.
  for (const limit of [1, 3, 1000])
    expect(await shop.pullAll(till, 'saleResults', limit)).toEqual(everything);
  // The horizon moves once a day at most, so that a long reading comes to its end.
  const half = (await page('saleResults', null, 2)).checkpoint;
  await shop.push(till, till.tendered(mint(), 1, [['D', 1]]));
  shop.passMs(3_600_000);
  await pruner.prune();
  expect(await page('saleResults', half, 2)).toMatchObject({ full: true });
});

test('pruning while the store sells loses nothing for who reads along', async () => {
  const { checkpoint } = await page('stockLevels', null);
  const skus = Array.from({ length: 6 }, (_, n) => `P${n}`);
  await shop.stock(Object.fromEntries(skus.map((sku) => [sku, 10_000])));
  let selling = true;
  const seen = new Map<string, Record<string, unknown>>();
  const reading = (async () => {
    let at = checkpoint;
    for (let last = false; ; ) {
      last = !selling;
      const found = await page('stockLevels', at, 3);
      for (const document of found.documents as Record<string, unknown>[])
        seen.set(String(document.sku), document);
      at = found.checkpoint;
      if (last && found.documents.length === 0) return;
    }
  })();
  const pruning = (async () => {
    while (selling) await pruner.prune();
  })();
  await Promise.all(
    Array.from({ length: 150 }, (_, n) =>
      shop.push(till, till.open(mint(), 1, [[skus[n % 6] as string, 1]])),
    ),
  );
  selling = false;
  await Promise.all([reading, pruning]);
  for (const level of await shop.pullAll(till, 'stockLevels', 1000))
    if (skus.includes(String(level.sku))) expect(seen.get(String(level.sku))).toEqual(level);
});
