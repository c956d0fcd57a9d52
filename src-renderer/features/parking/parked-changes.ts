import { shelfPriceMinor } from '../../../shared/sale/pricing.ts';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import type { SaleResult } from '../../../shared/stock/reservation.ts';
import type { Catalogue } from '../../database/till-data.ts';

/** What is no longer as it was when a sale was parked. */
export type ParkedChange =
  | { readonly kind: 'lapsed' }
  | { readonly kind: 'short'; readonly name: string; readonly granted: number; readonly sku: string }
  | {
      readonly kind: 'price';
      readonly name: string;
      readonly beforeMinor: number;
      readonly afterMinor: number;
    }
  | { readonly kind: 'gone'; readonly name: string };

/** What the cashier should know before taking a parked sale up: reservations, prices, articles that are gone. */
export function parkedChanges(
  sale: OpenSale,
  result: SaleResult | null,
  catalogue: Pick<Catalogue, 'findBySku' | 'progress'>,
): readonly ParkedChange[] {
  const changes: ParkedChange[] = [];
  const reservation = result && result.revision >= sale.revision ? result.reservation : null;
  if (reservation?.state === 'expired') changes.push({ kind: 'lapsed' });
  for (const line of sale.lines) {
    const name = line.name ?? line.sku;
    const hit = catalogue.findBySku(line.sku);
    // While the catalogue is on its way nobody knows what is not in it.
    const gone = hit ? !hit.item.active : catalogue.progress.getSnapshot().complete;
    if (gone) changes.push({ kind: 'gone', name });
    else if (
      hit &&
      !hit.item.openPrice &&
      line.returnOf === undefined &&
      // Beside a price of the cashier's own stands the one that the shelf had.
      hit.variant.priceMinor !== shelfPriceMinor(line)
    )
      changes.push({
        kind: 'price',
        name,
        beforeMinor: shelfPriceMinor(line),
        afterMinor: hit.variant.priceMinor,
      });
    const answered = reservation?.lines.find((other) => other.lineId === line.lineId);
    if (reservation?.state === 'live' && answered && answered.granted < answered.requested)
      changes.push({ kind: 'short', name, granted: answered.granted, sku: line.sku });
  }
  return changes;
}
