import { countAttention } from '../database/attention-queries.ts';
import type { Queryable } from '../database/database.ts';
import { countLetters } from '../database/letter-queries.ts';
import type { Metrics } from './metrics.ts';

/** Sets what waits for a person from the database: it is the same after a restart, and on every server of a shop. */
export async function refreshAttention(metrics: Metrics, database: Queryable): Promise<void> {
  const letters = await countLetters(database).catch(() => null);
  if (letters !== null) {
    metrics.letters.reset();
    for (const { state, letters: count } of letters) metrics.letters.set({ state }, count);
  }
  const counted = await countAttention(database).catch(() => null);
  if (counted === null) return;
  const { exceptions, kept, zs } = counted;
  // What is not there any more is none, and not what it was.
  metrics.exceptions.reset();
  metrics.keptDocuments.reset();
  for (const { kind, state, count } of exceptions) metrics.exceptions.set({ kind, state }, count);
  for (const { collection, state, count } of kept) metrics.keptDocuments.set({ collection, state }, count);
  for (const state of ['waiting', 'unchecked'] as const) metrics.zReports.set({ state }, zs[state]);
}
