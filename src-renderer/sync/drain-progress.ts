/** How far a backlog has been sent. Null where there is nothing that a person would wait for. */
export interface DrainProgress {
  /** Documents of this backlog that the server has answered. */
  readonly done: number;
  readonly total: number;
  /** An estimate, or null while it would only be guessed. */
  readonly leftMs: number | null;
}

export interface Drain {
  readonly total: number;
  readonly unsent: number;
  /** When the pace is counted from, and how many were unsent then. */
  readonly sinceMs: number;
  readonly unsentThen: number;
}

/** Fewer than these are gone before anyone has read a figure. */
export const WORTH_SHOWING = 20;
const PACE_AFTER_MS = 2_000;

/**
 * Follows a backlog: begins when the server can be reached and much is unsent, grows with what is sold meanwhile, ends
 * when nothing is left or the server is gone (what is left then begins a backlog of its own).
 */
export function decideDrain(
  before: Drain | null,
  now: { readonly unsent: number; readonly online: boolean; readonly nowMs: number },
): Drain | null {
  const { unsent, online, nowMs } = now;
  if (!online || unsent === 0) return null;
  if (!before)
    return unsent < WORTH_SHOWING ? null : { total: unsent, unsent, sinceMs: nowMs, unsentThen: unsent };
  const added = Math.max(0, unsent - before.unsent);
  return { ...before, total: before.total + added, unsentThen: before.unsentThen + added, unsent };
}

export function progressOf(drain: Drain | null, nowMs: number): DrainProgress | null {
  if (!drain) return null;
  const done = drain.total - drain.unsent;
  const elapsedMs = nowMs - drain.sinceMs;
  const sent = drain.unsentThen - drain.unsent;
  const isKnown = elapsedMs >= PACE_AFTER_MS && sent >= WORTH_SHOWING;
  return {
    done,
    total: drain.total,
    leftMs: isKnown ? Math.round((drain.unsent * elapsedMs) / sent) : null,
  };
}
