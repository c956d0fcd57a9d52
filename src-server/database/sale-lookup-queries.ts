import type { Sale } from '../../shared/sale/sale.ts';
import type { Queryable } from './database.ts';

export interface SaleRow {
  readonly sale_id: string;
  readonly terminal_id: string;
  readonly terminal_name: string | null;
  readonly status: Sale['status'];
  readonly handed_to: string | null;
  readonly doc: Sale;
}

const COLUMNS = 's.sale_id, s.terminal_id, t.name as terminal_name, s.status, s.handed_to, s.doc';

export async function findSale(db: Queryable, storeId: number, saleId: string): Promise<SaleRow | null> {
  const rows = await db.query<SaleRow>(
    `select ${COLUMNS} from sale s left join terminal t using (terminal_id)
      where s.store_id = $1 and s.sale_id = $2`,
    [storeId, saleId],
  );
  return rows[0] ?? null;
}

/** What has come back of each line of a sale, at any till. Returns that name no line are not among them. */
export async function returnedLines(
  db: Queryable,
  storeId: number,
  saleId: string,
): Promise<{ line_id: string; quantity: number }[]> {
  return db.query(
    `select original_line_id as line_id, sum(quantity)::bigint as quantity from sale_return r
      where store_id = $1 and original_sale_id = $2 and original_line_id is not null
        and not exists (select from sale_undone u where u.store_id = r.store_id and u.sale_id = r.sale_id)
      group by 1`,
    [storeId, saleId],
  );
}

/** The paid sales in which something of others came back: what they gave back for it is not given back again. */
export async function returningSales(
  db: Queryable,
  storeId: number,
  ids: readonly string[],
): Promise<Sale[]> {
  const rows = await db.query<{ doc: Sale }>(
    `select s.doc from sale s
      where s.store_id = $1 and s.status = 'tendered'
        and s.sale_id in (select r.sale_id from sale_return r where r.store_id = $1 and r.original_sale_id = any ($2))
        and not exists (select from sale_undone u where u.store_id = $1 and u.sale_id = s.sale_id)`,
    [storeId, ids],
  );
  return rows.map(({ doc }) => doc);
}

/** Of some paid sales those that are there. */
export async function tenderedSales(db: Queryable, storeId: number, ids: readonly string[]): Promise<Sale[]> {
  const rows = await db.query<{ doc: Sale }>(
    `select doc from sale where store_id = $1 and sale_id = any ($2) and status = 'tendered'
      and not exists (select from sale_undone u where u.store_id = $1 and u.sale_id = sale.sale_id)`,
    [storeId, ids],
  );
  return rows.map(({ doc }) => doc);
}

/** The sales that have a number at any till of the store, in any of its epochs, the newest first. */
export async function salesByNumber(
  db: Queryable,
  storeId: number,
  number: number,
  limit: number,
): Promise<{ terminal_id: string; terminal_name: string | null; doc: Sale }[]> {
  return db.query(
    `select q.terminal_id, t.name as terminal_name, s.doc
      from (select terminal_id, sale_id from sale_sequence where store_id = $1 and sequence = $2) q
      join sale s on s.store_id = $1 and s.sale_id = q.sale_id
      left join terminal t on t.terminal_id = q.terminal_id
      order by s.applied_at desc limit $3`,
    [storeId, number, limit],
  );
}

/** Parked sales that nobody has taken over, the newest first. */
export async function listParkedSales(db: Queryable, storeId: number, limit: number): Promise<SaleRow[]> {
  return db.query<SaleRow>(
    `select ${COLUMNS} from sale s left join terminal t using (terminal_id)
      where s.store_id = $1 and s.status = 'parked' and s.handed_to is null
      order by s.touched_at desc limit $2`,
    [storeId, limit],
  );
}
