import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type CartDecision, decideAddLine, mergeKey } from '../../../shared/sale/cart.ts';
import {
  decideCartDiscount,
  decideCustomer,
  decideEditLine,
  decideLineDiscount,
  decideLineNote,
  decidePrice,
  decideTaxExempt,
  withApproval,
} from '../../../shared/sale/cart-pricing.ts';
import {
  deepDiscounts,
  depthPpm,
  grossOfMinor,
  repriced,
  shelfPriceMinor,
} from '../../../shared/sale/pricing.ts';
import type { Discount, OpenSale, SaleLine } from '../../../shared/sale/sale.ts';
import { settlement } from '../../../shared/sale/settlement.ts';
import { lineAmountMinor, saleTotals, taxOfMinor } from '../../../shared/sale/totals.ts';
import { AT, BEER, CHEESE, DEPOSIT, emptySale, id, MILK, TOP } from './fixtures.ts';

const done = (decision: CartDecision): OpenSale => {
  if (!decision.ok) throw new Error(`refused: ${decision.rejection.code}`);
  return decision.sale;
};
let next = 5000;
const add = (sale: OpenSale, item = MILK, quantity = 1, taxRatePpm = 70_000) => {
  const [variant] = item.variants;
  if (!variant) throw new Error('no variant');
  next += 2;
  const linked = (item.linked ?? []).map(() => ({
    lineId: id(next + 1),
    item: DEPOSIT,
    variant: DEPOSIT.variants[0] ?? expect.fail(),
    taxRatePpm,
    each: 1,
  }));
  return done(decideAddLine(sale, { lineId: id(next), item, variant, quantity, taxRatePpm, linked }, AT));
};
const lineOf = (sale: OpenSale, sku: string): SaleLine =>
  sale.lines.find((line) => line.sku === sku) ?? expect.fail(`no line of ${sku}`);
const total = (sale: OpenSale) => saleTotals(sale.lines, sale.pricesIncludeTax ?? true).totalMinor;

const amount = (value: number): Discount => ({ kind: 'amount', value });
const percent = (value: number): Discount => ({ kind: 'percent', value: value * 10_000 });

describe('prices of the cashier', () => {
  test('another price keeps the list price beside it; the list price again leaves no trace', () => {
    const sale = add(emptySale(), MILK, 3);
    const line = lineOf(sale, 'MILK');
    const cheaper = done(decidePrice(sale, line.lineId, 99, AT));
    expect(lineOf(cheaper, 'MILK')).toMatchObject({ unitPriceMinor: 99, listPriceMinor: 119 });
    expect(total(cheaper)).toBe(297);
    const again = done(decidePrice(cheaper, line.lineId, 89, AT));
    expect(lineOf(again, 'MILK')).toMatchObject({ unitPriceMinor: 89, listPriceMinor: 119 });
    expect(done(decidePrice(again, line.lineId, 119, AT)).lines).toEqual(sale.lines);
    expect(done(decidePrice(again, line.lineId, null, AT)).lines).toEqual(sale.lines);
  });

  test('a scan after another price is a line of its own; made the same, they are one again', () => {
    const cheaper = done(decidePrice(add(emptySale()), id(next), 99, AT));
    const two = add(cheaper);
    expect(two.lines.map((line) => [line.unitPriceMinor, line.quantity])).toEqual([
      [99, 1],
      [119, 1],
    ]);
    const decision = decidePrice(two, two.lines[0]?.lineId ?? '', null, AT);
    expect(done(decision).lines.map((line) => [line.unitPriceMinor, line.quantity])).toEqual([[119, 2]]);
  });

  test.each([
    [-1, 'priceOutOfRange'],
    [1.5, 'priceOutOfRange'],
    [1_000_000_001, 'priceOutOfRange'],
  ])('%s is no price', (price, code) => {
    const sale = add(emptySale());
    expect(decidePrice(sale, id(next), price, AT)).toMatchObject({ ok: false, rejection: { code } });
  });
});

