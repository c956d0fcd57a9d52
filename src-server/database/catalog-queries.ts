import { normalizeCode } from '../../shared/catalog/gtin.ts';
import { type Item, tracksStock } from '../../shared/catalog/item.ts';
import { variationKey } from '../../shared/catalog/variation-key.ts';
import type { Queryable } from './database.ts';
import { bumpFeedClock } from './feed-clock.ts';

/** Stored items by id, with the document as it was written. */
export async function findItems(db: Queryable, ids: readonly string[]): Promise<Map<string, Item>> {
  const rows = await db.query<{ item_id: string; doc: Item }>(
    'select item_id, doc from item where item_id = any($1::uuid[])',
    [ids],
  );
  return new Map(rows.map((row) => [row.item_id, row.doc]));
}

/** The item that has each of these SKUs. */
export async function findSkuOwners(db: Queryable, skus: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ sku: string; item_id: string }>(
    'select sku, item_id from variant where sku = any($1::text[])',
    [skus],
  );
  return new Map(rows.map((row) => [row.sku, row.item_id]));
}

/** The item that has each of these codes, given in their normal form. */
export async function findCodeOwners(db: Queryable, codes: readonly string[]): Promise<Map<string, string>> {
  const rows = await db.query<{ code: string; item_id: string }>(
    `select c.code, v.item_id from variant_code c join variant v using (sku) where c.code = any($1::text[])`,
    [codes],
  );
  return new Map(rows.map((row) => [row.code, row.item_id]));
}

export async function countItems(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>('select count(*) from item where not deleted');
  return row?.count ?? 0;
}

/**
 * Writes items whole, with their variants and codes, as batch `version` of the company's feed. The caller has decided
 * that no SKU and no code belongs to anyone else.
 */
export async function writeItems(tx: Queryable, items: readonly Item[], version: number): Promise<void> {
  const rows = items.map((item) => ({ item_id: item.id, has_sizes: item.hasSizes, doc: item }));
  const variants = items.flatMap((item) =>
    item.variants.map((variant) => ({
      sku: variant.sku,
      item_id: item.id,
      has_sizes: item.hasSizes,
      size: variant.size,
      properties: variant.properties,
      variation_key: variationKey(item.id, variant.size, variant.properties),
      price_minor: variant.priceMinor,
      open_price: item.openPrice ?? false,
      unit_code: variant.unit.code,
      unit_scale: variant.unit.scale,
      tracked: tracksStock(item),
    })),
  );
  const codes = items.flatMap((item) =>
    item.variants.flatMap(({ sku, codes: own }) =>
      [...new Set(own.map(normalizeCode))].map((code) => ({ code, sku })),
    ),
  );
  await tx.query('delete from variant where item_id = any($1::uuid[])', [items.map((item) => item.id)]);
  await tx.query(
    `insert into item (item_id, has_sizes, doc, version)
     select item_id, has_sizes, doc, $2 from json_to_recordset($1::json)
       as row (item_id uuid, has_sizes boolean, doc json)
     on conflict (item_id) do update
       set has_sizes = excluded.has_sizes, doc = excluded.doc, version = excluded.version, deleted = false`,
    [JSON.stringify(rows), version],
  );
  await tx.query(
    `insert into variant (sku, item_id, has_sizes, size, properties, variation_key, price_minor, open_price,
                          unit_code, unit_scale, tracked)
     select * from json_to_recordset($1::json)
       as row (sku text, item_id uuid, has_sizes boolean, size text, properties jsonb, variation_key text,
               price_minor bigint, open_price boolean, unit_code text, unit_scale smallint, tracked boolean)`,
    [JSON.stringify(variants)],
  );
  await tx.query(
    `insert into variant_code (code, sku)
     select * from json_to_recordset($1::json) as row (code text, sku text)`,
    [JSON.stringify(codes)],
  );
}

/** Where a store's stock rows do not yet say what the catalogue says of these SKUs. */
const STOCK_TO_WRITE = `
  select v.sku, v.tracked from variant v
    left join stock k on k.store_id = $1 and k.sku = v.sku
   where ($2::text[] is null or v.sku = any($2::text[]))
     and (k.sku is null or not k.known or k.tracked <> v.tracked)`;

/**
 * Gives every store a stock row for each of these SKUs, so that a missing row means an unknown SKU. Stores whose rows
 * are right already are not touched; the others get a batch in their feed.
 *
 * @param skus null: all of the catalogue
 */
export async function writeStockRows(
  tx: Queryable,
  storeIds: readonly number[],
  skus: readonly string[] | null,
): Promise<void> {
  for (const storeId of [...storeIds].sort((a, b) => a - b)) {
    const missing = await tx.query(`${STOCK_TO_WRITE} limit 1`, [storeId, skus]);
    if (missing.length === 0) continue;
    const seq = await bumpFeedClock(tx, storeId);
    await tx.query(
      `with wanted as (${STOCK_TO_WRITE} order by v.sku),
       written as (
         insert into stock (store_id, sku, tracked, known, seq)
         select $1, sku, tracked, true, $3 from wanted
         on conflict (store_id, sku) do update
           set tracked = excluded.tracked, known = true, seq = excluded.seq
         returning sku)
       insert into stock_change (store_id, seq, sku) select $1, $3, sku from written`,
      [storeId, skus, seq],
    );
  }
}
