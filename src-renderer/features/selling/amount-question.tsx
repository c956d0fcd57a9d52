import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item, Variant } from '../../../shared/catalog/item.ts';
import { lineAmountMinor } from '../../../shared/sale/totals.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { useLocale, useMoney } from '../../ui/money.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { figuresOf, impliedMinor, type PadKey, typedAfter, typedQuantity } from '../../ui/pad-entry.ts';
import { formatQuantity, signOf } from '../../ui/quantity.ts';

/** How much of a weighed article. Typed in smallest steps (352 is 0.352 kg) or with a point. */
export function WeightQuestion(props: {
  item: Item;
  variant: Variant;
  /** So many of that weight. */
  times: number;
  onAnswer: (quantity: number) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const locale = useLocale();
  const money = useMoney();
  const { unit, priceMinor } = props.variant;
  return (
    <Question
      title={props.item.name}
      hint={t('selling.weightHint', { unit: signOf(unit) })}
      label={t('selling.howMuch')}
      read={(typed) => typedQuantity(typed, unit.scale, true)}
      show={(quantity) => formatQuantity(quantity, unit, locale)}
      below={(quantity) =>
        `${props.times > 1 ? `${props.times} × ` : ''}${t('selling.weightFor', {
          quantity: formatQuantity(quantity, unit, locale),
          price: t('selling.perUnit', { price: money.format(priceMinor), unit: signOf(unit) }),
        })}`
      }
      amountMinor={(quantity) =>
        lineAmountMinor({
          quantity: quantity * props.times,
          unitPriceMinor: priceMinor,
          discountMinor: 0,
          unit,
        })
      }
      onAnswer={props.onAnswer}
      onClose={props.onClose}
      testId="weight"
    />
  );
}

/** What an open-price article costs, typed with implied decimals. */
export function PriceQuestion(props: {
  item: Item;
  times: number;
  onAnswer: (unitPriceMinor: number) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const money = useMoney();
  return (
    <Question
      title={props.item.name}
      hint={t('selling.priceHint')}
      label={t('selling.whatPrice')}
      read={(typed) => (typed === '' ? null : impliedMinor(typed, money.exponent))}
      show={(price) => money.format(price)}
      below={() => (props.times > 1 ? `${props.times} ×` : '')}
      amountMinor={(price) => price * props.times}
      onAnswer={props.onAnswer}
      onClose={props.onClose}
      testId="price"
    />
  );
}

function Question(props: {
  title: string;
  hint: string;
  label: string;
  read: (typed: string) => number | null;
  show: (value: number) => string;
  below: (value: number) => string;
  amountMinor: (value: number) => number;
  onAnswer: (value: number) => void;
  onClose: () => void;
  testId: string;
}) {
  const { t } = useTranslation();
  const money = useMoney();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const value = props.read(typed);
  const valid = value !== null && value > 0;
  const onKey = (key: PadKey) => setTyped((before) => typedAfter(before, key));
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    if (valid) props.onAnswer(value);
  };
  return (
    <Dialog
      title={props.title}
      description={props.hint}
      width="narrow"
      closeLabel={t('selling.cancel')}
      onClose={props.onClose}
      initialFocus={field}
      testId={`${props.testId}-question`}
    >
      <form onSubmit={onSubmit} className="flex flex-col gap-3 pt-2">
        <div className="relative">
          {/* What is typed stays as typed; what it means stands over it in large type. */}
          <input
            ref={field}
            value={typed}
            inputMode="decimal"
            autoComplete="off"
            aria-label={props.label}
            data-testid={`${props.testId}-input`}
            onChange={(event) => setTyped(figuresOf(event.target.value))}
            className="h-16 w-full rounded-md border border-line-strong bg-canvas px-4 text-end text-transparent caret-transparent"
          />
          <output
            aria-live="polite"
            className="money pointer-events-none absolute inset-0 flex items-center justify-end px-4 text-sum font-bold"
          >
            {props.show(value ?? 0)}
          </output>
        </div>
        <p className="money min-h-5 text-end text-body text-muted">{valid ? props.below(value) : ''}</p>
        <NumberPad
          label={t('selling.padLabel')}
          point={money.point}
          onKey={onKey}
          eraseLabel={t('selling.padErase')}
        />
        <Button
          type="submit"
          look="primary"
          size="large"
          disabled={!valid}
          data-testid={`${props.testId}-add`}
          className="money mt-1"
        >
          {t('selling.addFor', { amount: money.format(valid ? props.amountMinor(value) : 0) })}
        </Button>
      </form>
    </Dialog>
  );
}
