import type { PulledCollection } from '../../shared/sync/documents.ts';
import { COMPANY_SCOPE } from './feed-clock.ts';

/**
 * The feeds, one statement each, so that a page, the clock and the stamp are of one snapshot.
 * Parameters: $1 store_id, $2 terminal_id, $3 seq and $4 key read last (null: all of that batch), $5 limit; a page of the
 * first download has $6, the key read last. Every row carries `document`, `seq` and `key` (documents of head office lack their `version`, which is `seq`); the first columns are the
 * clock's, and a page without documents is one row that has only those.
 */
export interface FeedQuery {
  readonly scope: (storeId: number) => number;
  readonly changes: string;
  /** Only where the first download goes by key: the log alone would tell of every SKU many times. */
  readonly snapshot?: string;
}

/**
 * The stamp of a batch of clock `c`. Those before its horizon were pruned, and the horizon's own stands for them: a checkpoint
 * that is written while such old documents are read is known again, and one from before the pruning is not.
 */
const stampOf = (seq: string): string => `(
    select b.stamp from feed_batch b where b.scope = c.scope and b.seq = greatest(${seq}, c.pruned_to))`;

const page = (scope: string, rows: string): string => `
  select (select server_epoch from server_meta) as server_epoch, c.seq as clock_seq,
    coalesce((select b.stamp from feed_batch b where b.scope = c.scope and b.seq = c.seq), 0) as clock_stamp,
    ${stampOf('$3')} as known_stamp,
    d.document, d.seq, d.key, d.deleted,
    case when d.seq is not null then ${stampOf('d.seq')} end as stamp
  from feed_clock c
  left join lateral (${rows}) d on true
  where c.scope = ${scope}
  order by d.seq, d.key collate "C"`;

const AFTER_TEXT = `($3::bigint + ($4::text is null)::int, coalesce($4::text, '') collate "C")`;
const AFTER_UUID = `($3::bigint + ($4::text is null)::int, coalesce($4::uuid, '00000000-0000-0000-0000-000000000000'))`;

/** As one terminal needs it: without its own present epoch in what is reserved, and what it sold itself beside it. */
const stockDocument = `
  json_build_object('sku', s.sku, 'onHand', s.on_hand, 'reservedElsewhere', s.reserved - coalesce(held.units, 0),
    'soldHere', coalesce(sold.units, 0), 'epoch', me.epoch, 'period', me.period, 'version', s.seq)`;

const stockOfTerminal = `
  cross join (
    select t.epoch, coalesce(p.period, 1) as period
    from terminal t
    left join terminal_epoch p on p.store_id = $1 and p.terminal_id = t.terminal_id and p.epoch = t.epoch
    where t.terminal_id = $2
  ) me
  left join lateral (
    select sum(l.granted)::bigint as units from sale_line l
    where l.store_id = $1 and l.sku = s.sku and l.counted and l.terminal_id = $2 and l.epoch = me.epoch
  ) held on true
  left join lateral (
    select sum(o.quantity)::bigint as units from own_sold o
    where o.store_id = $1 and o.terminal_id = $2 and o.sku = s.sku and o.epoch = me.epoch and o.period >= me.period
  ) sold on true`;

/** What the server makes of a sale `s`, at the moment it is read. */
export const saleResultDocument = `
  json_build_object(
    'saleId', s.sale_id, 'revision', s.revision,
    'reservation', json_build_object(
      'state', s.reservation_state, 'expiresAt', to_char(s.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'lines', coalesce((
        select json_agg(json_build_object('lineId', l.line_id, 'sku', l.sku, 'requested', l.requested, 'granted', l.granted,
          'heldBy', case when l.granted >= l.requested then '[]'::json else coalesce((
            select json_agg(json_build_object('terminalName', h.name, 'quantity', h.quantity) order by h.name)
            from (
              select coalesce(t.name, '') as name, sum(o.granted)::bigint as quantity
              from sale_line o left join terminal t on t.terminal_id = o.terminal_id
              where o.store_id = l.store_id and o.sku = l.sku and o.sale_id <> l.sale_id and o.granted > 0
              group by t.name
            ) h), '[]'::json) end) order by l.line_no)
        from sale_line l where l.store_id = s.store_id and l.sale_id = s.sale_id), '[]'::json)),
    'appliedAt', case when s.status = 'tendered' then to_char(s.applied_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') end,
    'exceptions', coalesce((
      select json_agg(json_strip_nulls(json_build_object('kind', e.kind, 'sku', nullif(e.sku, ''), 'quantity', e.quantity,
        'amountMinor', e.amount_minor, 'resolvedAt', to_char(e.resolved_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))) order by e.kind, e.sku)
      from exception_case e where e.store_id = s.store_id and e.cause_id = s.sale_id::text), '[]'::json),
    'version', s.result_seq)`;

