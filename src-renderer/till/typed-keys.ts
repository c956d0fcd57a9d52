import { ACT_ALONE_MS, SAME_BURST_MS } from '../runtime/lone-key.ts';

/** Below the pace at which people type, above that of most scanners. */
const TYPED_ALONE_MS = 40;

interface Waiting {
  readonly act: () => void;
  /** Dropped when any other character follows: it was part of a code. */
  readonly alone: boolean;
}

/**
 * Characters typed outside any field wait for a moment, because they may be the beginning of a scan: a code's digits
 * do not flicker through the number pad, and the dash in it takes no piece from the cart.
 */
export interface TypedKeys {
  /** A digit or ×: done soon, unless a scan turns out to have sent it. */
  type(key: string, at: number, act: () => void): void;
  /** A sign that does something by itself (+, −, ?): only when it was pressed alone. */
  press(key: string, at: number, act: () => void): void;
  /** Any other character. */
  pass(key: string, at: number): void;
  /** Does what waits, now: what comes next belongs to nothing before it. */
  flush(): void;
  /** Forgets what waits: it was a scan. */
  drop(): void;
}

export function createTypedKeys(): TypedKeys {
  let waiting: Waiting[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last: { readonly key: string; readonly at: number } | null = null;

  const flush = () => {
    clearTimeout(timer);
    const due = waiting;
    waiting = [];
    for (const { act } of due) act();
  };
  const wait = (entry: Waiting | null, key: string, at: number) => {
    if (key !== last?.key) waiting = waiting.filter((other) => !other.alone);
    if (entry) waiting.push(entry);
    last = { key, at };
    clearTimeout(timer);
    timer = setTimeout(flush, entry?.alone ? ACT_ALONE_MS : TYPED_ALONE_MS);
  };

  return {
    type: (key, at, act) => wait({ act, alone: false }, key, at),
    press(key, at, act) {
      const follows = last !== null && last.key !== key && at - last.at < SAME_BURST_MS;
      wait(follows ? null : { act, alone: true }, key, at);
    },
    pass: (key, at) => wait(null, key, at),
    flush() {
      flush();
      last = null;
    },
    drop() {
      clearTimeout(timer);
      waiting = [];
      // The scan is over: what comes next belongs to nothing.
      last = null;
    },
  };
}
