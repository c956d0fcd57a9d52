import {
  AlertTriangle,
  BadgePercent,
  Check,
  Clock3,
  CloudOff,
  Loader,
  PackageX,
  RotateCw,
  X,
} from 'lucide-react';
import { memo, useEffect, useRef } from 'react';
import type { Sale, SaleLine } from '../../../shared/sale/sale.ts';
import { lineAmountMinor } from '../../../shared/sale/totals.ts';
import { type LineReservation, lineReservation, type SaleResult } from '../../../shared/stock/reservation.ts';
import { stockEffect } from '../../../shared/stock/stock-effect.ts';
import { useWords } from '../../languages/use-words.ts';
import { classNames } from '../../ui/class-names.ts';
import { useLocale, useMoney } from '../../ui/money.tsx';
import { formatQuantity, signOf } from '../../ui/quantity.ts';
import { useSkuStock } from './item-stock.ts';
import { type LineMark, lineMark } from './line-view.ts';
import { usePriceWords } from './price-words.ts';
import { isRepriced, useApprover } from './use-approver.ts';

const PIECES = { code: 'PCE', scale: 0 };

export interface CartLineProps {
  sale: Sale;
  line: SaleLine;
  result: SaleResult | null;
  online: boolean;
  selected: boolean;
  /** Rises with each addition to this very line; 0 when it was not the newest. */
  flash: number;
  onSelect: (lineId: string, mayOpen: boolean) => void;
  onRemove: (lineId: string) => void;
  onReserveAgain: () => void;
}

/** One line of the cart. Its mark says where the reservation stands. */
export function CartLine(props: CartLineProps) {
  const { sale, line, onReserveAgain } = props;
  const available = useSkuStock(line.sku);
  const agreed = useApprover(sale, line.lineId);
  const approver = isRepriced(line) ? agreed : undefined;
  const reservation = lineReservation(sale, line, props.result, props.online, available);

  // What was short and has become free is asked for again by itself: nobody at a counter watches for it.
  const couldHaveIt =
    sale.status === 'open' && reservation.state === 'beyond' && available !== null && available >= 0;
  const askedAt = useRef<number | null>(null);
  useEffect(() => {
    // Once for each figure: a server that still says no is not asked in a circle.
    if (!couldHaveIt || askedAt.current === available) return;
    askedAt.current = available;
    onReserveAgain();
  }, [couldHaveIt, available, onReserveAgain]);

  return (
    <LineRow
      line={line}
      currency={sale.currency}
      state={reservation.state}
      mark={lineMark(reservation, !props.online && stockEffect(line, false) > 0)}
      selected={props.selected}
      flash={props.flash}
      approver={approver}
      parent={
        line.linkedTo === undefined
          ? undefined
          : sale.lines.find(({ lineId }) => lineId === line.linkedTo)?.name
      }
      onSelect={props.onSelect}
      onRemove={props.onRemove}
      onReserveAgain={onReserveAgain}
    />
  );
}

interface LineRowProps extends Pick<CartLineProps, 'line' | 'selected' | 'flash'> {
  currency: string;
  state: LineReservation['state'];
  mark: LineMark | null;
  /** Who agreed to its price or discount. */
  approver: string | undefined;
  /** The line that it goes along with. */
  parent: string | undefined;
  onSelect: (lineId: string, mayOpen: boolean) => void;
  onRemove: (lineId: string) => void;
  onReserveAgain: () => void;
}

/** A scan into a long cart draws the line it is about, not all of them: marks are compared by what they say. */
const sameRow = (one: LineRowProps, other: LineRowProps): boolean =>
  (Object.keys(one) as (keyof LineRowProps)[]).every((name) =>
    name === 'mark'
      ? JSON.stringify(one.mark) === JSON.stringify(other.mark)
      : Object.is(one[name], other[name]),
  );

