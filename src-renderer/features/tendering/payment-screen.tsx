import { ArrowLeft, Banknote, CheckCircle2, CloudOff, CreditCard, Loader } from 'lucide-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { cashDueMinor, decideCash, quickAmounts, settlement } from '../../../shared/sale/settlement.ts';
import { tenderKindsOf } from '../../../shared/sale/tender-kind.ts';
import { cashier, EMPTY_ENTRY, useCashier } from '../../runtime/cashier-store.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { isDialogOpen } from '../../ui/dialog.tsx';
import { KeyCap } from '../../ui/key-cap.tsx';
import { announce } from '../../ui/live-region.tsx';
import { useMoney } from '../../ui/money.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { impliedMinor, type PadKey, padKeyOf, typedAfter } from '../../ui/pad-entry.ts';
import type { Payment } from './payment.ts';
import { PaymentRefusals } from './payment-refusals.tsx';
import { SaleSummary } from './sale-summary.tsx';
import { TenderDialog } from './tender-dialog.tsx';
import { useGivingBack } from './use-giving-back.ts';

/** Takes the money. Large figures, few buttons; Enter is exact cash. */
export function PaymentScreen(props: { sale: OpenSale; payment: Payment; onStartNew: () => void }) {
  const { sale, payment } = props;
  const { t } = useTranslation();
  const money = useMoney(sale.currency);
  const till = useTill();
  const settings = useStoreSettings();
  const state = useReadable(payment.state);
  const typed = useCashier((s) => s.entry.digits);
  const step = settings?.cashStepMinor ?? 1;
  const settled = settlement(sale, step);
  const cashDue = cashDueMinor(sale, step);
  const given = impliedMinor(typed, money.exponent);
  const largest = Math.abs(settled.dueMinor);
  const pending = sale.tenders.find((tender) => tender.state === 'pending');
  const lastDeclined = sale.tenders.at(-1)?.state === 'declined';
  const open = state.phase === 'ready' || state.phase === 'asking' || state.phase === 'failed';
  const nothingDue = settled.dueMinor === 0;
  // Goods came back for more than was bought: the customer is given money.
  const back = settled.dueMinor < 0;
  const online = useReadable(till.connection).state === 'online';
  const kinds = tenderKindsOf(settings);
  const others = kinds.filter(({ kind }) => kind !== 'cash' && kind !== 'card');
  const isBarred = (kind: string) => !online && kinds.some((way) => way.kind === kind && way.needsNetwork);
  const giving = useGivingBack(sale, kinds, back ? -settled.dueMinor : 0);
  const next = giving.plan.rows.find((row) => !isBarred(row.kind));
  const firstWay = (back && next?.kind) || 'cash';

  const press = (key: PadKey) =>
    cashier.set({ entry: { digits: typedAfter(cashier.get().entry.digits, key), times: null } });
  const takeCash = (amount?: number) => {
    cashier.set({ entry: EMPTY_ENTRY });
    if (!back) return void payment.cash(amount);
    giving.agreed(
      'cash',
      Math.min(amount ?? largest, largest),
      (agreed) => void payment.cash(amount, agreed),
    );
  };
  /** Without an amount typed: of what goes back the way's own part, of what is due all. */
  const amountOf = (kind: string) => (given > 0 ? given : back ? giving.amountOf(kind) : undefined);
  const start = (kind: string) => {
    const amount = amountOf(kind);
    cashier.set({ entry: EMPTY_ENTRY });
    if (!back) return void payment.start(kind, amount);
    giving.agreed(
      kind,
      Math.min(amount ?? largest, largest),
      (agreed) => void payment.start(kind, amount, agreed),
    );
  };
  const onEnter = () => (firstWay === 'cash' ? takeCash(amountOf('cash')) : start(firstWay));
  const partOf = (most: number) => money.format(given > 0 ? Math.min(given, most) : most);

  // A button of the screen before, or of the payment before, must not take the Enter that stands on the next way to pay.
  const screen = useRef<HTMLElement>(null);
  const pendingId = pending?.id;
  useEffect(() => {
    if (pendingId !== undefined) return;
    // Later than a dialog that has just closed, and that gives the focus back to where it was.
    const later = setTimeout(() => screen.current?.focus({ preventScroll: true }), 0);
    queueMicrotask(() => screen.current?.focus({ preventScroll: true }));
    return () => clearTimeout(later);
  }, [pendingId]);

  // With the screen itself, not after it: a key that comes as soon as it is there is its own.
  useLayoutEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isDialogOpen() || event.ctrlKey || event.metaKey || event.altKey) return;
      // Someone who went to a button by keyboard means that button, not exact cash; someone who typed means what was typed.
      const onButton = event.target instanceof HTMLButtonElement && event.target.matches(':focus-visible');
      if (event.key === 'Enter' && onButton && typed === '') return;
      const key = padKeyOf(event);
      if (key) press(key);
      else if (event.key === 'Enter') onEnter();
      else if (event.key === 'Escape' && typed !== '') cashier.set({ entry: EMPTY_ENTRY });
      else if (event.key === 'Escape') void payment.cancel();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  });

  return (
    <main
      ref={screen}
      tabIndex={-1}
      className="flex min-h-0 flex-1 outline-none"
      aria-label={t('tendering.title')}
      data-testid="payment"
    >
      <section className="flex w-[42%] min-w-0 flex-col border-e border-line bg-surface">
        <div className="flex h-15 shrink-0 items-center border-b border-line px-2">
          <Button look="quiet" keyCap="Esc" onClick={() => void payment.cancel()} data-testid="pay-cancel">
            <ArrowLeft size={20} aria-hidden="true" className="mirrored" />
            {t('tendering.back')}
          </Button>
        </div>
        <SaleSummary sale={sale} settled={settled} onTakeBack={(id) => void payment.takeBack(id)} />
      </section>
      <section className="flex min-w-0 flex-1 flex-col gap-3.5 overflow-y-auto px-8 py-6">
        <div className="flex min-h-26 items-start justify-between gap-4">
          <div>
            <h1 className="text-strong font-medium text-muted">
              {back
                ? t('tendering.dueBack')
                : settled.paidMinor > 0
                  ? t('tendering.dueRest')
                  : t('tendering.due')}
            </h1>
            <p
              data-testid="due"
              data-minor={settled.dueMinor}
              className="money text-due font-bold tracking-tight"
            >
              {money.format(largest)}
            </p>
            {back && giving.ways.length > 0 ? (
              <p className="text-small text-muted" data-testid="paid-by">
                {t('tendering.paidBy', { ways: giving.words })}
              </p>
            ) : null}
          </div>
          {given > 0 && !back ? <Handed given={given} cashDue={cashDue} format={money.format} /> : null}
        </div>
        <Asked
          phase={state.phase}
          asked={state.asked}
          declined={lastDeclined}
          sells={sale.lines.some((line) => line.quantity > 0)}
        />
        {nothingDue && !pending ? (
          <Button
            look="primary"
            className="money h-18 !text-title"
            disabled={!open}
            onClick={() => void payment.complete()}
            keyCap="Enter"
            data-testid="pay-complete"
          >
            {t('tendering.complete')}
          </Button>
        ) : (
          <QuickCash
            amounts={quickAmounts(cashDue, settings?.notesMinor ?? [])}
            exact={Math.abs(cashDue)}
            exactLabel={t(back ? 'tendering.exactBack' : 'tendering.exact')}
            format={money.format}
            disabled={!open}
            onTake={takeCash}
          />
        )}
        <div className="grid flex-1 grid-cols-[minmax(0,1fr)_minmax(190px,0.62fr)] items-start gap-4">
          <NumberPad
            label={t('selling.padLabel')}
            point={money.point}
            onKey={press}
            eraseLabel={t('selling.padErase')}
            tall
          />
          <div className="grid min-h-80.5 grid-rows-2 gap-1.5">
            <Way
              testId="pay-cash"
              first={firstWay === 'cash'}
              disabled={!open || nothingDue}
              icon={<Banknote size={22} aria-hidden="true" />}
              name={t(back ? 'tendering.cashBack' : 'tendering.cash')}
              keyCap={firstWay === 'cash' ? 'Enter' : null}
              amount={
                back
                  ? partOf(giving.amountOf('cash') ?? Math.abs(cashDue))
                  : money.format(given > 0 ? given : cashDue)
              }
              onTake={() => takeCash(amountOf('cash'))}
            />
            <Way
              testId="pay-card"
              first={firstWay === 'card'}
              disabled={!open || nothingDue}
              icon={<CreditCard size={22} aria-hidden="true" />}
              name={t(back ? 'tendering.cardBack' : 'tendering.card')}
              hint={t(back ? 'tendering.cardBackHint' : 'tendering.cardHint')}
              keyCap={firstWay === 'card' ? 'Enter' : null}
              amount={partOf((back && giving.amountOf('card')) || largest)}
              onTake={() => start('card')}
            />
          </div>
        </div>
        {others.length > 0 ? (
          <ul aria-label={t('tendering.otherWays')} className="grid shrink-0 grid-cols-3 gap-1.5">
            {others.map((kind) => (
              <li key={kind.kind} className="grid">
                <Button
                  data-testid={`pay-${kind.kind}`}
                  disabled={!open || nothingDue}
                  look={firstWay === kind.kind ? 'primary' : 'secondary'}
                  keyCap={firstWay === kind.kind ? 'Enter' : undefined}
                  disabledReason={
                    kind.needsNetwork && !online
                      ? t('tendering.needsNetwork', { name: kind.label })
                      : back && !kind.refundable
                        ? t('tendering.notRefundable', { name: kind.label })
                        : null
                  }
                  onClick={() => start(kind.kind)}
                >
                  <span className="min-w-0 truncate">{kind.label}</span>
                </Button>
              </li>
            ))}
          </ul>
        ) : null}
      </section>
      {pending ? (
        <TenderDialog
          key={pending.id}
          tender={pending}
          kind={
            kinds.find(({ kind }) => kind === pending.kind) ?? { kind: pending.kind, needsReference: false }
          }
          amount={money.format(Math.abs(pending.amountMinor))}
          onApprove={(facts) => void payment.approve(pending.id, facts)}
          onDecline={() => void payment.decline(pending.id)}
        />
      ) : null}
      <PaymentRefusals sale={sale} state={state} payment={payment} onStartNew={props.onStartNew} />
    </main>
  );
}

