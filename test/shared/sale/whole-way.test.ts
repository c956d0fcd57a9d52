import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { denominationsOf, denominationsTotalMinor } from '../../../shared/money/denominations.ts';
import { repriced } from '../../../shared/sale/pricing.ts';
import { receiptOf } from '../../../shared/sale/receipt.ts';
import { decideReturn, returnableLines, returnedOf, voidLines } from '../../../shared/sale/returns.ts';
import type { OpenSale, SaleLine, Tender, TenderedSale } from '../../../shared/sale/sale.ts';
import { addTender, decideCashTender, decideTendered, settlement } from '../../../shared/sale/settlement.ts';
import { wrongTotals } from '../../../shared/sale/told-totals.ts';
import { taxOfMinor } from '../../../shared/sale/totals.ts';
import { drawerReport } from '../../../shared/shift/drawer-report.ts';
import type { StoreSettings } from '../../../shared/staff/store-settings.ts';
import { AT, emptySale, id } from './fixtures.ts';

// What a customer puts on the counter, all the way to the Z: each amount has one author, and none is lost between two.

const SHIFT = id(1);
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
const shopping = fc.record({
  goods: fc.array(goods, { minLength: 1, maxLength: 6 }),
  cartDiscount: fc.option(discount, { nil: undefined }),
  exempt: fc.boolean(),
  ways: fc.array(fc.tuple(fc.constantFrom('cash', 'card', 'voucher'), fc.integer({ min: 1, max: 9_000 })), {
    maxLength: 4,
  }),
  note: fc.integer({ min: 0, max: 10_000 }),
});
const shop = fc.record({ pricesIncludeTax: fc.boolean(), step: fc.constantFrom(1, 5, 10) });
type Shop = { readonly pricesIncludeTax: boolean; readonly step: number };

let minted = 1000;
const mint = (): string => {
  minted += 1;
  return id(minted);
};

/** Pays what is due in these ways, the rest in cash with a note that is larger. */
function paid(
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

function bought(wanted: typeof shopping extends fc.Arbitrary<infer T> ? T : never, of: Shop): TenderedSale {
  const cart: OpenSale = {
    ...emptySale(),
    id: mint(),
    pricesIncludeTax: of.pricesIncludeTax,
    lines: wanted.goods.map((line) => ({ ...line, lineId: mint() })),
    ...(wanted.cartDiscount ? { cartDiscount: wanted.cartDiscount } : {}),
    ...(wanted.exempt ? { taxExempt: { reason: 'test' } } : {}),
  };
  return paid(repriced(cart), of, wanted.ways, wanted.note);
}

/** Everything of a sale that is still there comes back, in as many receipts as there are parts. */
function broughtBack(sale: TenderedSale, of: Shop, parts: readonly number[]): TenderedSale[] {
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
    const cart = { ...emptySale(), id: mint(), pricesIncludeTax: of.pricesIncludeTax };
    const decision = decideReturn(cart, sale, returned, [choice], { at: AT, newLineId: mint });
    if (!decision.ok) throw new Error(decision.rejection.code);
    back.push(paid(decision.sale, of, []));
  }
}

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);
const moneyOf = (sale: TenderedSale): number => sum(sale.tenders.map(({ amountMinor }) => amountMinor));
const z = (sales: readonly TenderedSale[]) =>
  drawerReport({ shiftId: SHIFT, currency: 'EUR', events: [], sales });
const SETTINGS = {
  ...{ storeName: 'Shop', address: [], taxNumber: '', taxClasses: [], receiptFooter: [] },
  ...{ locale: 'en', timeZone: 'UTC' },
} as unknown as StoreSettings;

