import { useMemo } from 'react';
import type { Discount } from '../../../shared/sale/sale.ts';
import { useLocale, useMoney } from '../../ui/money.tsx';
import type { PriceWords } from './pricing-acts.ts';

/** Amounts and discounts as they are said: `€3.20`, `12.5 %`. */
export function usePriceWords(currency?: string): PriceWords {
  const money = useMoney(currency);
  const locale = useLocale();
  return useMemo(() => {
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 4 });
    return {
      money: money.format,
      discount: ({ kind, value }: Discount) =>
        kind === 'percent' ? percent.format(value / 1_000_000) : money.format(value),
    };
  }, [money, locale]);
}
