import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import {
  type CartDecision,
  decideAddLine,
  decideClear,
  decideQuantity,
  mergeKey,
} from '../../../shared/sale/cart.ts';
import {
  decideCartDiscount,
  decideCustomer,
  decideEditLine,
  decideLineDiscount,
  decideLineNote,
  decidePrice,
  decideSaleNote,
  decideTaxExempt,
} from '../../../shared/sale/cart-pricing.ts';
import { repriced } from '../../../shared/sale/pricing.ts';
import {
  type Discount,
  FIRST_PREVIOUS_HASH,
  type OpenSale,
  saleSchema,
  type TenderedSale,
} from '../../../shared/sale/sale.ts';
import { wrongTotals } from '../../../shared/sale/told-totals.ts';
import { saleTotals } from '../../../shared/sale/totals.ts';
import { decideUndo } from '../../../shared/sale/undo.ts';
import { AT, BEER, CHEESE, DEPOSIT, emptySale, id, MILK, TOP } from './fixtures.ts';

const done = (decision: CartDecision): OpenSale => {
  if (!decision.ok) throw new Error(`refused: ${decision.rejection.code}`);
  return decision.sale;
};

type Act = (sale: OpenSale, serial: number) => CartDecision;

const deposit = DEPOSIT.variants[0] ?? expect.fail('no deposit');
const adding =
  (item: typeof MILK, quantity: number): Act =>
  (sale, serial) =>
    decideAddLine(
      sale,
      {
        ...{ lineId: id(10_000 + serial * 2), item, quantity, taxRatePpm: 190_000 },
        variant: item.variants[0] ?? expect.fail('no variant'),
        linked: (item.linked ?? []).map(({ quantity: each }) => ({
          ...{ lineId: id(10_001 + serial * 2), item: DEPOSIT, variant: deposit, taxRatePpm: 190_000, each },
        })),
      },
      AT,
    );
const onLine =
  (pick: number, act: (sale: OpenSale, lineId: string) => CartDecision): Act =>
  (sale) =>
    act(sale, sale.lines[pick % Math.max(1, sale.lines.length)]?.lineId ?? 'none');

const anyDiscount: fc.Arbitrary<Discount | null> = fc.option(
  fc.oneof(
    fc.record({ kind: fc.constant('amount' as const), value: fc.integer({ min: 0, max: 400 }) }),
    fc.record({ kind: fc.constant('percent' as const), value: fc.integer({ min: 0, max: 1_000_000 }) }),
  ),
);
const pick = fc.nat({ max: 9 });
const customers = [
  null,
  { id: id(700), name: 'Ada' },
  { id: id(701), name: 'Embassy', taxExempt: { reason: 'diplomatic' } },
];
const anyAct: fc.Arbitrary<Act> = fc.oneof(
  fc
    .tuple(fc.constantFrom(MILK, TOP, BEER, CHEESE), fc.integer({ min: 1, max: 5 }))
    .map(([item, n]) => adding(item, n)),
  fc
    .tuple(pick, fc.nat({ max: 6 }))
    .map(([at, n]) => onLine(at, (sale, line) => decideQuantity(sale, line, n, AT))),
  fc
    .tuple(pick, fc.option(fc.constantFrom(0, 90, 109, 119)))
    .map(([at, price]) => onLine(at, (sale, line) => decidePrice(sale, line, price, AT))),
  fc
    .tuple(pick, anyDiscount)
    .map(([at, off]) => onLine(at, (sale, line) => decideLineDiscount(sale, line, off, AT))),
  fc
    .tuple(pick, fc.constantFrom('', 'gift', 'cold'))
    .map(([at, note]) => onLine(at, (sale, line) => decideLineNote(sale, line, note, AT))),
  fc
    .tuple(pick, fc.integer({ min: 0, max: 3 }), fc.constantFrom('', 'gift'))
    .map(([at, quantity, note]) =>
      onLine(at, (sale, line) => decideEditLine(sale, line, { quantity, note }, AT)),
    ),
  anyDiscount.map(
    (off): Act =>
      (sale) =>
        decideCartDiscount(sale, off, AT),
  ),
  fc.constantFrom('', 'call first').map(
    (note): Act =>
      (sale) =>
        decideSaleNote(sale, note, AT),
  ),
  fc.constantFrom(...customers).map(
    (who): Act =>
      (sale) =>
        decideCustomer(sale, who, AT),
  ),
  fc.boolean().map(
    (exempt): Act =>
      (sale) =>
        decideTaxExempt(sale, exempt ? { reason: 'export' } : null, AT),
  ),
  fc.constant<Act>((sale) => decideClear(sale, AT)),
);

