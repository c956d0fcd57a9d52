import type { Database, Queryable } from './database.ts';

/** Notes when each scope's clock stood where, so that a batch has an age without a column of its own on the hot path. */
export async function noteFeedAge(db: Queryable, now: Date): Promise<void> {
  await db.query(
    `insert into feed_age (scope, seq, at) select scope, seq, $1 from feed_clock where seq > 0 on conflict do nothing`,
    [now],
  );
}

/**
 * The last batch of each scope that is older than `olderThan`, where pruning up to it is worth a move: the horizon of now is a
 * day older still. Moving it seldom lets a till that reads from the beginning come to its end.
 */
export function horizonsToMove(db: Queryable, olderThan: Date): Promise<{ scope: number; seq: number }[]> {
  return db.query(
    `select c.scope, a.seq from feed_clock c
      cross join lateral (
        select seq from feed_age a where a.scope = c.scope and a.at <= $1 order by a.seq desc limit 1) a
     where a.seq > c.pruned_to and not exists (
        select from feed_age h
         where h.scope = c.scope and h.seq = c.pruned_to and h.at > $1::timestamptz - interval '1 day')`,
    [olderThan],
  );
}

/** From now on checkpoints from before this batch have expired; the stamp of this one stands for all before it. */
export async function moveHorizon(database: Database, scope: number, seq: number): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query('update feed_clock set pruned_to = $2 where scope = $1 and pruned_to < $2', [scope, seq]);
    await tx.query('delete from feed_age where scope = $1 and seq < $2', [scope, seq]);
  });
}

/** Deletes stamps before the horizon, at most `limit`. Answers how many. */
export async function pruneStamps(db: Queryable, scope: number, limit: number): Promise<number> {
  const rows = await db.query(
    `delete from feed_batch b using feed_clock c
      where c.scope = $1 and b.scope = $1 and b.seq < c.pruned_to
        and b.seq < (select min(seq) from feed_batch where scope = $1) + $2 returning b.seq`,
    [scope, limit],
  );
  return rows.length;
}

export interface ChangeCursor {
  readonly seq: number;
  readonly sku: string;
}

/**
 * Deletes rows of the log of stock changes that a later change of the same SKU has superseded: no feed reads them, whatever
 * checkpoint it comes from. Looks at `limit` rows after `after`.
 *
 * @returns where it ended, null at the end of the log, and how many it deleted
 */
export async function pruneStockChanges(
  db: Queryable,
  storeId: number,
  after: ChangeCursor,
  limit: number,
): Promise<{ readonly next: ChangeCursor | null; readonly deleted: number }> {
  const [row] = await db.query<{ seen: number; deleted: number; seq: number | null; sku: string | null }>({
    name: 'prune-stock-changes',
    text: `with portion as (
        select seq, sku from stock_change
        where store_id = $1 and (seq, sku) > ($2::bigint, $3::text collate "C") order by seq, sku limit $4
      ), gone as (
        delete from stock_change c using portion p, stock s
        where c.store_id = $1 and c.seq = p.seq and c.sku = p.sku and s.store_id = $1 and s.sku = p.sku and s.seq > p.seq
        returning c.seq
      ), last as (select seq, sku from portion order by seq desc, sku desc limit 1)
      select (select count(*) from portion) as seen, (select count(*) from gone) as deleted, last.seq, last.sku
      from (select) one left join last on true`,
    values: [storeId, after.seq, after.sku, limit],
  });
  const more = row && row.seen === limit && row.seq !== null && row.sku !== null;
  return {
    next: more ? { seq: row.seq as number, sku: row.sku as string } : null,
    deleted: row?.deleted ?? 0,
  };
}
