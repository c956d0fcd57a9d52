/** Wrong PINs of one person at one terminal, one after another. */
export interface PinTries {
  /** Since the last right one. */
  readonly wrong: number;
  /** By a clock that nobody sets while the program runs; null while nothing is locked. */
  readonly lockedAtMs: number | null;
}

export const NO_TRIES: PinTries = { wrong: 0, lockedAtMs: null };

export const TRIES_BEFORE_LOCK = 5;
const FIRST_LOCK_MS = 60_000;
/** Each further wrong one doubles it, up to this. */
const LONGEST_LOCK_MS = 24 * 3_600_000;

const lockMs = (wrong: number): number =>
  Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** Math.min(30, wrong - TRIES_BEFORE_LOCK));

/**
 * How long until the next try, in milliseconds; 0 where one may be made. A clock that was set back makes it no longer than
 * the lock was.
 */
export function lockedForMs({ wrong, lockedAtMs }: PinTries, nowMs: number): number {
  if (lockedAtMs === null || wrong < TRIES_BEFORE_LOCK) return 0;
  const wholeMs = lockMs(wrong);
  return Math.min(wholeMs, Math.max(0, lockedAtMs + wholeMs - nowMs));
}

/**
 * The same after a new start, of which nobody knows how long it took: what was left of the lock when it was last written
 * down is left of it now. Setting the clock ahead, with or without a start, opens nothing.
 */
export function takenUp({ wrong, lockedAtMs }: PinTries, leftMs: number | null, nowMs: number): PinTries {
  if (lockedAtMs === null || leftMs === null) return { wrong, lockedAtMs };
  return { wrong, lockedAtMs: nowMs - lockMs(wrong) + Math.min(lockMs(wrong), leftMs) };
}

/** After a try that began. It counts as wrong until it was right: who pulls the plug meanwhile has no free tries. */
export function afterTry({ wrong }: PinTries, nowMs: number): PinTries {
  const tries = wrong + 1;
  return { wrong: tries, lockedAtMs: tries >= TRIES_BEFORE_LOCK ? nowMs : null };
}

/** How many wrong ones are left before the next lock. */
export const triesLeft = ({ wrong }: PinTries): number => Math.max(0, TRIES_BEFORE_LOCK - wrong);
