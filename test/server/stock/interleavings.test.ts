import { afterEach, beforeEach, expect, test } from 'vitest';
import { type LaneShop, type Lines, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';
import { StockOracle } from './stock-oracle.ts';

let shop: LaneShop;
let tills: TestTill[];
beforeEach(async () => {
  shop = await openLaneShop();
  tills = await Promise.all(['A', 'B', 'C'].map((name) => shop.till(name)));
});
afterEach(async () => {
  expect(shop.errors).toEqual([]);
  expect(await shop.verify()).toEqual([]);
  await shop.close();
});

const SKUS = ['X', 'Y', 'Z'];

/** mulberry32: a seed gives the same story again. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4294967296) * below);
  };
}

interface Cart {
  readonly id: string;
  readonly till: TestTill;
  revision: number;
}

test.for([1, 2, 3, 4, 5, 6])(
  'one after the other, the server does what the rules say (seed %i)',
  async (seed) => {
    const pick = chance(seed);
    const oracle = new StockOracle();
    await shop.stock({ X: 0, Y: 0, Z: 0 });
    const carts: Cart[] = [];
    const happened: Record<string, number> = {};
    const wanted = (): Map<string, number> =>
      new Map(SKUS.filter(() => pick(2) === 0).map((sku) => [sku, 1 + pick(5)]));
    const lines = (units: ReadonlyMap<string, number>): Lines => [...units];

    for (let step = 0; step < 120; step += 1) {
      const kind = [
        'ask',
        'ask',
        'ask',
        'pay',
        'park',
        'tender',
        'offline',
        'return',
        'abandon',
        'move',
        'move',
        'expire',
      ][pick(12)] as string;
      const till = tills[pick(3)] as TestTill;
      const index = pick(carts.length + 1);
      const fresh = kind === 'ask' && index === carts.length;
      if (fresh) carts.push({ id: mint(), till, revision: 0 });
      const cart = carts[index];
      happened[kind] = (happened[kind] ?? 0) + 1;
      if (kind === 'move') {
        const sku = SKUS[pick(3)] as string;
        const quantity = pick(10) - 3 || 1;
        oracle.receive(sku, quantity);
        await shop.push(till, till.command('adjustment', sku, quantity), 'stockCommands');
      } else if (kind === 'offline' || kind === 'return') {
        const effect = wanted();
        if (effect.size === 0) effect.set('X', 1);
        if (kind === 'return') for (const [sku, units] of effect) effect.set(sku, -units);
        const sale = till.tendered(
          mint(),
          1,
          lines(effect).map(([sku, units]) => [sku, units, { disposition: 'restock' }]),
        );
        const short = oracle.tender(sale.id as string, effect);
        await shop.push(till, sale);
        const exceptions = await shop.exceptions(sale.id);
        expect(exceptions.filter((text) => text.startsWith('oversold'))).toEqual(
          [...short].map(([sku, units]) => `oversold ${sku} ${units}`).sort(),
        );
      } else if (cart) {
        cart.revision += 1;
        if (kind === 'expire') {
          shop.passMs(48 * 3_600_000);
          for (const { id } of carts) oracle.end(id, 'open');
          await Promise.all(carts.map(({ id }) => shop.lane.apply(STORE, { kind: 'expire', saleIds: [id] })));
        } else if (kind === 'abandon' || kind === 'tender') {
          carts.splice(index, 1);
          if (kind === 'abandon') {
            oracle.end(cart.id, 'abandoned');
            await shop.push(cart.till, cart.till.open(cart.id, cart.revision, [], 'abandoned'));
          } else {
            const effect = new Map(oracle.sales.get(cart.id)?.wanted);
            if (effect.size === 0) effect.set('Y', 1);
            oracle.tender(cart.id, effect);
            await shop.push(cart.till, cart.till.tendered(cart.id, cart.revision, lines(effect)));
          }
        } else {
          const before = oracle.sales.get(cart.id)?.wanted;
          const units = kind === 'ask' || !before || before.size === 0 ? wanted() : before;
          const status = kind === 'pay' ? 'underPaying' : kind === 'park' ? 'parked' : 'open';
          oracle.ask(cart.id, status, units);
          await shop.push(cart.till, cart.till.open(cart.id, cart.revision, lines(units), status));
        }
      }
      const told = `seed ${seed}, step ${step}: ${kind}`;
      const figures = await shop.database.query<{ sku: string; onHand: number; reserved: number }>(
        'select sku, on_hand as "onHand", reserved from stock order by sku',
      );
      expect({ told, figures }).toEqual({
        told,
        figures: SKUS.map((sku) => ({
          sku,
          onHand: oracle.onHand.get(sku) ?? 0,
          reserved: oracle.reserved(sku),
        })),
      });
      const rows = await shop.database.query<{ id: string; sku: string; granted: number }>(
        'select sale_id as id, sku, granted from sale_line',
      );
      for (const { id } of carts) {
        const own = rows.filter((row) => row.id === id);
        const granted = new Map(own.map((row) => [row.sku, row.granted]));
        expect({ told, granted }).toEqual({ told, granted: oracle.granted(id) });
      }
    }
    // A story in which nothing happened shows nothing.
    for (const kind of ['ask', 'pay', 'tender', 'offline', 'return', 'move'])
      expect(happened[kind] ?? 0, kind).toBeGreaterThan(2);
  },
);

test.for([11, 12, 13])(
  'all at once: the figures are the ledger’s, and no grant is beyond the shelf (seed %i)',
  async (seed) => {
    const pick = chance(seed);
    await shop.stock({ X: 15, Y: 15, Z: 15 });
    let oversold = 0;
    for (let round = 0; round < 12; round += 1) {
      await Promise.all(
        Array.from({ length: 12 }, async () => {
          const till = tills[pick(3)] as TestTill;
          const id = mint();
          const lines: Lines = SKUS.slice(pick(3)).map((sku) => [sku, 1 + pick(3)]);
          const kind = pick(6);
          await shop.push(till, till.open(id, 1, lines));
          if (kind === 0)
            await shop.push(till, till.command('adjustment', 'X', pick(5) - 2 || 1), 'stockCommands');
          if (kind <= 1) await shop.push(till, till.open(id, 2, lines.slice(0, 1)));
          if (kind === 2) await shop.doors.underPaying(till, till.open(id, 2, lines, 'underPaying'));
          if (kind <= 3) await shop.push(till, till.tendered(id, 3, lines));
          if (kind === 4) await shop.push(till, till.open(id, 2, [], 'abandoned'));
        }),
      );
      expect(await shop.verify()).toEqual([]);
      const wrong = await shop.database.query(
        `select l.sku from sale_line l join sale s using (store_id, sale_id)
        where l.granted > l.requested or s.reservation_state <> 'live' or s.expires_at is null`,
      );
      expect(wrong).toEqual([]);
      const beyond = await shop.database.query(
        `select k.sku, k.on_hand, k.reserved from stock k
        where k.reserved > greatest(k.on_hand, 0) and not exists (
          select from sale_line l join sale s using (store_id, sale_id) where l.sku = k.sku and s.status = 'underPaying')`,
      );
      expect(beyond).toEqual([]);
    }
    oversold = (await shop.database.query(`select from exception_case where kind = 'oversold'`)).length;
    expect(oversold).toBeGreaterThan(0);
  },
);

test.for([21, 22])(
  'where every line was granted before it was paid, on hand never goes below zero (seed %i)',
  async (seed) => {
    const pick = chance(seed);
    await shop.stock({ X: 12, Y: 12, Z: 12 });
    let paid = 0;
    let refused = 0;
    await Promise.all(
      Array.from({ length: 40 }, async () => {
        const till = tills[pick(3)] as TestTill;
        const id = mint();
        const lines: Lines = SKUS.slice(pick(3)).map((sku) => [sku, 1 + pick(2)]);
        await shop.push(till, till.open(id, 1, lines));
        const { granted } = await shop.doors.underPaying(till, till.open(id, 2, lines, 'underPaying'));
        if (granted) {
          paid += 1;
          await shop.push(till, till.tendered(id, 3, lines));
        } else {
          refused += 1;
          await shop.push(till, till.open(id, 3, [], 'abandoned'));
        }
      }),
    );
    expect(Math.min(paid, refused)).toBeGreaterThan(3);
    for (const sku of SKUS) expect((await shop.figures(sku)).onHand).toBeGreaterThanOrEqual(0);
    expect(await shop.database.query(`select from exception_case where kind = 'oversold'`)).toEqual([]);
  },
);
