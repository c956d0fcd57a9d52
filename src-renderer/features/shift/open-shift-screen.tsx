import { History, Wallet } from 'lucide-react';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { countedMinor, type DenominationCounts } from '../../ui/denomination-counter.tsx';
import { announce } from '../../ui/live-region.tsx';
import { useMoney } from '../../ui/money.tsx';
import { play } from '../../ui/sounds.ts';
import { countedRows, DenominationEntry } from './denomination-entry.tsx';
import { type ShiftOutcome, shiftActsOf } from './shift-acts.ts';

type Rejection = Extract<ShiftOutcome, { ok: false }>['rejection'];

/** Nothing is sold before somebody has said what lies in the drawer. Enter says: nothing. */
export function OpenShiftScreen(props: { cashierId: string; notices: ReactNode; onHistory: () => void }) {
  const { t } = useTranslation();
  const till = useTill();
  const money = useMoney();
  const ready = useStoreSettings() !== null;
  const [counts, setCounts] = useState<DenominationCounts>({});
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<Rejection['code'] | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const amount = money.format(countedMinor(counts));
  const toButton = useCallback(() => button.current?.focus(), []);

  const open = async () => {
    if (busy) return;
    setBusy(true);
    const outcome = await shiftActsOf(till).open({ cashierId: props.cashierId }, countedRows(counts));
    setBusy(false);
    if (outcome.ok) {
      announce(t('shift.movements.opened'));
      return;
    }
    setFailed(outcome.rejection.code);
    play('error');
  };

  return (
    <main
      className="flex min-h-0 flex-1 justify-center overflow-y-auto p-6"
      aria-label={t('shift.opening.title')}
      data-testid="open-shift"
    >
      <div className="flex w-full max-w-[880px] flex-col gap-4">
        {props.notices}
        <div>
          <h1 className="text-sum font-semibold tracking-tight">{t('shift.opening.title')}</h1>
          <p className="mt-1 text-body text-muted">{t('shift.opening.intro')}</p>
        </div>
        {failed ? (
          <Banner tone="error" testId="shift-failed" code={failed}>
            {t(`shift.failure.${failed}`)}
          </Banner>
        ) : null}
        <DenominationEntry
          label={t('shift.opening.float')}
          counts={counts}
          onChange={setCounts}
          onDone={toButton}
        />
        <div className="sticky -bottom-6 -mx-6 flex flex-wrap items-center gap-3 border-t border-line bg-canvas px-6 py-4">
          <Button look="quiet" onClick={props.onHistory} data-testid="shift-history">
            <History size={20} aria-hidden="true" />
            {t('shift.opening.history')}
          </Button>
          <p className="min-w-0 flex-1 text-end text-small text-muted">{t('shift.opening.empty')}</p>
          <Button
            ref={button}
            look="primary"
            size="large"
            autoFocus
            busy={busy}
            disabled={!ready}
            onKeyDown={(event) => {
              // The Enter that chose the cashier may still be down.
              if (event.key === 'Enter' && event.repeat) event.preventDefault();
            }}
            onClick={() => void open()}
            keyCap="Enter"
            data-testid="shift-open-confirm"
            className="money"
          >
            <Wallet size={22} aria-hidden="true" />
            {t('shift.opening.openWith', { amount })}
          </Button>
        </div>
      </div>
    </main>
  );
}
