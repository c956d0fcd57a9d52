import { beforeEach, expect, test } from 'vitest';
import type { Item } from '../../../shared/catalog/item.ts';
import { upsertItems } from '../../../src-server/catalog/upsert-items.ts';
import type { Database } from '../../../src-server/database/database.ts';
import { bumpFeedClock, COMPANY_SCOPE } from '../../../src-server/database/feed-clock.ts';
import { insertStore } from '../../../src-server/database/shop-queries.ts';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';
import { ensureFirstShop } from '../../../src-server/shop/first-shop.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let db: TestDatabase;
let database: Database;
beforeEach(async () => {
  db = await createTestDatabase();
  database = db.database;
  await ensureFirstShop(database, new Date());
  return () => db.drop();
});

const JACKET = '0198a000-0000-7000-8000-0000000000aa';
const jacket = (skus: Record<string, string>, more: Partial<Item> = {}): Item => ({
  id: JACKET,
  name: 'Jacket',
  category: 'Clothing',
  taxClass: 'standard',
  hasSizes: true,
  active: true,
  variants: Object.entries(skus).map(([sku, size]) => ({
    sku,
    size,
    properties: { colour: 'navy' },
    codes: [`code ${sku}`],
    unit: { code: 'H87', scale: 0 },
    priceMinor: 9900,
  })),
  ...more,
});

const rows = <Row extends object>(text: string) => database.query<Row>(text);
const clock = async (scope: number) =>
  (await rows<{ scope: number; seq: number }>('select * from feed_clock')).find((row) => row.scope === scope)
    ?.seq;

test('a new database has one store, one owner and its settings, also when two processes make it', async () => {
  await Promise.all([ensureFirstShop(database, new Date()), ensureFirstShop(database, new Date())]);
  expect(await rows('select store_id, code from store')).toEqual([{ store_id: 1, code: 'main' }]);
  expect(await rows(`select doc ->> 'role' as role from staff`)).toEqual([{ role: 'owner' }]);
  expect(await rows(`select doc ->> 'storeId' as store, reservation_ttl_ms from settings`)).toEqual([
    { store: 'main', reservation_ttl_ms: 900_000 },
  ]);
});

test('items, variants, codes and stock rows go in together and both feeds tell of them', async () => {
  const [before, storeBefore] = [await clock(COMPANY_SCOPE), await clock(1)];
  expect(await upsertItems(database, [jacket({ 'J-M': 'M', 'J-L': 'L' })])).toEqual({
    added: 1,
    changed: 0,
    unchanged: 0,
    conflicts: [],
  });
  expect(await clock(COMPANY_SCOPE)).toBe(before! + 1);
  expect(await clock(1)).toBe(storeBefore! + 1);
  expect(await rows('select sku, size, tracked from variant order by sku')).toEqual([
    { sku: 'J-L', size: 'L', tracked: true },
    { sku: 'J-M', size: 'M', tracked: true },
  ]);
  expect(await rows('select code, sku from variant_code order by sku')).toEqual([
    { code: 'code J-L', sku: 'J-L' },
    { code: 'code J-M', sku: 'J-M' },
  ]);
  expect(await rows('select sku, on_hand, known, moved from stock order by sku')).toEqual([
    { sku: 'J-L', on_hand: 0, known: true, moved: false },
    { sku: 'J-M', on_hand: 0, known: true, moved: false },
  ]);
  expect(await rows('select sku from stock_change order by sku')).toEqual([{ sku: 'J-L' }, { sku: 'J-M' }]);
});

test('the same again gives no new version and touches no feed', async () => {
  const item = jacket({ 'J-M': 'M' });
  await upsertItems(database, [item]);
  const before = await rows('select * from feed_clock order by scope');
  expect(await upsertItems(database, [item])).toMatchObject({ added: 0, changed: 0, unchanged: 1 });
  expect(await rows('select * from feed_clock order by scope')).toEqual(before);
});

