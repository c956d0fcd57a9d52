import { PUSHED_COLLECTIONS, type PushedCollection } from '../../shared/sync/documents.ts';
import type { LocalStore } from '../database/local-store.ts';
import { AUDIT_GRACE_MS, type AuditFacts, decideResends } from './audit.ts';
import type { Conditions } from './conditions.ts';
import type { HeardAnswers } from './heard-answers.ts';
import type { OutboxWatch } from './outbox.ts';
import type { PushOutcomes } from './push-outcomes.ts';

/** So many are sent again, and answered, before the next: an audit after a restore may concern everything. */
const RESENT_AT_ONCE = 200;
export const RESEND_PATIENCE_MS = 15_000;

export interface AuditOptions {
  readonly store: Pick<LocalStore, 'authored' | 'sales' | 'saleResults'>;
  readonly heard: Pick<HeardAnswers, 'get'>;
  readonly watch: Pick<OutboxWatch, 'isUnsent'>;
  readonly outcomes: Pick<PushOutcomes, 'raiseStale'>;
  /** Told whenever one of the three below may have changed. */
  readonly conditions: Conditions;
  readonly now: () => Date;
  readonly isOnline: () => boolean;
  /** What the server has answered is known. */
  readonly isInformed: () => boolean;
  /** RxDB still has something to offer by itself. */
  readonly isBusy: () => boolean;
  readonly isStopped: () => boolean;
}

/**
 * Compares what this till has with what the server has answered, and sends again what is missing. An audit that cannot be
 * done now stays due and is done at the first moment at which it can: on a line that comes and goes, the minute at which it
 * is asked for may never be one at which the server can be reached.
 *
 * @returns asks for an audit: documents written less than `graceMs` ago are on their way; 0 leaves nothing out. Resolves when
 *   none is due any more
 */
export function createAudit(options: AuditOptions): (graceMs?: number) => Promise<void> {
  const { store, heard, watch, conditions } = options;
  /** What is to be left out of the audit that is due; null while none is. */
  let dueGraceMs: number | null = null;
  let auditing: Promise<void> | null = null;

  function mayAudit(): boolean {
    if (!options.isOnline() || !options.isInformed()) return false;
    // What RxDB has yet to offer is not forgotten.
    return dueGraceMs === 0 || !options.isBusy();
  }

  /** A part after the other, so that what is sold meanwhile is not behind all of them. False: the server has gone. */
  async function sendAgain(collection: PushedCollection, ids: readonly string[]): Promise<boolean> {
    for (let from = 0; from < ids.length; from += RESENT_AT_ONCE) {
      if (!options.isOnline()) return false;
      const part = ids.slice(from, from + RESENT_AT_ONCE);
      await store.authored[collection].touch(part);
      await conditions.until(() => part.every((id) => !watch.isUnsent(collection, id)), RESEND_PATIENCE_MS);
    }
    return true;
  }

  /** Also a sale that the journal has and the disk has refused so far. */
  function* documents(): AuditFacts['documents'] {
    for (const id of store.sales.allIds())
      yield { collection: 'sales', id, storedAt: store.authored.sales.head(id)?.storedAt };
    for (const collection of PUSHED_COLLECTIONS)
      if (collection !== 'sales')
        for (const { id, storedAt } of store.authored[collection].heads()) yield { collection, id, storedAt };
  }

  /** False where the server has gone in the middle of it. */
  async function auditAll(graceMs: number): Promise<boolean> {
    await store.sales.storeAgain();
    const resends = decideResends({
      documents: documents(),
      saleOf: (saleId) => store.sales.get(saleId),
      resultOf: (saleId) => store.saleResults.get(saleId),
      heard: (collection, id) => heard.get(collection, id),
      now: options.now(),
      graceMs,
    });
    for (const collection of PUSHED_COLLECTIONS)
      if (!(await sendAgain(collection, resends[collection]))) return false;
    await options.outcomes.raiseStale();
    return true;
  }

  async function auditWhileDue(): Promise<void> {
    while (dueGraceMs !== null) {
      await conditions.until(mayAudit);
      if (options.isStopped()) return;
      const graceMs = dueGraceMs;
      dueGraceMs = null;
      if (!(await auditAll(graceMs))) dueGraceMs = Math.min(graceMs, dueGraceMs ?? graceMs);
    }
  }

  return (graceMs = AUDIT_GRACE_MS) => {
    dueGraceMs = Math.min(graceMs, dueGraceMs ?? graceMs);
    conditions.check();
    auditing ??= auditWhileDue().finally(() => {
      auditing = null;
    });
    return auditing;
  };
}
