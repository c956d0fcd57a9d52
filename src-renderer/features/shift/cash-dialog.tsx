import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { currencyExponent } from '../../../shared/money/money.ts';
import type { CashMovement } from '../../../shared/shift/decide-shift.ts';
import type { Words } from '../../languages/en/words.ts';
import { kickDrawer } from '../../runtime/device-health.ts';
import { useDevice, useTill } from '../../runtime/till-context.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { announce } from '../../ui/live-region.tsx';
import { useMoney } from '../../ui/money.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { figuresOf, impliedMinor, typedAfter } from '../../ui/pad-entry.ts';
import { play } from '../../ui/sounds.ts';
import { TextField } from '../../ui/text-field.tsx';
import { approved } from './approved.ts';
import { type ShiftOutcome, shiftActsOf } from './shift-acts.ts';

export type DrawerAct = CashMovement | 'noSale';
type Reason = keyof Words['shift']['cash']['reasons'];
type Failure = Extract<ShiftOutcome, { ok: false }>['rejection']['code'];

const REASONS: Readonly<Record<DrawerAct, readonly Reason[]>> = {
  cashIn: ['fromBank', 'topUp', 'correction'],
  cashOut: ['purchase', 'supplier', 'correction'],
  drop: ['tooMuch', 'endOfDay'],
  noSale: ['changed', 'lookedIn', 'wrongChange'],
};
const LONGEST_REASON = 200;

/** Money into the drawer or out of it, or the drawer opened without a sale: how much, and why. */
export function CashDialog(props: { act: DrawerAct; cashierId: string; onClose: () => void }) {
  const { act, cashierId, onClose } = props;
  const { t } = useTranslation();
  const till = useTill();
  const device = useDevice();
  const money = useMoney();
  const [typed, setTyped] = useState('');
  const [reason, setReason] = useState('');
  const [failure, setFailure] = useState<Failure | null>(null);
  const [busy, setBusy] = useState(false);
  const amountField = useRef<HTMLInputElement>(null);
  const reasonField = useRef<HTMLInputElement>(null);
  const moves = act !== 'noSale';
  const amountMinor = moves ? impliedMinor(typed, currencyExponent(money.currency)) : 0;
  const amount = money.format(amountMinor);
  const title = t(`shift.acts.${act}`);

  const fail = (code: Failure) => {
    setFailure(code);
    play('error');
    (code === 'noAmount' ? amountField : reasonField).current?.focus();
  };

  const save = async () => {
    if (busy) return;
    if (moves && amountMinor <= 0) return fail('noAmount');
    if (reason.trim() === '') return fail('noReason');
    setBusy(true);
    const person = moves
      ? await approved(cashierId, 'cashInOut', { act, values: { amount } })
      : await approved(cashierId, 'openDrawer', { act: 'openDrawer' });
    const acts = shiftActsOf(till);
    const outcome =
      person && (await (moves ? acts.move(person, act, amountMinor, reason) : acts.noSale(person, reason)));
    setBusy(false);
    if (!outcome) return;
    if (!outcome.ok) return fail(outcome.rejection.code);
    // Written down first: a drawer that opens is on record, whatever the machine does next.
    kickDrawer(device);
    announce(moves ? t('shift.cash.saved', { act: title, amount }) : t('shift.cash.opened'));
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void save();
  };

  return (
    <Dialog
      title={title}
      closeLabel={t('till.close')}
      onClose={onClose}
      width={moves ? 'wide' : 'narrow'}
      initialFocus={moves ? amountField : reasonField}
      testId="cash-dialog"
    >
      <form onSubmit={submit} className="flex flex-col gap-4 pt-1" noValidate>
        {failure ? (
          <Banner tone="error" testId="shift-failed" code={failure}>
            {t(`shift.failure.${failure}`)}
          </Banner>
        ) : null}
        <div className={moves ? 'grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)] gap-6' : ''}>
          {moves ? (
            <NumberPad
              label={t('shift.cash.padLabel')}
              point={money.point}
              eraseLabel={t('shift.cash.padErase')}
              onKey={(key) => setTyped((before) => typedAfter(before, key))}
            />
          ) : null}
          <div className="flex min-w-0 flex-col gap-4">
            {moves ? (
              <TextField
                ref={amountField}
                label={t('shift.cash.amount')}
                value={typed}
                onChange={(event) => setTyped(figuresOf(event.target.value).slice(0, 12))}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' || reason.trim() !== '') return;
                  event.preventDefault();
                  reasonField.current?.focus();
                }}
                inputMode="decimal"
                autoComplete="off"
                dir="ltr"
                hint={
                  <span
                    className="money text-strong font-semibold text-ink"
                    data-testid="cash-amount"
                    data-minor={amountMinor}
                  >
                    {amount}
                  </span>
                }
                data-testid="cash-typed"
              />
            ) : null}
            <TextField
              ref={reasonField}
              label={t('shift.cash.reason')}
              value={reason}
              maxLength={LONGEST_REASON}
              onChange={(event) => setReason(event.target.value)}
              hint={t('shift.cash.reasonHint')}
              autoComplete="off"
              data-testid="cash-reason"
            />
            <div className="flex flex-wrap gap-2">
              {REASONS[act].map((name) => (
                <Button
                  key={name}
                  onClick={() => {
                    setReason(t(`shift.cash.reasons.${name}`));
                    reasonField.current?.focus();
                  }}
                  data-testid={`reason-${name}`}
                >
                  {t(`shift.cash.reasons.${name}`)}
                </Button>
              ))}
            </div>
          </div>
        </div>
        <div className="flex justify-end gap-3">
          <Button onClick={onClose} data-testid="cash-cancel">
            {t('shift.cash.cancel')}
          </Button>
          <Button look="primary" type="submit" busy={busy} className="money" data-testid="cash-save">
            {moves ? t('shift.cash.save', { act: title, amount }) : title}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
