import type { TenderedSale } from '../../shared/sale/sale.ts';
import type { ExceptionActName } from '../../shared/stock/exception-acts.ts';
import type { ExceptionKind } from '../../shared/stock/reservation.ts';
import type { Queryable } from './database.ts';

export type ExceptionState = 'open' | 'resolved' | 'all';

/** A paid sale as a joined row tells it. */
export interface SaleRow {
  readonly sale_id: string;
  readonly terminal_id: string;
  readonly terminal_name: string | null;
  readonly cashier_name: string | null;
  readonly applied_at: string;
  readonly doc: TenderedSale;
}

export interface ActRow {
  readonly id: string;
  readonly act: ExceptionActName;
  readonly sku: string | null;
  readonly quantity: number | null;
  readonly moved: number | null;
  readonly fromStore: string | null;
  readonly by: string;
  readonly note: string;
  readonly at: string;
}

export interface KeptRow {
  readonly kept_id: string;
  readonly store: string;
  readonly store_id: number;
  readonly terminal_id: string;
  readonly terminal_name: string | null;
  readonly collection: string;
  readonly doc_id: string;
  readonly revision: number;
  readonly reason: string;
  readonly detail: string | null;
  readonly kept_at: string;
  readonly state: 'open' | 'resolved';
}

export interface ExceptionRow {
  readonly case_id: string;
  readonly store_id: number;
  readonly store: string;
  readonly kind: ExceptionKind;
  readonly cause_id: string;
  readonly sku: string;
  readonly quantity: number | null;
  readonly amount_minor: number | null;
  readonly detail: Readonly<Record<string, unknown>> | null;
  readonly terminal_id: string | null;
  readonly terminal_name: string | null;
  readonly revoked_at: string | null;
  readonly opened_at: Date;
  readonly resolved_at: Date | null;
  readonly sale: SaleRow | null;
  readonly others: SaleRow[] | null;
  readonly item_name: string | null;
  readonly size: string | null;
  readonly on_hand: number | null;
  readonly reserved: number | null;
  readonly command: {
    readonly id: string;
    readonly kind: string;
    readonly reason: string;
    readonly quantity: number;
  } | null;
  readonly arrived: number | null;
  /** Paid sales of a forgotten terminal that have arrived. */
  readonly paid_count: number | null;
  readonly acts: ActRow[] | null;
  readonly kept: KeptRow[] | null;
}

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** A tendered sale `x` as SaleRow. */
const saleRow = (
  x: string,
): string => `json_build_object('sale_id', ${x}.sale_id, 'terminal_id', ${x}.terminal_id,
  'terminal_name', (select name from terminal t where t.terminal_id = ${x}.terminal_id),
  'cashier_name', (select p.doc->>'name' from staff p where p.staff_id = uuid_or_null(readable_json(${x}.doc)->>'cashierId')),
  'applied_at', to_char(${x}.applied_at, ${ISO}), 'doc', ${x}.doc)`;

/** Which further sales a person has to see beside the cause: it was handed over, has the same number, or was returned. */
const OTHERS = `(
  select json_agg(${saleRow('o')}) from sale o
  where o.store_id = e.store_id and o.status = 'tendered' and o.sale_id <> uuid_or_null(e.cause_id) and o.sale_id = any (
    case e.kind
      when 'soldTwice' then array[s.handed_to, s.taken_from]
      when 'duplicateSequence' then array(
        select q.sale_id from sale_sequence q
        where q.store_id = e.store_id and q.terminal_id = s.terminal_id and q.epoch = s.epoch and q.sequence = s.sequence)
      when 'duplicateReturn' then array(
        select r.original_sale_id from sale_return r where r.store_id = e.store_id and r.sale_id = s.sale_id and r.sku = e.sku)
      else '{}'::uuid[] end))`;

const KEPT_COLUMNS = `k.kept_id, st.code as store, k.store_id, k.terminal_id, t.name as terminal_name, k.collection, k.doc_id,
  k.revision, k.reason, k.detail, to_char(k.kept_at, ${ISO}) as kept_at, k.state`;

