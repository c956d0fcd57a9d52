import { useMemo } from 'react';
import { currencyExponent, decimalText } from '../../shared/money/money.ts';
import { useLanguage } from '../languages/use-words.ts';
import { useStoreSettings } from '../runtime/till-context.tsx';

/** The digits are always 0 to 9: those of the keys, the scanner and the printed code. */
const LOCALES: Readonly<Record<string, string>> = { en: 'en-IE', ar: 'ar-u-nu-latn' };

/** An amount in the cashier's language: the store's own region where the language is the same. */
export function useLocale(): string {
  const language = useLanguage();
  const settings = useStoreSettings();
  const isOfStore = settings?.locale.split('-')[0] === language && language !== 'ar';
  return isOfStore ? settings.locale : (LOCALES[language] ?? language);
}

export interface MoneyFormat {
  readonly currency: string;
  readonly exponent: number;
  /** Between whole and fraction. */
  readonly point: string;
  format(amountMinor: number): string;
}

export function useMoney(currencyOfSale?: string): MoneyFormat {
  const locale = useLocale();
  const settings = useStoreSettings();
  const currency = currencyOfSale ?? settings?.currency ?? 'EUR';
  return moneyFormat(locale, currency);
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

/** Times of day and days, in the store's zone. */
export function useClock(): {
  time(at: string): string;
  dayAndTime(at: string): string;
  /** A calendar day, `2026-11-22`: it has no zone. */
  day(day: string, style?: 'medium' | 'long'): string;
} {
  const locale = useLocale();
  const timeZone = useStoreSettings()?.timeZone;
  return useMemo(() => {
    const zone = timeZone ? { timeZone } : {};
    const time = new Intl.DateTimeFormat(locale, { timeStyle: 'short', ...zone });
    const both = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', ...zone });
    return {
      time: (at) => time.format(new Date(at)),
      dayAndTime: (at) => both.format(new Date(at)),
      day: (day, dateStyle = 'medium') =>
        new Intl.DateTimeFormat(locale, { dateStyle, timeZone: 'UTC' }).format(
          new Date(`${day}T12:00:00.000Z`),
        ),
    };
  }, [locale, timeZone]);
}
