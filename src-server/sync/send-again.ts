import type { PushedCollection } from '../../shared/sync/documents.ts';
import { PUSHED_COLLECTIONS } from '../../shared/sync/documents.ts';
import type { PushAnswer } from '../../shared/sync/protocol.ts';
import type { Queryable } from '../database/database.ts';
import type { KeptDocument } from '../database/exception-queries.ts';
import { findTerminal } from '../database/terminal-queries.ts';
import type { ApplyLane } from './apply-lane.ts';
import { openPush } from './sync-doors.ts';

export type SentAgain =
  | { readonly ok: true; readonly answer: PushAnswer }
  | {
      readonly ok: false;
      readonly code: 'unknownTerminal' | 'unknownCollection' | 'notApplied';
      readonly detail: string;
    };

/**
 * Judges a kept document afresh, as if its terminal had just sent it: by the rules of today, which may understand what those
 * of then did not. Applied, it stops waiting for a person; kept again, it goes on waiting. Either is on the record.
 */
export async function sendKeptAgain(
  {
    database,
    lane,
    now,
  }: { readonly database: Queryable; readonly lane: ApplyLane; readonly now: () => Date },
  kept: KeptDocument,
  who: { readonly actId: string; readonly by: string; readonly note: string },
): Promise<SentAgain> {
  const collection = PUSHED_COLLECTIONS.find((known) => known === kept.collection) as
    | PushedCollection
    | undefined;
  if (!collection)
    return {
      ok: false,
      code: 'unknownCollection',
      detail: `This server does not know the collection "${kept.collection}" yet.`,
    };
  const terminal = await findTerminal(database, kept.terminal_id);
  if (!terminal)
    return {
      ok: false,
      code: 'unknownTerminal',
      detail: `There is no terminal ${kept.terminal_id} any more.`,
    };
  const answer = await openPush(lane, now)(
    {
      terminalId: terminal.terminal_id,
      storeId: terminal.store_id,
      revoked: terminal.revoked_at !== null,
      replaces: terminal.replaces,
    },
    collection,
    JSON.parse(kept.body),
    // Kept once more it is the same document, to the byte.
    () => kept.body,
  );
  if (answer.status === 'retry')
    return { ok: false, code: 'notApplied', detail: 'The database could not be asked. Try again.' };
  await lane.apply(kept.store_id, {
    kind: 'sentAgain',
    keptId: kept.kept_id,
    ...who,
    outcome: answer.status,
  });
  return { ok: true, answer };
}
