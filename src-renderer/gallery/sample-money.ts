import { useLanguage } from '../languages/use-words.ts';
import { type MoneyFormat, moneyFormat } from '../ui/money-format.ts';

const LOCALES: Readonly<Record<string, string>> = { de: 'de-DE', ar: 'ar-u-nu-latn' };

/** Euros in the language of the gallery, which has no shop. */
export const useSampleMoney = (): MoneyFormat => moneyFormat(LOCALES[useLanguage()] ?? 'en-IE', 'EUR');
