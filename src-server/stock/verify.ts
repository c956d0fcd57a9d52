import type { Queryable } from '../database/database.ts';

/** A figure that is not what the ledger says. Quantities in the unit's smallest step. */
export interface Difference {
  /**
   * onHand, reserved, sold: of the store. soldHere: what a terminal sold in its running period. grant: more than was asked
   * for, or of a sale that holds nothing. overdue: a grant that outlived its expiry, in milliseconds. movement: a paid sale
   * whose ledger is not what its lines say. place: a paid sale without a place in its terminal's chain.
   */
  readonly figure: 'onHand' | 'reserved' | 'sold' | 'soldHere' | 'grant' | 'overdue' | 'movement' | 'place';
  /** Empty where no SKU is concerned. */
  readonly sku: string;
  readonly stored: number;
  readonly expected: number;
  readonly saleId?: string;
  readonly terminalId?: string;
}

/** The sweeper comes every second; what is still held so long after its end has been forgotten. */
const OVERDUE_AFTER_MS = 60_000;

interface Row {
  readonly figure: Difference['figure'];
  readonly sku: string;
  readonly stored: number;
  readonly expected: number;
  readonly sale_id: string | null;
  readonly terminal_id: string | null;
}

/**
 * Recomputes the stock of a store from the ledger and the live reservations, in one statement and so from one snapshot: it
 * may run while the store sells. Every stored figure that differs is listed; none is changed.
 *
 * @param now to find what outlived its expiry; without it that is not looked for
 */
export async function verifyStore(database: Queryable, storeId: number, now?: Date): Promise<Difference[]> {
  const rows = await database.query<Row>(
    `with moved as (
       select sku, sum(quantity)::bigint as on_hand,
         coalesce(sum(-quantity) filter (where kind in ('sale', 'return')), 0)::bigint as sold
       from movement where store_id = $1 group by sku
     ), held as (
       select l.sku, sum(l.granted)::bigint as reserved
       from sale_line l join sale s on s.store_id = l.store_id and s.sale_id = l.sale_id
       where l.store_id = $1 and l.counted and s.reservation_state = 'live' group by l.sku
     ), figures as (
       select coalesce(s.sku, m.sku, h.sku) as sku,
         coalesce(s.on_hand, 0) as on_hand, coalesce(m.on_hand, 0) as on_hand_expected,
         coalesce(s.reserved, 0) as reserved, coalesce(h.reserved, 0) as reserved_expected,
         coalesce(s.sold, 0) as sold, coalesce(m.sold, 0) as sold_expected
       from (select * from stock where store_id = $1) s
       full join moved m on m.sku = s.sku
       full join held h on h.sku = coalesce(s.sku, m.sku)
     ), running as (
       -- What counts for a terminal: its present epoch, from its running period on.
       select t.terminal_id, t.epoch, coalesce(p.period, 1) as period
       from terminal t
       left join terminal_epoch p on p.store_id = $1 and p.terminal_id = t.terminal_id and p.epoch = t.epoch
       where t.store_id = $1
     ), sold_by_terminal as (
       select s.terminal_id, s.period, v.sku, -sum(v.quantity)::bigint as quantity
       from running r
       join sale s on s.store_id = $1 and s.terminal_id = r.terminal_id and s.epoch = r.epoch and s.period >= r.period
       join movement v on v.store_id = s.store_id and v.cause_id = s.sale_id
       group by 1, 2, 3
     ), kept_by_terminal as (
       select o.terminal_id, o.period, o.sku, o.quantity
       from running r
       join own_sold o on o.store_id = $1 and o.terminal_id = r.terminal_id and o.epoch = r.epoch and o.period >= r.period
     ), own as (
       select terminal_id, sku, coalesce(o.quantity, 0) as stored, coalesce(m.quantity, 0) as expected
       from kept_by_terminal o full join sold_by_terminal m using (terminal_id, period, sku)
     )
     select 'onHand' as figure, sku, on_hand as stored, on_hand_expected as expected, null::uuid as sale_id, null::uuid as terminal_id
       from figures where on_hand <> on_hand_expected
     union all select 'reserved', sku, reserved, reserved_expected, null, null from figures where reserved <> reserved_expected
     union all select 'sold', sku, sold, sold_expected, null, null from figures where sold <> sold_expected
     union all select 'soldHere', sku, stored, expected, null, terminal_id from own where stored <> expected
     union all select 'grant', l.sku, l.granted, case when s.reservation_state = 'live' then l.requested else 0 end,
         l.sale_id, l.terminal_id
       from sale_line l left join sale s on s.store_id = l.store_id and s.sale_id = l.sale_id
       where l.store_id = $1 and (l.granted > l.requested or s.reservation_state is distinct from 'live')
     union all select 'overdue', '', (extract(epoch from $2::timestamptz - s.expires_at) * 1000)::bigint, 0, s.sale_id, s.terminal_id
       from sale s
       where s.store_id = $1 and s.reservation_state = 'live' and s.expires_at < $2::timestamptz - $3 * interval '1 ms'
     order by sku, figure`,
    [storeId, now ?? null, OVERDUE_AFTER_MS],
  );
  return rows.map(({ sale_id: saleId, terminal_id: terminalId, ...difference }) => ({
    ...difference,
    ...(saleId === null ? {} : { saleId }),
    ...(terminalId === null ? {} : { terminalId }),
  }));
}
