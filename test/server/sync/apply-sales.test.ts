import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type LaneShop, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
let other: TestTill;
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
  other = await shop.till('Back');
});
afterEach(async () => {
  expect(await shop.verify()).toEqual([]);
  expect(shop.errors).toEqual([]);
});
afterAll(() => shop.close());

let serial = 0;
/** A SKU of its own for each test. */
async function stocked(units: number): Promise<string> {
  serial += 1;
  const sku = `S${serial}`;
  await shop.stock({ [sku]: units });
  return sku;
}

describe('grants', () => {
  test('40 clients reserving one from 10 get exactly 10; then 10 can pay and nobody else holds any', async () => {
    const sku = await stocked(10);
    const tills = await Promise.all(Array.from({ length: 40 }, () => shop.till()));
    const ids = tills.map(() => mint());
    await Promise.all(tills.map((one, n) => shop.push(one, one.open(ids[n] as string, 1, [[sku, 1]]))));
    const results = await Promise.all(ids.map((id) => shop.result(id)));
    const granted = results.map((result) => result.reservation.lines[0]?.granted ?? 0);
    expect(granted.filter((units) => units === 1)).toHaveLength(10);
    expect(granted.filter((units) => units === 0)).toHaveLength(30);
    expect(await shop.figures(sku)).toEqual({ onHand: 10, reserved: 10, sold: 0 });
  });

  test('a grant may be partial, and the result says who holds the rest', async () => {
    const sku = await stocked(5);
    const [a, b] = [mint(), mint()];
    await shop.push(other, other.open(a, 1, [[sku, 3]]));
    await shop.push(till, till.open(b, 1, [[sku, 4]]));
    const { reservation } = await shop.result(b);
    expect(reservation.state).toBe('live');
    expect(reservation.lines).toEqual([
      { lineId: 'l0', sku, requested: 4, granted: 2, heldBy: [{ terminalName: 'Back', quantity: 3 }] },
    ]);
  });

  test('a higher revision keeps what it holds and asks only for the difference; a smaller one gives back', async () => {
    const sku = await stocked(10);
    const [a, b] = [mint(), mint()];
    await shop.push(till, till.open(a, 1, [[sku, 4]]));
    await shop.push(other, other.open(b, 1, [[sku, 6]]));
    await shop.push(till, till.open(a, 2, [[sku, 5]]));
    expect((await shop.result(a)).reservation.lines[0]).toMatchObject({ requested: 5, granted: 4 });
    await shop.push(other, other.open(b, 2, [[sku, 1]]));
    await shop.push(till, till.open(a, 3, [[sku, 8]]));
    expect((await shop.result(a)).reservation.lines[0]).toMatchObject({ requested: 8, granted: 8 });
    expect(await shop.figures(sku)).toMatchObject({ reserved: 9 });
  });

  test('lines of one SKU at two prices share what the sale holds; repeated ones are merged under the first', async () => {
    const sku = await stocked(5);
    const id = mint();
    await shop.push(
      till,
      till.open(id, 1, [
        [sku, 2],
        [sku, 2, { unitPriceMinor: 90 }],
        [sku, 2],
      ]),
    );
    const lines = (await shop.result(id)).reservation.lines;
    expect(lines.map(({ lineId, requested, granted }) => [lineId, requested, granted])).toEqual([
      ['l0', 4, 4],
      ['l1', 2, 1],
    ]);
    await shop.push(till, till.open(id, 2, [[sku, 5, { unitPriceMinor: 90 }]]));
    expect((await shop.result(id)).reservation.lines).toMatchObject([{ requested: 5, granted: 5 }]);
  });

  test('what keeps no stock is granted as asked and moves nothing', async () => {
    await shop.stock({ GIFTWRAP: 0 }, false);
    const id = mint();
    await shop.push(till, till.open(id, 1, [['GIFTWRAP', 3]]));
    expect((await shop.result(id)).reservation.lines[0]).toMatchObject({ granted: 3 });
    await shop.push(till, till.tendered(id, 2, [['GIFTWRAP', 3]]));
    expect(await shop.figures('GIFTWRAP')).toEqual({ onHand: 0, reserved: 0, sold: 0 });
    expect(await shop.exceptions(id)).toEqual([]);
  });

  test('an emptied or abandoned cart gives everything back', async () => {
    const sku = await stocked(3);
    const [a, b] = [mint(), mint()];
    await shop.push(till, till.open(a, 1, [[sku, 2]]));
    await shop.push(till, till.open(a, 2, []));
    expect((await shop.result(a)).reservation).toMatchObject({
      state: 'released',
      expiresAt: null,
      lines: [],
    });
    await shop.push(till, till.open(b, 1, [[sku, 3]]));
    await shop.push(till, till.open(b, 2, [[sku, 3]], 'abandoned'));
    expect(await shop.figures(sku)).toMatchObject({ onHand: 3, reserved: 0 });
  });

  test('an old epoch gets no grant; its tender is a fact all the same', async () => {
    const sku = await stocked(5);
    const lost = await shop.till('Lost');
    const [a, b] = [mint(), mint()];
    await shop.push(lost, lost.open(a, 1, [[sku, 1]]));
    expect(await shop.lane.apply(STORE, { kind: 'newEpoch', terminalId: lost.terminalId })).toMatchObject({
      epoch: 2,
    });
    expect(await shop.push(lost, lost.open(b, 1, [[sku, 2]]))).toMatchObject({
      status: 'applied',
      code: 'oldEpoch',
    });
    expect((await shop.result(b)).reservation).toMatchObject({ state: 'released', lines: [] });
    // What the older epoch holds is elsewhere for the new one.
    expect(await shop.level(lost, sku)).toMatchObject({ epoch: 2, onHand: 5, reservedElsewhere: 1 });
    expect(await shop.push(lost, lost.tendered(a, 2, [[sku, 1]]))).toMatchObject({ status: 'applied' });
    expect(await shop.level(lost, sku)).toMatchObject({ onHand: 4, reservedElsewhere: 0, soldHere: 0 });
  });
});

