import { useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useTill } from '../../runtime/till-context.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { countedMinor, type DenominationCounts } from '../../ui/denomination-counter.tsx';
import { useMoney } from '../../ui/money.tsx';
import { play } from '../../ui/sounds.ts';
import { TextField } from '../../ui/text-field.tsx';
import { countedRows, DenominationEntry } from './denomination-entry.tsx';
import { type ShiftOutcome, type ShiftPerson, shiftActsOf } from './shift-acts.ts';

/** The drawer is counted. `expectedMinor` is null where the cashier shall not see it before. */
export function CountView(props: {
  person: ShiftPerson;
  expectedMinor: number | null;
  /** The first count needs no reason, every other does. */
  again: boolean;
  onCounted: () => void;
  onCancel: () => void;
}) {
  const { again, expectedMinor } = props;
  const { t } = useTranslation();
  const till = useTill();
  const money = useMoney();
  const [counts, setCounts] = useState<DenominationCounts>({});
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Extract<ShiftOutcome, { ok: false }>['rejection']['code'] | null>(
    null,
  );
  const button = useRef<HTMLButtonElement>(null);
  const reasonField = useRef<HTMLInputElement>(null);
  const toButton = useCallback(() => button.current?.focus(), []);

  const take = async () => {
    if (busy) return;
    setBusy(true);
    const outcome = await shiftActsOf(till).count(props.person, {
      denominations: countedRows(counts),
      blind: expectedMinor === null && !again,
      ...(again ? { reason } : {}),
    });
    setBusy(false);
    if (outcome.ok) return props.onCounted();
    setFailure(outcome.rejection.code);
    play('error');
    if (outcome.rejection.code === 'noReason') reasonField.current?.focus();
  };

  return (
    <div className="flex flex-col gap-4" data-testid="count-view" data-blind={expectedMinor === null}>
      <div>
        <h2 className="text-title font-semibold tracking-tight">
          {again ? t('shift.count.again') : t('shift.count.title')}
        </h2>
        {expectedMinor === null ? (
          <p className="mt-1 text-body text-muted">{t('shift.count.blind')}</p>
        ) : (
          <p className="mt-1 text-body text-muted">
            {t('shift.count.expected')}{' '}
            <span
              className="money font-semibold text-ink"
              data-testid="count-expected"
              data-minor={expectedMinor}
            >
              {money.format(expectedMinor)}
            </span>
          </p>
        )}
      </div>
      {failure ? (
        <Banner tone="error" testId="shift-failed" code={failure}>
          {t(`shift.failure.${failure}`)}
        </Banner>
      ) : null}
      {again ? (
        <TextField
          ref={reasonField}
          label={t('shift.count.reason')}
          value={reason}
          maxLength={200}
          autoFocus
          autoComplete="off"
          onChange={(event) => setReason(event.target.value)}
          data-testid="count-reason"
        />
      ) : null}
      <DenominationEntry
        label={t('shift.count.title')}
        counts={counts}
        onChange={setCounts}
        onDone={toButton}
      />
      <div className="sticky -bottom-6 -mx-8 flex justify-end gap-3 border-t border-line bg-canvas px-8 py-4">
        <Button onClick={props.onCancel} keyCap="Esc" data-testid="count-cancel">
          {t('shift.cash.cancel')}
        </Button>
        <Button
          ref={button}
          look="primary"
          size="large"
          busy={busy}
          onClick={() => void take()}
          className="money"
          data-testid="count-take"
        >
          {t('shift.count.take', { amount: money.format(countedMinor(counts)) })}
        </Button>
      </div>
    </div>
  );
}
