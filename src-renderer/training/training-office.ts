import type { Sale } from '../../shared/sale/sale.ts';
import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { StockCommand } from '../../shared/stock/stock-command.ts';
import { saleStockEffect, stockEffect } from '../../shared/stock/stock-effect.ts';
import type { StockLevel } from '../../shared/stock/stock-level.ts';
import type { StockView } from '../database/till-data.ts';

// Who practises sees lines become reserved and stock change, as with a server. There is none: this answers in its place.

const STATES = {
  open: 'live',
  parked: 'live',
  underPaying: 'live',
  tendered: 'converted',
  abandoned: 'released',
} as const satisfies Readonly<Record<Sale['status'], SaleResult['reservation']['state']>>;

/**
 * Grants what there is, the last lines going short first.
 *
 * @param availableOf what is left of a SKU after all that this training's sales take, this one's included
 * @param version rises with each answer
 */
export function resultOf(
  sale: Sale,
  availableOf: (sku: string) => number,
  version: number,
  at: string,
): SaleResult {
  const isOver = sale.status === 'tendered' || sale.status === 'abandoned';
  const missing = new Map<string, number>();
  const lines = sale.lines.toReversed().map(({ lineId, sku, ...line }) => {
    const requested = Math.max(0, stockEffect(line, false));
    const lacking = missing.get(sku) ?? Math.max(0, -availableOf(sku));
    const short = isOver ? 0 : Math.min(requested, lacking);
    missing.set(sku, lacking - short);
    return { lineId, sku, requested, granted: requested - short, heldBy: [] };
  });
  return {
    saleId: sale.id,
    revision: sale.revision,
    reservation: { state: STATES[sale.status], expiresAt: null, lines: lines.toReversed() },
    appliedAt: sale.status === 'tendered' ? at : null,
    exceptions: [],
    version,
  };
}

/** The stock that a training begins with: what can still be had of it at the real till. Null: nothing is known of it. */
export function levelAtFirst(view: StockView, epoch: number): StockLevel | null {
  if (!view.level) return null;
  const { reservedElsewhere } = view;
  const onHand = view.available + reservedElsewhere;
  return { ...view.level, onHand, reservedElsewhere, soldHere: 0, epoch, period: 1 };
}

/** The stock after a command, as head office would book it: a count is compared at its cut, which is now. */
export function levelAfter(
  command: StockCommand,
  level: StockLevel | null,
  tendered: readonly Sale[],
  epoch: number,
): StockLevel {
  const { sku, kind, quantity } = command;
  const before = level ?? { sku, onHand: 0, reservedElsewhere: 0, soldHere: 0, epoch, period: 1, version: 0 };
  const sold = tendered.reduce((sum, sale) => sum + saleStockEffect(sale, sku), 0);
  const onHand = kind === 'count' ? quantity + sold : before.onHand + quantity;
  return { ...before, onHand, version: before.version + 1 };
}
