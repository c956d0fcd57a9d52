import {
  ArchiveRestore,
  BadgePercent,
  Minus,
  Plus,
  ScanBarcode,
  StickyNote,
  Trash2,
  UserRound,
} from 'lucide-react';
import { memo, type ReactNode, useEffect, useMemo, useRef } from 'react';
import type { OpenSale, Sale } from '../../../shared/sale/sale.ts';
import { lineAmountMinor, saleTotals } from '../../../shared/sale/totals.ts';
import { useWords } from '../../languages/use-words.ts';
import { cashier, EMPTY_ENTRY, useCashier } from '../../runtime/cashier-store.ts';
import { useKeyHint } from '../../runtime/key-acts.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import { Button } from '../../ui/button.tsx';
import { announce } from '../../ui/live-region.tsx';
import { useLocale, useMoney } from '../../ui/money.tsx';
import { eraseAct, NumberPad } from '../../ui/number-pad.tsx';
import { type PadKey, typedAfter, typedQuantity } from '../../ui/pad-entry.ts';
import { formatQuantity } from '../../ui/quantity.ts';
import { CartFacts } from './cart-facts.tsx';
import { CartLine } from './cart-line.tsx';
import type { SellingActs } from './selling-acts.ts';
import { UndoStrip } from './undo-strip.tsx';

/** What the pad's keys do on the sale screen; the keyboard's do the same. */
export interface CartKeys {
  onPad(key: PadKey): void;
  onTimes(): void;
  onEnter(): void;
  onQuantity(): void;
}

/** The right side of the sale screen: cart, totals, number pad, Pay. Only the list of lines ever changes its height. */
export function CartPanel(props: {
  sale: Sale | undefined;
  acts: SellingActs;
  keys: CartKeys;
  onPark: () => void;
  onPay: () => void;
  /** Cards that stand above the lines: unknown codes, refusals. */
  notices: ReactNode;
}) {
  const { t } = useWords();
  const { sale, acts } = props;
  const lines = sale?.lines ?? [];
  const empty = lines.length === 0;
  useLineAloud(sale);
  return (
    <section
      aria-label={t('selling.cart')}
      className="flex min-h-0 w-full flex-col border-s border-line bg-surface"
      id="cart"
      data-sale={sale?.id}
    >
      <header className="flex h-13 shrink-0 items-center justify-end gap-1 border-b border-line ps-4 pe-1.5">
        <h2 className="min-w-0 flex-1 truncate text-strong font-semibold tracking-tight in-data-[text-size=150]:max-[1200px]:sr-only">
          {t('selling.cart')}
          {empty ? null : (
            <span className="ms-2 hidden text-small font-medium text-muted min-[1200px]:inline">
              {t('selling.articles', { count: lines.length })}
            </span>
          )}
        </h2>
        <CartActs
          empty={empty}
          isClear={empty && !sale?.customer && !sale?.taxExempt}
          acts={acts}
          onPark={props.onPark}
        />
      </header>
      <div className="flex min-h-0 flex-1 flex-col">
        {props.notices}
        {sale && !empty ? <Lines sale={sale} acts={acts} /> : <EmptyCart />}
        <UndoStrip onUndo={() => void acts.undo()} />
        {sale?.status === 'open' ? <CartFacts sale={sale as OpenSale} /> : null}
      </div>
      <Totals sale={sale} />
      <div className="shrink-0 bg-canvas px-3 pb-3 pt-2.5">
        <SalePad keys={props.keys} acts={acts} />
        <PayButton sale={sale} onPay={props.onPay} />
      </div>
    </section>
  );
}

