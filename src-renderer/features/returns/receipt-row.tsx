import { useTranslation } from 'react-i18next';
import { useClock, useMoney } from '../../ui/money.tsx';

/** One receipt of a list: its number, when it was, whose, and its amount. */
export function ReceiptRow(props: {
  saleId: string;
  title: string;
  /** ISO 8601. */
  tenderedAt: string;
  /** Who sold, or at which till. */
  whose: string;
  amountMinor: number;
  currency: string;
  onChoose: (saleId: string) => void;
}) {
  const { t } = useTranslation();
  const clock = useClock();
  const money = useMoney(props.currency);
  return (
    <li>
      <button
        type="button"
        data-testid={`receipt-${props.saleId}`}
        onClick={() => props.onChoose(props.saleId)}
        className="pressable flex min-h-15 w-full items-center gap-4 rounded-md border border-line bg-surface px-4 py-2 text-start hover:border-line-strong"
      >
        <span className="min-w-0 flex-1">
          <span className="block text-body font-semibold">{props.title}</span>
          <span className="block truncate text-small text-muted">
            {t('returns.row', { time: clock.dayAndTime(props.tenderedAt), whose: props.whose })}
          </span>
        </span>
        <span className="money text-strong font-semibold">{money.format(props.amountMinor)}</span>
      </button>
    </li>
  );
}
