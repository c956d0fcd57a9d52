import { holdsMoney } from '../../../shared/sale/moves.ts';
import { useAskedApproval } from '../../runtime/approvals.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import type { Till } from '../../sync/till.ts';

/** Not while money is on its way or has been taken: that sale is finished by whoever began to take it. */
export function mayLock(till: Till): boolean {
  const { cashierId, screen, activeSaleId } = cashier.get();
  if (cashierId === null) return false;
  const sale = screen === 'payment' ? till.sales.get(activeSaleId ?? '') : undefined;
  return !sale || !holdsMoney(sale.tenders);
}

/** Nobody is at the till from here on; the cart is kept. Answers whether it was done. */
export function lockTill(till: Till): boolean {
  if (!mayLock(till)) return false;
  useAskedApproval.getState().asked?.answer(null);
  cashier.lock();
  return true;
}
