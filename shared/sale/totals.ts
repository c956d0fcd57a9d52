import { multiplyDivideHalfUp } from '../money/rounding.ts';
import type { SaleLine } from './sale.ts';

type Priced = Pick<SaleLine, 'quantity' | 'unitPriceMinor' | 'discountMinor' | 'unit'>;

/** roundHalfUp(quantity × unitPriceMinor / 10^scale) − discountMinor, in minor units; below zero for a return. */
export function lineAmountMinor(line: Priced): number {
  const gross = multiplyDivideHalfUp(line.quantity, line.unitPriceMinor, 10 ** (line.unit?.scale ?? 0));
  return gross - line.discountMinor;
}

/**
 * Tax of one amount, rounded once per line: contained in it where prices include tax, on top of it where they do not.
 * Rounding per line (not per sale) makes every sum on receipt, till and server the same by construction.
 */
export function taxOfMinor(amountMinor: number, taxRatePpm: number, pricesIncludeTax: boolean): number {
  return multiplyDivideHalfUp(amountMinor, taxRatePpm, pricesIncludeTax ? 1_000_000 + taxRatePpm : 1_000_000);
}

export interface TaxRow {
  readonly taxClass: string;
  readonly taxRatePpm: number;
  readonly netMinor: number;
  readonly taxMinor: number;
  readonly grossMinor: number;
}

export interface SaleTotals {
  /** Sum of the line amounts as priced. */
  readonly subtotalMinor: number;
  readonly taxMinor: number;
  /** What the customer owes before cash rounding. */
  readonly totalMinor: number;
  readonly discountMinor: number;
  readonly taxes: readonly TaxRow[];
}

/** Totals of a sale from its lines alone. Minor units. */
export function saleTotals(lines: readonly SaleLine[], pricesIncludeTax: boolean): SaleTotals {
  const rows = new Map<
    string,
    { taxClass: string; taxRatePpm: number; amountMinor: number; taxMinor: number }
  >();
  let subtotalMinor = 0;
  let taxMinor = 0;
  let discountMinor = 0;
  for (const line of lines) {
    const amountMinor = lineAmountMinor(line);
    subtotalMinor += amountMinor;
    taxMinor += line.taxMinor;
    discountMinor += line.discountMinor;
    const taxRatePpm = line.taxRatePpm ?? 0;
    const key = `${line.taxClass ?? ''} ${taxRatePpm}`;
    const row = rows.get(key) ?? { taxClass: line.taxClass ?? '', taxRatePpm, amountMinor: 0, taxMinor: 0 };
    row.amountMinor += amountMinor;
    row.taxMinor += line.taxMinor;
    rows.set(key, row);
  }
  const taxes = [...rows.values()].map((row) => {
    const netMinor = pricesIncludeTax ? row.amountMinor - row.taxMinor : row.amountMinor;
    return {
      taxClass: row.taxClass,
      taxRatePpm: row.taxRatePpm,
      netMinor,
      taxMinor: row.taxMinor,
      grossMinor: netMinor + row.taxMinor,
    };
  });
  return {
    subtotalMinor,
    taxMinor,
    totalMinor: pricesIncludeTax ? subtotalMinor : subtotalMinor + taxMinor,
    discountMinor,
    taxes,
  };
}
