import type { StoreSettings } from '../../shared/staff/store-settings.ts';
import { writeStockRows } from './catalog-queries.ts';
import type { Queryable } from './database.ts';
import { bumpFeedClock } from './feed-clock.ts';
import type { StoredStaff } from './staff-queries.ts';

/** Opens a store with its own feed and a stock row for everything in the catalogue. The company's clock is held. */
export async function insertStore(
  tx: Queryable,
  store: { readonly code: string; readonly name: string },
): Promise<number> {
  const [row] = await tx.query<{ store_id: number }>(
    `insert into store (store_id, code, name)
     select coalesce(max(store_id), 0) + 1, $1, $2 from store returning store_id`,
    [store.code, store.name],
  );
  if (!row) throw new Error(`store ${store.code} was not inserted`);
  await tx.query('insert into feed_clock (scope) values ($1)', [row.store_id]);
  await writeStockRows(tx, [row.store_id], null);
  return row.store_id;
}

/** Begins another life of the database: checkpoints of the one before have expired. */
export async function raiseServerEpoch(db: Queryable): Promise<number> {
  const [row] = await db.query<{ epoch: number }>(
    'update server_meta set server_epoch = server_epoch + 1 returning server_epoch as epoch',
  );
  if (!row) throw new Error('server_meta is empty');
  return row.epoch;
}

export async function renameStore(tx: Queryable, storeId: number, name: string): Promise<void> {
  await tx.query('update store set name = $2 where store_id = $1', [storeId, name]);
}

/** A store's settings, held until the transaction ends; null where it has none. */
export async function readSettings(tx: Queryable, storeId: number): Promise<StoreSettings | null> {
  const [row] = await tx.query<{ doc: Omit<StoreSettings, 'version'>; version: number | string }>(
    'select doc, version from settings where store_id = $1 for update',
    [storeId],
  );
  return row ? ({ ...row.doc, version: Number(row.version) } as StoreSettings) : null;
}

/** Writes a store's settings as a batch of its feed. */
export async function writeSettings(
  tx: Queryable,
  storeId: number,
  settings: Omit<StoreSettings, 'version'>,
): Promise<void> {
  const version = await bumpFeedClock(tx, storeId);
  await tx.query(
    `insert into settings (store_id, doc, version, reservation_ttl_ms, parked_ttl_ms, under_paying_ttl_ms)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (store_id) do update
       set doc = excluded.doc, version = excluded.version, reservation_ttl_ms = excluded.reservation_ttl_ms,
           parked_ttl_ms = excluded.parked_ttl_ms, under_paying_ttl_ms = excluded.under_paying_ttl_ms`,
    [
      storeId,
      JSON.stringify(settings),
      version,
      settings.reservationTtlMs,
      settings.parkedTtlMs,
      settings.underPayingTtlMs,
    ],
  );
}

/** Writes people who work in every store, as batch `version` of the company's feed. */
export async function writeStaff(
  tx: Queryable,
  staff: readonly StoredStaff[],
  version: number,
): Promise<void> {
  await tx.query(
    `insert into staff (staff_id, store_id, doc, version)
     select (doc ->> 'id')::uuid, null, doc, $2 from json_array_elements($1::json) as doc
     on conflict (staff_id) do update set doc = excluded.doc, version = excluded.version, deleted = false`,
    [JSON.stringify(staff), version],
  );
}
