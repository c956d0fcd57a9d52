import { assert } from '../core/assert.ts';
import { currencyExponent } from './money.ts';

/** Notes and coins in use, falling, in minor units. */
const IN_USE: Readonly<Record<string, readonly number[]>> = {
  EUR: [20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  GBP: [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  USD: [10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1],
  CAD: [10000, 5000, 2000, 1000, 500, 200, 100, 25, 10, 5],
  AUD: [10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
  NZD: [10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10],
  CHF: [100000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
  SEK: [100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100],
  NOK: [100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 100],
  DKK: [50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50],
  PLN: [50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
  CZK: [500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100],
  HUF: [2000000, 1000000, 500000, 200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500],
  JPY: [10000, 5000, 2000, 1000, 500, 100, 50, 10, 5, 1],
  AED: [100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 100, 50, 25],
  SAR: [50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1],
  EGP: [20000, 10000, 5000, 2000, 1000, 500, 100, 50, 25],
  KWD: [20000, 10000, 5000, 1000, 500, 250, 100, 50, 20, 10, 5],
};

/** For a currency that is not listed: 1, 2, 5 and so on, up to two hundred of its whole units. */
function usualSeries(exponent: number): number[] {
  const most = 200 * 10 ** exponent;
  const values: number[] = [];
  for (let step = 1; step <= most; step *= 10)
    for (const digit of [1, 2, 5]) if (step * digit <= most) values.push(step * digit);
  return values.reverse();
}

/**
 * What is counted in a drawer, falling, in minor units.
 *
 * @param wanted the store's own list, in any order; without one the currency's own
 * @param cashStepMinor coins below the smallest one in use are left out of the currency's own list
 */
export function denominationsOf(
  currency: string,
  wanted?: readonly number[],
  cashStepMinor = 1,
): readonly number[] {
  if (wanted && wanted.length > 0) return [...new Set(wanted)].sort((a, b) => b - a);
  const known = IN_USE[currency] ?? usualSeries(currencyExponent(currency));
  return known.filter((valueMinor) => valueMinor >= cashStepMinor);
}

/** What so many coins and notes are worth. */
export function denominationsTotalMinor(
  counted: readonly { readonly valueMinor: number; readonly count: number }[],
): number {
  const totalMinor = counted.reduce((sum, { valueMinor, count }) => sum + valueMinor * count, 0);
  assert(Number.isSafeInteger(totalMinor), 'a drawer holds whole minor units');
  return totalMinor;
}
