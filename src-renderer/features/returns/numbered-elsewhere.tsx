import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type NumberedReceipt, ofNamedTill } from '../../../shared/sale/receipt-number.ts';
import { useTill } from '../../runtime/till-context.tsx';
import type { LookUp } from '../../sync/look-ups.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { LoadingState } from '../../ui/loading-state.tsx';
import { ReceiptRow } from './receipt-row.tsx';

/** The receipts with a number at all tills, as the server knows them: the only one opens, of several one is chosen. */
export function NumberedElsewhere(props: {
  number: number;
  /** What was typed beside the number: the name of a till, perhaps. */
  beside: string;
  /** Sales that stand on the list above. */
  shown: readonly string[];
  onChoose: (saleId: string) => void;
  onWithout: () => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const { number, beside } = props;
  const [answer, setAnswer] = useState<LookUp<readonly NumberedReceipt[]> | null>(null);
  useEffect(() => {
    let current = true;
    till.lookUps
      .receiptsNumbered(number)
      .then((told) => current && setAnswer(told))
      .catch(reportError);
    return () => {
      current = false;
    };
  }, [till, number]);
  const others = ofNamedTill(answer?.state === 'found' ? answer.value : [], beside).filter(
    ({ saleId }) => !props.shown.includes(saleId),
  );
  const only = others.length === 1 ? others[0]?.saleId : undefined;
  const { onChoose } = props;
  useEffect(() => {
    if (only) onChoose(only);
  }, [only, onChoose]);

  if (answer === null) return <LoadingState title={t('returns.looking')} />;
  if (answer.state === 'unreachable')
    return (
      <Banner
        tone="info"
        testId="returns-number-offline"
        title={t('returns.numberOffline')}
        acts={
          <Button onClick={props.onWithout} data-testid="returns-number-without">
            {t('returns.numberWithout')}
          </Button>
        }
      >
        <span className="flex items-center gap-2">
          <CloudOff size={18} aria-hidden="true" className="shrink-0" />
          {t('returns.numberOfflineHint')}
        </span>
      </Banner>
    );
  if (others.length === 0)
    return (
      <Banner tone="info" testId="returns-number-none">
        {t(props.shown.length > 0 ? 'returns.numberNone' : 'returns.numberNowhere', { number })}
      </Banner>
    );
  return (
    <section aria-label={t('returns.elsewhere')} data-testid="returns-elsewhere">
      <h3 className="mb-2 text-small font-medium text-muted">{t('returns.elsewhere')}</h3>
      <ul className="flex flex-col gap-2">
        {others.map((receipt) => (
          <ReceiptRow
            key={receipt.saleId}
            saleId={receipt.saleId}
            title={t('returns.number', { number })}
            tenderedAt={receipt.tenderedAt}
            whose={receipt.terminalName ?? ''}
            amountMinor={receipt.totalMinor}
            currency={receipt.currency}
            onChoose={onChoose}
          />
        ))}
      </ul>
    </section>
  );
}
