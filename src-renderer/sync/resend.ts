import {
  FACT_COLLECTIONS,
  type FactCollection,
  PUSHED_COLLECTIONS,
  type PushedCollection,
} from '../../shared/sync/documents.ts';
import type { LocalStore } from '../database/local-store.ts';
import { AUDIT_GRACE_MS, decideResends } from './audit.ts';
import type { Conditions } from './conditions.ts';
import type { HeardAnswers } from './heard-answers.ts';
import type { OutboxWatch } from './outbox.ts';
import type { PushOutcomes } from './push-outcomes.ts';

/** So many are sent again, and answered, before the next: an audit after a restore may concern everything. */
const RESENT_AT_ONCE = 200;
export const RESEND_PATIENCE_MS = 15_000;

export interface AuditOptions {
  readonly store: LocalStore;
  readonly heard: HeardAnswers;
  readonly watch: OutboxWatch;
  readonly outcomes: PushOutcomes;
  readonly conditions: Conditions;
  readonly now: () => Date;
  readonly isOnline: () => boolean;
  /** What the server has answered is known. */
  readonly isInformed: () => boolean;
  /** RxDB still has something to offer by itself. */
  readonly isBusy: () => boolean;
}

/**
 * Compares what this till has with what the server has answered, and sends again what is missing.
 *
 * @returns the audit: documents written less than `graceMs` ago are on their way; 0 leaves nothing out
 */
export function createAudit(options: AuditOptions): (graceMs?: number) => Promise<void> {
  const { store, heard, watch, conditions } = options;
  let isAuditing = false;

  /** A part after the other, so that what is sold meanwhile is not behind all of them. */
  async function sendAgain(collection: PushedCollection, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length && options.isOnline(); from += RESENT_AT_ONCE) {
      const part = ids.slice(from, from + RESENT_AT_ONCE);
      await store.authored[collection].touch(part);
      await conditions.until(() => part.every((id) => !watch.isUnsent(collection, id)), RESEND_PATIENCE_MS);
    }
  }

  async function auditAll(graceMs: number): Promise<void> {
    // A document that the journal has and the disk has refused so far.
    await store.sales.storeAgain();
    const factsOf = (collection: FactCollection) =>
      [...store.authored[collection].heads()].map(({ id, storedAt }) => ({ collection, id, storedAt }));
    const resends = decideResends({
      sales: store.sales.all(),
      resultOf: (saleId) => store.saleResults.get(saleId),
      heard: (collection, id) => heard.get(collection, id),
      facts: FACT_COLLECTIONS.flatMap(factsOf),
      storedAt: (saleId) => store.authored.sales.head(saleId)?.storedAt,
      now: options.now(),
      graceMs,
    });
    for (const collection of PUSHED_COLLECTIONS) await sendAgain(collection, resends[collection]);
    await options.outcomes.raiseStale();
  }

  return async (graceMs = AUDIT_GRACE_MS) => {
    if (isAuditing || !options.isOnline() || !options.isInformed()) return;
    // What RxDB has yet to offer is not forgotten.
    if (graceMs > 0 && options.isBusy()) return;
    isAuditing = true;
    try {
      await auditAll(graceMs);
    } finally {
      isAuditing = false;
    }
  };
}
