import type { Queryable } from '../database/database.ts';

/** A figure that is not what the ledger says. Quantities in the unit's smallest step. */
export interface Difference {
  readonly sku: string;
  readonly figure: 'onHand' | 'reserved' | 'sold' | 'soldHere';
  readonly stored: number;
  readonly expected: number;
}

/**
 * Recomputes the stock of a store from the ledger and the live reservations, in one statement and so from one snapshot: it
 * may run while the store sells. Every stored figure that differs is listed; none is changed.
 */
export function verifyStore(database: Queryable, storeId: number): Promise<Difference[]> {
  return database.query<Difference>(
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
     ), sold_by_terminal as (
       select s.terminal_id, s.epoch, s.period, v.sku, -sum(v.quantity)::bigint as quantity
       from movement v join sale s on s.store_id = v.store_id and s.sale_id = v.cause_id
       where v.store_id = $1 group by 1, 2, 3, 4
     ), own as (
       -- Rows of a period that is over count for nobody.
       select o.sku, sum(o.quantity)::bigint as stored, sum(coalesce(m.quantity, 0))::bigint as expected
       from own_sold o
       left join terminal_epoch p on p.store_id = o.store_id and p.terminal_id = o.terminal_id and p.epoch = o.epoch
       left join sold_by_terminal m on m.terminal_id = o.terminal_id and m.epoch = o.epoch and m.period = o.period
         and m.sku = o.sku
       where o.store_id = $1 and o.period >= coalesce(p.period, 1) group by o.sku
     )
     select sku, 'onHand' as figure, on_hand as stored, on_hand_expected as expected from figures
       where on_hand <> on_hand_expected
     union all select sku, 'reserved', reserved, reserved_expected from figures where reserved <> reserved_expected
     union all select sku, 'sold', sold, sold_expected from figures where sold <> sold_expected
     union all select sku, 'soldHere', stored, expected from own where stored <> expected
     order by sku, figure`,
    [storeId],
  );
}
