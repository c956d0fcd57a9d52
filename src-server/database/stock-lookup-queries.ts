import type { Queryable } from './database.ts';

/** Whether a command, receipt or sale has moved anything in a store. */
export async function hasMovementsOf(db: Queryable, storeId: number, causeId: string): Promise<boolean> {
  const rows = await db.query('select 1 from movement where store_id = $1 and cause_id = $2 limit 1', [
    storeId,
    causeId,
  ]);
  return rows.length > 0;
}

export interface StoreStockRow {
  readonly code: string;
  readonly name: string;
  readonly on_hand: number;
  readonly reserved: number;
}

/** What each store has of a SKU; empty where nobody knows the SKU. */
export async function findStockEverywhere(db: Queryable, sku: string): Promise<StoreStockRow[]> {
  return db.query<StoreStockRow>({
    name: 'stock-everywhere',
    text: `select s.code, s.name, k.on_hand, k.reserved from stock k join store s using (store_id)
            where k.sku = $1 order by s.store_id`,
    values: [sku],
  });
}

/** On hand by SKU in one store, for those that have a row. */
export async function findOnHand(
  db: Queryable,
  storeId: number,
  skus: readonly string[],
): Promise<Map<string, number>> {
  const rows = await db.query<{ sku: string; on_hand: number }>(
    'select sku, on_hand from stock where store_id = $1 and sku = any($2::text[])',
    [storeId, skus],
  );
  return new Map(rows.map((row) => [row.sku, row.on_hand]));
}
