import { useTranslation } from 'react-i18next';
import type { DisplayTender } from '../../shared/display/display-message.ts';
import { useFormats } from './formats.tsx';

/** What was handed over, one row each. */
export function TenderRows({ tenders }: { tenders: readonly DisplayTender[] }) {
  const { t } = useTranslation();
  const { money } = useFormats();
  const nameOf = ({ kind, label }: DisplayTender) => {
    if (label !== '') return label;
    return kind === 'cash' ? t('display.cash') : kind === 'card' ? t('display.card') : kind;
  };
  return tenders.map((tender, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a payment is known by its place
    <p key={index} className="display-row display-line" data-testid="display-tender" data-kind={tender.kind}>
      <span className="display-muted">
        {tender.waits ? t('display.waiting', { name: nameOf(tender) }) : nameOf(tender)}
      </span>
      <span className="money display-strong">{money.format(tender.amountMinor)}</span>
    </p>
  ));
}