const LineRow = memo(function LineRow(props: LineRowProps) {
  const { line, mark } = props;
  const { t } = useWords();
  const locale = useLocale();
  const money = useMoney(props.currency);
  const row = useRef<HTMLLIElement>(null);
  const unit = line.unit ?? PIECES;
  const name = line.name ?? line.sku;
  const variant = [...Object.values(line.properties ?? {}), line.size].filter(Boolean).join(' · ');
  const words = usePriceWords(props.currency);
  // Its share of the cart's discount stands with the cart, once.
  const amount = money.format(lineAmountMinor(line) + (line.cartDiscountMinor ?? 0));
  const ownMinor = line.discountMinor - (line.cartDiscountMinor ?? 0);
  const sign = signOf(unit);
  const quantity = formatQuantity(line.quantity, unit, locale);

  useEffect(() => {
    if (!props.selected && props.flash === 0) return;
    // With the frame that draws it: now, the page would be laid out once more than it has to be.
    const frame = requestAnimationFrame(() => row.current?.scrollIntoView({ block: 'nearest' }));
    return () => cancelAnimationFrame(frame);
  }, [props.selected, props.flash]);

  return (
    <li
      ref={row}
      data-testid="cart-line"
      data-sku={line.sku}
      data-line={line.lineId}
      data-state={props.state}
      aria-current={props.selected || undefined}
      className={classNames(
        'relative flex min-h-13 items-stretch border-b border-line',
        props.selected && 'bg-accent-soft',
      )}
    >
      <span
        key={props.flash}
        aria-hidden="true"
        className={classNames('absolute inset-0', props.flash > 0 && 'flash')}
      />
      {props.selected ? (
        <span aria-hidden="true" className="absolute inset-y-0 start-0 w-[3px] bg-accent" />
      ) : null}
      <button
        type="button"
        tabIndex={-1}
        aria-label={t('selling.line', { name: variant ? `${name}, ${variant}` : name, quantity, amount })}
        title={mark?.canAskAgain ? t('selling.reserveAgain') : undefined}
        data-testid="line-select"
        data-again={mark?.canAskAgain || undefined}
        onClick={() => {
          props.onSelect(line.lineId, !mark?.canAskAgain);
          // Touching a line that is not held asks the server again.
          if (mark?.canAskAgain) props.onReserveAgain();
        }}
        className="relative flex min-w-0 flex-1 items-start gap-2 py-1.5 ps-3 text-start"
      >
        <span
          data-testid="line-quantity"
          data-quantity={line.quantity}
          className="money min-w-10 shrink-0 pt-px text-body font-bold"
        >
          {sign ? quantity : `${quantity} ×`}
        </span>
        <span className="min-w-0 flex-1">
          <span dir="auto" className="own-direction block truncate text-body font-medium">
            {name}
          </span>
          <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-small text-muted">
            {variant ? <span className="truncate">{variant}</span> : null}
            {line.quantity !== 10 ** unit.scale || sign || line.listPriceMinor !== undefined ? (
              <span className="money">
                {sign
                  ? t('selling.perUnit', { price: money.format(line.unitPriceMinor), unit: sign })
                  : money.format(line.unitPriceMinor)}
              </span>
            ) : null}
            {line.listPriceMinor === undefined ? null : (
              <s className="money" data-testid="line-list-price">
                {money.format(line.listPriceMinor)}
              </s>
            )}
            <Mark mark={mark} unit={unit} />
          </span>
          {ownMinor !== 0 || line.note || props.parent ? (
            <span className="flex min-w-0 flex-wrap items-center gap-x-2 text-small text-muted">
              {ownMinor === 0 ? null : (
                <span
                  data-testid="line-discount"
                  data-minor={ownMinor}
                  className="money inline-flex items-center gap-1 font-medium text-ink"
                  title={
                    props.approver ? t('selling.pricing.approvedBy', { name: props.approver }) : undefined
                  }
                >
                  <BadgePercent size={14} aria-hidden="true" className="shrink-0" />
                  {line.discount?.kind === 'percent' ? `${words.discount(line.discount)} ` : null}
                  {t('selling.pricing.off', { amount: money.format(ownMinor) })}
                </span>
              )}
              {line.note ? (
                <span className="truncate" data-testid="line-note">
                  {line.note}
                </span>
              ) : null}
              {props.parent ? (
                <span className="truncate">{t('selling.pricing.depositOf', { name: props.parent })}</span>
              ) : null}
            </span>
          ) : null}
        </span>
        <span
          className="money shrink-0 pt-px text-body font-semibold"
          data-testid="line-amount"
          title={props.approver ? t('selling.pricing.approvedBy', { name: props.approver }) : undefined}
        >
          {amount}
        </span>
      </button>
      <button
        type="button"
        tabIndex={-1}
        // What goes along with a line goes with that line.
        disabled={props.parent !== undefined}
        data-testid="line-remove"
        aria-label={t('selling.remove', { name })}
        onClick={() => props.onRemove(line.lineId)}
        className="pressable relative flex w-12 shrink-0 items-center justify-center text-faint hover:text-danger-ink disabled:invisible"
      >
        <X size={18} aria-hidden="true" />
      </button>
    </li>
  );
}, sameRow);

const ICONS = {
  waiting: Loader,
  held: Check,
  short: PackageX,
  lapsed: Clock3,
  beyond: AlertTriangle,
  alone: CloudOff,
};
const TONES = {
  calm: 'text-muted',
  good: 'text-accent-ink',
  warning: 'bg-warn-soft text-warn-ink px-1.5',
  danger: 'bg-danger-soft text-danger-ink px-1.5',
};

function Mark(props: { mark: LineMark | null; unit: { code: string; scale: number } }) {
  const { t } = useWords();
  const locale = useLocale();
  const { mark } = props;
  if (!mark) return null;
  const Icon = ICONS[mark.icon];
  const granted = formatQuantity(mark.granted, props.unit, locale, true);
  const holders = mark.holders
    .map((holder) =>
      t('selling.holder', {
        quantity: formatQuantity(holder.quantity, props.unit, locale, true),
        name: holder.terminalName,
      }),
    )
    .join(', ');
  return (
    <span
      className={classNames(
        'inline-flex min-w-0 items-center gap-1 rounded-sm font-medium',
        TONES[mark.tone],
      )}
    >
      <Icon
        size={14}
        aria-hidden="true"
        className={classNames('shrink-0', mark.icon === 'waiting' && 'spin')}
      />
      <span className="truncate">{t(`selling.${mark.key}`, { granted, holders, available: granted })}</span>
      {mark.canAskAgain ? <RotateCw size={13} aria-hidden="true" className="shrink-0" /> : null}
    </span>
  );
}