describe('discounts', () => {
  test.each<[string, Discount, number]>([
    ['10 %', percent(10), 36],
    ['1.00', amount(100), 100],
    ['all of it', percent(100), 357],
  ])('%s off a line of 3.57', (_name, discount, off) => {
    const sale = add(emptySale(), MILK, 3);
    const less = done(decideLineDiscount(sale, id(next), discount, AT));
    expect(lineOf(less, 'MILK').discountMinor).toBe(off);
    expect(total(less)).toBe(357 - off);
    expect(done(decideLineDiscount(less, id(next), null, AT)).lines).toEqual(sale.lines);
  });

  test('more than there is is refused, and so is what may not be discounted', () => {
    const sale = add(add(emptySale(), BEER, 2), MILK);
    expect(decideLineDiscount(sale, id(next), amount(120), AT)).toMatchObject({
      rejection: { code: 'discountTooLarge', maxMinor: 119 },
    });
    expect(decideCartDiscount(sale, amount(218 + 119 + 1), AT)).toMatchObject({
      rejection: { code: 'discountTooLarge', maxMinor: 337 },
    });
    expect(decideLineDiscount(sale, lineOf(sale, 'DEPOSIT').lineId, percent(10), AT)).toMatchObject({
      rejection: { code: 'linkedLine', parent: 'Lager' },
    });
    const deposit = add(emptySale(), DEPOSIT);
    expect(decideLineDiscount(deposit, id(next), percent(10), AT)).toMatchObject({
      rejection: { code: 'notDiscountable' },
    });
    expect(decideCartDiscount(deposit, percent(10), AT)).toMatchObject({
      rejection: { code: 'notDiscountable' },
    });
  });

  test('the cart’s discount leaves the deposit alone and the total is what the till says', () => {
    const sale = add(add(emptySale(), BEER, 2), MILK, 3);
    const less = done(decideCartDiscount(sale, amount(100), AT));
    expect(less.lines.map((line) => [line.sku, line.discountMinor])).toEqual([
      ['BEER', 38],
      ['DEPOSIT', 0],
      ['MILK', 62],
    ]);
    expect(total(less)).toBe(218 + 16 + 357 - 100);
  });

  test('an amount stays what it was when the quantity falls below it and rises again', () => {
    const sale = done(decideLineDiscount(add(emptySale(), MILK, 3), id(next), amount(200), AT));
    const one = done(decideEditLine(sale, id(next), { quantity: 1 }, AT));
    expect(total(one)).toBe(0);
    expect(done(decideEditLine(one, id(next), { quantity: 3 }, AT)).lines).toEqual(sale.lines);
  });

  test.each<[Discount, number, number]>([
    [percent(20), 1, 200_000],
    [amount(50), 200, 250_000],
    [amount(500), 200, 1_000_000],
    [amount(5), 0, 1_000_000],
  ])('%o of %i cuts %i ppm deep', (discount, of, deep) => {
    expect(depthPpm(discount, of)).toBe(deep);
  });
});

describe('a discount that has become deep since it was given', () => {
  const LIMIT = 100_000;
  const agreed = (lineId: string | undefined, depth: number) => ({
    ...{ act: 'largeDiscount', approvedBy: id(1), cashierId: id(2), at: AT, depthPpm: depth },
    ...(lineId === undefined ? {} : { lineId }),
  });

  test('an amount on ten pieces is small, on one it is not, until somebody has agreed to that depth', () => {
    const ten = done(decideLineDiscount(add(emptySale(), MILK, 10), id(next), amount(100), AT));
    expect(deepDiscounts(ten, LIMIT)).toEqual([]);
    const one = done(decideEditLine(ten, id(next), { quantity: 1 }, AT));
    expect(deepDiscounts(one, LIMIT)).toMatchObject([{ lineId: id(next), depthPpm: 840_336 }]);
    expect(deepDiscounts({ ...one, approvals: [agreed(id(next), 200_000)] }, LIMIT)).toHaveLength(1);
    expect(deepDiscounts({ ...one, approvals: [agreed(id(next), 840_336)] }, LIMIT)).toEqual([]);
  });

  test('so is an amount off a cart out of which lines were taken', () => {
    const full = done(decideCartDiscount(add(add(emptySale(), MILK, 9), TOP), amount(500), AT));
    expect(deepDiscounts(full, LIMIT)).toEqual([]);
    const left = done(decideEditLine(full, lineOf(full, 'TOP-S').lineId, { quantity: 0 }, AT));
    expect(deepDiscounts(left, LIMIT)).toMatchObject([{ depthPpm: 466_853 }]);
    expect(deepDiscounts({ ...left, approvals: [agreed(undefined, 500_000)] }, LIMIT)).toEqual([]);
  });
});

