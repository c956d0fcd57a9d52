import type { Head } from '../../shared/sync/protocol.ts';

/** The head that a terminal told last, and when. */
export interface KnownHead extends Head {
  readonly toldAtMs: number;
}

/** Why a terminal must go on in a new epoch. */
export type ForkReason = 'secondInstance' | 'rolledBack' | 'forked' | 'oldEpoch';

export type HeadDecision =
  | { readonly kind: 'accepted' }
  /** The terminal is ahead: the server was restored to a state before that epoch. Its epoch counts. */
  | { readonly kind: 'serverBehind' }
  | { readonly kind: 'newEpoch'; readonly reason: ForkReason };

/** A heartbeat that was sent before the last one may arrive after it; this much later it cannot any more. */
const SETTLED_AFTER_MS = 10_000;

/**
 * Compares the head that a terminal tells with the one it told before. Two machines with one identity, a local store
 * that went back in time and two different sales with one sequence all show here.
 *
 * @param epoch the terminal's present epoch on the server
 */
export function decideHead(told: Head, known: KnownHead | null, epoch: number, nowMs: number): HeadDecision {
  // The present epoch may be another machine's by now: everyone who comes from an older one gets an epoch of its own.
  if (told.epoch < epoch) return { kind: 'newEpoch', reason: 'oldEpoch' };
  if (told.epoch > epoch) return { kind: 'serverBehind' };
  if (!known || known.epoch !== told.epoch) return { kind: 'accepted' };
  if (known.instance !== told.instance) return { kind: 'newEpoch', reason: 'secondInstance' };
  if (told.sequence === known.sequence && told.hash !== known.hash)
    return { kind: 'newEpoch', reason: 'forked' };
  if (told.sequence < known.sequence && nowMs - known.toldAtMs > SETTLED_AFTER_MS)
    return { kind: 'newEpoch', reason: 'rolledBack' };
  return { kind: 'accepted' };
}
