/** Where chance comes from: the same seed gives the same numbers. What real processes make of them is their own. */
export interface Dice {
  readonly seed: number;
  /** A whole number from 0 up to, and without, `n`. */
  below(n: number): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  chance(share: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
  /** Dice of its own for one of several that run at once, so that none depends on who is quicker. */
  fork(name: string): Dice;
}

export function diceOf(seed: number): Dice {
  let state = seed >>> 0;
  const below = (n: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * n);
  };
  const pick = <T>(list: readonly T[]): T => {
    const picked = list[below(list.length)];
    if (picked === undefined) throw new Error('nothing to pick from');
    return picked;
  };
  return {
    seed,
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (share) => below(1_000_000) < share * 1_000_000,
    pick,
    shuffled<T>(list: readonly T[]): T[] {
      const rest = [...list];
      return list.map(() => rest.splice(below(rest.length), 1)[0] as T);
    },
    fork(name) {
      let hash = seed >>> 0;
      for (const sign of name) hash = Math.imul(hash ^ (sign.codePointAt(0) ?? 0), 0x01000193) >>> 0;
      return diceOf(hash);
    },
  };
}

/** The seed that was asked for, or a new one: a run that failed is told by it. */
export function chaosSeed(): number {
  const wanted = Number(process.env.EVERTILL_CHAOS_SEED);
  return Number.isSafeInteger(wanted) && wanted > 0 ? wanted : 1 + Math.floor(Math.random() * 999_999);
}

/** How often each kind of thing happened, for a report and for the question whether anything did. */
export class Tally {
  private readonly counts = new Map<string, number>();

  add(kind: string, count = 1): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + count);
  }

  of(kind: string): number {
    return this.counts.get(kind) ?? 0;
  }

  toString(): string {
    return [...this.counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ');
  }
}