const EXCEPTION = `
  select e.case_id, e.store_id, st.code as store, e.kind, e.cause_id, e.sku, e.quantity, e.amount_minor, e.detail, e.terminal_id,
    t.name as terminal_name, to_char(t.revoked_at, ${ISO}) as revoked_at, e.opened_at, e.resolved_at,
    case when s.status = 'tendered' then ${saleRow('s')} end as sale, ${OTHERS} as others,
    i.name as item_name, i.size, k.on_hand, k.reserved,
    coalesce(
      (select json_build_object('id', c.command_id, 'kind', readable_json(c.doc)->>'kind', 'reason', readable_json(c.doc)->>'reason',
        'quantity', (readable_json(c.doc)->>'quantity')::bigint)
       from stock_command c where c.store_id = e.store_id and c.command_id = uuid_or_null(e.cause_id)),
      (select json_build_object('id', m.cause_id, 'kind', m.kind, 'reason', coalesce(m.reason, ''), 'quantity', m.quantity)
       from movement m where m.store_id = e.store_id and m.cause_id = uuid_or_null(e.cause_id) and m.line_no = 0
         and m.kind not in ('sale', 'return'))) as command,
    case when e.kind in ('waitingCount', 'waitingZ') then (
      select count(*) from sale_sequence q where q.store_id = e.store_id and q.terminal_id = e.terminal_id
        and q.epoch = coalesce((e.detail->>'epoch')::int, 1) and q.sequence <= (e.detail->>'afterSequence')::bigint) end as arrived,
    case when e.kind = 'forgottenTerminal' then (
      select count(*) from sale_sequence q where q.store_id = e.store_id and q.terminal_id = e.terminal_id) end as paid_count,
    (select json_agg(json_build_object('id', a.act_id, 'act', a.act, 'sku', a.sku, 'quantity', a.quantity,
        'moved', (select m.quantity from movement m where m.store_id = a.store_id and m.cause_id = a.act_id and m.line_no = 0),
        'fromStore', (select f.code from store f where f.store_id = a.other_store),
        'by', a.by_name, 'note', a.note, 'at', to_char(a.at, ${ISO})) order by a.seq, a.act_id)
      from exception_act a where a.store_id = e.store_id and a.case_id = e.case_id) as acts,
    case when e.kind in ('keptDocument', 'conflictingTender') then (
      select json_agg(x order by x.kept_at) from (
        select ${KEPT_COLUMNS} from kept_document k left join terminal t using (terminal_id)
        where k.store_id = e.store_id and coalesce(nullif(k.doc_id, ''), k.content_hash) = e.cause_id) x) end as kept
  from exception_case e
  join store st on st.store_id = e.store_id
  left join terminal t on t.terminal_id = e.terminal_id
  left join sale s on s.store_id = e.store_id and s.sale_id = uuid_or_null(e.cause_id)
  left join lateral (
    select v.size, readable_json(i.doc)->>'name' as name from variant v join item i using (item_id)
    where v.sku = coalesce(nullif(e.sku, ''), e.detail->>'sku')) i on true
  left join stock k on k.store_id = e.store_id and k.sku = coalesce(nullif(e.sku, ''), e.detail->>'sku')`;

/** Where a list goes on. */
export interface ExceptionCursor {
  readonly openedAt: Date;
  readonly caseId: string;
}

/** Exceptions with what a person has to know, the oldest first. */
export function listExceptions(
  db: Queryable,
  wanted: {
    /** Null: of every store. */
    readonly storeId: number | null;
    readonly state: ExceptionState;
    readonly after: ExceptionCursor | null;
    readonly limit: number;
  },
): Promise<ExceptionRow[]> {
  const { storeId, state, after, limit } = wanted;
  return db.query<ExceptionRow>(
    `${EXCEPTION}
     where ($1::int is null or e.store_id = $1)
       and ($2 = 'all' or (e.resolved_at is null) = ($2 = 'open'))
       and ($3::timestamptz is null or (e.opened_at, e.case_id) > ($3, $4::uuid))
     order by e.opened_at, e.case_id limit $5`,
    [storeId, state, after?.openedAt ?? null, after?.caseId ?? null, limit],
  );
}

/** Those whose id begins so; a person types the first characters only. At most two: more than one is already too many. */
export function findExceptions(db: Queryable, idPrefix: string): Promise<ExceptionRow[]> {
  return db.query<ExceptionRow>(`${EXCEPTION} where e.case_id::text like $1 limit 2`, [`${idPrefix}%`]);
}

/** Transfers whose units have not arrived: of a process that ended on the way. */
export function transfersUnderWay(
  db: Queryable,
): Promise<
  { store_id: number; act_id: string; sku: string; quantity: number; other_store: number; note: string }[]
> {
  return db.query(
    `select a.store_id, a.act_id, a.sku, a.quantity, a.other_store, a.note from exception_act a
      where a.act = 'transfer'
        and not exists (select from movement m where m.store_id = a.store_id and m.cause_id = a.act_id)`,
  );
}

/** Kept documents, the oldest first. */
export function listKept(
  db: Queryable,
  wanted: {
    readonly storeId: number | null;
    readonly state: ExceptionState;
    readonly afterId: string | null;
    readonly limit: number;
  },
): Promise<KeptRow[]> {
  return db.query<KeptRow>(
    `select ${KEPT_COLUMNS} from kept_document k join store st using (store_id) left join terminal t using (terminal_id)
      where ($1::int is null or k.store_id = $1) and ($2 = 'all' or k.state = $2)
        and ($3::uuid is null or (k.kept_at, k.kept_id) > (
          (select kept_at from kept_document where kept_id = $3::uuid limit 1), $3::uuid))
      order by k.kept_at, k.kept_id limit $4`,
    [wanted.storeId, wanted.state, wanted.afterId, wanted.limit],
  );
}

export type KeptDocument = KeptRow & { readonly body: string };

/** Those whose id begins so, with the whole document; at most two. */
export function findKept(db: Queryable, idPrefix: string): Promise<KeptDocument[]> {
  return db.query<KeptDocument>(
    `select ${KEPT_COLUMNS}, k.body from kept_document k join store st using (store_id) left join terminal t using (terminal_id)
      where k.kept_id::text like $1 limit 2`,
    [`${idPrefix}%`],
  );
}