/** What is done with the whole cart. Drawn anew when there is something to do, not with every article. */
const CartActs = memo(function CartActs(props: {
  empty: boolean;
  /** Nothing is there to be cleared. */
  isClear: boolean;
  acts: SellingActs;
  onPark: () => void;
}) {
  const { empty } = props;
  const { t } = useWords();
  const parkKey = useKeyHint('park');
  const customerKey = useKeyHint('customer');
  const discountKey = useKeyHint('discount');
  return (
    <>
      <HeadAct
        label={t('selling.customer.title')}
        icon={<UserRound size={18} aria-hidden="true" />}
        hint={customerKey}
        onClick={() => cashier.set({ panel: 'customer' })}
        testId="customer"
      />
      <HeadAct
        label={t('selling.pricing.discount')}
        icon={<BadgePercent size={18} aria-hidden="true" />}
        hint={discountKey}
        disabled={empty}
        onClick={() => cashier.set({ panel: 'discount' })}
        testId="discount"
      />
      <HeadAct
        label={t('selling.pricing.note')}
        ariaLabel={t('selling.pricing.saleNote')}
        icon={<StickyNote size={18} aria-hidden="true" />}
        disabled={empty}
        onClick={() => cashier.set({ panel: 'saleNote' })}
        testId="note"
      />
      <HeadAct
        label={t('selling.park')}
        icon={<ArchiveRestore size={18} aria-hidden="true" />}
        hint={parkKey}
        disabled={empty}
        onClick={props.onPark}
        testId="park"
      />
      <HeadAct
        label={t('selling.clear')}
        ariaLabel={t('selling.clearLabel')}
        icon={<Trash2 size={18} aria-hidden="true" />}
        disabled={props.isClear}
        onClick={() => void props.acts.clear()}
        testId="clear"
      />
    </>
  );
});

/** An act on the whole cart: an icon with its key, over its name. */
function HeadAct(props: {
  label: string;
  ariaLabel?: string;
  icon: ReactNode;
  hint?: ReturnType<typeof useKeyHint>;
  disabled?: boolean;
  onClick: () => void;
  testId: string;
}) {
  const label = props.ariaLabel ?? props.label;
  return (
    <Button
      look="quiet"
      aria-label={label}
      title={label}
      aria-keyshortcuts={props.hint?.['aria-keyshortcuts']}
      disabled={props.disabled}
      onClick={props.onClick}
      data-testid={props.testId}
      className="!px-1.5 min-w-12 shrink-0"
    >
      <span aria-hidden="true" className="flex flex-col items-center gap-0.5">
        <span className="flex items-center gap-1">
          {props.icon}
          {props.hint ? (
            <span className="text-note leading-none text-muted" dir="ltr">
              {props.hint.keyCap}
            </span>
          ) : null}
        </span>
        <span className="max-w-[10ch] truncate text-note leading-[1.4] font-medium">{props.label}</span>
      </span>
    </Button>
  );
}

function Lines(props: { sale: Sale; acts: SellingActs }) {
  const { t } = useWords();
  const till = useTill();
  const { sale, acts } = props;
  const result = useReadable(useMemo(() => till.saleResults.watch(sale.id), [till, sale.id]));
  const connection = useReadable(till.connection);
  const selectedLineId = useCashier((state) => state.selectedLineId);
  const lastAdded = useCashier((state) => state.lastAdded);
  // What appears under the list takes room from it: the selected line stays in sight.
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const lines = list.current;
    if (!lines) return;
    const observer = new ResizeObserver(() =>
      lines.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }),
    );
    observer.observe(lines);
    return () => observer.disconnect();
  }, []);
  const handlers = useMemo(
    () => ({
      // The line that is selected already is opened; one that asks for its reservation again only does that.
      onSelect: (lineId: string, mayOpen: boolean) =>
        cashier.set(
          mayOpen && cashier.get().selectedLineId === lineId ? { panel: 'line' } : { selectedLineId: lineId },
        ),
      onRemove: (lineId: string) => void acts.remove(lineId),
      onReserveAgain: () => void acts.reserveAgain(),
    }),
    [acts],
  );
  return (
    <ul ref={list} aria-label={t('selling.cart')} className="min-h-0 flex-1 overflow-y-auto">
      {sale.lines.map((line) => (
        <CartLine
          key={line.lineId}
          sale={sale}
          line={line}
          result={result}
          online={connection.state === 'online'}
          selected={line.lineId === selectedLineId}
          flash={lastAdded?.lineId === line.lineId ? lastAdded.count : 0}
          {...handlers}
        />
      ))}
    </ul>
  );
}

