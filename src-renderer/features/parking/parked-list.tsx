import { ArchiveRestore, Check, Loader, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { saleTotals } from '../../../shared/sale/totals.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useClock, useLocale, useMoney } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { type ParkedChange, parkedChanges } from './parked-changes.ts';

const NAMES_SHOWN = 3;

/** The sales that were put aside, newest first, with what has changed since. */
export function ParkedList(props: {
  hasOpenCart: boolean;
  onRecall: (saleId: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const parked = useReadable(useTill().sales.parked);
  return (
    <Dialog
      title={t('parking.title')}
      {...(props.hasOpenCart && parked.length > 0 ? { description: t('parking.recallParksCurrent') } : {})}
      closeLabel={t('parking.close')}
      onClose={props.onClose}
      asPanel
      testId="parked-panel"
    >
      {parked.length === 0 ? (
        <div className="flex flex-col items-center gap-2 pt-20 text-center">
          <ArchiveRestore size={40} aria-hidden="true" className="text-faint" />
          <p className="text-strong font-semibold">{t('parking.empty')}</p>
          <p className="max-w-[36ch] text-body text-muted">{t('parking.emptyHint')}</p>
        </div>
      ) : (
        <ul className="flex flex-col gap-3 pt-2">
          {parked.map((sale) => (
            <ParkedSale key={sale.id} sale={sale} onRecall={props.onRecall} />
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function ParkedSale(props: { sale: OpenSale; onRecall: (saleId: string) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const clock = useClock();
  const { sale } = props;
  const money = useMoney(sale.currency);
  const result = useReadable(useMemo(() => till.saleResults.watch(sale.id), [till, sale.id]));
  useReadable(till.catalogue.revision);
  const changes = parkedChanges(sale, result, till.catalogue);
  const answered = result !== null && result.revision >= sale.revision;
  const names = sale.lines.slice(0, NAMES_SHOWN).map((line) => line.name ?? line.sku);
  const rest = sale.lines.length - names.length;
  return (
    <li
      className="rounded-md border border-line bg-surface p-4 shadow-lift"
      data-testid="parked-row"
      data-sale={sale.id}
    >
      <div className="flex items-start gap-4">
        <div className="min-w-0 flex-1">
          <p className="text-body font-semibold">
            {names.join(', ')}
            {rest > 0 ? ` ${t('parking.andMore', { count: rest })}` : ''}
          </p>
          <p className="mt-0.5 text-small text-muted">
            {sale.touchedAt ? `${t('parking.parkedAt', { time: clock.time(sale.touchedAt) })} · ` : ''}
            {t('parking.articles', { count: sale.lines.length })}
          </p>
        </div>
        <span className="money text-title font-semibold">
          {money.format(saleTotals(sale.lines, sale.pricesIncludeTax ?? true).totalMinor)}
        </span>
      </div>
      <div className="mt-3 flex items-end justify-between gap-3">
        <ul className="min-w-0 flex-1 text-small">
          {changes.map((change) => (
            <Change key={JSON.stringify(change)} change={change} />
          ))}
          {changes.length === 0 ? (
            <li className="flex items-center gap-1.5 text-muted">
              {answered ? (
                <Check size={15} aria-hidden="true" className="text-accent-ink" />
              ) : (
                <Loader size={15} aria-hidden="true" />
              )}
              {answered ? t('parking.unchanged') : t('parking.pending')}
            </li>
          ) : null}
        </ul>
        <Button look="primary" onClick={() => props.onRecall(sale.id)} data-testid={`parked-${sale.id}`}>
          {t('parking.recall')}
        </Button>
      </div>
    </li>
  );
}

function Change({ change }: { change: ParkedChange }) {
  const { t } = useTranslation();
  const money = useMoney();
  const locale = useLocale();
  const { catalogue } = useTill();
  const words = () => {
    switch (change.kind) {
      case 'lapsed':
        return t('parking.changedLapsed');
      case 'gone':
        return t('parking.changedGone', { name: change.name });
      case 'price':
        return t('parking.changedPrice', {
          name: change.name,
          before: money.format(change.beforeMinor),
          after: money.format(change.afterMinor),
        });
      case 'short': {
        const unit = catalogue.findBySku(change.sku)?.variant.unit ?? { code: 'PCE', scale: 0 };
        return t('parking.changedShort', {
          name: change.name,
          granted: formatQuantity(change.granted, unit, locale, true),
        });
      }
    }
  };
  return (
    <li className="flex items-start gap-1.5 font-medium text-warn-ink">
      <TriangleAlert size={15} aria-hidden="true" className="mt-0.5 shrink-0" />
      <span>{words()}</span>
    </li>
  );
}
