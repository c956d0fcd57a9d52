import type { Sale, SaleLine } from '../sale/sale.ts';

/**
 * How many units a line takes from the shelf, in the unit's smallest step; below zero puts units back.
 * One function on both sides: the quantity; 0 for a return that is not tendered yet (the goods are not back), 0 for a
 * return that is not restocked, 0 for what keeps no stock.
 */
export function stockEffect(
  line: Pick<SaleLine, 'quantity' | 'disposition' | 'tracksStock'>,
  tendered: boolean,
): number {
  if (line.tracksStock === false) return 0;
  if (line.quantity >= 0) return line.quantity;
  if (!tendered || line.disposition === 'damaged') return 0;
  return line.quantity;
}

/** The effect of a whole sale on one SKU. */
export function saleStockEffect(sale: Pick<Sale, 'status' | 'lines'>, sku: string): number {
  const tendered = sale.status === 'tendered';
  return sale.lines.reduce((sum, line) => (line.sku === sku ? sum + stockEffect(line, tendered) : sum), 0);
}
