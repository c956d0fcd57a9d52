import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { adjustStock } from '../../../src-server/stock/adjust.ts';
import { type Sweeper, startSweeper } from '../../../src-server/stock/sweeper.ts';
import { type LaneShop, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

const MINUTE_MS = 60_000;
let shop: LaneShop;
let till: TestTill;
let sweeper: Sweeper;
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
  sweeper = startSweeper({ ...shop, everyMs: 3_600_000 });
});
afterEach(async () => {
  expect(await shop.verify()).toEqual([]);
  expect(shop.errors).toEqual([]);
});
afterAll(async () => {
  await sweeper.stop();
  await shop.close();
});

describe('a cart left alone', () => {
  test('expires by the server’s clock, as an event that its till learns; touching it asks again', async () => {
    await shop.stock({ A: 5 });
    const id = mint();
    await shop.push(till, till.open(id, 1, [['A', 3]]));
    const { version } = await shop.result(id);
    shop.passMs(14 * MINUTE_MS);
    await sweeper.sweep();
    expect((await shop.result(id)).reservation.state).toBe('live');
    shop.passMs(2 * MINUTE_MS);
    await sweeper.sweep();
    const expired = await shop.result(id);
    expect(expired).toMatchObject({
      revision: 1,
      reservation: { state: 'expired', expiresAt: null, lines: [] },
    });
    expect(expired.version).toBeGreaterThan(version);
    expect(await shop.figures('A')).toMatchObject({ onHand: 5, reserved: 0 });
    await shop.push(till, till.open(id, 2, [['A', 3]]));
    expect((await shop.result(id)).reservation).toMatchObject({ state: 'live', lines: [{ granted: 3 }] });
  });

  test('a till that asks again before money changes hands is promised for the whole limit again', async () => {
    await shop.stock({ PAY: 2 });
    const id = mint();
    const paying = till.open(id, 1, [['PAY', 2]], 'underPaying');
    await shop.doors.underPaying(till, paying);
    const { expiresAt } = (await shop.result(id)).reservation;
    shop.passMs(5 * MINUTE_MS);
    const { answer, granted, result } = await shop.doors.underPaying(till, paying);
    expect([answer.status, granted]).toEqual(['repeated', true]);
    const laterMs = Date.parse(result?.reservation.expiresAt ?? '') - Date.parse(expiresAt ?? '');
    expect(laterMs).toBe(5 * MINUTE_MS);
  });

  test('a heartbeat extends exactly the sales it names, if they are its own; parked ones are kept longer', async () => {
    await shop.stock({ B: 10 });
    const other = await shop.till('Back');
    const [named, left, parked, foreign] = [mint(), mint(), mint(), mint()];
    await shop.push(till, till.open(named, 1, [['B', 1]]));
    await shop.push(till, till.open(left, 1, [['B', 1]]));
    await shop.push(till, till.open(parked, 1, [['B', 1]], 'parked'));
    await shop.push(other, other.open(foreign, 1, [['B', 1]]));
    shop.passMs(10 * MINUTE_MS);
    const beat = { kind: 'heartbeat', terminalId: till.terminalId, saleIds: [named, foreign] } as const;
    expect(await shop.lane.apply(STORE, beat)).toMatchObject({ count: 1 });
    shop.passMs(10 * MINUTE_MS);
    await sweeper.sweep();
    const states = await Promise.all([named, left, parked, foreign].map((id) => shop.result(id)));
    expect(states.map(({ reservation }) => reservation.state)).toEqual([
      'live',
      'expired',
      'live',
      'expired',
    ]);
  });

  test('a touch that meets the sweeper wins if it was first: the lane looks again', async () => {
    await shop.stock({ C: 2 });
    const id = mint();
    await shop.push(till, till.open(id, 1, [['C', 1]]));
    shop.passMs(16 * MINUTE_MS);
    await Promise.all([
      shop.push(till, till.open(id, 2, [['C', 2]])),
      shop.lane.apply(STORE, { kind: 'expire', saleIds: [id] }),
    ]);
    expect((await shop.result(id)).reservation).toMatchObject({ state: 'live', lines: [{ granted: 2 }] });
  });
});