describe('for any acts on a cart', () => {
  test.prop([fc.array(anyAct, { maxLength: 25 }), fc.boolean()])(
    'undo gives back exactly what was there, step by step to the empty cart',
    (acts, pricesIncludeTax) => {
      let sale: OpenSale = { ...emptySale(), pricesIncludeTax };
      const states = [sale];
      for (const [serial, act] of acts.entries()) {
        const decision = act(sale, serial);
        if (!decision.ok) continue;
        sale = decision.sale;
        states.push(sale);
      }
      for (let at = states.length - 1; at > 0; at -= 1) {
        const [before, after] = [states[at - 1] ?? expect.fail(), states[at] ?? expect.fail()];
        sale = done(decideUndo(sale, before, after, AT));
        expect(sale).toEqual(before);
      }
    },
  );

  test.prop([fc.array(anyAct, { maxLength: 25 })])(
    'every decision ends priced, with deposits that follow and no line twice',
    (acts) => {
      let sale: OpenSale = emptySale();
      for (const [serial, act] of acts.entries()) {
        const decision = act(sale, serial);
        if (!decision.ok) continue;
        sale = decision.sale;
        expect(repriced(sale)).toBe(sale);
        expect(new Set(sale.lines.map(mergeKey)).size).toBe(sale.lines.length);
        for (const line of sale.lines.filter(({ linkedTo }) => linkedTo !== undefined)) {
          const parent = sale.lines.find(({ lineId }) => lineId === line.linkedTo);
          expect(line.quantity).toBe(parent?.quantity);
        }
        const withDeposit = sale.lines.filter(({ sku }) => sku === 'BEER').length;
        expect(sale.lines.filter(({ sku }) => sku === 'DEPOSIT')).toHaveLength(withDeposit);
      }
    },
  );
});

const paid = (sale: OpenSale): TenderedSale => {
  const { totalMinor, taxMinor } = saleTotals(sale.lines, sale.pricesIncludeTax ?? true);
  return {
    ...sale,
    ...{ status: 'tendered', sequence: 1, period: 1, tenderedAt: AT, businessDate: '2026-11-22' },
    ...{ cashierId: id(1), shiftId: id(2), totalMinor, taxMinor, roundingMinor: 0 },
    ...{ previousHash: FIRST_PREVIOUS_HASH, hash: FIRST_PREVIOUS_HASH },
  };
};

