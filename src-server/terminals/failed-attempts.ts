/** Counts failures by caller, so that pairing codes cannot be guessed; who gives right codes is never slowed down. */
export class FailedAttempts {
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #failures = new Map<string, { count: number; endsAtMs: number }>();

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  /** Milliseconds until the caller may try again; 0 when it may now. */
  waitMs(caller: string, nowMs: number): number {
    const entry = this.#failures.get(caller);
    if (!entry || entry.endsAtMs <= nowMs) return 0;
    return entry.count >= this.#limit ? entry.endsAtMs - nowMs : 0;
  }

  failed(caller: string, nowMs: number): void {
    for (const [key, entry] of this.#failures) if (entry.endsAtMs <= nowMs) this.#failures.delete(key);
    const entry = this.#failures.get(caller);
    if (entry) entry.count += 1;
    else this.#failures.set(caller, { count: 1, endsAtMs: nowMs + this.#windowMs });
  }

  /** It was right after all. */
  forget(caller: string): void {
    this.#failures.delete(caller);
  }
}
