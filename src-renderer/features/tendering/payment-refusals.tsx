import { PackageX } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { askApproval } from '../../runtime/approvals.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useLocale } from '../../ui/money.tsx';
import { formatQuantity } from '../../ui/quantity.ts';
import type { Payment, PaymentState } from './payment.ts';

/** Why the payment does not go on, and what can be done about it. */
export function PaymentRefusals(props: {
  sale: OpenSale;
  state: PaymentState;
  payment: Payment;
  onStartNew: () => void;
}) {
  const { t } = useTranslation();
  const { state, payment } = props;
  const back = () => void payment.cancel();
  const startNew = () => void payment.giveUp().then(props.onStartNew);

  if (state.phase === 'refused')
    return (
      <Dialog
        title={t('tendering.refusedTitle')}
        description={t('tendering.refusedHint')}
        closeLabel={t('tendering.back')}
        onClose={back}
        testId="pay-refused"
      >
        <RefusedLines sale={props.sale} state={state} />
        <div className="mt-5 grid grid-cols-2 gap-3">
          <Button size="large" onClick={back} data-testid="refused-back">
            {t('tendering.back')}
          </Button>
          <Button
            look="primary"
            size="large"
            onClick={() => void payment.takeWhatIsLeft()}
            data-testid="refused-take"
          >
            {t('tendering.takeWhatIsLeft')}
          </Button>
        </div>
      </Dialog>
    );

  if (state.phase === 'taken')
    return (
      <Dialog
        title={t('tendering.takenTitle')}
        description={t('tendering.takenHint')}
        width="narrow"
        closeLabel={t('tendering.startNew')}
        onClose={startNew}
        testId="pay-taken"
      >
        <Button look="primary" size="large" className="mt-3 w-full" onClick={startNew}>
          {t('tendering.startNew')}
        </Button>
      </Dialog>
    );

  if (state.phase === 'manager') return <ManagerQuestion payment={payment} beyond={state.beyond ?? []} />;

  if (state.phase === 'failed')
    return (
      <Dialog
        title={t('tendering.commitFailedTitle')}
        description={t('tendering.commitFailedHint')}
        closeLabel={t('tendering.complete')}
        onClose={() => undefined}
        mustAnswer
        testId="commit-failed"
      >
        <Button
          look="primary"
          size="large"
          className="mt-3 w-full"
          onClick={() => void payment.complete()}
          data-testid="commit-again"
        >
          {t('tendering.complete')}
        </Button>
      </Dialog>
    );
  return null;
}

function RefusedLines(props: { sale: OpenSale; state: PaymentState }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const short = (props.state.result?.reservation.lines ?? []).filter((line) => line.granted < line.requested);
  return (
    <ul className="flex flex-col gap-2 pt-2">
      {short.map((line) => {
        const sold = props.sale.lines.find((other) => other.lineId === line.lineId);
        const unit = sold?.unit ?? { code: 'PCE', scale: 0 };
        const holders = line.heldBy
          .filter((holder) => holder.quantity > 0)
          .map((holder) =>
            t('selling.holder', {
              quantity: formatQuantity(holder.quantity, unit, locale, true),
              name: holder.terminalName,
            }),
          )
          .join(', ');
        return (
          <li
            key={line.lineId}
            data-testid="refused-line"
            data-sku={line.sku}
            className="flex items-start gap-3 rounded-md bg-danger-soft p-3.5 text-danger-ink"
          >
            <PackageX size={20} aria-hidden="true" className="shrink-0" />
            <span>
              <span className="block text-body font-semibold">
                {t('tendering.refusedLine', {
                  name: sold?.name ?? line.sku,
                  requested: formatQuantity(line.requested, unit, locale, true),
                  granted: formatQuantity(line.granted, unit, locale, true),
                })}
              </span>
              {holders ? (
                <span className="block text-small">{t('tendering.refusedHolders', { holders })}</span>
              ) : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

/** Somebody who may sell beyond stock agrees, in place; otherwise it is the cart again. */
function ManagerQuestion(props: { payment: Payment; beyond: readonly string[] }) {
  const { payment, beyond } = props;
  useEffect(() => {
    const values = { name: beyond.join(', ') };
    askApproval('sellBeyondStock', { act: 'sellBeyondStock', values })
      .then((approval) => (approval ? payment.managerAgreed(approval) : payment.cancel()))
      .catch(reportError);
  }, [payment, beyond]);
  return null;
}
