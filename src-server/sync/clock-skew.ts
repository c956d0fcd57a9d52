/** A clock that is further off than this is wrong. */
export const CLOCK_TOLERANCE_MS = 2 * 60_000;
/** A sale is of now, by its till's clock, when it was paid this close to it: what was queued for long says nothing of the clock. */
const FRESH_MS = 10 * 60_000;

/** What is known of a terminal's clock. */
export interface TerminalClock {
  readonly enrolledAtMs: number;
  /** How far it was ahead when the terminal last told it; null where it never did. */
  readonly aheadMs: number | null;
}

export interface ClockSkew {
  /** Above zero: ahead of the server's. */
  readonly aheadMs: number;
  readonly evidence: 'future' | 'beforeEnrolment' | 'told';
}

/**
 * What a sale's own time shows of its till's clock when it arrives. A sale that was paid weeks ago and queued shows nothing;
 * one from the future, or from before its terminal was enrolled, was paid under a wrong clock for certain; and so was one of
 * just now where the till itself has told a clock that is wrong.
 */
export function clockSkewOf(
  tenderedAtMs: number,
  nowMs: number,
  clock: TerminalClock | null,
): ClockSkew | null {
  const aheadMs = tenderedAtMs - nowMs;
  if (aheadMs > CLOCK_TOLERANCE_MS) return { aheadMs, evidence: 'future' };
  if (clock === null) return null;
  const beforeMs = clock.enrolledAtMs - tenderedAtMs;
  if (beforeMs > CLOCK_TOLERANCE_MS) return { aheadMs: -beforeMs, evidence: 'beforeEnrolment' };
  const told = clock.aheadMs ?? 0;
  if (Math.abs(told) > CLOCK_TOLERANCE_MS && Math.abs(aheadMs - told) < FRESH_MS)
    return { aheadMs: told, evidence: 'told' };
  return null;
}