/** Says the line that was added, changed or selected, for those who do not see it. */
function useLineAloud(sale: Sale | undefined) {
  const { t } = useWords();
  const money = useMoney(sale?.currency);
  const locale = useLocale();
  const told = useCashier((state) => state.lastTold);
  const line = sale?.lines.find(({ lineId }) => lineId === told?.lineId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each is said once, with the figures it has then
  useEffect(() => {
    if (told?.lineId === null) announce(t('selling.undone'), 'polite', told);
    if (!told || !line) return;
    const quantity = formatQuantity(line.quantity, line.unit ?? { code: 'PCE', scale: 0 }, locale);
    const amount = money.format(lineAmountMinor(line));
    announce(t('selling.added', { quantity, name: line.name ?? line.sku, amount }), 'polite', told);
  }, [told, line?.lineId]);
}

function EmptyCart() {
  const { t } = useWords();
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-1.5 overflow-hidden px-8 text-center">
      <ScanBarcode size={40} aria-hidden="true" className="text-faint" />
      <p className="text-strong font-semibold">{t('selling.cartEmpty')}</p>
      <p className="max-w-[34ch] text-body text-muted">{t('selling.cartEmptyHint')}</p>
    </div>
  );
}

/** Left: what is typed, or a summary; right: the total. Typing never moves anything. */
function Totals({ sale }: { sale: Sale | undefined }) {
  const { t } = useWords();
  const money = useMoney(sale?.currency);
  const entry = useCashier((state) => state.entry);
  const totals = saleTotals(sale?.lines ?? [], sale?.pricesIncludeTax ?? true);
  const typing = entry.digits !== '' || entry.times !== null;
  const tax = money.format(totals.taxMinor);
  return (
    <div className="flex h-14 shrink-0 items-center gap-3 border-t border-line px-4">
      <div className="min-w-0 flex-1">
        {typing ? (
          <output
            data-testid="entry"
            aria-label={t('selling.entryCode')}
            className="money block truncate text-title font-semibold text-accent-ink"
          >
            {entry.times === null ? '' : `${t('selling.entryTimes', { times: entry.times })} `}
            {entry.digits}
            <span aria-hidden="true" className="ms-0.5 inline-block h-5 w-0.5 translate-y-0.5 bg-accent" />
          </output>
        ) : totals.taxMinor !== 0 ? (
          <span className="money block truncate text-small text-muted">
            {sale?.pricesIncludeTax === false
              ? t('selling.taxAdded', { amount: tax })
              : t('selling.taxIncluded', { amount: tax })}
          </span>
        ) : null}
      </div>
      <span className="text-body font-medium text-muted">{t('selling.total')}</span>
      <span
        data-testid="total"
        data-minor={totals.totalMinor}
        className="money text-sum font-bold tracking-tight"
      >
        {money.format(totals.totalMinor)}
      </span>
    </div>
  );
}