test('a changed item is replaced whole: sizes may go, SKUs may go, its stock stays', async () => {
  await upsertItems(database, [jacket({ 'J-M': 'M', 'J-L': 'L' })]);
  await rows(`update stock set on_hand = 5 where sku = 'J-L'`);
  const plain = jacket({ 'J-M': 'M' }, { hasSizes: false });
  plain.variants[0]!.size = null;
  expect(await upsertItems(database, [plain])).toMatchObject({ changed: 1, conflicts: [] });
  expect(await rows('select sku, size from variant')).toEqual([{ sku: 'J-M', size: null }]);
  expect(await rows(`select on_hand from stock where sku = 'J-L'`)).toEqual([{ on_hand: 5 }]);
});

test('an item that keeps no stock says so in every store', async () => {
  await upsertItems(database, [jacket({ 'J-M': 'M' })]);
  await upsertItems(database, [jacket({ 'J-M': 'M' }, { tracksStock: false })]);
  expect(await rows('select tracked from stock')).toEqual([{ tracked: false }]);
});

test('a conflict is told and keeps only its own item out', async () => {
  await upsertItems(database, [jacket({ 'J-M': 'M' })]);
  const thief = { ...jacket({ 'J-M': 'M' }), id: JACKET.replace('aa', 'bb') };
  const other = { ...jacket({ 'O-M': 'M' }), id: JACKET.replace('aa', 'cc') };
  expect(await upsertItems(database, [thief, other])).toMatchObject({
    added: 1,
    conflicts: [{ itemId: thief.id, code: 'skuTaken', sku: 'J-M', ownerId: JACKET }],
  });
});

test('a SKU that was sold before it was known becomes known and keeps its figures', async () => {
  await rows(`insert into stock (store_id, sku, on_hand, known, moved) values (1, 'J-M', -2, false, true)`);
  await upsertItems(database, [jacket({ 'J-M': 'M' })]);
  expect(await rows('select on_hand, known from stock')).toEqual([{ on_hand: -2, known: true }]);
});

test('a store that opens later has a row for everything', async () => {
  await upsertItems(database, [jacket({ 'J-M': 'M', 'J-L': 'L' })]);
  await database.transaction(async (tx) => {
    await bumpFeedClock(tx, COMPANY_SCOPE);
    await insertStore(tx, { code: 'north', name: 'North' });
  });
  expect(await rows('select sku from stock where store_id = 2 order by sku')).toEqual([
    { sku: 'J-L' },
    { sku: 'J-M' },
  ]);
});

test('the demo catalogue goes in without a conflict, and again without a change', async () => {
  const { items } = demoShop();
  expect(await upsertItems(database, items)).toEqual({
    added: items.length,
    changed: 0,
    unchanged: 0,
    conflicts: [],
  });
  expect(await upsertItems(database, items)).toMatchObject({ added: 0, unchanged: items.length });
});

test('what one item of a file gives up, another of it may have, wherever they stand', async () => {
  const COAT = '0198a000-0000-7000-8000-0000000000ab';
  await upsertItems(database, [jacket({ 'J-M': 'M' })]);
  const coat = jacket({ 'J-M': 'M' }, { id: COAT, name: 'Coat' });
  const file = [coat, jacket({ 'J-L': 'L' })];
  expect(await upsertItems(database, file)).toEqual({ added: 1, changed: 1, unchanged: 0, conflicts: [] });
  expect(await upsertItems(database, file)).toMatchObject({ added: 0, changed: 0, unchanged: 2 });
  // Two that want each other's stay as they are, and it is said of both.
  const swapped = [{ ...coat, ...jacket({ 'J-L': 'L' }, { id: COAT }) }, jacket({ 'J-M': 'M' })];
  const refused = await upsertItems(database, swapped);
  expect(refused).toMatchObject({ added: 0, changed: 0, unchanged: 0 });
  expect(refused.conflicts.map(({ itemId }) => itemId)).toEqual([COAT, JACKET]);
});
