import { type CartRejection, decideMove } from '../../../shared/sale/cart.ts';
import { nowIso } from '../../runtime/new-id.ts';
import type { Till } from '../../sync/till.ts';

export type ParkingOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly rejection: CartRejection | { readonly code: 'unknownSale' } };

const LABEL_LINES = 2;
const LABEL_LENGTH = 80;

/** What a parked sale is called: its first articles. */
export function parkLabel(names: readonly string[]): string {
  return names.slice(0, LABEL_LINES).join(', ').slice(0, LABEL_LENGTH);
}

/** Puts a cart aside; the server holds its articles for longer. An empty cart is given up instead. */
export async function park(till: Till, saleId: string): Promise<ParkingOutcome> {
  const sale = till.sales.get(saleId);
  const names = sale?.lines.map((line) => line.name ?? line.sku) ?? [];
  const to = names.length === 0 ? 'abandoned' : 'parked';
  return till.sales.change(saleId, (now) => decideMove(now, to, nowIso(), parkLabel(names)));
}

/** Takes a parked sale up again. A cart that is open now is parked first, so that nothing is lost. */
export async function recall(till: Till, saleId: string, openSaleId: string | null): Promise<ParkingOutcome> {
  if (openSaleId && openSaleId !== saleId && till.sales.get(openSaleId)?.status === 'open') {
    const parked = await park(till, openSaleId);
    if (!parked.ok) return parked;
  }
  return till.sales.change(saleId, (now) => decideMove(now, 'open', nowIso()));
}