describe('notes', () => {
  test('a line with a note is its own line until the note is gone', () => {
    const noted = done(decideLineNote(add(emptySale()), id(next), ' gift ', AT));
    const two = add(noted);
    expect(two.lines.map((line) => line.note)).toEqual(['gift', undefined]);
    expect(done(decideLineNote(two, two.lines[0]?.lineId ?? '', '', AT)).lines).toHaveLength(1);
  });

  test('one edit is one decision: all of it or nothing', () => {
    const sale = add(emptySale(), MILK, 2);
    const edit = { quantity: 4, unitPriceMinor: 100, discount: percent(50), note: 'dented' };
    const edited = done(decideEditLine(sale, id(next), edit, AT));
    expect(lineOf(edited, 'MILK')).toMatchObject({
      ...{ quantity: 4, unitPriceMinor: 100, listPriceMinor: 119, discountMinor: 200, note: 'dented' },
    });
    const refused = decideEditLine(sale, id(next), { ...edit, discount: amount(401) }, AT);
    expect(refused).toEqual({ ok: false, rejection: { code: 'discountTooLarge', maxMinor: 400 } });
  });
});

describe('deposits', () => {
  test('a deposit follows its line: quantity, another scan, removal', () => {
    let sale = add(emptySale(), BEER);
    expect(sale.lines.map((line) => [line.sku, line.quantity])).toEqual([
      ['BEER', 1],
      ['DEPOSIT', 1],
    ]);
    sale = add(sale, BEER, 2);
    expect(lineOf(sale, 'DEPOSIT').quantity).toBe(3);
    const beer = lineOf(sale, 'BEER').lineId;
    sale = done(decideEditLine(sale, beer, { quantity: 12 }, AT));
    expect(lineOf(sale, 'DEPOSIT').quantity).toBe(12);
    expect(total(sale)).toBe(12 * (109 + 8));
    expect(done(decideEditLine(sale, beer, { quantity: 0 }, AT)).lines).toEqual([]);
  });

  test('it cannot be changed by itself, and two drinks have two deposits', () => {
    const sale = add(add(emptySale(), BEER), { ...BEER, id: id(77), name: 'Stout' });
    expect(sale.lines.map((line) => line.sku)).toEqual(['BEER', 'DEPOSIT', 'BEER', 'DEPOSIT']);
    expect(decideEditLine(sale, lineOf(sale, 'DEPOSIT').lineId, { quantity: 5 }, AT)).toEqual({
      ok: false,
      rejection: { code: 'linkedLine', parent: 'Lager' },
    });
  });

  test('two lines that become one keep one deposit, for both', () => {
    const noted = done(decideLineNote(add(emptySale(), BEER), id(next), 'cold', AT));
    const two = add(noted, BEER, 2);
    expect(two.lines).toHaveLength(4);
    const one = done(decideLineNote(two, two.lines[0]?.lineId ?? '', '', AT));
    expect(one.lines.map((line) => [line.sku, line.quantity])).toEqual([
      ['BEER', 3],
      ['DEPOSIT', 3],
    ]);
  });

  test('a deposit that comes back by itself follows nobody', () => {
    const back: SaleLine = {
      ...lineOf(add(emptySale(), BEER), 'DEPOSIT'),
      ...{ lineId: id(9001), quantity: -3, returnOf: { saleId: id(300), lineId: id(301) } },
    };
    const sale = add({ ...emptySale(), lines: [back] });
    expect(sale.lines[0]).toEqual(back);
  });
});

