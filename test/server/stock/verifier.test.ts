import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startVerifier, type Verifier } from '../../../src-server/stock/verifier.ts';
import type { Difference } from '../../../src-server/stock/verify.ts';
import { type LaneShop, mint, openLaneShop, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
let verifier: Verifier;
let paid: Record<string, unknown> & { readonly id: string };
let cart: string;
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
  await shop.stock({ A: 50, B: 50 });
  verifier = startVerifier({ database: shop.database, lane: shop.lane, now: shop.now, everyMs: 3_600_000 });
  const id = mint();
  const sale = till.tendered(id, 1, [
    ['A', 2],
    ['B', 1],
  ]);
  paid = { ...sale, id };
  await shop.push(till, paid);
  await shop.push(till, till.tendered(mint(), 1, [['A', -1, { returnOf: paid.id, disposition: 'restock' }]]));
  cart = mint();
  await shop.push(till, till.open(cart, 1, [['A', 3]]));
});
afterAll(async () => {
  await verifier.stop();
  await shop.close();
});

async function findings(): Promise<string[]> {
  const results = [...(await verifier.verifyFigures()), ...(await verifier.patrol())];
  return results.flatMap(({ differences }) => differences.map(nameOf)).sort();
}
const nameOf = ({ figure, sku, stored, expected }: Difference) =>
  `${figure} ${sku} ${figure === 'overdue' ? '' : `${stored} for ${expected}`}`.trim();

beforeEach(async () => expect(await findings()).toEqual([]));

/** Every error that can be planted: what it does, what takes it back, and what is found. */
const planted: { name: string; plant: () => string[]; undo: () => string[]; found: string[] }[] = [
  {
    name: 'on hand is not the sum of movements',
    plant: () => [`update stock set on_hand = on_hand + 1 where sku = 'A'`],
    undo: () => [`update stock set on_hand = on_hand - 1 where sku = 'A'`],
    found: ['onHand A 50 for 49'],
  },
  {
    name: 'reserved is not the sum of live grants',
    plant: () => [`update stock set reserved = reserved + 2 where sku = 'B'`],
    undo: () => [`update stock set reserved = reserved - 2 where sku = 'B'`],
    found: ['reserved B 2 for 0'],
  },
  {
    name: 'sold is not the sum of sales and returns',
    plant: () => [`update stock set sold = 9 where sku = 'A'`],
    undo: () => [`update stock set sold = 1 where sku = 'A'`],
    found: ['sold A 9 for 1'],
  },
  {
    name: 'a grant above its request',
    plant: () => [
      'alter table sale_line drop constraint sale_line_check',
      `update sale_line set granted = 4 where sale_id = '${cart}'`,
      `update stock set reserved = 4 where sku = 'A'`,
    ],
    undo: () => [
      `update sale_line set granted = 3 where sale_id = '${cart}'`,
      `update stock set reserved = 3 where sku = 'A'`,
      'alter table sale_line add constraint sale_line_check check (granted between 0 and requested)',
    ],
    found: ['grant A 4 for 3'],
  },
  {
    name: 'a grant of a sale that holds nothing any more',
    plant: () => [
      `update sale set reservation_state = 'expired', expires_at = null where sale_id = '${cart}'`,
      `update stock set reserved = 0 where sku = 'A'`,
    ],
    undo: () => [
      `update sale set reservation_state = 'live', expires_at = '${new Date(shop.now().getTime() + 900_000).toISOString()}'
        where sale_id = '${cart}'`,
      `update stock set reserved = 3 where sku = 'A'`,
    ],
    found: ['grant A 3 for 0'],
  },
  {
    name: 'a grant that outlives its expiry',
    plant: () => [
      `update sale set expires_at = '${new Date(shop.now().getTime() - 120_000).toISOString()}' where sale_id = '${cart}'`,
    ],
    undo: () => [
      `update sale set expires_at = '${new Date(shop.now().getTime() + 900_000).toISOString()}' where sale_id = '${cart}'`,
    ],
    found: ['overdue'],
  },
  {
    name: 'a paid sale without its movements, and the figures fit',
    plant: () => [
      `create table away as select * from movement where cause_id = '${paid.id}'`,
      `delete from movement where cause_id = '${paid.id}'`,
      `update stock set on_hand = 51, sold = -1 where sku = 'A'`,
      `update stock set on_hand = 50, sold = 0 where sku = 'B'`,
      `update own_sold set quantity = case sku when 'A' then -1 else 0 end`,
    ],
    undo: () => [
      'insert into movement select * from away',
      'drop table away',
      `update stock set on_hand = 49, sold = 1 where sku = 'A'`,
      `update stock set on_hand = 49, sold = 1 where sku = 'B'`,
      'update own_sold set quantity = 1',
    ],
    found: ['movement A 0 for -2', 'movement B 0 for -1'],
  },
  {
    name: 'a movement doubled, and the figures fit',
    plant: () => [
      `insert into movement select store_id, cause_id, 7, seq, sku, kind, quantity, line_id, reason, staff_id, at
        from movement where cause_id = '${paid.id}' and sku = 'B'`,
      `update stock set on_hand = 48, sold = 2 where sku = 'B'`,
      `update own_sold set quantity = 2 where sku = 'B'`,
    ],
    undo: () => [
      `delete from movement where cause_id = '${paid.id}' and line_no = 7`,
      `update stock set on_hand = 49, sold = 1 where sku = 'B'`,
      `update own_sold set quantity = 1 where sku = 'B'`,
    ],
    found: ['movement B -1 for 0'],
  },
  {
    name: 'a movement of another quantity',
    plant: () => [`update movement set quantity = -5 where cause_id = '${paid.id}' and sku = 'B'`],
    undo: () => [`update movement set quantity = -1 where cause_id = '${paid.id}' and sku = 'B'`],
    found: ['movement B -5 for -1', 'onHand B 49 for 45', 'sold B 1 for 5', 'soldHere B 1 for 5'],
  },
  {
    name: 'what a terminal sold in its period is wrong, or forgotten',
    plant: () => [
      `update own_sold set quantity = 4 where sku = 'A'`,
      `create table away as select * from own_sold where sku = 'B'`,
      `delete from own_sold where sku = 'B'`,
    ],
    undo: () => [
      `update own_sold set quantity = 1 where sku = 'A'`,
      'insert into own_sold select * from away',
      'drop table away',
    ],
    found: ['soldHere A 4 for 1', 'soldHere B 0 for 1'],
  },
  {
    name: 'a paid sale without a place in the chain',
    plant: () => [
      `create table away as select * from sale_sequence where sale_id = '${paid.id}'`,
      `delete from sale_sequence where sale_id = '${paid.id}'`,
    ],
    undo: () => ['insert into sale_sequence select * from away', 'drop table away'],
    found: ['place  0 for 1'],
  },
];

