import { decideMove } from '../../shared/sale/cart.ts';
import { holdsMoney } from '../../shared/sale/moves.ts';
import { parseReceiptCode, parseTrainingCode } from '../../shared/sale/receipt-code.ts';
import type { OpenSale } from '../../shared/sale/sale.ts';
import { park, recall } from '../features/parking/parking-acts.ts';
import type { SellingActs } from '../features/selling/selling-acts.ts';
import { shiftState } from '../features/shift/shift-acts.ts';
import { findScanned } from '../features/stock/find-article.ts';
import { isApprovalAsked } from '../runtime/approvals.ts';
import { cashier, EMPTY_ENTRY } from '../runtime/cashier-store.ts';
import { nowIso } from '../runtime/new-id.ts';
import { refuse } from '../runtime/refuse.ts';
import { scanTaker } from '../runtime/scan-taker.ts';
import type { Till } from '../sync/till.ts';
import { play } from '../ui/sounds.ts';

/** What crosses features: parking, paying, taking up what the last session left. */
export interface TillActs {
  /** A scan, wherever it was heard. */
  scan(codes: readonly string[], times: number | null): void;
  park(): void;
  recall(saleId: string): void;
  pay(): void;
  leaveReceipt(): void;
  /** Receipts and what comes back of them; from the screens where that may begin. */
  returns(): void;
  /** Shows the cart, or the payment, that was open when the till was closed or killed. */
  resume(): void;
}

/** A cart that was left open beside another is parked, where it can be seen; an empty one is given up. */
async function putAside(till: Till, sale: OpenSale): Promise<void> {
  if (holdsMoney(sale.tenders)) return;
  if (sale.status === 'underPaying')
    await till.sales.change(sale.id, (now) => decideMove(now, 'open', nowIso()));
  await park(till, sale.id);
}

export function createTillActs(till: Till, selling: SellingActs): TillActs {
  const told = (outcome: { ok: boolean; rejection?: { code: string } }): boolean => {
    if (!outcome.ok) refuse(outcome.rejection?.code ?? 'notSaved');
    return outcome.ok;
  };
  const saved = (act: Promise<void>) =>
    void act.catch((error: unknown) => {
      reportError(error);
      refuse('notSaved');
    });
  const activeSale = () => {
    const sale = till.sales.get(cashier.get().activeSaleId ?? '');
    return sale?.status === 'open' ? sale : undefined;
  };

  /** A receipt that was looked at again leaves the cart beside it as it was. */
  const leaveReceipt = () => {
    if (!cashier.get().receiptIsCopy) return cashier.startNextSale();
    cashier.set({ screen: 'sale', receiptSaleId: null, receiptIsCopy: false });
  };

  return {
    leaveReceipt,
    returns() {
      const { screen } = cashier.get();
      if (screen === 'payment') return cashier.tell('info', 'finishPayment');
      if (till.shifts.current.getSnapshot() === null) return cashier.tell('info', 'needsShift');
      if (screen === 'receipt') leaveReceipt();
      cashier.set({ screen: 'sale', panel: 'returns', returnSaleId: null });
    },
    scan(codes, times) {
      const { screen, asking } = cashier.get();
      const refused = (why: string) => void refuse(why, { code: codes[0] ?? '' }, 'warning');
      if (screen === 'payment') return refused('payFirst');
      if (isApprovalAsked()) return refused('choosing');
      const take = scanTaker();
      if (take === 'waits') return refused('choosing');
      if (take) return take(codes);
      if (cashier.get().panel === 'stock') {
        const hit = findScanned(till, codes);
        if (!hit) play('warning');
        return cashier.set({
          stockLook: hit ? { sku: hit.variant.sku } : { unknownCode: codes[0] ?? '' },
        });
      }
      if (screen === 'shift') return refused('leaveShiftFirst');
      if (till.shifts.current.getSnapshot() === null) return refused('openShiftFirst');
      // A scan answers the picker by itself; a weight or a price has to be said first.
      // A look at the customer's age holds up what it is about, and nothing else.
      const asksAge = asking?.kind === 'age';
      if (asking && asking.kind !== 'variant' && !asksAge) return refused('choosing');
      const rehearsed = codes.map(parseTrainingCode).find((found) => found !== null);
      // A training knows its own receipts; nobody else does.
      if (rehearsed && !till.sales.get(rehearsed.saleId)) return refused('trainingReceipt');
      const receipt = rehearsed ?? codes.map(parseReceiptCode).find((found) => found !== null);
      if (screen === 'receipt') leaveReceipt();
      if (receipt) return cashier.set({ panel: 'returns', returnSaleId: receipt.saleId, asking: null });
      cashier.set({ panel: null, asking: asksAge ? asking : null });
      selling.scan(codes, times ?? 1);
    },
    park() {
      const sale = activeSale();
      if (!sale || sale.lines.length === 0) return;
      saved(
        park(till, sale.id).then((outcome) => {
          if (!told(outcome)) return;
          cashier.startNextSale();
          cashier.tell('info', 'parked', { name: sale.lines[0]?.name ?? '' });
        }),
      );
    },
    recall(saleId) {
      const open = activeSale();
      saved(
        recall(till, saleId, open?.id ?? null).then((outcome) => {
          if (!told(outcome)) return;
          cashier.startNextSale();
          const line = till.sales.get(saleId)?.lines.at(-1);
          cashier.set({ activeSaleId: saleId, selectedLineId: line?.lineId ?? null });
        }),
      );
    },
    pay() {
      const sale = activeSale();
      if (!sale || sale.lines.length === 0 || cashier.get().screen !== 'sale') return;
      void selling.agreeToDiscounts().then((agreed) => {
        if (!agreed || activeSale()?.id !== sale.id || cashier.get().screen !== 'sale') return;
        const notices = cashier.noticesOfTill();
        cashier.set({ screen: 'payment', panel: null, asking: null, entry: EMPTY_ENTRY, notices });
      });
    },
    resume() {
      const { activeSaleId, screen } = cashier.get();
      if (screen !== 'sale') return;
      // A till that was paired anew goes on with a copy of its cart; the one on the screen is over.
      if (till.sales.get(activeSaleId ?? '')?.status === 'abandoned') cashier.startNextSale();
      else if (activeSaleId !== null) return;
      const { cashierId } = cashier.get();
      // The cart of a cashier who is away stays as it is; after a start of the program nobody is.
      const open = till.sales.open.getSnapshot().filter(({ id }) => !cashier.isKept(id));
      const isOwn = (sale: OpenSale) => sale.cashierId === undefined || sale.cashierId === cashierId;
      // Money that was taken comes first, whatever was touched last, and whoever took it.
      const paying = open.find((sale) => holdsMoney(sale.tenders));
      const sale = paying ?? open.findLast((other) => other.lines.length > 0 && isOwn(other));
      for (const other of open) if (other !== sale) saved(putAside(till, other));
      // Counted and not closed: that is where the last session was.
      if (shiftState(till) === 'counting') cashier.set({ screen: 'shift' });
      if (!sale) return;
      cashier.set({
        activeSaleId: sale.id,
        selectedLineId: sale.lines.at(-1)?.lineId ?? null,
        screen: sale.status === 'underPaying' ? 'payment' : cashier.get().screen,
      });
    },
  };
}
