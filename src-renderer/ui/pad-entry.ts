import { withWesternDigits } from '../../shared/core/western-digits.ts';

/** The keys of the number pad. */
export type PadKey =
  | '0'
  | '1'
  | '2'
  | '3'
  | '4'
  | '5'
  | '6'
  | '7'
  | '8'
  | '9'
  | '00'
  | 'point'
  | 'erase'
  | 'empty';

/** A code may be this long; an amount or a quantity is refused by its own rule long before. */
const LONGEST = 20;

/** What is typed after one more key. A second decimal point and leading zeros' ballast are not taken. */
export function typedAfter(typed: string, key: PadKey): string {
  if (key === 'empty') return '';
  if (key === 'erase') return typed.slice(0, -1);
  if (key === 'point') return typed.includes('.') ? typed : `${typed || '0'}.`;
  return typed.length + key.length > LONGEST ? typed : typed + key;
}

/** What may be typed of a figure: digits and one point. */
export const figuresOf = (text: string): string =>
  withWesternDigits(text)
    .replace(/[,٫]/, '.')
    .replace(/[^\d.]/g, '')
    .replace(/(\..*)\./g, '$1');

/** Cash is typed without its point: 1 2 5 0 is 12.50. With a point it is read as it stands. */
export function impliedMinor(typed: string, exponent: number): number {
  if (typed === '') return 0;
  const [whole = '', fraction] = typed.split('.');
  if (fraction === undefined) return Number(whole);
  return Number(`${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`);
}

/**
 * A typed amount of a unit in its smallest step: with a point as it stands (`0.352` kg is 352), without one in
 * smallest steps where `implied` (352 is 0.352 kg).
 * @returns null when it is more exact than the unit, or empty
 */
export function typedQuantity(typed: string, scale: number, implied: boolean): number | null {
  const match = /^(\d{1,9})(?:[.,](\d*))?$/.exec(typed);
  if (!match) return null;
  const fraction = match[2];
  if (fraction === undefined) return implied ? Number(match[1]) : Number(match[1]) * 10 ** scale;
  if (fraction.length > scale) return null;
  return Number(`${match[1]}${fraction.padEnd(scale, '0')}`);
}

const PAD_KEYS: Readonly<Record<string, PadKey>> = {
  ',': 'point',
  '.': 'point',
  '٫': 'point',
  Backspace: 'erase',
};

/** The digit of a key press, in whatever script the keyboard writes it; null where it is none. */
export function digitOf(press: { key: string; code: string }): string | null {
  if (/^\p{Nd}$/u.test(press.key)) return withWesternDigits(press.key);
  return /^Numpad(\d)$/.exec(press.code)?.[1] ?? null;
}

/** The pad's key for a key of the keyboard, whatever its layout, or null. */
export function padKeyOf(press: { key: string; code: string }): PadKey | null {
  return (digitOf(press) as PadKey | null) ?? PAD_KEYS[press.key] ?? null;
}