test.for(planted)('found: $name', async ({ plant, undo, found }) => {
  for (const statement of plant()) await shop.database.query(statement);
  const seen = await findings();
  for (const statement of undo()) await shop.database.query(statement);
  expect(seen).toEqual(found);
});

test('a sale whose time lies before that of the sale before it is marked, once, however often it is looked at', async () => {
  const own = await shop.till('Jumps');
  const at = (minutes: number) => ({
    tenderedAt: new Date(shop.now().getTime() + minutes * 60_000).toISOString(),
  });
  const first = own.tendered(mint(), 1, [['A', 1]], at(-600));
  const queued = own.tendered(mint(), 1, [['A', 1]], at(-599));
  const jumped = own.tendered(mint(), 1, [['A', 1]], at(-720));
  const later = own.tendered(mint(), 1, [['A', 1]], at(-719));
  // In any order, and hours after they were paid: what was queued is not skewed for that.
  for (const sale of [later, first, jumped, queued]) await shop.push(own, sale);
  expect(await findings()).toEqual([]);
  expect(await findings()).toEqual([]);
  const marked = await shop.database.query<{ cause_id: string; detail: unknown }>(
    `select cause_id, detail from exception_case where kind = 'clockSkew'`,
  );
  expect(marked).toMatchObject([
    {
      cause_id: jumped.id,
      detail: { evidence: 'beforeEarlierSale', earlierSaleId: queued.id, backMs: 121 * 60_000 },
    },
  ]);
});

test('money that went back by a way by which less had come is marked, whatever the exchanges; what somebody agreed to is not', async () => {
  const own = await shop.till('Refunds');
  const line = (quantity: number, more: object = {}) =>
    ['A', quantity, { unitPriceMinor: 100, ...more }] as never;
  const paid = async (lines: never[], kind: string, more: object = {}) => {
    const draft = { currency: 'EUR', ...more };
    const totalMinor = own.open(mint(), 1, lines).lines as { quantity: number }[];
    const due = totalMinor.reduce((sum, { quantity }) => sum + 100 * quantity, 0);
    const tenders = due === 0 ? [] : [{ id: mint(), kind, amountMinor: due, state: 'captured' }];
    const sale = own.tendered(mint(), 1, lines, { ...draft, tenders });
    await shop.push(own, sale);
    return sale.id as string;
  };
  const back = (saleId: string, lineId: string) =>
    line(-1, { returnOf: { saleId, lineId }, disposition: 'restock' });
  const chain = async (kind: string, more: object = {}) => {
    const first = await paid([line(1)], 'card');
    const exchange = await paid([back(first, 'l0'), line(1)], '');
    return paid([back(exchange, 'l1')], kind, more);
  };
  await chain('card');
  await chain('cash');
  await chain('voucher', {
    approvals: [
      { act: 'refundOtherWay', approvedBy: mint(), cashierId: mint(), at: new Date(0).toISOString() },
    ],
  });
  const wrong = await chain('voucher');
  expect(await findings()).toEqual([]);
  expect(await findings()).toEqual([]);
  const marked = await shop.database.query<{ cause_id: string; detail: unknown }>(
    `select cause_id, detail from exception_case where kind = 'totalMismatch'`,
  );
  expect(marked).toMatchObject([{ cause_id: wrong, detail: { totalMinor: -100, expectedMinor: 0 } }]);
});

test('it runs by itself and tells what it found', async () => {
  const told: string[] = [];
  const own = startVerifier({
    ...{ database: shop.database, lane: shop.lane, now: shop.now, everyMs: 20 },
    onResult: ({ part, differences }) => told.push(`${part} ${differences.length}`),
  });
  await shop.database.query(`update stock set on_hand = on_hand + 1 where sku = 'A'`);
  await expect.poll(() => told).toContain('figures 1');
  await shop.database.query(`update stock set on_hand = on_hand - 1 where sku = 'A'`);
  told.length = 0;
  await expect.poll(() => told).toEqual(expect.arrayContaining(['figures 0', 'sales 0']));
  await own.stop();
});