describe('under payment', () => {
  test('all granted: money may change hands; not all: the lines are named and nothing is shielded', async () => {
    const sku = await stocked(2);
    const [a, b] = [mint(), mint()];
    const paying = await shop.doors.underPaying(till, till.open(a, 1, [[sku, 2]], 'underPaying'));
    expect(paying).toMatchObject({ answer: { status: 'applied' }, granted: true });
    const refused = await shop.doors.underPaying(other, other.open(b, 1, [[sku, 1]], 'underPaying'));
    expect(refused).toMatchObject({ answer: { status: 'applied' }, granted: false });
    expect(refused.result?.reservation.lines).toMatchObject([
      { requested: 1, granted: 0, heldBy: [{ terminalName: 'Front', quantity: 2 }] },
    ]);
  });

  test('an adjustment below reserved shrinks the newest first and never who is paying', async () => {
    const sku = await stocked(10);
    const [first, second, paying] = [mint(), mint(), mint()];
    await shop.push(till, till.open(first, 1, [[sku, 3]]));
    await shop.push(other, other.open(second, 1, [[sku, 3]]));
    await shop.doors.underPaying(till, till.open(paying, 1, [[sku, 4]], 'underPaying'));
    const before = (await shop.result(second)).version;
    await shop.push(till, till.command('adjustment', sku, -5), 'stockCommands');
    const granted = async (id: string) => (await shop.result(id)).reservation.lines[0]?.granted;
    expect([await granted(first), await granted(second), await granted(paying)]).toEqual([1, 0, 4]);
    expect(await shop.figures(sku)).toMatchObject({ onHand: 5, reserved: 5 });
    // Its till is told.
    expect((await shop.result(second)).version).toBeGreaterThan(before);
    // Back from payment, it shrinks like everyone else.
    await shop.push(till, till.command('adjustment', sku, -3), 'stockCommands');
    expect([await granted(first), await granted(paying)]).toEqual([0, 4]);
    await shop.push(till, till.open(paying, 2, [[sku, 4]]));
    expect(await granted(paying)).toBe(2);
    expect(await shop.figures(sku)).toMatchObject({ onHand: 2, reserved: 2 });
  });
});

