import { CheckCircle2, Info } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isTendered } from '../../../shared/sale/sale.ts';
import { EXCEPTION_KINDS, type ExceptionKind } from '../../../shared/stock/reservation.ts';
import type { SaleExceptions } from '../../database/till-data.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useClock, useLocale } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';

const HINTED = [
  'oversold',
  'priceMismatch',
  'unknownSku',
  'duplicateReturn',
  'clockSkew',
  'soldTwice',
] as const satisfies readonly ExceptionKind[];

/** What head office decides about sales of this till. Told, so that nobody at the counter wonders; asked of nobody here. */
export function SaleExceptionsList(props: { sales: readonly SaleExceptions[] }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const locale = useLocale();
  if (props.sales.length === 0)
    return <p className="text-body text-muted">{t('attention.exceptionsEmpty')}</p>;

  const itemOf = (sku: string | undefined) => {
    const hit = sku === undefined ? undefined : till.catalogue.findBySku(sku);
    return { name: hit?.item.name ?? sku ?? '', unit: hit?.variant.unit ?? { code: 'PCE', scale: 0 } };
  };
  return (
    <>
      <p className="mb-2 text-small text-muted">{t('attention.exceptionsHint')}</p>
      <ul className="divide-y divide-line rounded-md border border-line">
        {props.sales.flatMap(({ saleId, exceptions }) => {
          const sale = till.sales.get(saleId);
          return exceptions.map((exception) => {
            const kind = EXCEPTION_KINDS.find((each) => each === exception.kind);
            const { name, unit } = itemOf(exception.sku);
            const quantity = formatQuantity(exception.quantity ?? 0, unit, locale, true);
            const hint = HINTED.find((each) => each === kind) ?? 'other';
            const Icon = exception.resolvedAt ? CheckCircle2 : Info;
            return (
              <li
                key={`${saleId}/${exception.kind}/${exception.sku ?? ''}`}
                className="flex items-start gap-3 px-4 py-3"
                data-testid="sale-exception"
                data-kind={exception.kind}
                data-sale={saleId}
              >
                <Icon size={20} aria-hidden="true" className="shrink-0 text-muted" />
                <div className="min-w-0">
                  <p className="text-body font-medium">
                    {kind ? t(`attention.exceptions.${kind}`, { item: name, quantity }) : exception.kind}
                  </p>
                  <p className="text-small text-muted">
                    {exception.resolvedAt
                      ? t('attention.exceptionSettled', { time: clock.dayAndTime(exception.resolvedAt) })
                      : t(`attention.exceptionHints.${hint}`)}
                  </p>
                  {sale && isTendered(sale) ? (
                    <p className="text-small text-faint">
                      {t('attention.saleNumber', {
                        number: sale.sequence,
                        time: clock.dayAndTime(sale.tenderedAt),
                      })}
                    </p>
                  ) : null}
                </div>
              </li>
            );
          });
        })}
      </ul>
    </>
  );
}
