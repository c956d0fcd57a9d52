import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { denominationsOf, denominationsTotalMinor } from '../../../shared/money/denominations.ts';
import { voidLines } from '../../../shared/sale/post-void.ts';
import { receiptOf } from '../../../shared/sale/receipt.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { wrongTotals } from '../../../shared/sale/told-totals.ts';
import { taxOfMinor } from '../../../shared/sale/totals.ts';
import { drawerReport } from '../../../shared/shift/drawer-report.ts';
import type { StoreSettings } from '../../../shared/staff/store-settings.ts';
import { bought, broughtBack, emptyCart, mint, paid, SHIFT, shop, shopping } from './shopping.ts';

// What a customer puts on the counter, all the way to the Z: each amount has one author, and none is lost between two.

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
    const undone = paid({ ...emptyCart(of), voidOf: sale.id, lines }, of, []);
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
