import type { SaleLine } from '../../shared/sale/sale.ts';

/**
 * STOCK.md's rule of what a line takes from the shelf, written a second time on purpose: a product that breaks its own must
 * not break what it is measured by.
 */
export function effectOf(
  { quantity, disposition, tracksStock }: Pick<SaleLine, 'quantity' | 'disposition' | 'tracksStock'>,
  isTendered: boolean,
): number {
  if (tracksStock === false) return 0;
  const isReturn = quantity < 0;
  const isBackOnShelf = isTendered && disposition !== 'damaged';
  return isReturn && !isBackOnShelf ? 0 : quantity;
}
