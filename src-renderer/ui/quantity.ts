import type { Unit } from '../../shared/catalog/item.ts';
import { unitSign } from '../../shared/catalog/unit-sign.ts';
import { decimalText } from '../../shared/money/money.ts';

export const signOf = (unit: Unit): string => unitSign(unit.code);

/** A quantity as people read it: `3`, `0.352 kg`. `shortest` leaves trailing zeros out (`12.4 kg`). */
export function formatQuantity(quantity: number, unit: Unit, locale: string, shortest = false): string {
  const text = decimalText(quantity, unit.scale);
  const number = new Intl.NumberFormat(locale, {
    minimumFractionDigits: shortest ? 0 : unit.scale,
    maximumFractionDigits: unit.scale,
  }).format(text as unknown as number);
  const sign = signOf(unit);
  return sign ? `${number} ${sign}` : number;
}