const ofStore = (storeId: number): number => storeId;
const ofCompany = (): number => COMPANY_SCOPE;

export const FEEDS: Readonly<Record<PulledCollection, FeedQuery>> = {
  stockLevels: {
    scope: ofStore,
    // A SKU appears once, at its latest change; what was superseded is skipped, so a page is only short when it is the last.
    changes: page(
      '$1',
      `select ${stockDocument} as document, s.seq, s.sku as key, false as deleted
       from (
         select s.* from stock_change c
         join stock s on s.store_id = c.store_id and s.sku = c.sku and s.seq = c.seq
         where c.store_id = $1 and (c.seq, c.sku) > ${AFTER_TEXT}
         order by c.seq, c.sku limit $5
       ) s ${stockOfTerminal}`,
    ),
    snapshot: page(
      '$1',
      `select ${stockDocument} as document, null::bigint as seq, s.sku as key, false as deleted
       from (
         select s.* from stock s where s.store_id = $1 and s.sku > $6::text collate "C" and coalesce($4::text, '') is not null
         order by s.sku limit $5
       ) s ${stockOfTerminal}`,
    ),
  },
  saleResults: {
    scope: ofStore,
    changes: page(
      '$1',
      `select ${saleResultDocument} as document, s.result_seq as seq, s.sale_id::text as key, false as deleted
       from (
         select s.* from sale s
         where s.store_id = $1 and s.terminal_id = $2
           and (s.result_seq, s.sale_id) > ${AFTER_UUID}
         order by s.result_seq, s.sale_id limit $5
       ) s`,
    ),
  },
  items: {
    scope: ofCompany,
    changes: page(
      '0',
      `select i.doc as document, i.version as seq, i.item_id::text as key, i.deleted
       from item i
       where (i.version, i.item_id) > ${AFTER_UUID}
         and $1::int is not null and $2::uuid is not null
       order by i.version, i.item_id limit $5`,
    ),
  },
  staff: {
    scope: ofCompany,
    changes: page(
      '0',
      // The PIN's salt and what is sealed travel no further than to src-server/sync/feed.ts.
      `select json_build_object('doc', p.doc, 'cost', k.cost, 'digits', k.digits,
           'salt', encode(k.salt, 'hex'), 'sealed', encode(k.sealed, 'hex')) as document,
         p.version as seq, p.staff_id::text as key, p.deleted
       from staff p left join staff_pin k on k.staff_id = p.staff_id
       where (p.version, p.staff_id) > ${AFTER_UUID}
         and (p.store_id is null or p.store_id = $1) and $2::uuid is not null
       order by p.version, p.staff_id limit $5`,
    ),
  },
  customers: {
    scope: ofStore,
    changes: page(
      '$1',
      `select c.doc as document, c.version as seq, c.customer_id::text as key, c.deleted
       from customer c
       where c.store_id = $1 and (c.version, c.customer_id) > ${AFTER_UUID} and $2::uuid is not null
       order by c.version, c.customer_id limit $5`,
    ),
  },
  settings: {
    scope: ofStore,
    changes: page(
      '$1',
      `select s.doc as document, s.version as seq, 'store' as key, false as deleted
       from settings s
       where s.store_id = $1 and (s.version, 'store' collate "C") > ${AFTER_TEXT} and $2::uuid is not null limit $5`,
    ),
  },
};