describe('what the server makes of it', () => {
  test.prop([
    fc.array(anyAct, { maxLength: 20 }),
    fc.boolean(),
    fc.constantFrom('total', 'tax', 'discount', 'share'),
  ])(
    'an honest sale adds up as it says and loses nothing on the wire; a lying one is told',
    (acts, pricesIncludeTax, lie) => {
      let sale: OpenSale = { ...emptySale(), pricesIncludeTax };
      for (const [serial, act] of acts.entries()) {
        const decision = act(sale, serial);
        if (decision.ok) sale = decision.sale;
      }
      const honest = paid(sale);
      expect(saleSchema.parse(JSON.parse(JSON.stringify(honest)))).toEqual(honest);
      expect(wrongTotals(honest)).toBeNull();
      const [first, ...rest] = honest.lines;
      if (lie === 'total')
        expect(wrongTotals({ ...honest, totalMinor: honest.totalMinor + 1 })).not.toBeNull();
      if (lie === 'tax') expect(wrongTotals({ ...honest, taxMinor: honest.taxMinor - 1 })).not.toBeNull();
      if (!first) return;
      // Both the lie and the total that fits it.
      const lying = (line: typeof first) => wrongTotals(paid({ ...sale, lines: [line, ...rest] }));
      if (lie === 'discount' && first.discount)
        expect(lying({ ...first, discountMinor: first.discountMinor + 1 })).not.toBeNull();
      if (lie === 'share')
        expect(lying({ ...first, cartDiscountMinor: (first.cartDiscountMinor ?? 0) + 1 })).not.toBeNull();
    },
  );

  test('a return gives back what was paid, whatever is taken off this cart', () => {
    const bought = done(
      decideLineDiscount(
        done(adding(MILK, 3)(emptySale(), 1)),
        id(10_002),
        { kind: 'amount', value: 100 },
        AT,
      ),
    );
    const [line] = bought.lines;
    const back = {
      ...{ lineId: id(20_000), sku: 'MILK', quantity: -1, unitPriceMinor: line?.unitPriceMinor ?? 0 },
      ...{
        discountMinor: -33,
        taxMinor: -14,
        taxRatePpm: 190_000,
        returnOf: { saleId: id(5), lineId: id(10_002) },
      },
    };
    const sale = done(adding(TOP, 1)({ ...emptySale(), lines: [back] }, 2));
    const off = done(decideCartDiscount(sale, { kind: 'percent', value: 100_000 }, AT));
    const exempt = done(decideTaxExempt(off, { reason: 'export' }, AT));
    expect(exempt.lines[0]).toEqual(back);
    expect(wrongTotals(paid(exempt))).toBeNull();
  });
});

describe('undo', () => {
  test('what came into the cart since stays, in its place', () => {
    const one = done(adding(MILK, 1)(emptySale(), 1));
    const two = done(adding(TOP, 1)(one, 2));
    const milk = two.lines[0]?.lineId ?? '';
    const removed = done(decideQuantity(two, milk, 0, AT));
    const since = done(adding(CHEESE, 200)(removed, 3));
    const back = done(decideUndo(since, two, removed, AT));
    expect(back.lines.map(({ sku }) => sku)).toEqual(['MILK', 'TOP-S', 'CHEESE']);
  });

  test('what was approved and the look at the age stay on record', () => {
    const sale = done(adding(MILK, 1)(emptySale(), 1));
    const facts = {
      approvals: [{ act: 'discount', approvedBy: id(1), cashierId: id(2), at: AT }],
      ageChecked: { age: 18, at: AT, staffId: id(2) },
    };
    const off = done(decideCartDiscount(sale, { kind: 'percent', value: 100_000 }, AT));
    const back = done(decideUndo({ ...off, ...facts }, sale, { ...off, ...facts }, AT));
    expect(back).toEqual({ ...sale, ...facts });
  });

  test('of a clear brings the look at the age back with the goods that needed it', () => {
    const looked = { age: 18, at: AT, staffId: id(2) };
    const sale = { ...done(adding(BEER, 1)(emptySale(), 1)), ageChecked: looked };
    const cleared = done(decideClear(sale, AT));
    expect(cleared).not.toHaveProperty('ageChecked');
    expect(done(decideUndo(cleared, sale, cleared, AT)).ageChecked).toEqual(looked);
  });

  test('is refused when the sale is no longer open', () => {
    const sale = done(adding(MILK, 1)(emptySale(), 1));
    expect(decideUndo({ ...sale, status: 'parked' }, emptySale(), sale, AT)).toEqual({
      ok: false,
      rejection: { code: 'notOpen', status: 'parked' },
    });
  });
});
