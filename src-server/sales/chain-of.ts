import { originalsOf } from '../../shared/sale/money-chain.ts';
import type { Sale } from '../../shared/sale/sale.ts';
import type { Queryable } from '../database/database.ts';
import { returningSales, tenderedSales } from '../database/sale-lookup-queries.ts';

/** An exchange of an exchange of an exchange … is looked at that far back. */
const MOST_ROUNDS = 10;

/**
 * The paid sales that touched the money of a sale, without it: in which something of it came back, what it took in exchange,
 * the receipts of both, and so on. Those that were undone as a whole are none.
 */
export async function chainOf(db: Queryable, storeId: number, sale: Sale): Promise<readonly Sale[]> {
  const chain = new Map<string, Sale>([[sale.id, sale]]);
  const looked = new Set<string>();
  let next = new Set([sale.id, ...originalsOf(sale)]);
  for (let round = 0; next.size > 0 && round < MOST_ROUNDS; round += 1) {
    const receipts = [...next];
    const missing = receipts.filter((id) => !chain.has(id));
    const originals = missing.length > 0 ? await tenderedSales(db, storeId, missing) : [];
    const returns = await returningSales(db, storeId, receipts);
    for (const id of receipts) looked.add(id);
    for (const found of [...originals, ...returns]) if (!chain.has(found.id)) chain.set(found.id, found);
    next = new Set(
      [...originals, ...returns].flatMap((found) => [...originalsOf(found)]).filter((id) => !looked.has(id)),
    );
  }
  chain.delete(sale.id);
  return [...chain.values()];
}
