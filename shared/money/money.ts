/** Digits after the point for currencies that do not have two (ISO 4217). */
const EXPONENTS: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLF: 4,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  UYW: 4,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

export function currencyExponent(currency: string): number {
  return EXPONENTS[currency] ?? 2;
}

/** The exact decimal text of an amount, `-12.30`; no float is involved. */
export function decimalText(amountMinor: number, exponent: number): string {
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const text = exponent === 0 ? whole : `${whole}.${digits.slice(digits.length - exponent)}`;
  return amountMinor < 0 ? `-${text}` : text;
}

/**
 * Reads a plain decimal text ("12.3", "12,30", "-4") as minor units.
 * @returns null when the text is no amount, has more digits than the currency knows, or is past what a whole number holds exactly
 */
export function parseDecimal(input: string, exponent: number): number | null {
  const match = /^\s*([+-]?)(\d{1,16})(?:[.,](\d+))?\s*$/.exec(input);
  if (!match) return null;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > exponent) return null;
  const minor = Number(`${match[2] ?? '0'}${fraction.padEnd(exponent, '0')}`);
  if (!Number.isSafeInteger(minor)) return null;
  return match[1] === '-' && minor !== 0 ? -minor : minor;
}

/** An amount in the reader's language, `€12.30` or `12,30 €`. */
export function formatMoney(amountMinor: number, currency: string, locale: string): string {
  const digits = currencyExponent(currency);
  const text = decimalText(amountMinor, digits);
  // Its own habit leaves out what few pay with (forint, dinar of Iraq …): figures that are added up need every digit.
  const exact = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  // Given a decimal string, Intl formats exactly; TypeScript's lib types the literal only.
  return new Intl.NumberFormat(locale, { style: 'currency', currency, ...exact }).format(
    text as unknown as number,
  );
}
