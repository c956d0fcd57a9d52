import type { Sale } from '../../shared/sale/sale.ts';
import type { ReservationState } from '../../shared/stock/reservation.ts';
import type { Queryable } from './database.ts';

export interface HandOverSaleRow {
  readonly sale_id: string;
  readonly terminal_id: string;
  readonly status: Sale['status'];
  readonly reservation_state: ReservationState;
  readonly handed_to: string | null;
  readonly taken_from: string | null;
  readonly doc: Sale;
}

export interface HeldLineRow {
  readonly sale_id: string;
  readonly line_id: string;
  readonly line_no: number;
  readonly sku: string;
  readonly merge_key: string;
  readonly requested: number;
  readonly granted: number;
  readonly counted: boolean;
  readonly granted_seq: number;
}

/** Sales and the lines of their live reservations. The store's clock is held, so nothing changes them meanwhile. */
export async function findSalesToHandOver(
  tx: Queryable,
  storeId: number,
  saleIds: readonly string[],
): Promise<{ sales: HandOverSaleRow[]; lines: HeldLineRow[] }> {
  const sales = await tx.query<HandOverSaleRow>(
    `select sale_id, terminal_id, status, reservation_state, handed_to, taken_from, doc from sale
      where store_id = $1 and sale_id = any($2::uuid[])`,
    [storeId, saleIds],
  );
  const lines = await tx.query<HeldLineRow>(
    `select sale_id, line_id, line_no, sku, merge_key, requested, granted, counted, granted_seq from sale_line
      where store_id = $1 and sale_id = any($2::uuid[]) order by line_no`,
    [storeId, saleIds],
  );
  return { sales, lines };
}

export interface HandOverWrite {
  readonly storeId: number;
  readonly seq: number;
  readonly now: Date;
  readonly terminalId: string;
  readonly epoch: number;
  readonly takenId: string;
  readonly newId: string;
  /** What the new sale begins with where its till has not been heard yet. */
  readonly doc: Sale;
  readonly lines: readonly Omit<HeldLineRow, 'sale_id'>[];
}

/**
 * Moves the grants as batch `seq` of the store, and every till learns who holds them now. What both sales held of one line
 * beyond what the new one asks for goes back to the shelf.
 */
export async function writeHandOver(tx: Queryable, write: HandOverWrite): Promise<void> {
  const { storeId, seq, now, terminalId, epoch, takenId, newId } = write;
  await tx.query(
    `with old as (
       delete from sale_line where store_id = $1 and sale_id = any($2::uuid[]) returning sku, granted, counted),
     new as (
       select sku, sum(granted) as granted
         from json_to_recordset($4::json) as row (sku text, granted bigint, counted boolean)
        where counted group by sku),
     changed as (
       update stock k set seq = $3, reserved = k.reserved - o.granted + coalesce(new.granted, 0)
         from (select sku, coalesce(sum(granted) filter (where counted), 0) as granted from old group by sku) o
         left join new using (sku)
        where k.store_id = $1 and k.sku = o.sku returning k.sku)
     insert into stock_change (store_id, seq, sku) select $1, $3, sku from changed`,
    [storeId, [takenId, newId], seq, JSON.stringify(write.lines)],
  );
  // Also of what had lapsed: its till lets go of the sale only by a stock document as new as the news of it.
  await tx.query('select touch_stock($1, $2, $3::text[])', [
    storeId,
    seq,
    [...new Set(write.doc.lines.map((line) => line.sku))],
  ]);
  await tx.query(
    `update sale set reservation_state = 'handedOver', expires_at = null, handed_to = $3, result_seq = $4
      where store_id = $1 and sale_id = $2`,
    [storeId, takenId, newId, seq],
  );
  await tx.query(
    `insert into sale as s (store_id, sale_id, terminal_id, epoch, revision, status, content_hash, doc,
        reservation_state, expires_at, touched_at, applied_at, taken_from, result_seq)
     select $1, $2, $3, $4, 0, 'open', '', $5::json, 'live',
        $6::timestamptz + reservation_ttl_ms * interval '1 millisecond', $6, $6, $7, $8
       from settings where store_id = $1
     on conflict (store_id, sale_id) do update set
        reservation_state = 'live', expires_at = excluded.expires_at, touched_at = excluded.touched_at,
        taken_from = excluded.taken_from, result_seq = excluded.result_seq`,
    [storeId, newId, terminalId, epoch, JSON.stringify(write.doc), now, takenId, seq],
  );
  await tx.query(
    `insert into sale_line (store_id, sale_id, line_id, line_no, sku, merge_key, requested, granted, counted,
                            granted_seq, terminal_id, epoch)
     select $1, $2, line_id, line_no, sku, merge_key, requested, granted, counted, granted_seq, $3, $4
       from json_to_recordset($5::json) as row (line_id text, line_no int, sku text, merge_key uuid, requested bigint,
                                                granted bigint, counted boolean, granted_seq bigint)`,
    [storeId, newId, terminalId, epoch, JSON.stringify(write.lines)],
  );
}
