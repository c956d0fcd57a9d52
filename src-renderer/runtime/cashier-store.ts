import { create } from 'zustand';
import type { Discount } from '../../shared/sale/sale.ts';
import type { CartState } from '../../shared/sale/undo.ts';

export type Screen = 'sale' | 'payment' | 'receipt' | 'shift';
export type Panel =
  | 'parked'
  | 'sync'
  | 'settings'
  | 'speedKeys'
  | 'help'
  | 'pair'
  | 'line'
  | 'discount'
  | 'customer'
  | 'saleNote'
  | 'drawer'
  | 'stock'
  | 'returns';

/** What was done, for the words beside the way back. */
export type Did =
  | 'added'
  | 'quantity'
  | 'removed'
  | 'cleared'
  | 'edited'
  | 'discount'
  | 'noDiscount'
  | 'cartDiscount'
  | 'noCartDiscount'
  | 'note'
  | 'returned'
  | 'customer'
  | 'noCustomer'
  | 'exempt'
  | 'taxDue';

/** One act on a cart, with the cart before and after it: what differs is what Undo puts back (shared/sale/undo.ts). */
export interface UndoStep {
  readonly saleId: string;
  readonly did: Did;
  /** Of the article or the customer. */
  readonly name?: string;
  /** Of lines. */
  readonly count?: number;
  readonly before: CartState;
  readonly after: CartState;
}

/** Something the till says without standing in the way: an unknown code, a refusal. */
export interface Notice {
  readonly id: number;
  readonly tone: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly values: Readonly<Record<string, string | number>>;
  /** What is said of a cart goes with it; what is said of the till, or of a sale before, waits until it was seen. */
  readonly about: 'cart' | 'till';
}

/** A question that stands between an article and its line. */
export type Asking =
  | { readonly kind: 'variant'; readonly itemId: string; readonly times: number }
  | { readonly kind: 'weight'; readonly itemId: string; readonly sku: string; readonly times: number }
  | { readonly kind: 'price'; readonly itemId: string; readonly sku: string; readonly times: number }
  /** What waits until somebody has looked at the customer's age; further scans join it. */
  | { readonly kind: 'age'; readonly waiting: readonly WaitingArticle[] };

/** An article on its way into the cart, with all that was answered about it. */
export interface WaitingArticle {
  readonly itemId: string;
  readonly sku: string;
  readonly minAge: number;
  /** In the unit's smallest step. */
  readonly quantity: number;
  readonly unitPriceMinor?: number;
  readonly discount?: Discount;
}

/** What is typed on the number pad before it is used; a scan in between does not see its digits. */
export interface PadEntry {
  readonly digits: string;
  /** Set by ×: how many of the next article. */
  readonly times: number | null;
}

export const EMPTY_ENTRY: PadEntry = { digits: '', times: null };

/** What the cashier is doing. What the shop knows is in the local store; neither copies the other. */
export interface CashierState {
  readonly cashierId: string | null;
  /** Who was at the till before it was locked. */
  readonly lockedBy: string | null;
  readonly screen: Screen;
  readonly panel: Panel | null;
  readonly activeSaleId: string | null;
  /** The sale whose receipt is shown. */
  readonly receiptSaleId: string | null;
  /** It was paid before, and is looked at again: what prints is a copy. */
  readonly receiptIsCopy: boolean;
  /** The receipt that the returns are about; null: still to be found. */
  readonly returnSaleId: string | null;
  /** What the stock panel is about: a form, an item whose form is still to be chosen, or a scan that is nobody's. */
  readonly stockLook: {
    readonly sku?: string;
    readonly itemId?: string;
    readonly unknownCode?: string;
  } | null;
  /** The section at which the settings open; null: the first. */
  readonly settingsSection: string | null;
  /** The page of speed keys at which their editor opens. */
  readonly speedKeyPage: string | null;
  readonly selectedLineId: string | null;
  /** The line that flashes; `count` tells one addition from the next to the same line. */
  readonly lastAdded: { readonly lineId: string; readonly count: number } | null;
  /** The line whose figures are read out, as it was added, changed or selected; `lineId` null: an act was taken back, and its line is gone. */
  readonly lastTold: { readonly lineId: string | null } | null;
  readonly entry: PadEntry;
  readonly asking: Asking | null;
  readonly undo: readonly UndoStep[];
  readonly notices: readonly Notice[];
}