describe('tendered', () => {
  test('the same sale sent 20 times in parallel is applied once', async () => {
    const sku = await stocked(50);
    const id = mint();
    await shop.push(till, till.open(id, 1, [[sku, 2]]));
    const sale = till.tendered(id, 2, [[sku, 2]]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.push(till, sale)));
    expect(answers.filter(({ status }) => status === 'applied')).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 'repeated')).toHaveLength(19);
    expect(await shop.figures(sku)).toEqual({ onHand: 48, reserved: 0, sold: 2 });
    expect(await shop.result(id)).toMatchObject({
      reservation: { state: 'converted' },
      appliedAt: shop.now().toISOString(),
    });
  });

  test('beyond stock and unknown: applied, with exceptions, each once', async () => {
    const sku = await stocked(1);
    const id = mint();
    const sale = till.tendered(id, 1, [
      [sku, 3],
      ['NOBODY-KNOWS', 1],
    ]);
    expect(await shop.push(till, sale)).toMatchObject({ status: 'applied' });
    expect(await shop.push(till, sale)).toMatchObject({ status: 'repeated' });
    expect(await shop.exceptions(id)).toEqual([
      'oversold NOBODY-KNOWS 1',
      `oversold ${sku} 2`,
      'unknownSku NOBODY-KNOWS 1',
    ]);
    expect((await shop.result(id)).exceptions).toContainEqual({ kind: 'oversold', sku, quantity: 2 });
    expect(await shop.figures(sku)).toEqual({ onHand: -2, reserved: 0, sold: 3 });
  });

  test('an offline sale takes what others reserved: their grants shrink, and nothing is granted beyond the shelf', async () => {
    const sku = await stocked(4);
    const cart = mint();
    await shop.push(other, other.open(cart, 1, [[sku, 4]]));
    await shop.push(till, till.tendered(mint(), 1, [[sku, 3]]));
    expect((await shop.result(cart)).reservation.lines[0]).toMatchObject({ requested: 4, granted: 1 });
    expect(await shop.figures(sku)).toEqual({ onHand: 1, reserved: 1, sold: 3 });
  });

  test('a return puts back what is restocked, and not what is damaged; more than was sold is an exception', async () => {
    const sku = await stocked(5);
    const [sold, good, broken] = [mint(), mint(), mint()];
    await shop.push(till, till.tendered(sold, 1, [[sku, 2]]));
    const returning = (disposition: string) => ({ returnOf: { saleId: sold, lineId: 'l0' }, disposition });
    await shop.push(till, till.open(good, 1, [[sku, -1, returning('restock')]]));
    expect(await shop.figures(sku)).toEqual({ onHand: 3, reserved: 0, sold: 2 });
    await shop.push(till, till.tendered(good, 2, [[sku, -1, returning('restock')]]));
    expect(await shop.figures(sku)).toEqual({ onHand: 4, reserved: 0, sold: 1 });
    await shop.push(till, till.tendered(broken, 1, [[sku, -2, returning('damaged')]]));
    expect(await shop.figures(sku)).toEqual({ onHand: 4, reserved: 0, sold: 1 });
    expect(await shop.exceptions(good)).toEqual([]);
    expect(await shop.exceptions(broken)).toEqual([`duplicateReturn ${sku} 1`]);
  });

  test('a return that was undone as a whole has not come back: the goods may come back again', async () => {
    const sku = await stocked(5);
    const [sold, back, undone, again] = [mint(), mint(), mint(), mint()];
    await shop.push(till, till.tendered(sold, 1, [[sku, 2]]));
    const returning = { returnOf: { saleId: sold, lineId: 'l0' }, disposition: 'restock' };
    await shop.push(till, till.tendered(back, 1, [[sku, -2, returning]]));
    const reversing = { returnOf: { saleId: back, lineId: 'l0' } };
    await shop.push(till, till.tendered(undone, 1, [[sku, 2, reversing]], { voidOf: back }));
    await shop.push(till, till.tendered(again, 1, [[sku, -2, returning]]));
    for (const sale of [back, undone, again]) expect(await shop.exceptions(sale)).toEqual([]);
    expect(await shop.figures(sku)).toEqual({ onHand: 5, reserved: 0, sold: 0 });
  });

  test('a return whose original arrives later is checked then', async () => {
    const sku = await stocked(5);
    const [sold, back] = [mint(), mint()];
    await shop.push(other, other.tendered(back, 1, [[sku, -3, { returnOf: sold, disposition: 'restock' }]]));
    expect(await shop.exceptions(back)).toEqual([]);
    await shop.push(till, till.tendered(sold, 1, [[sku, 1]]));
    expect(await shop.exceptions(back)).toEqual([`duplicateReturn ${sku} 2`]);
    expect(await shop.figures(sku)).toEqual({ onHand: 7, reserved: 0, sold: -2 });
  });

  test('the chain: a content that does not fit, a link that does not fit, a place taken twice, a clock ahead', async () => {
    const sku = await stocked(50);
    const one = await shop.till();
    const [a, b, c, d] = [mint(), mint(), mint(), mint()];
    const first = one.tendered(a, 1, [[sku, 1]]);
    const second = one.tendered(b, 1, [[sku, 1]], { previousHash: 'f'.repeat(64) });
    await shop.push(one, second);
    await shop.push(one, first);
    expect([await shop.exceptions(a), await shop.exceptions(b)]).toEqual([[], ['brokenChain']]);
    await shop.push(one, { ...one.tendered(c, 1, [[sku, 1]]), totalMinor: 5 });
    expect(await shop.exceptions(c)).toEqual(['brokenChain', 'totalMismatch']);
    one.sequence = 0;
    const ahead = new Date(shop.now().getTime() + 3_600_000).toISOString();
    await shop.push(one, one.tendered(d, 1, [[sku, 1]], { tenderedAt: ahead }));
    expect(await shop.exceptions(d)).toEqual(['brokenChain', 'clockSkew', 'duplicateSequence 1']);
    expect(await shop.figures(sku)).toMatchObject({ onHand: 46 });
  });

  test('a price that is not the catalogue’s is told, unless it was the cashier’s to set', async () => {
    const sku = await stocked(9);
    const item = mint();
    await shop.database.query(`insert into item values ($1, false, '{}', 1)`, [item]);
    await shop.database.query(
      `insert into variant values ($1, $2, false, null, '{}', $1, 120, false, 'H87', 0)`,
      [sku, item],
    );
    const [wrong, overridden] = [mint(), mint()];
    await shop.push(till, till.tendered(wrong, 1, [[sku, 1]]));
    await shop.push(
      till,
      till.tendered(overridden, 1, [[sku, 1, { priceOverride: { reason: 'damaged box' } }]]),
    );
    expect([await shop.exceptions(wrong), await shop.exceptions(overridden)]).toEqual([
      [`priceMismatch ${sku}`],
      [],
    ]);
  });

  test('a price of the cashier’s own beside the list price is no mismatch; a list price that is not one is', async () => {
    const sku = await stocked(9);
    const item = mint();
    await shop.database.query(`insert into item values ($1, false, '{}', 1)`, [item]);
    await shop.database.query(
      `insert into variant values ($1, $2, false, null, '{}', $1, 120, false, 'H87', 0)`,
      [sku, item],
    );
    const sold = async (line: Record<string, unknown>, sale: Record<string, unknown> = {}) => {
      const id = mint();
      await shop.push(till, till.tendered(id, 1, [[sku, 1, line]], sale));
      return shop.exceptions(id);
    };
    const taxed = { unitPriceMinor: 120, taxRatePpm: 190_000 };
    const exempt = { taxExempt: { reason: 'embassy' } };
    expect(await sold({ unitPriceMinor: 90, listPriceMinor: 120 })).toEqual([]);
    expect(await sold({ unitPriceMinor: 90, listPriceMinor: 100 })).toEqual([`priceMismatch ${sku}`]);
    expect(await sold({ unitPriceMinor: 101, taxRatePpm: 0, taxed }, exempt)).toEqual([]);
    const half = { kind: 'percent', value: 500_000 };
    expect(await sold({ unitPriceMinor: 120, discount: half, discountMinor: 60 })).toEqual([]);
  });

  test('a total that is not what the lines come to is told, with both figures; the sale stands', async () => {
    const sku = await stocked(20);
    const lying = async (line: Record<string, unknown>, sale: Record<string, unknown> = {}) => {
      const id = mint();
      await shop.push(till, till.tendered(id, 1, [[sku, 1, line]], sale));
      return shop.exceptions(id);
    };
    const before = (await shop.figures(sku)).onHand;
    expect(await lying({})).toEqual([]);
    expect(await lying({}, { totalMinor: 99 })).toEqual(['totalMismatch']);
    expect(await lying({ taxRatePpm: 70_000, taxMinor: 0 })).toEqual(['totalMismatch']);
    expect(await lying({ discount: { kind: 'amount', value: 10 }, discountMinor: 20 })).toEqual([
      'totalMismatch',
    ]);
    expect(await lying({ cartDiscountMinor: 5, discountMinor: 5 })).toEqual(['totalMismatch']);
    const half = { kind: 'percent', value: 500_000 };
    expect(await lying({ cartDiscountMinor: 50, discountMinor: 50 }, { cartDiscount: half })).toEqual([]);
    expect(await lying({ taxRatePpm: 70_000, taxMinor: 7 }, { taxExempt: { reason: 'none' } })).toEqual([
      'totalMismatch',
    ]);
    expect((await shop.figures(sku)).onHand).toBe((before ?? 0) - 7);
  });
});
