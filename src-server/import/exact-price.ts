import { parseDecimal } from '../../shared/money/money.ts';

/** Longer than any price; the patterns below would look at a text of spaces for minutes. */
const LENGTH_MAX = 60;

/**
 * A price as exports write it (`19.9`, `19,90`, `1.234,50`, `€ 5`), in minor units, exactly.
 *
 * @param exponent digits after the point that the currency has
 * @returns null when it is no price, is below zero, or has more digits than the currency
 */
export function exactPrice(text: string, exponent: number): number | null {
  if (text.length > LENGTH_MAX) return null;
  const bare = text.replace(/^[€$£\s]+|[€$£\s]+$/g, '');
  const grouped = /^(\d{1,3}(?:,\d{3})+)\.(\d+)$/.exec(bare) ?? /^(\d{1,3}(?:\.\d{3})+),(\d+)$/.exec(bare);
  const plain = grouped ? `${(grouped[1] ?? '').replace(/[.,]/g, '')}.${grouped[2]}` : bare;
  const minor = parseDecimal(plain, exponent);
  return minor === null || minor < 0 ? null : minor;
}
