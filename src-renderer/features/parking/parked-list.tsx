import { ArchiveRestore, ArrowRightLeft, Check, Loader, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { isTakeOverOpen } from '../../../shared/sale/take-over.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { useLocale, useMoney } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { type ParkedChange, parkedChanges } from './parked-changes.ts';
import { ParkedElsewhereList } from './parked-elsewhere-list.tsx';
import { ParkedHead } from './parked-head.tsx';
import { giveUp } from './take-over.ts';
import { useTakeOver } from './use-take-over.tsx';

/** The sales that were put aside, newest first, with what has changed since; then those of other tills. */
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
        <EmptyState
          icon={<ArchiveRestore size={40} aria-hidden="true" />}
          title={t('parking.empty')}
          hint={t('parking.emptyHint')}
        />
      ) : (
        <ul className="flex flex-col gap-3 pt-2">
          {parked.map((sale) => (
            <ParkedSale key={sale.id} sale={sale} onRecall={props.onRecall} />
          ))}
        </ul>
      )}
      <ParkedElsewhereList onTaken={props.onRecall} />
    </Dialog>
  );
}

function ParkedSale(props: { sale: OpenSale; onRecall: (saleId: string) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const { sale } = props;
  const result = useReadable(useMemo(() => till.saleResults.watch(sale.id), [till, sale.id]));
  useReadable(till.catalogue.revision);
  if (result?.reservation.state === 'handedOver') return <HandedOver sale={sale} known={result.revision} />;
  if (isTakeOverOpen(sale)) return <Unanswered sale={sale} onTaken={props.onRecall} />;
  const changes = parkedChanges(sale, result, till.catalogue);
  const answered = result !== null && result.revision >= sale.revision;
  return (
    <li
      className="rounded-md border border-line bg-surface p-4 shadow-lift"
      data-testid="parked-row"
      data-sale={sale.id}
    >
      <ParkedHead sale={sale} />
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

/** Another till has it now. Before it goes from this one, it says what had not reached the server. */
function HandedOver({ sale, known }: { sale: OpenSale; known: number }) {
  const { t } = useTranslation();
  const till = useTill();
  return (
    <li
      className="rounded-md border border-line bg-surface p-4 shadow-lift"
      data-testid="parked-row"
      data-sale={sale.id}
      data-state="handedOver"
    >
      <ParkedHead sale={sale} />
      {sale.revision > known ? (
        <div className="mt-3">
          <Banner tone="warning" title={t('parking.unsentTitle')} testId="parked-unsent" still>
            {t('parking.unsentHint', {
              names: sale.lines.map((line) => line.name ?? line.sku).join(', '),
            })}
          </Banner>
        </div>
      ) : null}
      <div className="mt-3 flex items-center justify-between gap-3">
        <p className="flex items-center gap-1.5 text-small text-muted">
          <ArrowRightLeft size={15} aria-hidden="true" className="shrink-0" />
          {t('parking.handedOver')}
        </p>
        <Button
          onClick={() => void giveUp(till, sale.id).catch(reportError)}
          data-testid={`parked-close-${sale.id}`}
        >
          {t('parking.closeHandedOver')}
        </Button>
      </div>
    </li>
  );
}

/** Asked for at another till, and the answer was not heard. */
function Unanswered(props: { sale: OpenSale; onTaken: (saleId: string) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const { sale } = props;
  const taking = useTakeOver(props.onTaken);
  return (
    <li
      className="rounded-md border border-line bg-surface p-4 shadow-lift"
      data-testid="parked-row"
      data-sale={sale.id}
      data-state="unanswered"
    >
      <ParkedHead sale={sale} />
      <p className="mt-3 text-small text-muted">{t('parking.unansweredHint')}</p>
      {taking.says}
      <div className="mt-3 flex justify-end gap-3">
        <Button
          onClick={() => void giveUp(till, sale.id).catch(reportError)}
          data-testid={`parked-give-up-${sale.id}`}
        >
          {t('parking.giveUp')}
        </Button>
        <Button
          look="primary"
          busy={taking.busy}
          onClick={() => taking.again(sale)}
          data-testid={`parked-again-${sale.id}`}
        >
          {t('parking.askAgain')}
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
