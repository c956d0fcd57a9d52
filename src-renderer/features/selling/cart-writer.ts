import { type CartDecision, newSale } from '../../../shared/sale/cart.ts';
import type { OpenSale, Sale } from '../../../shared/sale/sale.ts';
import { cashier, type UndoStep } from '../../runtime/cashier-store.ts';
import { newId, nowIso } from '../../runtime/new-id.ts';
import { refuse } from '../../runtime/refuse.ts';
import type { Till } from '../../sync/till.ts';

/** What an act says of itself, for the way back. */
export type Undoable = Pick<UndoStep, 'did' | 'name' | 'count'>;

export type Decide = (sale: Sale, at: string) => CartDecision;
type Done = Extract<CartDecision, { ok: true }>;

/** The one way in which selling writes a cart: in turn, durably, told when it was refused, and with its way back. */
export interface CartWriter {
  /** Acts wait for each other: a second scan waits until the first has its sale. */
  inTurn<T>(act: () => Promise<T>): Promise<T>;
  activeSale(): OpenSale | undefined;
  /** Null when it was refused, and the cashier was told why. @param did null: nothing to take back */
  change(decide: Decide, did: Undoable | null): Promise<Done | null>;
  /** The same; where no cart is open, this begins one. */
  changeOrBegin(decide: Decide, did: Undoable): Promise<Done | null>;
}

export function createCartWriter(till: Pick<Till, 'sales' | 'settings' | 'identity'>): CartWriter {
  let queue: Promise<unknown> = Promise.resolve();

  const activeSale = (): OpenSale | undefined => {
    const { activeSaleId } = cashier.get();
    const sale = activeSaleId ? till.sales.get(activeSaleId) : undefined;
    return sale?.status === 'open' ? (sale as OpenSale) : undefined;
  };

  const saved = async (write: () => Promise<Done | null>): Promise<Done | null> => {
    try {
      return await write();
    } catch (error) {
      reportError(error);
      refuse('notSaved');
      return null;
    }
  };

  const noted = (before: OpenSale, done: Done, did: Undoable | null): Done => {
    if (did) cashier.pushUndo({ ...did, saleId: before.id, before, after: done.sale });
    return done;
  };

  const change = (decide: Decide, did: Undoable | null): Promise<Done | null> =>
    saved(async () => {
      const before = activeSale();
      if (!before) return null;
      const decision = await till.sales.change(before.id, (sale) => decide(sale, nowIso()));
      return told(decision) ? noted(before, decision as Done, did) : null;
    });

  return {
    inTurn(act) {
      const turn = queue.then(act);
      queue = turn.catch(() => undefined);
      return turn;
    },
    activeSale,
    change,
    changeOrBegin(decide, did) {
      if (activeSale()) return change(decide, did);
      return saved(async () => {
        const settings = till.settings.getSnapshot();
        const identity = till.identity.getSnapshot();
        if (!settings || !identity) {
          refuse('settingsMissing');
          return null;
        }
        const { cashierId } = cashier.get();
        const at = nowIso();
        const empty = newSale({
          id: newId(),
          terminalId: identity.terminalId,
          epoch: identity.epoch,
          currency: settings.currency,
          pricesIncludeTax: settings.pricesIncludeTax,
          at,
          ...(cashierId ? { cashierId } : {}),
        });
        const decision = decide(empty, at);
        if (!told(decision)) return null;
        const sale = await till.sales.begin(decision.sale);
        cashier.set({ activeSaleId: sale.id, undo: [] });
        return noted(empty, { ...decision, sale }, did);
      });
    },
  };
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly rejection: { readonly code: string } };

/** True when it was done; otherwise the cashier is told why not. */
function told<T extends Outcome>(decision: T): decision is Extract<T, { readonly ok: true }> {
  if (decision.ok) return true;
  const { code, ...values } = decision.rejection;
  return refuse(code, values as Readonly<Record<string, string | number>>);
}
