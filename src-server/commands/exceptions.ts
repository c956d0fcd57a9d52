import { listOpenExceptions } from '../database/attention-queries.ts';
import type { Database } from '../database/database.ts';
import { storeOfCommand } from './store-of-command.ts';

const LIMIT = 1000;

/** One line an open exception, the oldest first: when, store, kind, SKU and quantity, the document, its till. */
export async function exceptions(database: Database, storeCode: string | null): Promise<string[]> {
  const store = storeCode === null ? null : await storeOfCommand(database, storeCode);
  const rows = await listOpenExceptions(database, store?.store_id ?? null, LIMIT);
  if (rows.length === 0) return ['Nothing waits for a person.'];
  return rows.map((row) =>
    [
      row.opened_at.toISOString(),
      row.store,
      row.kind,
      row.sku && `${row.sku}${row.quantity === null ? '' : ` × ${row.quantity}`}`,
      row.cause_id,
      row.terminal ?? '',
    ]
      .filter(Boolean)
      .join('  '),
  );
}
