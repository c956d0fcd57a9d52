import { fc } from '@fast-check/vitest';
import { repriced } from '../../../shared/sale/pricing.ts';
import { decideReturn, returnableLines, returnedOf } from '../../../shared/sale/returns.ts';
import type { OpenSale, SaleLine, Tender, TenderedSale } from '../../../shared/sale/sale.ts';
import { addTender, decideCashTender, decideTendered, settlement } from '../../../shared/sale/settlement.ts';
import { AT, emptySale, id } from './fixtures.ts';

// Any shop, and whatever somebody may put on its counter, paid in any ways.

export const SHIFT = id(1);
const discount = fc.oneof(
  fc.record({ kind: fc.constant('amount' as const), value: fc.integer({ min: 0, max: 5_000 }) }),
  fc.record({ kind: fc.constant('percent' as const), value: fc.integer({ min: 0, max: 1_000_000 }) }),
);
const goods = fc
  .record({
    quantity: fc.integer({ min: 1, max: 2_000 }),
    unitPriceMinor: fc.integer({ min: 0, max: 20_000 }),
    weighed: fc.boolean(),
    taxRatePpm: fc.constantFrom(0, 70_000, 190_000, 81_250),
    discount: fc.option(discount, { nil: undefined }),
    fixed: fc.boolean(),
  })
  .map(
    ({ weighed, discount: own, fixed, quantity, ...line }): SaleLine => ({
      lineId: '',
      ...{ ...line, sku: 'A', name: 'A', discountMinor: 0, taxMinor: 0, taxClass: String(line.taxRatePpm) },
      quantity: weighed ? quantity : 1 + (quantity % 9),
      unit: weighed ? { code: 'KGM', scale: 3 } : { code: 'PCE', scale: 0 },
      ...(own ? { discount: own } : {}),
      ...(fixed ? { discountable: false } : {}),
    }),
  );
export const shopping = fc.record({
  goods: fc.array(goods, { minLength: 1, maxLength: 6 }),
  cartDiscount: fc.option(discount, { nil: undefined }),
  exempt: fc.boolean(),
  ways: fc.array(fc.tuple(fc.constantFrom('cash', 'card', 'voucher'), fc.integer({ min: 1, max: 9_000 })), {
    maxLength: 4,
  }),
  note: fc.integer({ min: 0, max: 10_000 }),
});
/** Coins, tax and currency of a shop; the last one has three decimals. */
export const shop = fc.record({
  pricesIncludeTax: fc.boolean(),
  step: fc.constantFrom(1, 5, 10),
  currency: fc.constantFrom('EUR', 'CHF', 'JPY', 'KWD'),
});
export type Shop = { readonly pricesIncludeTax: boolean; readonly step: number; readonly currency: string };
export type Shopping = typeof shopping extends fc.Arbitrary<infer T> ? T : never;

let minted = 1000;
export const mint = (): string => {
  minted += 1;
  return id(minted);
};

export const emptyCart = ({ currency, pricesIncludeTax }: Shop): OpenSale => ({
  ...emptySale(),
  id: mint(),
  currency,
  pricesIncludeTax,
});

/** Pays what is due in these ways, the rest in cash with a note that is larger. */
export function paid(
  cart: OpenSale,
  { step }: Shop,
  ways: readonly (readonly [string, number])[],
  note = 0,
): TenderedSale {
  let sale = cart;
  const take = (kind: string, part: Pick<Tender, 'amountMinor' | 'givenMinor'> | null) => {
    if (part) sale = addTender(sale, { id: mint(), kind, state: 'captured', ...part });
  };
  for (const [kind, size] of ways) {
    const { dueMinor } = settlement(sale, step);
    const part = Math.sign(dueMinor) * Math.min(size, Math.abs(dueMinor));
    if (kind === 'cash') take(kind, decideCashTender(sale, size, step));
    else if (part !== 0) take(kind, { amountMinor: part });
  }
  const { dueMinor } = settlement(sale, step);
  if (dueMinor !== 0)
    take('cash', decideCashTender(sale, dueMinor > 0 ? dueMinor + step + note : undefined, step));
  minted += 1;
  const facts = { at: AT, businessDate: '2026-11-22', cashierId: id(2), shiftId: SHIFT, period: 1 };
  const decision = decideTendered(sale, { ...facts, cashStepMinor: step });
  if (!decision.ok) throw new Error(JSON.stringify(decision.rejection));
  const chain = { sequence: minted, previousHash: '0'.repeat(64), hash: '0'.repeat(64) };
  return { ...decision.draft, ...chain };
}

const headOf = ({ cartDiscount, exempt }: Shopping) => ({
  ...(cartDiscount ? { cartDiscount } : {}),
  ...(exempt ? { taxExempt: { reason: 'test' } } : {}),
});

export function bought(wanted: Shopping, of: Shop): TenderedSale {
  const cart: OpenSale = {
    ...emptyCart(of),
    lines: wanted.goods.map((line) => ({ ...line, lineId: mint() })),
    ...headOf(wanted),
  };
  return paid(repriced(cart), of, wanted.ways, wanted.note);
}

/** Everything of a sale that is still there comes back, in as many receipts as there are parts. */
export function broughtBack(sale: TenderedSale, of: Shop, parts: readonly number[]): TenderedSale[] {
  const back: TenderedSale[] = [];
  for (let turn = 0; ; turn += 1) {
    const returned = returnedOf(sale, back);
    const next = returnableLines(sale, returned).find(({ left }) => left > 0);
    if (!next) return back;
    const part = turn < parts.length ? Math.min(parts[turn] ?? 1, next.left) : next.left;
    const choice = {
      lineId: next.line.lineId,
      quantity: part,
      reason: 'faulty',
      disposition: 'restock',
    } as const;
    const cart = emptyCart(of);
    const decision = decideReturn(cart, sale, returned, [choice], { at: AT, newLineId: mint });
    if (!decision.ok) throw new Error(decision.rejection.code);
    back.push(paid(decision.sale, of, []));
  }
}

/** The first half of what was bought comes back for other goods, on one receipt. */
export function exchanged(first: Shopping, second: Shopping, of: Shop): TenderedSale {
  const sale = bought(first, of);
  const half = sale.lines.slice(0, Math.ceil(sale.lines.length / 2));
  const choices = half.map(({ lineId, quantity }) => ({
    ...{ lineId, quantity, reason: 'wrongSize', disposition: 'restock' as const },
  }));
  const lines = second.goods.map((line) => ({ ...line, lineId: mint() }));
  const cart = repriced({ ...emptyCart(of), lines, ...headOf(second) });
  const decision = decideReturn(cart, sale, new Map(), choices, { at: AT, newLineId: mint });
  if (!decision.ok) throw new Error(decision.rejection.code);
  return paid(decision.sale, of, second.ways, second.note);
}