describe('tax exemption', () => {
  test('prices that include tax become net, and are as before when tax is due again', () => {
    const sale = add(add(emptySale(), MILK, 3), TOP, 1, 190_000);
    const exempt = done(decideTaxExempt(sale, { reason: 'embassy' }, AT));
    expect(exempt.lines.map((line) => [line.unitPriceMinor, line.taxMinor, line.taxRatePpm])).toEqual([
      [111, 0, 0],
      [5041, 0, 0],
    ]);
    expect(exempt.lines.map(shelfPriceMinor)).toEqual([119, 5999]);
    expect(total(exempt)).toBe(333 + 5041);
    expect(done(decideTaxExempt(exempt, null, AT)).lines).toEqual(sale.lines);
  });

  test('where tax comes on top, only the tax goes', () => {
    const sale = add({ ...emptySale(), pricesIncludeTax: false }, MILK, 3);
    expect(total(sale)).toBe(357 + 25);
    expect(total(done(decideTaxExempt(sale, { reason: 'export' }, AT)))).toBe(357);
  });

  test('a scan while exempt joins its line, and another price is one with tax', () => {
    const exempt = done(decideTaxExempt(add(emptySale()), { reason: 'embassy' }, AT));
    const two = add(exempt);
    expect(two.lines.map((line) => [line.quantity, line.unitPriceMinor])).toEqual([[2, 111]]);
    const cheaper = done(decidePrice(two, two.lines[0]?.lineId ?? '', 107, AT));
    expect(cheaper.lines[0]).toMatchObject({ unitPriceMinor: 100, listPriceMinor: 119, taxRatePpm: 0 });
    const due = done(decideTaxExempt(cheaper, null, AT));
    expect(due.lines[0]).toMatchObject({ unitPriceMinor: 107, listPriceMinor: 119, taxRatePpm: 70_000 });
  });

  test('an exempt customer brings the exemption and takes it away; one granted here stays', () => {
    const sale = add(emptySale());
    const customer = { id: id(400), name: 'Embassy', taxExempt: { reason: 'diplomatic' } };
    const theirs = done(decideCustomer(sale, customer, AT));
    expect(theirs.taxExempt).toEqual({ reason: 'diplomatic' });
    const nobody = done(decideCustomer(theirs, null, AT));
    expect([nobody.taxExempt, nobody.lines]).toEqual([undefined, sale.lines]);
    const granted = done(decideTaxExempt(sale, { reason: 'export', approvedBy: id(401) }, AT));
    expect(done(decideCustomer(granted, { id: id(402), name: 'Ada' }, AT)).taxExempt?.reason).toBe('export');
  });
});

test('what was approved is appended and never edited', () => {
  const approval = { act: 'discount', approvedBy: id(1), cashierId: id(2), at: AT };
  const once = done(withApproval(decideCartDiscount(add(emptySale()), percent(10), AT), approval));
  const twice = done(withApproval(decideCartDiscount(once, null, AT), { ...approval, act: 'largeDiscount' }));
  expect(twice.approvals?.map(({ act }) => act)).toEqual(['discount', 'largeDiscount']);
});

const anyDiscount = fc.oneof(
  fc.record({ kind: fc.constant('amount' as const), value: fc.integer({ min: 0, max: 20_000 }) }),
  fc.record({ kind: fc.constant('percent' as const), value: fc.integer({ min: 0, max: 1_000_000 }) }),
);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const anyCartLine = fc
  .record({
    lineId: fc.uuid(),
    quantity: fc.integer({ min: -3000, max: 3000 }),
    unitPriceMinor: fc.integer({ min: 0, max: 100_000 }),
    scale: fc.constantFrom(0, 3),
    taxRatePpm: fc.constantFrom(0, 70_000, 190_000, 81_250),
    discount: maybe(anyDiscount),
    fixed: fc.boolean(),
  })
  .map(
    ({ scale, discount, fixed, ...line }): SaleLine => ({
      ...line,
      sku: 'A',
      discountMinor: 0,
      taxMinor: 0,
      unit: { code: scale === 0 ? 'PCE' : 'KGM', scale },
      ...(discount ? { discount } : {}),
      ...(fixed ? { discountable: false } : {}),
    }),
  );
const anyCart = fc
  .record({
    lines: fc.array(anyCartLine, { maxLength: 12 }),
    cartDiscount: maybe(anyDiscount),
    exempt: fc.boolean(),
    pricesIncludeTax: fc.boolean(),
  })
  .map(
    ({ lines, cartDiscount, exempt, pricesIncludeTax }): OpenSale => ({
      ...emptySale(),
      lines,
      pricesIncludeTax,
      ...(cartDiscount ? { cartDiscount } : {}),
      ...(exempt ? { taxExempt: { reason: 'test' } } : {}),
    }),
  );

