import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * One run of one program, from its start to its end: a till or the server. Whatever code runs in it carries it along, so
 * that time, timers and disks know whose they are; when it is killed, nothing that it waits for ever comes.
 */
export class Life {
  readonly name: string;
  /** How far the clock of its machine is wrong. */
  skewMs: number;
  /** RxDB keeps the last time it gave; each program its own. */
  rxLastMs = 0;
  rxLastSub = 0;
  #alive = true;
  readonly #endings = new Set<() => void>();

  constructor(name: string, skewMs = 0) {
    this.name = name;
    this.skewMs = skewMs;
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** Between any two awaits: what is on its way to a disk may get there or not, and nobody hears of it. */
  kill(): void {
    if (!this.#alive) return;
    this.#alive = false;
    for (const ending of [...this.#endings]) ending();
    this.#endings.clear();
  }

  onKill(ending: () => void): () => void {
    if (!this.#alive) {
      ending();
      return () => {};
    }
    this.#endings.add(ending);
    return () => void this.#endings.delete(ending);
  }

  /** Runs work as part of this program. */
  run<T>(work: () => T): T {
    return running.run(this, work);
  }

  /** Goes on if the program is still there; else never. */
  guard(): Promise<void> {
    return this.#alive ? Promise.resolve() : NEVER;
  }
}

const NEVER = new Promise<never>(() => {});

export const running = new AsyncLocalStorage<Life | undefined>();
