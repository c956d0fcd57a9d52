import { type RefObject, useLayoutEffect } from 'react';
import { mayAskAgain } from '../features/selling/ask-again.ts';
import type { CartKeys } from '../features/selling/cart-panel.tsx';
import { listenForScans } from '../features/selling/scan-listener.ts';
import type { SellingActs } from '../features/selling/selling-acts.ts';
import { cashier, EMPTY_ENTRY } from '../runtime/cashier-store.ts';
import { currentKeys, registeredAct } from '../runtime/key-acts.ts';
import { useTill } from '../runtime/till-context.tsx';
import { DEFAULT_KEYS, type TillKey, tillKeyOf } from '../runtime/till-keys.ts';
import { isDialogOpen } from '../ui/dialog.tsx';
import { padKeyOf } from '../ui/pad-entry.ts';
import type { TillActs } from './till-acts.ts';
import { createTypedKeys } from './typed-keys.ts';

interface Input {
  readonly acts: TillActs;
  readonly selling: SellingActs;
  readonly keys: CartKeys;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}

const SILENT_KEYS = new Set(['Shift', 'CapsLock', 'NumLock', 'AltGraph', 'Control', 'Alt', 'Meta']);

/** The keyboard and the scanner, wherever the focus is. */
export function useTillInput({ acts, selling, keys, searchRef }: Input): void {
  const till = useTill();

  // With the screen itself, not after it: a key that comes as soon as it is there is its own.
  useLayoutEffect(() => {
    const typed = createTypedKeys();
    const stopScans = listenForScans(
      (codes, times) => {
        typed.drop();
        acts.scan(codes, times);
      },
      typed.flush,
      (text) => till.catalogue.findByCode(text) !== undefined,
    );

    const selectLine = (step: 1 | -1) => {
      const lines = till.sales.get(cashier.get().activeSaleId ?? '')?.lines ?? [];
      const at = lines.findIndex((line) => line.lineId === cashier.get().selectedLineId);
      const next = lines[Math.max(0, Math.min(lines.length - 1, at < 0 ? lines.length - 1 : at + step))];
      if (next) cashier.set({ selectedLineId: next.lineId, lastTold: { lineId: next.lineId } });
    };
    const onLine = (act: (lineId: string) => Promise<void>) => {
      const { selectedLineId } = cashier.get();
      if (selectedLineId) void act(selectedLineId);
    };
    const onSale: Readonly<Partial<Record<TillKey, () => void>>> = {
      search: () => {
        searchRef.current?.focus();
        searchRef.current?.select();
      },
      park: acts.park,
      quantity: keys.onQuantity,
      pay: acts.pay,
      undo: () => void selling.undo(),
      removeLine: () => onLine(selling.remove),
      lineUp: () => selectLine(-1),
      lineDown: () => selectLine(1),
      more: () => onLine((lineId) => selling.step(lineId, 1)),
      less: () => onLine((lineId) => selling.step(lineId, -1)),
      times: keys.onTimes,
      escape: () => {
        // Out of the search, so that digits are the pad's again.
        searchRef.current?.blur();
        cashier.set({ entry: EMPTY_ENTRY, notices: [] });
      },
    };
    const anywhere: Readonly<Partial<Record<TillKey, () => void>>> = {
      help: () => cashier.set({ panel: 'help' }),
      parked: () => (cashier.get().screen === 'payment' ? undefined : cashier.set({ panel: 'parked' })),
      shift: () => (cashier.get().screen === 'payment' ? undefined : cashier.set({ screen: 'shift' })),
    };

    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isDialogOpen()) {
        // The browser's own F-keys must not take the till away from under a dialog.
        if (/^F\d+$/.test(event.key) && event.key !== 'F12') event.preventDefault();
        return;
      }
      const target = event.target as HTMLElement | null;
      const inField = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      const key = tillKeyOf(event, inField, currentKeys());
      // Without a shift the sale screen is not there: its keys are for counting the float.
      const onSaleScreen = cashier.get().screen === 'sale' && till.shifts.current.getSnapshot() !== null;
      const own = key ? (anywhere[key] ?? (onSaleScreen ? onSale[key] : undefined)) : undefined;
      const act = own ?? (key ? registeredAct(key, onSaleScreen) : undefined);
      // The space bar stays the button's that has the focus.
      const character =
        [...event.key].length === 1 && event.key !== ' ' && !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!inField && onSaleScreen && character) {
        const pad = padKeyOf(event);
        event.preventDefault();
        if (pad) typed.type(event.key, event.timeStamp, () => keys.onPad(pad));
        else if (act && key === 'times') typed.type(event.key, event.timeStamp, act);
        else if (act) typed.press(event.key, event.timeStamp, act);
        else typed.pass(event.key, event.timeStamp);
        return;
      }
      if (!SILENT_KEYS.has(event.key)) typed.flush();
      if (act) {
        event.preventDefault();
        return act();
      }
      // The till's own keys never do what the browser would with them: F11, Ctrl+L.
      const isOwn = key !== null && key in DEFAULT_KEYS;
      if (isOwn || (/^F([1-9]|1[01])$/.test(event.key) && event.key !== 'F5')) event.preventDefault();
      if (inField || !onSaleScreen || event.ctrlKey || event.metaKey || event.altKey) return;
      // With something typed, Enter looks it up, whatever button still has the focus.
      const { entry, activeSaleId, selectedLineId } = cashier.get();
      if (key === 'enter' && entry.digits !== '') {
        event.preventDefault();
        keys.onEnter();
      } else if (key === 'enter' && target === document.body && activeSaleId && selectedLineId) {
        // What a finger does by touching a line that is not held.
        if (mayAskAgain(till, activeSaleId, selectedLineId)) void selling.reserveAgain();
      } else if (event.key === 'Backspace') {
        event.preventDefault();
        keys.onPad('erase');
      }
    };
    window.addEventListener('keydown', onKeyDown);
    return () => {
      typed.drop();
      stopScans();
      window.removeEventListener('keydown', onKeyDown);
    };
  }, [till, acts, selling, keys, searchRef]);
}
