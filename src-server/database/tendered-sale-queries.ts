import type { TenderedSale } from '../../shared/sale/sale.ts';
import type { StoreSettings } from '../../shared/staff/store-settings.ts';
import type { Queryable } from './database.ts';

export interface TenderedSaleRow {
  readonly sale_id: string;
  readonly terminal_id: string;
  readonly doc: TenderedSale;
  readonly movements:
    | { readonly lineNo: number; readonly sku: string; readonly quantity: number; readonly kind: string }[]
    | null;
  /** False where the chain has nothing at the sale's place. */
  readonly placed: boolean;
  /** The sale before it in the chain, and when that was paid by the till's clock. */
  readonly earlier_sale_id: string | null;
  readonly earlier_tendered_at: string | null;
}

/** Paid sales by their ids, after one of them, with what the ledger and the chain say of them. */
export function tenderedSalesAfter(
  db: Queryable,
  storeId: number,
  afterSaleId: string,
  limit: number,
): Promise<TenderedSaleRow[]> {
  return db.query<TenderedSaleRow>({
    name: 'tendered-sales-after',
    text: `select s.sale_id, s.terminal_id, s.doc,
        (select json_agg(json_build_object('lineNo', m.line_no, 'sku', m.sku, 'quantity', m.quantity, 'kind', m.kind) order by m.line_no)
          from movement m where m.store_id = s.store_id and m.cause_id = s.sale_id) as movements,
        exists (select from sale_sequence q
          where q.store_id = s.store_id and q.terminal_id = s.terminal_id and q.epoch = s.epoch and q.sequence = s.sequence) as placed,
        e.sale_id as earlier_sale_id, readable_json(e.doc)->>'tenderedAt' as earlier_tendered_at
      from (
        select * from sale where store_id = $1 and sale_id > $2 and status = 'tendered' order by sale_id limit $3
      ) s
      left join sale_sequence q on q.store_id = s.store_id and q.terminal_id = s.terminal_id and q.epoch = s.epoch
        and q.sequence = s.sequence - 1
      left join sale e on e.store_id = q.store_id and e.sale_id = q.sale_id
      order by s.sale_id`,
    values: [storeId, afterSaleId, limit],
  });
}

/** The store's settings as its tills have them; null where nobody has set any. */
export async function settingsOfStore(db: Queryable, storeId: number): Promise<StoreSettings | null> {
  const rows = await db.query<{ doc: StoreSettings }>('select doc from settings where store_id = $1', [
    storeId,
  ]);
  return rows[0]?.doc ?? null;
}

/** Which of these SKUs keep no stock in the store. */
export async function untrackedAmong(
  db: Queryable,
  storeId: number,
  skus: readonly string[],
): Promise<Set<string>> {
  const rows = await db.query<{ sku: string }>({
    name: 'untracked-skus',
    text: 'select sku from stock where store_id = $1 and sku = any($2::text[]) and not tracked',
    values: [storeId, skus],
  });
  return new Set(rows.map(({ sku }) => sku));
}
