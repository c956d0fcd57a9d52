import type { Database } from '../database/database.ts';
import { listStores } from '../database/terminal-queries.ts';
import { verifyStore } from '../stock/verify.ts';
import { verifyAllSales } from '../stock/verify-sales.ts';
import { CommandFailure } from './command-failure.ts';
import { storeOfCommand } from './store-of-command.ts';

/**
 * Recomputes stock from the ledger and compares. Fails when anything differs; every difference is told.
 *
 * @param storeCode null: every store
 */
export async function verify(
  database: Database,
  storeCode: string | null,
  tell: (difference: string) => void,
): Promise<string[]> {
  const stores =
    storeCode === null ? await listStores(database) : [await storeOfCommand(database, storeCode)];
  const lines: string[] = [];
  let different = 0;
  for (const store of stores) {
    const differences = [
      ...(await verifyStore(database, store.store_id, new Date())),
      ...(await verifyAllSales(database, store.store_id)),
    ];
    for (const { sku, figure, stored, expected, saleId } of differences)
      tell(
        `store ${store.code}, ${sku || saleId}: ${figure} is ${stored}, by the ledger ${expected}${sku && saleId ? ` (sale ${saleId})` : ''}`,
      );
    if (differences.length === 0) lines.push(`Store ${store.code}: stock agrees with the ledger.`);
    different += differences.length;
  }
  if (different > 0)
    throw new CommandFailure(
      `${different} figures differ from the ledger. Nothing was changed; keep this list.`,
    );
  return lines;
}
