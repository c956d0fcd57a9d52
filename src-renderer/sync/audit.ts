import { PUSHED_COLLECTIONS, type PushedCollection } from '../../shared/sync/documents.ts';
import { type AnswerBooks, isAnswered } from './unanswered.ts';

/** A document that was written a moment ago is on its way; the audit is for what was forgotten. */
export const AUDIT_GRACE_MS = 10_000;

export interface AuditFacts extends AnswerBooks {
  /** Everything that this till has written, with the moment it was stored where that is known. */
  readonly documents: Iterable<{
    readonly collection: PushedCollection;
    readonly id: string;
    readonly storedAt: string | undefined;
  }>;
  readonly now: Date;
  /** Documents written later than this long before `now` are left alone. 0 at the start of the till. */
  readonly graceMs: number;
}

export type Resends = Readonly<Record<PushedCollection, readonly string[]>>;

/**
 * Compares what this till has with what the server has answered, and names what to send again. RxDB's own bookkeeping
 * goes by the clock and has been seen to forget a sale for ever; this does not look at it.
 */
export function decideResends(facts: AuditFacts): Resends {
  const isFresh = (storedAt: string | undefined) => {
    const ageMs =
      storedAt === undefined ? Number.POSITIVE_INFINITY : facts.now.getTime() - Date.parse(storedAt);
    // A clock that was set back makes ages negative: those are not fresh, they are unknown.
    return ageMs >= 0 && ageMs < facts.graceMs;
  };
  const due = PUSHED_COLLECTIONS.map((collection) => [collection, [] as string[]] as const);
  const resends = Object.fromEntries(due) as Record<PushedCollection, string[]>;
  for (const { collection, id, storedAt } of facts.documents)
    if (!isAnswered(collection, id, facts) && !isFresh(storedAt)) resends[collection].push(id);
  return resends;
}
