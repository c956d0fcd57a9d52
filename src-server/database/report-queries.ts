import type { TenderedSale } from '../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import type { Queryable } from './database.ts';

/** A Z that nobody has compared with its sales. */
export interface UncheckedZ {
  readonly store_id: number;
  readonly event_id: string;
  readonly terminal_id: string;
  readonly epoch: number;
  readonly last_sequence: number;
  /** Its sales have not all arrived. */
  readonly waiting: boolean;
  readonly received_at: Date;
  readonly doc: ShiftEvent;
}

const COLUMNS =
  'z.store_id, z.event_id, z.terminal_id, z.epoch, z.last_sequence, z.waiting, z.received_at, z.doc';

/** The oldest first, but not those that were looked at a moment ago. */
export function uncheckedZs(db: Queryable, without: readonly string[], limit: number): Promise<UncheckedZ[]> {
  return db.query<UncheckedZ>({
    name: 'unchecked-zs',
    text: `select ${COLUMNS} from shift_event z
      where z.kind = 'closed' and z.checked_at is null and z.event_id <> all ($1::uuid[])
      order by z.received_at limit $2`,
    values: [without, limit],
  });
}

/** Those that differed when they were compared, and that nobody has decided about. */
export function differingZs(db: Queryable, limit: number): Promise<UncheckedZ[]> {
  return db.query<UncheckedZ>({
    name: 'differing-zs',
    text: `select ${COLUMNS} from exception_case e
      join shift_event z on z.store_id = e.store_id and z.event_id = uuid_or_null(e.cause_id)
      where e.kind = 'zDiffers' and e.resolved_at is null order by e.opened_at limit $1`,
    values: [limit],
  });
}

/** A shift lives in one period; a till that was set back may have passed over some. */
const PERIODS_BACK = 100;

/** What the terminals of a shift have told of it, in the order in which it happened there. */
export async function eventsOfShift(
  db: Queryable,
  storeId: number,
  shiftId: string,
  terminals: readonly string[],
  period: number,
): Promise<ShiftEvent[]> {
  const rows = await db.query<{ doc: ShiftEvent }>({
    name: 'events-of-shift',
    text: `select doc from shift_event
      where store_id = $1 and terminal_id = any ($2::uuid[]) and period between $3 and $4
        and readable_json(doc)->>'shiftId' = $5
      order by readable_json(doc)->>'at', event_id`,
    values: [storeId, terminals, period - PERIODS_BACK, period, shiftId],
  });
  return rows.map(({ doc }) => doc);
}

/** Paid sales by their numbers. */
export async function salesBetween(
  db: Queryable,
  storeId: number,
  chain: { readonly terminalId: string; readonly epoch: number },
  first: number,
  last: number,
  limit: number,
): Promise<TenderedSale[]> {
  const rows = await db.query<{ doc: TenderedSale }>({
    name: 'sales-between',
    text: `select s.doc from sale_sequence q
      join sale s on s.store_id = q.store_id and s.sale_id = q.sale_id
      where q.store_id = $1 and q.terminal_id = $2 and q.epoch = $3 and q.sequence between $4 and $5
      order by q.sequence limit $6`,
    values: [storeId, chain.terminalId, chain.epoch, first, last, limit],
  });
  return rows.map(({ doc }) => doc);
}

/** How many Zs wait for sales, and how many are still to be compared. */
export async function countZs(db: Queryable): Promise<{ waiting: number; unchecked: number }> {
  const [counted] = await db.query<{ waiting: number; unchecked: number }>(
    `select count(*) filter (where waiting) as waiting, count(*) filter (where not waiting) as unchecked
       from shift_event where kind = 'closed' and checked_at is null`,
  );
  return { waiting: Number(counted?.waiting ?? 0), unchecked: Number(counted?.unchecked ?? 0) };
}
