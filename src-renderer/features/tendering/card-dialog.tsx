import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tenderSchema } from '../../../shared/sale/sale.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { TextField } from '../../ui/text-field.tsx';

/** The customer is at the card terminal; the cashier says what it answered. It cannot be closed without an answer. */
export function CardDialog(props: {
  amount: string;
  onApprove: (reference?: string) => void;
  onDecline: () => void;
}) {
  const { t } = useTranslation();
  const [reference, setReference] = useState('');
  const [answered, setAnswered] = useState(false);
  const approve = useRef<HTMLButtonElement>(null);
  const trimmed = reference.trim();
  const readable = trimmed === '' || tenderSchema.shape.reference.safeParse(trimmed).success;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!readable || answered) return;
    setAnswered(true);
    props.onApprove(trimmed === '' ? undefined : trimmed);
  };
  return (
    <Dialog
      title={t('tendering.cardTitle')}
      description={t('tendering.cardWaiting')}
      width="narrow"
      closeLabel={t('tendering.keep')}
      onClose={() => undefined}
      mustAnswer
      initialFocus={approve}
      testId="card-dialog"
    >
      <form onSubmit={onSubmit} className="flex flex-col gap-5 pt-2">
        <p className="money text-hero font-bold tracking-tight">{props.amount}</p>
        <TextField
          label={t('tendering.cardReference')}
          value={reference}
          onChange={(event) => setReference(event.target.value)}
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
          data-testid="card-reference"
          {...(readable ? {} : { error: t('tendering.cardReferenceRefused') })}
        />
        <div className="grid grid-cols-2 gap-3">
          <Button
            look="danger"
            size="large"
            disabled={answered}
            data-testid="card-decline"
            onClick={() => {
              setAnswered(true);
              props.onDecline();
            }}
          >
            {t('tendering.declined')}
          </Button>
          <Button
            ref={approve}
            type="submit"
            look="primary"
            size="large"
            disabled={answered || !readable}
            data-testid="card-approve"
          >
            {t('tendering.approved')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
