import { randomInt } from 'node:crypto';
import type { Queryable } from './database.ts';

/** The scope of what the company shares: items and staff. A store's own scope is its store_id. */
export const COMPANY_SCOPE = 0;

/** Below 2^48, so that it stays exact as a number. */
const STAMP_LIMIT = 2 ** 48 - 1;

/**
 * Opens a batch of a scope: takes its clock, which is its mutex until the transaction ends, and notes the batch with a
 * random stamp. Call it first in a transaction; where several scopes are needed, in rising order.
 *
 * @returns the number of the batch: the version of everything written in it
 */
export async function bumpFeedClock(tx: Queryable, scope: number): Promise<number> {
  const [clock] = await tx.query<{ seq: number }>(
    'update feed_clock set seq = seq + 1 where scope = $1 returning seq',
    [scope],
  );
  if (!clock) throw new Error(`there is no feed of scope ${scope}`);
  await tx.query('insert into feed_batch (scope, seq, stamp) values ($1, $2, $3)', [
    scope,
    clock.seq,
    randomInt(STAMP_LIMIT),
  ]);
  return clock.seq;
}
