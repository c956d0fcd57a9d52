import type { Unit } from '../../shared/catalog/item.ts';
import { unitSign } from '../../shared/catalog/unit-sign.ts';
import { decimalText } from '../../shared/money/money.ts';

export const signOf = (unit: Unit): string => unitSign(unit.code);

/** A stock as it fits a badge: whole units where there are ten or more, one decimal below. Rounded down, never up. */
export function formatStock(quantity: number, unit: Unit, locale: string): string {
  const step = 10 ** (quantity >= 10 * 10 ** unit.scale ? unit.scale : Math.max(0, unit.scale - 1));
  return formatQuantity(Math.floor(quantity / step) * step, unit, locale, true);
}

/** Making a format costs more than using it a hundred times. */
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(locale: string, leastDigits: number, mostDigits: number): Intl.NumberFormat {
  const key = `${locale} ${leastDigits} ${mostDigits}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, {
    minimumFractionDigits: leastDigits,
    maximumFractionDigits: mostDigits,
  });
  formats.set(key, made);
  return made;
}

/** A quantity as people read it: `3`, `0.352 kg`. `shortest` leaves trailing zeros out (`12.4 kg`). */
export function formatQuantity(quantity: number, unit: Unit, locale: string, shortest = false): string {
  const text = decimalText(quantity, unit.scale);
  // Given a decimal string, Intl formats exactly; TypeScript's lib types the literal only.
  const number = formatOf(locale, shortest ? 0 : unit.scale, unit.scale).format(text as unknown as number);
  const sign = signOf(unit);
  return sign ? `${number} ${sign}` : number;
}
