import { parseDecimal } from '../../../shared/money/money.ts';
import type { Discount } from '../../../shared/sale/sale.ts';
import { impliedMinor } from '../../ui/pad-entry.ts';

/** Parts per million have four digits behind the point of a percentage. */
const PERCENT_DIGITS = 4;
const WHOLE_PPM = 1_000_000;

/**
 * A discount as it was typed: `12.5` percent, or `350` as 3.50.
 * @returns null for what is none
 */
export function typedDiscount(
  typed: string,
  kind: Discount['kind'],
  exponent: number,
): Pick<Discount, 'kind' | 'value'> | null {
  if (typed === '') return null;
  if (kind === 'amount') {
    const value = impliedMinor(typed, exponent);
    return Number.isSafeInteger(value) ? { kind, value } : null;
  }
  const value = parseDecimal(typed.endsWith('.') ? typed.slice(0, -1) : typed, PERCENT_DIGITS);
  return value === null || value > WHOLE_PPM ? null : { kind, value };
}
