import { mergeKey } from '../../shared/sale/cart.ts';
import { shelfPriceMinor } from '../../shared/sale/pricing.ts';
import { isTendered, type Sale, type SaleLine } from '../../shared/sale/sale.ts';
import { stockEffect } from '../../shared/stock/stock-effect.ts';
import { digestUuid } from './content-digest.ts';
import type { OperationLine } from './operation.ts';

function returnedOf(line: SaleLine): NonNullable<OperationLine['returned']> | null {
  if (line.quantity >= 0 || line.returnOf === undefined) return null;
  const quantity = -line.quantity;
  return typeof line.returnOf === 'string'
    ? { saleId: line.returnOf, lineId: null, quantity }
    : { saleId: line.returnOf.saleId, lineId: line.returnOf.lineId ?? null, quantity };
}

/** True where the price is the cashier's own: it is not compared with the catalogue's. */
const priceFree = (line: SaleLine): boolean =>
  line.quantity < 0 || line.priceOverride !== undefined || line.openPrice === true;

/**
 * The lines of a sale as stock sees them. Repetitions of one variation at one price are one line, under the first one's id;
 * the document itself is kept as it came. A tendered sale keeps each line: they are facts, and its ledger has one row each.
 */
export function operationLines(sale: Sale): OperationLine[] {
  const tendered = isTendered(sale);
  const lines: OperationLine[] = [];
  const byKey = new Map<string, number>();
  for (const [lineNo, line] of sale.lines.entries()) {
    const effect = stockEffect(line, tendered);
    // With the SKU: a client may name the item and leave out the size that tells its variants apart.
    const key = tendered ? '' : `${line.sku}\n${mergeKey(line)}`;
    const tracked = line.tracksStock !== false;
    // What keeps no stock is still asked for: its answer is that all of it is granted.
    const quantity = tendered ? effect : Math.max(0, line.quantity);
    const first = tendered ? undefined : byKey.get(key);
    if (first !== undefined) {
      const other = lines[first] as OperationLine;
      lines[first] = { ...other, quantity: other.quantity + quantity };
      continue;
    }
    const returned = tendered ? returnedOf(line) : null;
    byKey.set(key, lines.length);
    lines.push({
      lineNo,
      lineId: line.lineId,
      sku: line.sku,
      mergeKey: tendered ? EMPTY_KEY : digestUuid(key),
      quantity,
      // What the till says the shelf said: a price of the cashier's own is not compared, the list price beside it is.
      unitPriceMinor: shelfPriceMinor(line),
      priceFree: priceFree(line),
      tracked,
      ...(returned === null ? {} : { returned }),
    });
  }
  return lines;
}

/** Tendered lines are never reservation lines. */
const EMPTY_KEY = '00000000-0000-0000-0000-000000000000';