describe('for any cart', () => {
  test.prop([anyCart])(
    'shares sum to the cart’s discount, and nobody gets more off than it costs',
    (cart) => {
      const sale = repriced(cart);
      const before = repriced({ ...cart, cartDiscount: undefined } as unknown as OpenSale);
      const shares = sale.lines.map((line) => line.cartDiscountMinor ?? 0);
      const base = before.lines.reduce(
        (sum, line) => (line.quantity > 0 && line.discountable !== false ? sum + lineAmountMinor(line) : sum),
        0,
      );
      const { cartDiscount } = cart;
      const wanted =
        cartDiscount === undefined
          ? 0
          : cartDiscount.kind === 'amount'
            ? Math.min(cartDiscount.value, base)
            : Math.floor((base * cartDiscount.value * 2 + 1_000_000) / 2_000_000);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(wanted);
      for (const [index, line] of sale.lines.entries()) {
        const gross = grossOfMinor(line);
        expect(Math.sign(lineAmountMinor(line)) * Math.sign(gross)).toBeGreaterThanOrEqual(0);
        expect(Math.abs(line.discountMinor)).toBeLessThanOrEqual(Math.abs(gross));
        expect(line.discountMinor).toBe(
          (before.lines[index]?.discountMinor ?? 0) + (line.cartDiscountMinor ?? 0),
        );
        if (line.discountable === false) expect(line.discountMinor).toBe(0);
      }
    },
  );

  test.prop([anyCart])('lines sum to the total on till, receipt and server; tax is per line', (cart) => {
    const sale = repriced(cart);
    const exempt = cart.taxExempt !== undefined;
    const amounts = sale.lines.reduce((sum, line) => sum + lineAmountMinor(line), 0);
    const taxes = sale.lines.reduce((sum, line) => sum + line.taxMinor, 0);
    const totals = saleTotals(sale.lines, cart.pricesIncludeTax ?? true);
    expect(totals.totalMinor).toBe(cart.pricesIncludeTax ? amounts : amounts + taxes);
    expect(settlement(sale).totalMinor).toBe(totals.totalMinor);
    expect(totals.taxes.reduce((sum, row) => sum + row.grossMinor, 0)).toBe(totals.totalMinor);
    for (const line of sale.lines)
      expect(line.taxMinor).toBe(
        taxOfMinor(lineAmountMinor(line), line.taxRatePpm ?? 0, cart.pricesIncludeTax ?? true),
      );
    if (exempt) expect(taxes).toBe(0);
  });

  test.prop([anyCart])(
    'pricing it again changes nothing, and exemption taken back leaves no trace',
    (cart) => {
      const once = repriced(cart);
      expect(repriced(once)).toBe(once);
      const { taxExempt: _exempt, ...due } = cart;
      const back = repriced({ ...once, taxExempt: undefined } as unknown as OpenSale);
      expect(back.lines).toEqual(repriced(due as OpenSale).lines);
    },
  );

  test.prop([anyCart])('no two lines that are the same stay apart after one was edited', (cart) => {
    const [first] = cart.lines;
    fc.pre(first !== undefined);
    const edited = decideEditLine(repriced(cart), first?.lineId ?? '', { note: 'x' }, AT);
    if (!edited.ok) return;
    const same = done(edited)
      .lines.filter((line) => line.note === 'x')
      .map(mergeKey);
    expect(new Set(same).size).toBe(same.length);
  });
});

test('200 lines with a cart discount are priced in a fraction of a frame', () => {
  const line = lineOf(add(emptySale(), CHEESE, 237), 'CHEESE');
  const lines = Array.from({ length: 200 }, (_, n) => ({ ...line, lineId: id(n), unitPriceMinor: 100 + n }));
  const sale: OpenSale = { ...emptySale(), lines, cartDiscount: percent(7) };
  for (let n = 0; n < 20; n += 1) repriced(sale);
  const startedAtMs = performance.now();
  for (let n = 0; n < 20; n += 1) repriced(sale);
  // A frame is 16 ms; a busy machine gets four of them.
  expect((performance.now() - startedAtMs) / 20).toBeLessThan(64);
});
