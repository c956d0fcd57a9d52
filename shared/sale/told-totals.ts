import { repriced } from './pricing.ts';
import type { SaleLine, TenderedSale } from './sale.ts';
import { saleTotals } from './totals.ts';

export interface WrongTotals {
  readonly totalMinor: number;
  readonly expectedMinor: number;
  readonly taxMinor: number;
  readonly expectedTaxMinor: number;
  /** Lines whose discount or tax does not follow from what is said of them. */
  readonly lineIds: readonly string[];
}

const MOST_NAMED = 20;

/** A client that says no rate says its tax itself. */
const saysItsTax = (line: SaleLine): boolean => line.taxRatePpm === undefined;

/** Goods come back by a line below zero; only a sale that undoes another gives goods out that point at it. */
const comesBackUpsideDown = (sale: TenderedSale, line: SaleLine): boolean =>
  line.returnOf !== undefined && line.quantity > 0 && sale.voidOf === undefined;

/**
 * Adds a paid sale up again, by the same rules as the till that wrote it: discounts and tax of each line from what is
 * said of them, then the sums.
 *
 * @returns null where the sale's own figures are those
 */
export function wrongTotals(sale: TenderedSale): WrongTotals | null {
  const due = repriced({ ...sale, status: 'open' as const }).lines;
  const expected = sale.lines.map((line, index) => {
    const priced = due[index] ?? line;
    return saysItsTax(line) ? { ...priced, taxMinor: line.taxMinor } : priced;
  });
  const totals = saleTotals(expected, sale.pricesIncludeTax ?? true);
  const lineIds = sale.lines
    .filter((line, index) => {
      const other = expected[index];
      return (
        comesBackUpsideDown(sale, line) ||
        line.discountMinor !== other?.discountMinor ||
        (line.cartDiscountMinor ?? 0) !== (other.cartDiscountMinor ?? 0) ||
        line.taxMinor !== other.taxMinor ||
        line.unitPriceMinor !== other.unitPriceMinor
      );
    })
    .map((line) => line.lineId);
  if (lineIds.length === 0 && totals.totalMinor === sale.totalMinor && totals.taxMinor === sale.taxMinor)
    return null;
  return {
    totalMinor: sale.totalMinor,
    expectedMinor: totals.totalMinor,
    taxMinor: sale.taxMinor,
    expectedTaxMinor: totals.taxMinor,
    lineIds: lineIds.slice(0, MOST_NAMED),
  };
}
