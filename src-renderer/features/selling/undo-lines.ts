import { decideQuantity, decideRestoreLines, mergeKey } from '../../../shared/sale/cart.ts';
import type { Sale, SaleLine } from '../../../shared/sale/sale.ts';
import type { RemovedLine } from '../../runtime/cashier-store.ts';

/**
 * Puts removed lines back where they stood. What was added since stays; if the same form was added again meanwhile,
 * its line takes the quantity, so that one form never stands in a cart twice.
 */
export function decidePutBack(sale: Sale, removed: readonly RemovedLine[], at: string) {
  const lines: SaleLine[] = [...sale.lines];
  const merged: { lineId: string; quantity: number }[] = [];
  for (const { line, index } of removed) {
    const twin = lines.find((other) => mergeKey(other) === mergeKey(line));
    if (twin) merged.push({ lineId: twin.lineId, quantity: twin.quantity + line.quantity });
    else lines.splice(Math.min(index, lines.length), 0, line);
  }
  let decision = decideRestoreLines(sale, lines, at);
  for (const { lineId, quantity } of merged) {
    if (!decision.ok) return decision;
    decision = decideQuantity(decision.sale, lineId, quantity, at);
  }
  return decision;
}
