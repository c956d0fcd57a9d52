import type { Queryable } from './database.ts';

/** The clock of what all stores share: items and staff. Stores have their own, by store_id. */
export const COMPANY_SCOPE = 0;

/**
 * Locks a scope's clock until the transaction ends and moves it on: the number of this batch of writes. Everything that
 * changes documents of the scope does this first, so that numbers rise in the order of commits and a checkpoint has no gap.
 */
export async function bumpClock(tx: Queryable, scope: number): Promise<number> {
  const [row] = await tx.query<{ seq: number }>({
    name: 'bump-clock',
    text: `with bumped as (update feed_clock set seq = seq + 1 where scope = $1 returning scope, seq)
           insert into feed_batch (scope, seq, stamp)
           select scope, seq, floor(random() * 9007199254740991)::bigint from bumped returning seq`,
    values: [scope],
  });
  if (!row) throw new Error(`there is no clock of scope ${scope}`);
  return row.seq;
}

/** Makes the clock of a new store. */
export async function createClock(tx: Queryable, scope: number): Promise<void> {
  await tx.query('insert into feed_clock (scope) values ($1) on conflict do nothing', [scope]);
}
