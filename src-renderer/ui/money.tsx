import { useMemo } from 'react';
import { useLanguage } from '../languages/use-words.ts';
import { useStoreSettings } from '../runtime/till-context.tsx';
import { localeOf, type MoneyFormat, moneyFormat } from './money-format.ts';

/** An amount in the cashier's language: the store's own region where the language is the same. */
export function useLocale(): string {
  return localeOf(useLanguage(), useStoreSettings()?.locale);
}

export function useMoney(currencyOfSale?: string): MoneyFormat {
  const locale = useLocale();
  const settings = useStoreSettings();
  const currency = currencyOfSale ?? settings?.currency ?? 'EUR';
  return moneyFormat(locale, currency);
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
