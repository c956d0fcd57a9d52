import { currencyExponent, decimalText } from '../../shared/money/money.ts';

/** The digits are always 0 to 9: those of the keys, the scanner and the printed code. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-IE', ar: 'ar-u-nu-latn' };

/** How amounts and dates are written in a language: the store's own region where that is its language. */
export function localeOf(language: string, storeLocale: string | undefined): string {
  const isOfStore = storeLocale?.split('-')[0] === language && language !== 'ar';
  return isOfStore && storeLocale ? storeLocale : (LOCALES[language] ?? language);
}

export interface MoneyFormat {
  readonly currency: string;
  readonly exponent: number;
  /** Between whole and fraction. */
  readonly point: string;
  format(amountMinor: number): string;
}

/** One format for each locale and currency: every tile and every line asks for it. */
const formats = new Map<string, MoneyFormat>();

export function moneyFormat(locale: string, currency: string): MoneyFormat {
  const key = `${locale} ${currency}`;
  const known = formats.get(key);
  if (known) return known;
  const numbers = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const exponent = currencyExponent(currency);
  const parts = new Intl.NumberFormat(locale).formatToParts(1.5);
  const made: MoneyFormat = {
    currency,
    exponent,
    point: parts.find((part) => part.type === 'decimal')?.value ?? '.',
    // Given a decimal string, Intl formats exactly; TypeScript's lib types the literal only.
    format: (amountMinor) => numbers.format(decimalText(amountMinor, exponent) as unknown as number),
  };
  formats.set(key, made);
  return made;
}