/** One of the two ways that most people pay, with what it would take. */
function Way(props: {
  testId: string;
  first: boolean;
  disabled: boolean;
  icon: ReactNode;
  name: string;
  hint?: string;
  keyCap: string | null;
  amount: string;
  onTake: () => void;
}) {
  return (
    <button
      type="button"
      data-testid={props.testId}
      disabled={props.disabled}
      onClick={props.onTake}
      className={classNames(
        'pressable flex flex-col items-start justify-between rounded-md p-4 text-start disabled:pointer-events-none disabled:opacity-45',
        props.first
          ? 'bg-accent text-on-accent hover:bg-accent-hover'
          : 'border border-line-strong bg-surface text-ink hover:bg-sunken',
      )}
    >
      <span className="flex w-full items-center justify-between gap-2 text-strong font-semibold">
        <span className="flex items-center gap-2.5">
          <span className="shrink-0">{props.icon}</span>
          <span>
            {props.name}
            {props.hint ? (
              <span className={classNames('block text-small font-normal', props.first ? '' : 'text-muted')}>
                {props.hint}
              </span>
            ) : null}
          </span>
        </span>
        {props.keyCap ? <KeyCap>{props.keyCap}</KeyCap> : null}
      </span>
      <span className="money text-title font-bold">{props.amount}</span>
    </button>
  );
}

