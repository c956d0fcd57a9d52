import { ReceiptText, SearchX } from 'lucide-react';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { receiptsTyped, typedSaleId } from './find-receipt.ts';
import { NumberedElsewhere } from './numbered-elsewhere.tsx';
import { usePanelSays } from './panel-says.tsx';
import { ReceiptRow } from './receipt-row.tsx';
import { readReceiptCode } from './scanned-back.ts';
import { useReceiptScans } from './use-receipt-scans.ts';

const MOST_LISTED = 60;
const MOST_NOTED = 80;

/** The last sales of this till; a number narrows them, or is looked for at all tills; a scanned code opens any. */
export function ReceiptList(props: {
  onChoose: (saleId: string) => void;
  /** @param numbered what was typed of a receipt that could not be looked up */
  onWithout: (numbered?: string) => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const recent = useReadable(till.sales.recent);
  const staff = useReadable(till.staff);
  const [text, setText] = useState('');
  /** How often the number that stands there has been looked for elsewhere. */
  const [asked, setAsked] = useState(0);
  const ask = () => setAsked((times) => times + 1);
  const says = usePanelSays();
  useReceiptScans(says, props.onChoose);
  const typed = text.trim();
  const { shown, meant, numbered } = useMemo(() => receiptsTyped(till, recent, typed), [till, recent, typed]);
  const listed = shown.slice(0, MOST_LISTED);
  const asksElsewhere = numbered !== null && asked > 0;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const code = readReceiptCode(till, typed);
    if (code?.kind === 'nothing') return says.say(code.code, code.values);
    const saleId = code?.saleId ?? typedSaleId(typed) ?? meant?.id;
    if (saleId) props.onChoose(saleId);
    else if (numbered) ask();
  };
  return (
    <div className="flex flex-col gap-4 pt-2">
      {says.banner}
      <form onSubmit={onSubmit}>
        <TextField
          label={t('returns.find')}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAsked(0);
          }}
          autoComplete="off"
          spellCheck={false}
          dir="ltr"
          data-testid="returns-find"
        />
      </form>
      {numbered && !asksElsewhere ? (
        <Button onClick={ask} data-testid="returns-ask-number">
          {t('returns.askNumber', { number: numbered.number })}
        </Button>
      ) : null}
      {numbered && asksElsewhere ? (
        <NumberedElsewhere
          key={asked}
          {...numbered}
          shown={listed.map(({ id }) => id)}
          onChoose={props.onChoose}
          onWithout={() => props.onWithout(typed.slice(0, MOST_NOTED))}
        />
      ) : null}
      {recent.length === 0 ? (
        <EmptyState
          icon={<ReceiptText size={40} aria-hidden="true" />}
          title={t('returns.none')}
          hint={t('returns.noneHint')}
        />
      ) : listed.length === 0 ? (
        asksElsewhere ? null : (
          <EmptyState icon={<SearchX size={40} aria-hidden="true" />} title={t('returns.noMatch')} />
        )
      ) : (
        <section aria-label={t('returns.recent')}>
          <h3 className="mb-2 text-small font-medium text-muted">{t('returns.recent')}</h3>
          <ul className="flex flex-col gap-2">
            {listed.map((sale) => (
              <ReceiptRow
                key={sale.id}
                saleId={sale.id}
                title={t('returns.number', { number: sale.sequence })}
                tenderedAt={sale.tenderedAt}
                whose={staff.find(({ id }) => id === sale.cashierId)?.name ?? ''}
                amountMinor={sale.totalMinor + sale.roundingMinor}
                currency={sale.currency}
                onChoose={props.onChoose}
              />
            ))}
          </ul>
        </section>
      )}
      <Button look="quiet" onClick={() => props.onWithout()} data-testid="returns-without">
        {t('returns.without')}
      </Button>
    </div>
  );
}
