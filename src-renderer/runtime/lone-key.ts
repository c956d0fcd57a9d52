/** Longer than any scanner pauses between two keys: before an act that a code's own sign would set off. */
export const ACT_ALONE_MS = 130;
/** A sign that comes so soon after another character belongs to it. */
export const SAME_BURST_MS = 350;

/** Keys that do something by themselves, where digits are no typing: only when they were pressed alone, not by a scanner. */
export interface LoneKeys {
  /** @param act what the key does, or null for any other character */
  press(at: number, act: (() => void) | null): void;
  /** Forgets what waits, and what was pressed before: a key that is in no code came between. */
  drop(): void;
}

export function createLoneKeys(): LoneKeys {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    press(at, act) {
      clearTimeout(timer);
      const isAlone = at - lastAt >= SAME_BURST_MS;
      lastAt = at;
      if (act && isAlone) timer = setTimeout(act, ACT_ALONE_MS);
    },
    drop() {
      clearTimeout(timer);
      lastAt = Number.NEGATIVE_INFINITY;
    },
  };
}
