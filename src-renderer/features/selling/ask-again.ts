import { lineReservation } from '../../../shared/stock/reservation.ts';
import { stockEffect } from '../../../shared/stock/stock-effect.ts';
import type { Till } from '../../sync/till.ts';
import { lineMark } from './line-view.ts';

/** Whether touching this line asks the server for it again: it is held no longer, or not all of it. */
export function mayAskAgain(
  till: Pick<Till, 'sales' | 'saleResults' | 'connection' | 'stock'>,
  saleId: string,
  lineId: string,
): boolean {
  const sale = till.sales.get(saleId);
  const line = sale?.lines.find((other) => other.lineId === lineId);
  if (!sale || !line) return false;
  const online = till.connection.getSnapshot().state === 'online';
  const view = till.stock.view(line.sku);
  const available = view.known || till.stock.complete.getSnapshot() ? view.available : null;
  const result = till.saleResults.watch(saleId).getSnapshot();
  const reservation = lineReservation(sale, line, result, online, available);
  return lineMark(reservation, !online && stockEffect(line, false) > 0)?.canAskAgain ?? false;
}
