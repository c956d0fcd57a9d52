import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Sale } from '../../../shared/sale/sale.ts';
import { saleTotals } from '../../../shared/sale/totals.ts';
import { closingObstacle } from '../../../shared/shift/decide-shift.ts';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { useClock, useMoney } from '../../ui/money.tsx';
import { play } from '../../ui/sounds.ts';
import { cartName, runningSales, type ShiftOutcome, type ShiftPerson, shiftActsOf } from './shift-acts.ts';

/** What is left to do after the count: the difference, carts that are still there, and the Z. */
export function ClosingView(props: {
  person: ShiftPerson;
  /** Every count of the shift, the last one last. */
  counts: readonly ShiftEvent[];
  onClosed: (z: ShiftEvent) => void;
  onRecount: () => void;
  onPayment: (saleId: string) => void;
  onLeave: () => void;
}) {
  const { t } = useTranslation();
  const till = useTill();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Extract<ShiftOutcome, { ok: false }>['rejection']['code'] | null>(
    null,
  );
  useReadable(till.sales.open);
  useReadable(till.sales.parked);
  const obstacle = closingObstacle(runningSales(till));

  const close = async () => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const outcome = await shiftActsOf(till).close(props.person);
    setBusy(false);
    if (outcome.ok) return props.onClosed(outcome.event);
    setFailure(outcome.rejection.code);
    play('error');
  };

  return (
    <div className="flex flex-col gap-5" data-testid="closing-view">
      <h2 className="text-title font-semibold tracking-tight">{t('shift.closing.title')}</h2>
      <Difference counts={props.counts} />
      <Obstacle onPayment={props.onPayment} />
      <ParkedCarts />
      {failure ? (
        <Banner tone="error" testId="shift-failed" code={failure}>
          {t(`shift.failure.${failure}`)}
        </Banner>
      ) : null}
      <div className="sticky -bottom-6 -mx-8 flex flex-wrap justify-end gap-3 border-t border-line bg-canvas px-8 py-4">
        <Button look="quiet" onClick={props.onLeave} keyCap="Esc" data-testid="closing-leave">
          {t('shift.closing.leave')}
        </Button>
        <Button onClick={props.onRecount} data-testid="recount">
          {t('shift.count.recount')}
        </Button>
        <Button
          look="primary"
          size="large"
          autoFocus
          busy={busy}
          disabled={obstacle !== null}
          onClick={() => void close()}
          keyCap="Enter"
          data-testid="shift-close"
        >
          {t('shift.closing.close')}
        </Button>
      </div>
    </div>
  );
}

function Difference({ counts }: { counts: readonly ShiftEvent[] }) {
  const { t } = useTranslation();
  const money = useMoney();
  const clock = useClock();
  const last = counts.at(-1);
  const countedMinor = last?.amountMinor ?? 0;
  const expectedMinor = last?.expectedMinor ?? 0;
  const differenceMinor = countedMinor - expectedMinor;
  const words =
    differenceMinor === 0
      ? t('shift.count.fits')
      : t(differenceMinor > 0 ? 'shift.count.over' : 'shift.count.short', {
          amount: money.format(Math.abs(differenceMinor)),
        });
  return (
    <div className="flex flex-col gap-3">
      <Banner
        tone={differenceMinor === 0 ? 'good' : 'warning'}
        testId="difference"
        code={String(differenceMinor)}
        title={words}
      >
        <span className="money">
          {t('shift.count.counted')} {money.format(countedMinor)} · {t('shift.count.expected')}{' '}
          {money.format(expectedMinor)}
        </span>
      </Banner>
      {counts.length > 1 ? (
        <ol aria-label={t('shift.count.counts')} className="flex flex-col text-small text-muted">
          {counts.map((count, index) => (
            <li
              key={count.id}
              data-testid="count-row"
              className="flex items-baseline justify-between gap-4 border-b border-line py-1.5"
            >
              <span>
                {[t('shift.count.first', { number: index + 1 }), clock.time(count.at), count.reason]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <span className="money font-semibold text-ink">{money.format(count.amountMinor ?? 0)}</span>
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}

/** What has to be settled first, and the way to it. Nothing while nothing stands in the way. */
export function Obstacle(props: { onPayment: (saleId: string) => void }) {
  const { t } = useTranslation();
  const till = useTill();
  useReadable(till.sales.open);
  useReadable(till.sales.parked);
  const found = closingObstacle(runningSales(till));
  if (found?.code !== 'paymentInFlight' && found?.code !== 'cartOpen') return null;
  const { saleId } = found;
  const cart = cartName(till.sales.get(saleId)) || t('shift.closing.emptyCart');
  if (found.code === 'paymentInFlight')
    return (
      <Banner
        tone="warning"
        testId="shift-obstacle"
        code="paymentInFlight"
        title={t('shift.closing.payment')}
        acts={
          <Button onClick={() => props.onPayment(saleId)} data-testid="obstacle-payment">
            {t('shift.closing.toPayment')}
          </Button>
        }
      >
        {t('shift.closing.paymentHint', { cart })}
      </Banner>
    );
  const acts = shiftActsOf(till);
  return (
    <Banner
      tone="warning"
      testId="shift-obstacle"
      code="cartOpen"
      title={t('shift.closing.cart')}
      acts={
        <>
          <Button onClick={() => void acts.putAside(saleId)} data-testid="obstacle-park">
            {t('shift.closing.park')}
          </Button>
          <Button look="danger" onClick={() => void acts.giveUp(saleId)} data-testid="obstacle-clear">
            {t('shift.closing.clear')}
          </Button>
        </>
      }
    >
      {t('shift.closing.cartHint', { cart })}
    </Banner>
  );
}

/** Carts that were put aside stay for another day, unless somebody clears them. */
function ParkedCarts() {
  const { t } = useTranslation();
  const till = useTill();
  const parked = useReadable(till.sales.parked);
  const money = useMoney();
  if (parked.length === 0) return null;
  const totalOf = (sale: Sale) => saleTotals(sale.lines, sale.pricesIncludeTax ?? true).totalMinor;
  return (
    <section aria-label={t('shift.closing.parked', { count: parked.length })}>
      <h3 className="mb-2 text-small font-semibold text-muted">
        {t('shift.closing.parked', { count: parked.length })}
      </h3>
      <ul className="flex flex-col">
        {parked.map((sale) => {
          const cart = cartName(sale) || t('shift.closing.emptyCart');
          return (
            <li
              key={sale.id}
              data-testid="closing-parked"
              data-sale={sale.id}
              className="flex items-center gap-4 border-b border-line py-1.5"
            >
              <span className="min-w-0 flex-1 truncate text-body">{cart}</span>
              <span className="text-small text-muted">{t('shift.closing.kept')}</span>
              <span className="money text-body font-semibold">{money.format(totalOf(sale))}</span>
              <Button
                look="quiet"
                aria-label={t('shift.closing.clearParked', { cart })}
                onClick={() => void shiftActsOf(till).giveUp(sale.id)}
                data-testid={`closing-clear-${sale.id}`}
              >
                {t('shift.closing.clear')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