const START: CashierState = {
  cashierId: null,
  lockedBy: null,
  screen: 'sale',
  panel: null,
  activeSaleId: null,
  receiptSaleId: null,
  receiptIsCopy: false,
  returnSaleId: null,
  stockLook: null,
  settingsSection: null,
  speedKeyPage: null,
  selectedLineId: null,
  lastAdded: null,
  lastTold: null,
  entry: EMPTY_ENTRY,
  asking: null,
  undo: [],
  notices: [],
};

const UNDO_DEPTH = 100;
const NOTICES_SHOWN = 3;
let lastNoticeId = 0;

/** What each cashier who is away was doing. Kept while the program runs; the carts themselves are in the local store. */
const desks = new Map<string, CashierState>();

export const useCashier = create<CashierState>()(() => START);

export const cashier = {
  get: (): CashierState => useCashier.getState(),
  set: (part: Partial<CashierState>): void => useCashier.setState(part),
  /** Everything but who is at the till, and what is said of the till itself: the next sale begins clean. */
  startNextSale(): void {
    const { cashierId } = useCashier.getState();
    useCashier.setState({ ...START, cashierId, notices: cashier.noticesOfTill() });
  },
  noticesOfTill: (): readonly Notice[] =>
    useCashier.getState().notices.filter(({ about }) => about === 'till'),
  reset(): void {
    desks.clear();
    useCashier.setState(START, true);
  },
  /** Nobody is at the till. The cashier's cart and screen are kept for this cashier alone. */
  lock(): void {
    const state = useCashier.getState();
    if (state.cashierId === null) return;
    // What waits for a look at the customer's age was scanned: it waits on.
    const asking = state.asking?.kind === 'age' ? state.asking : null;
    desks.set(state.cashierId, { ...state, panel: null, asking, notices: cashier.noticesOfTill() });
    useCashier.setState({ ...START, lockedBy: state.cashierId }, true);
  },
  /** Somebody is at the till: with what was kept, or with an empty desk. */
  enter(cashierId: string): void {
    useCashier.setState({ ...START, ...desks.get(cashierId), cashierId, lockedBy: null }, true);
    desks.delete(cashierId);
  },
  /**
   * What everybody was doing is put away whole, and whoever is at the till begins with an empty desk. The returned function
   * brings it all back as it was, once.
   */
  putAway(): () => void {
    const state = { ...useCashier.getState(), notices: cashier.noticesOfTill() };
    const kept = [...desks];
    desks.clear();
    useCashier.setState({ ...START, cashierId: state.cashierId }, true);
    return () => {
      desks.clear();
      for (const [staffId, desk] of kept) desks.set(staffId, desk);
      useCashier.setState(state, true);
    };
  },
  /** Whether a cart lies on the desk of a cashier who is away. */
  isKept: (saleId: string): boolean => [...desks.values()].some((desk) => desk.activeSaleId === saleId),
  pushUndo(step: UndoStep): void {
    useCashier.setState((state) => ({ undo: [...state.undo, step].slice(-UNDO_DEPTH) }));
  },
  popUndo(): UndoStep | undefined {
    const { undo } = useCashier.getState();
    useCashier.setState({ undo: undo.slice(0, -1) });
    return undo.at(-1);
  },
  /** The same notice again replaces itself instead of piling up. */
  tell(
    tone: Notice['tone'],
    code: string,
    values: Notice['values'] = {},
    about: Notice['about'] = 'cart',
  ): void {
    lastNoticeId += 1;
    const id = lastNoticeId;
    useCashier.setState((state) => {
      const others = state.notices.filter((notice) => notice.code !== code);
      return { notices: [...others, { id, tone, code, values, about }].slice(-NOTICES_SHOWN) };
    });
  },
  dismiss(id: number): void {
    useCashier.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));
  },
};
