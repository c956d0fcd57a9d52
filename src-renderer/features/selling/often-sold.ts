import type { Item } from '../../../shared/catalog/item.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';

/** A tab of fewer articles than this would be a hole, not a help. */
const FEWEST = 8;
const MOST = 30;

/**
 * The articles that this till sells most, sorted by name so that they keep their places; empty until there are enough.
 * Counted in sales, not in pieces: one large order makes no favourite.
 */
export function oftenSold(
  sales: readonly TenderedSale[],
  findItem: (itemId: string) => Item | undefined,
): readonly Item[] {
  const counts = new Map<string, number>();
  for (const sale of sales)
    for (const itemId of new Set(sale.lines.map((line) => line.itemId)))
      if (itemId) counts.set(itemId, (counts.get(itemId) ?? 0) + 1);
  const favourites = [...counts]
    .sort(([, one], [, other]) => other - one)
    .map(([itemId]) => findItem(itemId))
    .filter((item) => item?.active === true)
    .slice(0, MOST) as Item[];
  if (favourites.length < FEWEST) return [];
  return favourites.sort((one, other) => one.name.localeCompare(other.name));
}
