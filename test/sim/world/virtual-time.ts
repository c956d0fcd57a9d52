import { type Life, running } from './life.ts';

/** What was there before time became virtual. */
const real = {
  Date: globalThis.Date,
  setImmediate: globalThis.setImmediate,
};

interface Timer {
  atMs: number;
  readonly order: number;
  readonly fire: () => void;
  readonly everyMs: number | null;
  readonly owner: Life | undefined;
  cancelled: boolean;
}

/** What `setTimeout` answers in Node, as far as anybody here looks at it. */
interface Handle {
  readonly timer: Timer;
  ref(): Handle;
  unref(): Handle;
  hasRef(): boolean;
  [Symbol.toPrimitive](): number;
}

/**
 * The time of one simulated world. Nothing passes by itself: the world goes from one timer to the next, and in between all
 * that has become possible is done to its end.
 */
export class VirtualClock {
  nowMs = 0;
  #timers: Timer[] = [];
  #order = 0;
  fired = 0;

  /** A new world begins; what the old one still waited for is forgotten. */
  reset(nowMs: number): void {
    this.nowMs = nowMs;
    this.#timers = [];
    this.#order = 0;
  }

  /** The clock of the machine on which the present code runs. */
  machineNowMs(): number {
    return Math.floor(this.nowMs + (running.getStore()?.skewMs ?? 0));
  }

  schedule(fire: () => void, afterMs: number, everyMs: number | null, owner: Life | undefined): Timer {
    this.#order += 1;
    const delayMs = Number.isFinite(afterMs) && afterMs > 0 ? afterMs : 0;
    const timer = { atMs: this.nowMs + delayMs, order: this.#order, fire, everyMs, owner, cancelled: false };
    this.#insert(timer);
    return timer;
  }

  /** Something that happens in the world, outside of every program. */
  after(afterMs: number, happen: () => void): void {
    this.schedule(() => running.run(undefined, happen), afterMs, null, undefined);
  }

  wait(afterMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(resolve, afterMs, null, undefined);
    });
  }

  /** Lets time pass, timer by timer. */
  async advance(durationMs: number): Promise<void> {
    const untilMs = this.nowMs + durationMs;
    await settle();
    for (;;) {
      const next = this.#timers[0];
      if (!next || next.atMs > untilMs) break;
      this.#timers.shift();
      if (next.cancelled || next.owner?.alive === false) continue;
      this.nowMs = Math.max(this.nowMs, next.atMs);
      if (next.everyMs !== null) {
        next.atMs = this.nowMs + Math.max(1, next.everyMs);
        this.#insert(next);
      }
      this.fired += 1;
      next.fire();
      await settle();
    }
    this.nowMs = untilMs;
  }

  #insert(timer: Timer): void {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = this.#timers[middle] as Timer;
      if (other.atMs < timer.atMs || (other.atMs === timer.atMs && other.order < timer.order))
        low = middle + 1;
      else high = middle;
    }
    this.#timers.splice(low, 0, timer);
  }
}

/** Two turns of the real event loop, in which nothing is left to do: no query, disk or stream here waits for real I/O. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) {
    await new Promise<void>((resolve) => {
      real.setImmediate(resolve);
    });
  }
}

/** Puts the clock in the place of the process's own. Once a process, before the product is loaded. */
export function installVirtualTime(clock: VirtualClock): void {
  class SimDate extends real.Date {
    constructor(...given: [] | [string | number | Date]) {
      if (given.length === 0) super(clock.machineNowMs());
      else super(...(given as [number]));
    }

    static override now(): number {
      return clock.machineNowMs();
    }
  }
  const start = (
    callback: (...given: unknown[]) => void,
    afterMs: number,
    every: boolean,
    given: unknown[],
  ) => {
    const owner = running.getStore();
    const fire = () => running.run(owner, () => callback(...given));
    const timer = clock.schedule(fire, afterMs, every ? Math.max(1, afterMs) : null, owner);
    const handle: Handle = {
      timer,
      ref: () => handle,
      unref: () => handle,
      hasRef: () => false,
      [Symbol.toPrimitive]: () => timer.order,
    };
    return handle;
  };
  const stop = (handle: Partial<Handle> | null | undefined) => {
    if (handle?.timer) handle.timer.cancelled = true;
  };
  Object.assign(globalThis, {
    Date: SimDate,
    setTimeout: (callback: () => void, afterMs = 0, ...given: unknown[]) =>
      start(callback, afterMs, false, given),
    setInterval: (callback: () => void, afterMs = 0, ...given: unknown[]) =>
      start(callback, afterMs, true, given),
    clearTimeout: stop,
    clearInterval: stop,
    // RxDB queues these over all of a process's databases: the queue must outlive a killed till.
    requestIdleCallback: (callback: () => void) => clock.after(0, callback),
  });
  performance.now = () => clock.nowMs;
}
