import { isUuid } from '../../shared/core/uuid.ts';
import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { PulledCollection } from '../../shared/sync/documents.ts';
import type { Queryable } from '../database/database.ts';
import { FEEDS, saleResultDocument } from '../database/feed-queries.ts';
import type { PinKeys } from '../staff/pin-keys.ts';
import { type StaffFeedRow, staffDocumentFor } from '../staff/staff-document.ts';
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from './checkpoint.ts';

/** Whose view of a collection is read. */
export interface FeedReader {
  readonly terminalId: string;
  readonly storeId: number;
}

export interface FeedPage {
  readonly documents: readonly unknown[];
  /** Where the next page begins. */
  readonly checkpoint: string;
  readonly serverEpoch: number;
  /** True when the page is full: there may be more. */
  readonly full: boolean;
}

interface Row {
  readonly server_epoch: number;
  readonly clock_seq: number;
  readonly clock_stamp: number;
  readonly known_stamp: number | null;
  readonly document: unknown;
  readonly seq: number | null;
  readonly key: string | null;
  readonly stamp: number | null;
  readonly deleted: boolean | null;
}

/** Whose documents are named by a UUID; the others by a SKU or another text. */
const NAMED_BY_UUID: ReadonlySet<PulledCollection> = new Set(['items', 'saleResults', 'staff', 'customers']);

const BEGINNING: Checkpoint = { serverEpoch: 0, seq: -1, stamp: 0, key: null };

/**
 * One page of a collection after a checkpoint (null: from the beginning).
 *
 * @returns `checkpointExpired` for a checkpoint of a future that was lost in a restore, or that is no checkpoint
 */
export async function pullFeed(
  database: Queryable,
  reader: FeedReader,
  collection: PulledCollection,
  checkpointText: string | null,
  limit: number,
  /** Without them a terminal is told who has a PIN, and cannot know one when it is typed. */
  pinKeys: PinKeys | null = null,
): Promise<FeedPage | 'checkpointExpired'> {
  const from = checkpointText === null ? BEGINNING : decodeCheckpoint(checkpointText);
  if (from === null) return 'checkpointExpired';
  if (from.key !== null && NAMED_BY_UUID.has(collection) && !isUuid(from.key)) return 'checkpointExpired';
  const feed = FEEDS[collection];
  const snapshotAfter = from.snapshotAfter ?? (checkpointText === null && feed.snapshot ? '' : undefined);
  const inSnapshot = feed.snapshot !== undefined && snapshotAfter !== undefined;
  const values: unknown[] = [reader.storeId, reader.terminalId, from.seq, from.key, limit];
  const rows = await database.query<Row>({
    name: `pull-${collection}${inSnapshot ? '-snapshot' : ''}`,
    text: inSnapshot ? (feed.snapshot as string) : feed.changes,
    values: inSnapshot ? [...values, snapshotAfter] : values,
  });
  const clock = rows[0];
  if (!clock) throw new Error(`store ${reader.storeId} has no clock`);
  if (checkpointText !== null) {
    const known = from.seq === 0 ? 0 : clock.known_stamp;
    if (from.serverEpoch !== clock.server_epoch || known !== from.stamp) return 'checkpointExpired';
  }
  const found = rows.filter((row) => row.key !== null);
  const full = found.length >= limit;
  const last = found.at(-1);
  const documentOf = (row: Row): unknown => {
    if (collection === 'stockLevels' || collection === 'saleResults') return row.document;
    const { document } = row;
    return withVersion(
      row,
      collection === 'staff'
        ? staffDocumentFor(reader.terminalId, document as StaffFeedRow, pinKeys)
        : (document as object),
    );
  };
  return {
    documents: found.map(documentOf),
    checkpoint: encodeCheckpoint(
      nextCheckpoint(from, clock, last, full, inSnapshot, checkpointText === null),
    ),
    serverEpoch: clock.server_epoch,
    full,
  };
}

function nextCheckpoint(
  from: Checkpoint,
  clock: Row,
  last: Row | undefined,
  full: boolean,
  inSnapshot: boolean,
  first: boolean,
): Checkpoint {
  const serverEpoch = clock.server_epoch;
  if (inSnapshot) {
    // The log is read from where the download began: what changed meanwhile, on pages already read too.
    const began = first
      ? { seq: clock.clock_seq, stamp: clock.clock_stamp }
      : { seq: from.seq, stamp: from.stamp };
    return { serverEpoch, ...began, key: null, ...(full ? { snapshotAfter: last?.key ?? '' } : {}) };
  }
  // A page that is not full has read everything of its snapshot, also batches that concern other documents.
  if (!full || last === undefined)
    return { serverEpoch, seq: clock.clock_seq, stamp: clock.clock_stamp, key: null };
  return { serverEpoch, seq: last.seq as number, stamp: last.stamp ?? 0, key: last.key as string };
}

/** Documents of head office are stored without what the clock gave them. */
const withVersion = (row: Row, document: object): unknown => ({
  ...document,
  version: row.seq,
  ...(row.deleted ? { _deleted: true } : {}),
});

/** The present of a scope: reading goes on with what comes after it. */
export async function headCheckpoint(database: Queryable, scope: number): Promise<string> {
  const [head] = await database.query<{ server_epoch: number; seq: number; stamp: number }>({
    name: 'feed-head',
    text: `select (select server_epoch from server_meta) as server_epoch, c.seq, coalesce(b.stamp, 0) as stamp
           from feed_clock c left join feed_batch b on b.scope = c.scope and b.seq = c.seq where c.scope = $1`,
    values: [scope],
  });
  if (!head) throw new Error(`there is no clock of scope ${scope}`);
  return encodeCheckpoint({ serverEpoch: head.server_epoch, seq: head.seq, stamp: head.stamp, key: null });
}

/** What the server makes of one sale, or null where there is none. */
export async function saleResultOf(
  database: Queryable,
  storeId: number,
  saleId: string,
): Promise<SaleResult | null> {
  const [row] = await database.query<{ document: SaleResult }>({
    name: 'sale-result',
    text: `select ${saleResultDocument} as document from sale s where s.store_id = $1 and s.sale_id = $2`,
    values: [storeId, saleId],
  });
  return row?.document ?? null;
}
