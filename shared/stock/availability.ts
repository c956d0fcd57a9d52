import type { Sale } from '../sale/sale.ts';
import { saleStockEffect } from './stock-effect.ts';
import type { StockLevel } from './stock-level.ts';

type Demanding = Pick<Sale, 'status' | 'lines'> & { readonly period?: unknown };

/** True while a sale of this terminal takes part in its own demand: still running, or tendered in `period` or later. */
export function demands(sale: Demanding, period: number): boolean {
  if (sale.status === 'abandoned') return false;
  return sale.status !== 'tendered' || (typeof sale.period === 'number' && sale.period >= period);
}

/** What this terminal's own sales take of a SKU, seen from a stock document of `period`. */
export function demandOf(sales: Iterable<Demanding>, sku: string, period: number): number {
  let sum = 0;
  for (const sale of sales) if (demands(sale, period)) sum += saleStockEffect(sale, sku);
  return sum;
}

/**
 * What may still be promised here, exact whatever is in flight: the server's figure without this terminal's part, and
 * this terminal's own truth in its place. May be below zero; screens show 0 then.
 */
export function availability(
  level: Pick<StockLevel, 'onHand' | 'soldHere' | 'reservedElsewhere'>,
  demand: number,
): number {
  return level.onHand + level.soldHere - level.reservedElsewhere - demand;
}
