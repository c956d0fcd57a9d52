import { useTranslation } from 'react-i18next';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { saleTotals } from '../../../shared/sale/totals.ts';
import { useClock, useMoney } from '../../ui/money.tsx';

const NAMES_SHOWN = 3;

/** What a parked sale is: its first articles, how many, since when, at which till, for how much. */
export function ParkedHead({ sale, tillName }: { sale: OpenSale; tillName?: string | undefined }) {
  const { t } = useTranslation();
  const clock = useClock();
  const money = useMoney(sale.currency);
  const names = sale.lines.slice(0, NAMES_SHOWN).map((line) => line.name ?? line.sku);
  const rest = sale.lines.length - names.length;
  const facts = [
    tillName,
    sale.touchedAt ? t('parking.parkedAt', { time: clock.time(sale.touchedAt) }) : undefined,
    t('parking.articles', { count: sale.lines.length }),
  ];
  return (
    <div className="flex items-start gap-4">
      <div className="min-w-0 flex-1">
        <p className="text-body font-semibold">
          {names.join(', ')}
          {rest > 0 ? ` ${t('parking.andMore', { count: rest })}` : ''}
        </p>
        <p className="mt-0.5 text-small text-muted">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      <span className="money text-title font-semibold">
        {money.format(saleTotals(sale.lines, sale.pricesIncludeTax ?? true).totalMinor)}
      </span>
    </div>
  );
}