const SalePad = memo(function SalePad(props: { keys: CartKeys; acts: SellingActs }) {
  const { t } = useWords();
  const quantityKey = useKeyHint('quantity');
  const money = useMoney();
  const { keys, acts } = props;
  const onLine = (act: (lineId: string) => void) => () => {
    const { selectedLineId } = cashier.get();
    if (selectedLineId) act(selectedLineId);
  };
  return (
    <NumberPad
      label={t('selling.padLabel')}
      point={money.point}
      onKey={keys.onPad}
      eraseLabel={t('selling.padErase')}
      side={[
        [
          eraseAct(t('selling.padErase'), keys.onPad),
          {
            id: 'plus',
            label: t('till.keys.moreLess'),
            face: <Plus size={22} aria-hidden="true" />,
            onPress: onLine((lineId) => void acts.step(lineId, 1)),
            keys: '+',
          },
        ],
        [
          { id: 'times', label: t('selling.padTimes'), face: '×', onPress: keys.onTimes, keys: '*' },
          {
            id: 'minus',
            label: t('till.keys.moreLess'),
            face: <Minus size={22} aria-hidden="true" />,
            onPress: onLine((lineId) => void acts.step(lineId, -1)),
            keys: '-',
          },
        ],
        [
          {
            id: 'quantity',
            label: t('selling.padQuantity'),
            wide: true,
            face: (
              <span className="flex items-center gap-2 text-body">
                {t('selling.padQuantityShort')}
                <span aria-hidden="true" className="font-sans text-note font-medium text-muted">
                  {quantityKey.keyCap}
                </span>
              </span>
            ),
            onPress: keys.onQuantity,
            keys: quantityKey['aria-keyshortcuts'],
          },
        ],
        [
          {
            id: 'enter',
            label: t('selling.padEnter'),
            wide: true,
            strong: true,
            face: <span className="text-body">{t('selling.padEnterShort')}</span>,
            onPress: keys.onEnter,
            keys: 'Enter',
          },
        ],
      ]}
    />
  );
});

function PayButton(props: { sale: Sale | undefined; onPay: () => void }) {
  const { t } = useWords();
  const payKey = useKeyHint('pay');
  const money = useMoney(props.sale?.currency);
  const totals = saleTotals(props.sale?.lines ?? [], props.sale?.pricesIncludeTax ?? true);
  return (
    <button
      type="button"
      data-testid="pay"
      aria-keyshortcuts={payKey['aria-keyshortcuts']}
      disabled={(props.sale?.lines.length ?? 0) === 0}
      onClick={props.onPay}
      className="pressable mt-2 flex h-18 w-full items-center justify-between rounded-md bg-accent px-5 text-on-accent hover:bg-accent-hover disabled:pointer-events-none disabled:bg-sunken disabled:text-faint"
    >
      <span className="flex items-center gap-3 text-title font-semibold">
        {t('selling.pay')}
        <span
          aria-hidden="true"
          className="rounded-sm border border-current/40 px-1.5 py-0.5 font-sans text-note font-medium"
        >
          {payKey.keyCap}
        </span>
      </span>
      <span className="money text-sum font-bold tracking-tight">{money.format(totals.totalMinor)}</span>
    </button>
  );
}

/** The pad's keys on the sale screen. Digits wait in the entry until a key uses them; nothing leaks into the next line. */
export function cartKeys(acts: SellingActs, lineScale: (lineId: string) => number | null): CartKeys {
  const clear = () => cashier.set({ entry: EMPTY_ENTRY });
  return {
    onPad(key) {
      const { entry } = cashier.get();
      if (key === 'erase' && entry.digits === '') return clear();
      cashier.set({ entry: { ...entry, digits: typedAfter(entry.digits, key) } });
    },
    onTimes() {
      const { entry } = cashier.get();
      const times = Number(entry.digits);
      if (Number.isSafeInteger(times) && times > 0) cashier.set({ entry: { digits: '', times } });
    },
    onEnter() {
      const { entry } = cashier.get();
      if (entry.digits === '') return;
      clear();
      acts.scan([entry.digits], entry.times ?? 1);
    },
    onQuantity() {
      const { entry, selectedLineId } = cashier.get();
      const typed = entry.digits === '' ? (entry.times === null ? '' : String(entry.times)) : entry.digits;
      const scale = selectedLineId ? lineScale(selectedLineId) : null;
      if (!selectedLineId || scale === null) return cashier.tell('warning', 'quantityNeedsLine');
      if (typed === '') return cashier.set({ panel: 'line' });
      clear();
      // What is weighed is typed as it is when it is added: 352 is 0.352 kg.
      const quantity = typedQuantity(typed, scale, scale > 0);
      if (quantity === null) return cashier.tell('warning', 'wholePiecesOnly');
      void acts.setQuantity(selectedLineId, quantity);
    },
  };
}