describe('counts', () => {
  test('a count is compared at its cut: what moved since stays', async () => {
    await shop.stock({ D: 10 });
    const { version } = await shop.level(till, 'D');
    // Counted 8 on the shelf; then, before the server hears of it, another till sells 3.
    const other = await shop.till('Back');
    await shop.push(other, other.tendered(mint(), 1, [['D', 3]]));
    const count = till.command('count', 'D', 8, { stockVersion: version, afterSequence: 0 });
    expect(await shop.push(till, count, 'stockCommands')).toMatchObject({ status: 'applied' });
    expect(await shop.figures('D')).toEqual({ onHand: 5, reserved: 0, sold: 3 });
  });

  test('a count waits for its own till’s sales before it', async () => {
    await shop.stock({ E: 10 });
    const own = await shop.till('Own');
    const { version } = await shop.level(own, 'E');
    // Sold 2 offline, then counted 7 (one was missing). The count arrives first.
    const sale = own.tendered(mint(), 1, [['E', 2]]);
    const count = own.command('count', 'E', 7, { stockVersion: version, afterSequence: 1 });
    expect(await shop.push(own, count, 'stockCommands')).toMatchObject({
      status: 'applied',
      code: 'waiting',
    });
    await sweeper.sweep();
    expect(await shop.figures('E')).toMatchObject({ onHand: 10 });
    await shop.push(own, sale);
    await sweeper.sweep();
    expect(await shop.figures('E')).toEqual({ onHand: 7, reserved: 0, sold: 2 });
    await sweeper.sweep();
    expect(await shop.figures('E')).toMatchObject({ onHand: 7 });
  });
});

describe('head office', () => {
  test('an adjustment moves stock; one of an unknown SKU is refused', async () => {
    await shop.stock({ F: 4 });
    const at = shop.now();
    const adjust = (sku: string, quantity: number) =>
      adjustStock(shop.database, shop.lane, STORE, { sku, quantity, reason: 'broken', at });
    expect(await adjust('F', -6)).toMatchObject({ ok: true, onHand: -2 });
    expect(await adjust('TYPO', -1)).toMatchObject({ ok: false, code: 'unknownSku' });
    const open = await shop.database.query(
      `select from exception_case where kind = 'oversold' and sku = 'F'`,
    );
    expect(open).toHaveLength(1);
  });

  test('an opening receipt is of a SKU without movements, once', async () => {
    await shop.database.query(`insert into stock (store_id, sku) values (${STORE}, 'G'), (${STORE}, 'H')`);
    await shop.push(till, till.tendered(mint(), 1, [['H', 1]]));
    const lines = ['G', 'H', 'NEVER'].map((sku) => ({ sku, quantity: 9 }));
    const open = (id: string) => shop.lane.apply(STORE, { kind: 'opening', id, reason: 'import', lines });
    const id = mint();
    expect((await open(id)).refusedSkus).toEqual(['H', 'NEVER']);
    expect((await open(id)).refusedSkus).toEqual(['G', 'H', 'NEVER']);
    expect((await open(mint())).refusedSkus).toEqual(['G', 'H', 'NEVER']);
    expect([(await shop.figures('G')).onHand, (await shop.figures('H')).onHand]).toEqual([9, -1]);
  });

  test('the verifier finds what the ledger does not say', async () => {
    await shop.stock({ I: 4 });
    await shop.database.query(`update stock set on_hand = 5, reserved = 1 where sku = 'I'`);
    expect(await shop.verify()).toEqual([
      { sku: 'I', figure: 'onHand', stored: 5, expected: 4 },
      { sku: 'I', figure: 'reserved', stored: 1, expected: 0 },
    ]);
    await shop.database.query(`update stock set on_hand = 4, reserved = 0 where sku = 'I'`);
  });
});
