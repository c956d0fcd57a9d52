import { PUSHED_COLLECTIONS } from '../../shared/sync/documents.ts';
import type { PushAnswer } from '../../shared/sync/protocol.ts';
import type { Queryable } from '../database/database.ts';
import { findKept, type KeptDocument, type KeptRow, listKept } from '../database/exception-queries.ts';
import { findTerminal } from '../database/terminal-queries.ts';
import type { ApplyLane } from './apply-lane.ts';
import { digestUuid } from './content-digest.ts';
import { openPush } from './sync-doors.ts';

export type SentAgain =
  | { readonly ok: true; readonly answer: PushAnswer }
  | {
      readonly ok: false;
      readonly code: 'unknownTerminal' | 'unknownCollection' | 'notApplied';
      readonly detail: string;
    };

const isKnown = (collection: string): boolean => PUSHED_COLLECTIONS.some((known) => known === collection);

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
  if (!isKnown(kept.collection))
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
    kept.collection,
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

/** Reasons that a newer server may not have any more. */
const FOR_A_NEWER_SERVER = ['newerVersion', 'unknownCollection'];

/**
 * At the start of a server: what was kept only because the server of then was older is judged afresh, each document once, and
 * one that fails holds back none of the others.
 *
 * @returns how many were applied
 */
export async function sendKeptForNewer(
  database: Queryable,
  lane: ApplyLane,
  now: () => Date,
  onError: (error: unknown) => void,
): Promise<number> {
  let applied = 0;
  for (let afterId: string | null = null; ; ) {
    const rows: KeptRow[] = await listKept(database, { storeId: null, state: 'open', afterId, limit: 200 });
    for (const { kept_id } of rows.filter(({ reason }) => FOR_A_NEWER_SERVER.includes(reason))) {
      try {
        const [kept] = await findKept(database, kept_id);
        if (!kept || !isKnown(kept.collection)) continue;
        const actId = digestUuid(`${kept_id} ${now().toISOString()}`);
        const note = 'understood since the update';
        const sent = await sendKeptAgain({ database, lane, now }, kept, { actId, by: 'Evertill', note });
        if (sent.ok && sent.answer.status === 'applied') applied += 1;
      } catch (error) {
        onError(error);
      }
    }
    afterId = rows.at(-1)?.kept_id ?? null;
    if (rows.length < 200) return applied;
  }
}
