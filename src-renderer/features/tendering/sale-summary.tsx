import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { maskedCard } from '../../../shared/sale/card.ts';
import type { OpenSale, Tender } from '../../../shared/sale/sale.ts';
import type { Settlement } from '../../../shared/sale/settlement.ts';
import { lineAmountMinor } from '../../../shared/sale/totals.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { useLocale, useMoney } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import { useTenderName } from './tender-name.ts';

const PIECES = { code: 'PCE', scale: 0 };

/** What is being paid, and what was paid so far as rows that can be taken back. */
export function SaleSummary(props: {
  sale: OpenSale;
  settled: Settlement;
  onTakeBack: (tenderId: string) => void;
}) {
  const { t } = useTranslation();
  const locale = useLocale();
  const nameOf = useTenderName();
  const { sale, settled } = props;
  const money = useMoney(sale.currency);
  const [asked, setAsked] = useState<Tender | null>(null);
  const shown = sale.tenders.filter((tender) => tender.state === 'captured' || tender.state === 'declined');
  return (
    <>
      <ul className="min-h-0 flex-1 overflow-y-auto py-1" aria-label={t('selling.cart')}>
        {sale.lines.map((line) => (
          <li key={line.lineId} className="flex min-h-11 items-center gap-3 border-b border-line px-4 py-1.5">
            <span className="money min-w-9 shrink-0 text-body font-bold">
              {formatQuantity(line.quantity, line.unit ?? PIECES, locale)}
            </span>
            <span className="min-w-0 flex-1">
              <span dir="auto" className="own-direction block truncate text-body">
                {line.name ?? line.sku}
              </span>
              {line.size || Object.keys(line.properties ?? {}).length > 0 ? (
                <span className="block truncate text-small text-muted">
                  {[...Object.values(line.properties ?? {}), line.size].filter(Boolean).join(' · ')}
                </span>
              ) : null}
            </span>
            <span className="money text-body font-semibold">{money.format(lineAmountMinor(line))}</span>
          </li>
        ))}
      </ul>
      <div className="shrink-0 border-t border-line bg-canvas px-4 py-3">
        <Row label={t('tendering.total')} value={money.format(settled.totalMinor)} strong />
        {settled.roundingMinor !== 0 ? (
          <Row label={t('tendering.rounding')} value={money.format(settled.roundingMinor)} />
        ) : null}
        {shown.length > 0 ? (
          <ul aria-label={t('tendering.tenders')}>
            {shown.map((tender) => {
              const amount = money.format(tender.givenMinor ?? tender.amountMinor);
              const declined = tender.state === 'declined';
              return (
                <li
                  key={tender.id}
                  className="flex h-12 items-center gap-3"
                  data-testid="tender-row"
                  data-kind={tender.kind}
                  data-state={tender.state}
                >
                  <span className={classNames('flex-1 text-body', declined && 'text-muted')}>
                    {nameOf(tender.kind)}
                    {declined ? ` · ${t('tendering.tenderDeclined')}` : ''}
                    {tender.card ? (
                      <>
                        {' · '}
                        <bdi>{maskedCard(tender.card)}</bdi>
                      </>
                    ) : null}
                    {tender.reference ? ` · ${tender.reference}` : ''}
                  </span>
                  <span
                    className={classNames(
                      'money text-body font-semibold',
                      declined && 'text-muted line-through',
                    )}
                  >
                    {amount}
                  </span>
                  {declined ? (
                    <span className="w-12" />
                  ) : (
                    <Button
                      look="quiet"
                      size="square"
                      aria-label={t('tendering.tenderRemove', { amount })}
                      onClick={() => setAsked(tender)}
                      data-testid="tender-remove"
                    >
                      <X size={18} aria-hidden="true" />
                    </Button>
                  )}
                </li>
              );
            })}
          </ul>
        ) : null}
      </div>
      {asked ? (
        <Dialog
          title={t('tendering.refundTitle')}
          description={t(refundWords(asked), {
            amount: money.format(asked.givenMinor ?? asked.amountMinor),
            name: nameOf(asked.kind),
          })}
          width="narrow"
          closeLabel={t('tendering.keep')}
          onClose={() => setAsked(null)}
        >
          <div className="grid grid-cols-2 gap-3 pt-3">
            <Button size="large" onClick={() => setAsked(null)}>
              {t('tendering.keep')}
            </Button>
            <Button
              look="primary"
              size="large"
              data-testid="refund-done"
              onClick={() => {
                setAsked(null);
                props.onTakeBack(asked.id);
              }}
            >
              {t('tendering.refundDone')}
            </Button>
          </div>
        </Dialog>
      ) : null}
    </>
  );
}

/** What a person has to do before a payment is taken out of the sale. */
function refundWords({ kind, amountMinor }: Tender) {
  if (amountMinor < 0) return 'tendering.refundBack' as const;
  if (kind === 'cash') return 'tendering.refundCash' as const;
  return kind === 'card' ? ('tendering.refundCard' as const) : ('tendering.refundOther' as const);
}

function Row(props: { label: string; value: string; strong?: boolean }) {
  return (
    <div className="flex min-h-9 items-center justify-between">
      <span className="text-body text-muted">{props.label}</span>
      <span
        className={classNames('money', props.strong ? 'text-title font-bold' : 'text-body font-semibold')}
      >
        {props.value}
      </span>
    </div>
  );
}