/** What was handed over, and what goes back: the figure that is read out to the customer. */
function Handed(props: { given: number; cashDue: number; format: (minor: number) => string }) {
  const { t } = useTranslation();
  const { amountMinor, changeMinor } = decideCash(props.cashDue, props.given);
  const rest = props.cashDue - amountMinor;
  return (
    <div className="text-end">
      <p className="money text-strong font-medium text-muted">
        {rest > 0
          ? `${t('tendering.given')} ${props.format(props.given)}`
          : t('tendering.changeFor', { given: props.format(props.given) })}
      </p>
      <p
        data-testid="pay-preview"
        className={classNames(
          'money font-bold tracking-tight',
          rest > 0 ? 'text-strong text-muted' : 'text-hero text-accent-ink',
        )}
      >
        {rest > 0 ? t('tendering.restAfter', { amount: props.format(rest) }) : props.format(changeMinor)}
      </p>
    </div>
  );
}

/** What the server said about the stock. One line of fixed height, so that no button moves under a finger. */
function Asked(props: {
  phase: string;
  asked: 'granted' | 'notAsked' | null;
  declined: boolean;
  /** False: everything comes back, and nothing has to be reserved. */
  sells: boolean;
}) {
  const { t } = useTranslation();
  const line = props.declined
    ? { Icon: CreditCard, words: t('tendering.cardDeclinedNote'), tone: 'text-danger-ink' }
    : props.phase === 'asking'
      ? { Icon: Loader, words: t('tendering.checking'), tone: 'text-muted' }
      : props.asked === 'notAsked'
        ? { Icon: CloudOff, words: t('tendering.notAsked'), tone: 'text-muted' }
        : props.asked === 'granted' && props.sells
          ? { Icon: CheckCircle2, words: t('tendering.granted'), tone: 'text-accent-ink' }
          : null;
  const words = line?.words;
  const isDeclined = props.declined;
  const heard = useRef(new Set<string>());
  useEffect(() => {
    if (words === undefined) return;
    // What was said before a card was declined stands again after it, and is not said again.
    if (!isDeclined && heard.current.has(words)) return;
    heard.current.add(words);
    announce(words, isDeclined ? 'urgent' : 'polite');
  }, [words, isDeclined]);
  return (
    <p
      data-testid="pay-asked"
      data-phase={props.phase}
      data-asked={props.asked ?? ''}
      className={classNames('flex h-10 items-center gap-2 text-body font-medium', line?.tone)}
    >
      {line ? (
        <>
          <line.Icon
            size={18}
            aria-hidden="true"
            className={classNames('shrink-0', props.phase === 'asking' && 'spin')}
          />
          <span className="line-clamp-2 min-w-0">{line.words}</span>
        </>
      ) : null}
    </p>
  );
}

function QuickCash(props: {
  amounts: readonly number[];
  exact: number;
  exactLabel: string;
  format: (minor: number) => string;
  disabled: boolean;
  onTake: (amount?: number) => void;
}) {
  const notes = props.amounts.filter((amount) => amount !== props.exact);
  return (
    <div className="grid auto-cols-fr grid-flow-col gap-2">
      <button
        type="button"
        data-testid="pay-exact"
        disabled={props.disabled}
        onClick={() => props.onTake()}
        className="pressable flex h-18 flex-col items-center justify-center rounded-md bg-accent-soft text-accent-ink disabled:opacity-45"
      >
        <span className="text-small font-semibold">{props.exactLabel}</span>
        <span className="money text-strong font-bold">{props.format(props.exact)}</span>
      </button>
      {notes.map((amount) => (
        <button
          key={amount}
          type="button"
          data-testid={`pay-amount-${amount}`}
          disabled={props.disabled}
          onClick={() => props.onTake(amount)}
          className="pressable money h-18 rounded-md border border-line-strong bg-surface text-title font-semibold disabled:opacity-45"
        >
          {props.format(amount)}
        </button>
      ))}
    </div>
  );
}
