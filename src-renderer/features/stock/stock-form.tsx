import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ADJUSTMENT_REASONS, type AdjustmentReason } from '../../../shared/stock/decide-stock-command.ts';
import type { CatalogueHit } from '../../database/till-data.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Choice } from '../../ui/choice.tsx';
import { announce } from '../../ui/live-region.tsx';
import { useLocale } from '../../ui/money.tsx';
import { figuresOf, typedQuantity } from '../../ui/pad-entry.ts';
import { formatQuantity, signOf } from '../../ui/quantity.ts';
import { play } from '../../ui/sounds.ts';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { actOnStock, type StockActKind, type StockActOutcome } from './stock-acts.ts';

type Failure = Extract<StockActOutcome, { state: 'refused' }>['code'];

/** How many, and why: one command, written when it is saved. */
export function StockForm(props: {
  hit: CatalogueHit;
  kind: StockActKind;
  blind: boolean;
  onBlind: (blind: boolean) => void;
  onDone: () => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const locale = useLocale();
  const { hit, kind } = props;
  const { unit, sku } = hit.variant;
  const [typed, setTyped] = useState('');
  const [more, setMore] = useState(false);
  const [reason, setReason] = useState<AdjustmentReason | 'other' | null>(null);
  const [note, setNote] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);

  const amount = typedQuantity(typed, unit.scale, false);
  const quantity = amount !== null && kind === 'adjustment' && !more ? -amount : amount;
  const shown = quantity === null ? '' : formatQuantity(quantity, unit, locale, true);
  const reasonCode = kind === 'adjustment' && reason !== 'other' ? reason : null;
  const why = {
    reason: reasonCode
      ? t(`stock.reasons.${reasonCode}`)
      : kind === 'adjustment' && reason === null
        ? ''
        : note,
    ...(reasonCode ? { reasonCode } : {}),
  };

  const save = async () => {
    if (busy) return;
    setBusy(true);
    const words = { name: hit.item.name, quantity: shown };
    const outcome = await actOnStock(till, { sku, kind, quantity, ...why }, words);
    setBusy(false);
    if (outcome.state === 'left') return;
    if (outcome.state === 'refused') {
      setFailure(outcome.code);
      play('error');
      return;
    }
    announce(t(`stock.done.${kind}`, words));
    play('added');
    props.onDone();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };
  const choose = (name: AdjustmentReason | 'other') => {
    setReason(name);
    if (name !== 'other') setMore(name === 'found');
  };

  return (
    <form
      onSubmit={onSubmit}
      noValidate
      className="flex flex-col gap-4"
      data-testid="stock-form"
      data-kind={kind}
    >
      <h4 className="text-strong font-semibold">{t(`stock.acts.${kind}`)}</h4>
      {failure ? (
        <Banner tone="error" testId="stock-failed" code={failure}>
          {t(`stock.failure.${failure}`)}
        </Banner>
      ) : null}
      <TextField
        // The form takes the place of the button that had the focus.
        autoFocus
        label={t(`stock.howMany.${kind}`)}
        value={typed}
        inputMode="decimal"
        autoComplete="off"
        dir="ltr"
        maxLength={14}
        after={signOf(unit)}
        inputClassName="money text-title font-semibold"
        data-testid="stock-quantity"
        onChange={(event) => {
          setTyped(figuresOf(event.target.value));
          setFailure(null);
        }}
      />
      {kind === 'adjustment' ? (
        <>
          <fieldset>
            <legend className="mb-1.5 text-small font-medium text-muted">{t('stock.why')}</legend>
            <div className="flex flex-wrap gap-2">
              {[...ADJUSTMENT_REASONS, 'other' as const].map((name) => (
                <Chip
                  key={name}
                  pressed={reason === name}
                  onPress={() => choose(name)}
                  testId={`stock-reason-${name}`}
                >
                  {t(`stock.reasons.${name}`)}
                </Chip>
              ))}
            </div>
          </fieldset>
          <Choice
            label={t('stock.direction')}
            value={more ? 'more' : 'less'}
            options={[
              { value: 'less', label: t('stock.less') },
              { value: 'more', label: t('stock.more') },
            ]}
            onChange={(value) => setMore(value === 'more')}
            testId="stock-direction"
          />
        </>
      ) : null}
      {kind !== 'adjustment' || reason === 'other' ? (
        <TextField
          label={t(
            kind === 'receipt' ? 'stock.delivery' : kind === 'count' ? 'stock.note' : 'stock.otherReason',
          )}
          value={note}
          maxLength={200}
          autoComplete="off"
          data-testid="stock-note"
          onChange={(event) => setNote(event.target.value)}
        />
      ) : null}
      {kind === 'count' ? (
        <Switch
          label={t('stock.blind')}
          hint={t('stock.blindHint')}
          checked={props.blind}
          onChange={props.onBlind}
          testId="stock-blind"
        />
      ) : null}
      <div className="flex justify-end gap-3">
        <Button onClick={props.onDone} data-testid="stock-cancel">
          {t('selling.cancel')}
        </Button>
        <Button look="primary" type="submit" busy={busy} className="money" data-testid="stock-save">
          {shown === '' ? t(`stock.acts.${kind}`) : t(`stock.save.${kind}`, { quantity: shown })}
        </Button>
      </div>
    </form>
  );
}