describe('from the counter to the Z', () => {
  test.prop([shop, shopping])(
    'what is paid is the total to the coin; receipt, server and Z say the same',
    (of, wanted) => {
      const sale = bought(wanted, of);
      expect(moneyOf(sale)).toBe(sale.totalMinor + sale.roundingMinor);
      expect(Math.abs(sale.roundingMinor) * 2).toBeLessThanOrEqual(of.step);
      if (!sale.tenders.some(({ kind }) => kind === 'cash')) expect(sale.roundingMinor).toBe(0);
      for (const { amountMinor, givenMinor } of sale.tenders)
        expect((givenMinor ?? amountMinor) - amountMinor).toBeGreaterThanOrEqual(0);
      // The server adds it up again.
      expect(wrongTotals(sale)).toBeNull();
      const receipt = receiptOf(sale, SETTINGS, { terminalName: 'Till 1', cashierName: 'Idris' });
      const onPaper = sum(receipt.lines.map(({ amountMinor }) => amountMinor));
      const taxes = sum(receipt.taxes.map(({ taxMinor }) => taxMinor));
      expect(receipt.totalMinor).toBe(of.pricesIncludeTax ? onPaper : onPaper + taxes);
      expect(sum(receipt.tenders.map(({ amountMinor }) => amountMinor))).toBe(
        receipt.totalMinor + receipt.roundingMinor,
      );
      expect(sum(receipt.tenders.map(({ amountMinor, givenMinor = amountMinor }) => givenMinor))).toBe(
        receipt.totalMinor + receipt.roundingMinor + receipt.changeMinor,
      );
      const report = z([sale]);
      expect([report.totalMinor, report.roundingMinor]).toEqual([sale.totalMinor, sale.roundingMinor]);
      expect(sum(report.taxes.map(({ taxMinor }) => taxMinor))).toBe(sale.taxMinor);
    },
  );

  test.prop([shop, shopping, fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 5 })])(
    'brought back in whatever parts, a sale leaves goods and tax at nothing, and the drawer at what rounding left in it',
    (of, wanted, parts) => {
      const sale = bought(wanted, of);
      const back = broughtBack(sale, of, parts);
      const report = z([sale, ...back]);
      expect(report.totalMinor).toBe(0);
      for (const row of report.taxes) expect([row.netMinor, row.taxMinor, row.grossMinor]).toEqual([0, 0, 0]);
      // A part of what was weighed is rounded by itself; what that is off the whole stands as its discount.
      expect(Math.abs(report.discountMinor)).toBeLessThanOrEqual(back.length);
      expect(sum([sale, ...back].map(moneyOf))).toBe(report.roundingMinor);
      expect(Math.abs(report.roundingMinor) * 2).toBeLessThanOrEqual(of.step * (1 + back.length));
      for (const one of back) expect(wrongTotals(one)).toBeNull();
    },
  );

  test.prop([shop, shopping])('undone as a whole in cash, it leaves nothing at all', (of, wanted) => {
    const sale = bought({ ...wanted, ways: [] }, of);
    const lines = voidLines(sale, mint);
    const cart = {
      ...emptySale(),
      id: mint(),
      pricesIncludeTax: of.pricesIncludeTax,
      voidOf: sale.id,
      lines,
    };
    const undone = paid(cart, of, []);
    expect(moneyOf(undone) + moneyOf(sale)).toBe(0);
    expect(undone.roundingMinor + sale.roundingMinor).toBe(0);
    const report = z([sale, undone]);
    expect([report.totalMinor, report.roundingMinor, report.expectedMinor]).toEqual([0, 0, 0]);
    expect(report.sales.grossMinor + report.voids.grossMinor).toBe(0);
  });
});

describe('tax of an amount', () => {
  const rate = fc.integer({ min: 0, max: 500_000 });
  const amount = fc.integer({ min: -10_000_000, max: 10_000_000 });
  test.prop([amount, rate, fc.boolean()])(
    'mirrors for a return, and rises with the amount',
    (minor, ppm, within) => {
      expect(taxOfMinor(-minor, ppm, within) + taxOfMinor(minor, ppm, within)).toBe(0);
      expect(taxOfMinor(minor + 1, ppm, within)).toBeGreaterThanOrEqual(taxOfMinor(minor, ppm, within));
    },
  );

  test.prop([fc.nat({ max: 10_000_000 }), rate])(
    'taken out of what it was put on, it is the same to the cent',
    (net, ppm) => {
      const gross = net + taxOfMinor(net, ppm, false);
      expect(Math.abs(gross - taxOfMinor(gross, ppm, true) - net)).toBeLessThanOrEqual(1);
      expect(taxOfMinor(gross, ppm, true)).toBeLessThanOrEqual(gross);
    },
  );
});

describe('a drawer that is counted', () => {
  test.prop([
    fc.constantFrom('EUR', 'CHF', 'SEK', 'JPY', 'KWD', 'XTS'),
    fc.constantFrom(1, 5, 10),
    fc.array(fc.nat({ max: 400 }), { minLength: 30, maxLength: 30 }),
  ])('is worth its coins, in whatever order and however they are split', (currency, step, counts) => {
    const rows = denominationsOf(currency, undefined, step).map((valueMinor, index) => ({
      valueMinor,
      count: counts[index] ?? 0,
    }));
    expect(rows.every(({ valueMinor }) => valueMinor >= step)).toBe(true);
    const whole = denominationsTotalMinor(rows);
    expect(denominationsTotalMinor([...rows].reverse())).toBe(whole);
    const half = rows.map(({ valueMinor, count }) => ({ valueMinor, count: Math.floor(count / 2) }));
    const rest = rows.map(({ valueMinor, count }) => ({ valueMinor, count: count - Math.floor(count / 2) }));
    expect(denominationsTotalMinor(half) + denominationsTotalMinor(rest)).toBe(whole);
    // Piece by piece, as it is laid on the counter.
    let laid = 0n;
    for (const { valueMinor, count } of rows) laid += BigInt(valueMinor) * BigInt(count);
    expect(BigInt(whole)).toBe(laid);
  });
});
