import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cardSchema } from '../../../shared/sale/card.ts';
import { type Tender, tenderSchema } from '../../../shared/sale/sale.ts';
import type { TenderKind } from '../../../shared/sale/tender-kind.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { figuresOf } from '../../ui/pad-entry.ts';
import { TextField } from '../../ui/text-field.tsx';
import type { SlipFacts } from './payment.ts';
import { useTenderName } from './tender-name.ts';

/**
 * Money is on its way by something that is not this till: a card terminal, a voucher. The cashier says what became of it; it
 * cannot be closed without an answer.
 */
export function TenderDialog(props: {
  tender: Tender;
  kind: Pick<TenderKind, 'kind' | 'needsReference'>;
  amount: string;
  onApprove: (facts: SlipFacts) => void;
  onDecline: () => void;
}) {
  const { t } = useTranslation();
  const nameOf = useTenderName();
  const { kind, tender } = props;
  const [reference, setReference] = useState('');
  const [last4, setLast4] = useState('');
  const [scheme, setScheme] = useState('');
  const [answered, setAnswered] = useState(false);
  const approve = useRef<HTMLButtonElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const trimmed = reference.trim();
  const readable = trimmed === '' || tenderSchema.shape.reference.safeParse(trimmed).success;
  const card = cardSchema.safeParse({ ...(scheme.trim() ? { scheme } : {}), last4 });
  const cardSaid = last4 !== '' || scheme.trim() !== '';
  const complete = readable && (card.success || !cardSaid) && (trimmed !== '' || !kind.needsReference);
  const back = tender.amountMinor < 0;
  const isCard = kind.kind === 'card';
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (!complete || answered) return;
    setAnswered(true);
    props.onApprove({
      ...(trimmed === '' ? {} : { reference: trimmed }),
      ...(card.success ? { card: card.data } : {}),
    });
  };
  const name = nameOf(kind.kind);
  return (
    <Dialog
      title={isCard ? t(back ? 'tendering.cardBackTitle' : 'tendering.cardTitle') : name}
      description={
        isCard
          ? t(back ? 'tendering.cardBackWaiting' : 'tendering.cardWaiting')
          : t(back ? 'tendering.otherBackWaiting' : 'tendering.otherWaiting', { name })
      }
      width="narrow"
      closeLabel={t('tendering.keep')}
      onClose={() => undefined}
      mustAnswer
      initialFocus={kind.needsReference ? field : approve}
      testId="card-dialog"
    >
      <form onSubmit={onSubmit} className="flex flex-col gap-5 pt-2">
        <p className="money text-hero font-bold tracking-tight">{props.amount}</p>
        <TextField
          ref={field}
          label={t(kind.needsReference ? 'tendering.referenceNeeded' : 'tendering.cardReference')}
          value={reference}
          onChange={(event) => setReference(event.target.value)}
          maxLength={60}
          autoComplete="off"
          spellCheck={false}
          data-testid="card-reference"
          {...(readable ? {} : { error: t('tendering.cardReferenceRefused') })}
        />
        {isCard ? (
          <div className="grid grid-cols-2 gap-3">
            <TextField
              label={t('tendering.cardScheme')}
              value={scheme}
              // A number has no place here, also not one that is pasted.
              onChange={(event) => setScheme(event.target.value.replace(/\p{Nd}/gu, ''))}
              maxLength={20}
              autoComplete="off"
              data-testid="card-scheme"
            />
            <TextField
              label={t('tendering.cardLast4')}
              value={last4}
              onChange={(event) => setLast4(figuresOf(event.target.value).replace('.', '').slice(-4))}
              inputMode="numeric"
              dir="ltr"
              autoComplete="off"
              data-testid="card-last4"
              {...(cardSaid && !card.success ? { error: t('tendering.cardLast4Missing') } : {})}
            />
          </div>
        ) : null}
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
            {t(isCard ? 'tendering.declined' : 'tendering.notTaken')}
          </Button>
          <Button
            ref={approve}
            type="submit"
            look="primary"
            size="large"
            disabled={answered || !complete}
            data-testid="card-approve"
          >
            {t(isCard ? 'tendering.approved' : back ? 'tendering.givenBack' : 'tendering.taken')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
