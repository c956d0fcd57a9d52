import { multiplyDivideHalfUp } from '../money/rounding.ts';
import type { SaleLine } from './sale.ts';

/** How much goes along with a parent's quantity. */
const quantityAlong = (line: SaleLine, parent: SaleLine): number =>
  multiplyDivideHalfUp(parent.quantity, line.linkedEach ?? 1, 10 ** (parent.unit?.scale ?? 0));

/**
 * Lets what goes along with a line (a deposit) follow it: its quantity, and out of the cart with it. The same array where
 * nothing changes.
 */
export function followParents(lines: readonly SaleLine[]): readonly SaleLine[] {
  if (!lines.some((line) => line.linkedTo !== undefined)) return lines;
  const byId = new Map(lines.map((line) => [line.lineId, line]));
  let changed = false;
  const followed = lines.flatMap((line) => {
    // What comes back by itself follows nobody.
    if (line.linkedTo === undefined || line.returnOf !== undefined) return [line];
    const parent = byId.get(line.linkedTo);
    const quantity = parent ? quantityAlong(line, parent) : 0;
    if (quantity === line.quantity) return [line];
    changed = true;
    return quantity === 0 ? [] : [{ ...line, quantity }];
  });
  return changed ? followed : lines;
}
