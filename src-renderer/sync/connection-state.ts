import { createValue, type Readable } from '../database/readable.ts';
import { AccessRefused, NetworkFault } from './server-client.ts';
import type { Connection } from './till.ts';

const BEAT_EVERY_MS = 20_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 8_000;
const REVOKED_RETRY_MS = 60_000;

export interface ConnectionState {
  readonly connection: Readable<Connection>;
  /** Begins to beat. `beat` is the cheapest request that proves the server is there and the token good. */
  start(beat: () => Promise<void>): void;
  stop(): void;
  /**
   * Resolves when it makes sense to ask the server. Facts are still delivered with a revoked token, slowly.
   * Rejects when the sync stops.
   */
  whenReachable(purpose: 'read' | 'deliver'): Promise<void>;
  /** What the requests of the others found out. A beat follows at once where it may change the picture. */
  answered(): void;
  unreachable(): void;
  refused(): void;
  /** Waits before a request that failed is sent again; ends early when the connection changes. */
  pauseAfterFault(attempt: number): Promise<void>;
  /** Waits about so long; ends early when the connection changes. */
  pauseFor(mostMs: number): Promise<void>;
  /** Asks again at once. */
  retryNow(): void;
  readonly stopped: boolean;
}

/**
 * Whether the server answers, told by its answers alone. `navigator.onLine` says only that there is some network; the
 * browser's online and offline events are a good moment to look again, no more.
 */
export function createConnectionState(now: () => Date): ConnectionState {
  const connection = createValue<Connection>({ state: 'connecting' });
  let stopped = false;
  let wake: (() => void) | null = null;
  let beating = false;
  /** Someone asked for a beat while one was under way, which may have begun before what they know of. */
  let wanted = false;
  const pauses = new Set<() => void>();
  let waiting: { purpose: 'read' | 'deliver'; resolve: () => void; reject: (error: Error) => void }[] = [];

  function set(next: Connection): void {
    const before = connection.getSnapshot();
    if (before.state === next.state && next.state !== 'offline') return;
    if (before.state === 'offline' && next.state === 'offline' && before.reason === next.reason) return;
    connection.set(
      before.state === 'offline' && next.state === 'offline' ? { ...next, since: before.since } : next,
    );
    release();
  }

  function mayAsk(purpose: 'read' | 'deliver'): boolean {
    const { state } = connection.getSnapshot();
    return state === 'online' || (state === 'revoked' && purpose === 'deliver');
  }

  function release(): void {
    const ready = waiting.filter((entry) => mayAsk(entry.purpose));
    waiting = waiting.filter((entry) => !mayAsk(entry.purpose));
    for (const entry of ready) entry.resolve();
  }

  /** Waits, but not when something has happened that makes the next try worth while. */
  function pause(durationMs: number): Promise<void> {
    beating = false;
    if (wanted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, durationMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function nextChange(mostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const unsubscribe = connection.subscribe(done);
      const timer = setTimeout(done, mostMs);
      pauses.add(done);
      function done(): void {
        pauses.delete(done);
        unsubscribe();
        clearTimeout(timer);
        resolve();
      }
    });
  }

  async function beatForever(beat: () => Promise<void>): Promise<void> {
    let retryMs = FIRST_RETRY_MS;
    while (!stopped) {
      try {
        beating = true;
        wanted = false;
        await beat();
        set({ state: 'online' });
        retryMs = FIRST_RETRY_MS;
        await pause(BEAT_EVERY_MS);
      } catch (error) {
        if (stopped) return;
        if (error instanceof AccessRefused) {
          set({ state: 'revoked' });
          await pause(REVOKED_RETRY_MS);
          continue;
        }
        if (!(error instanceof NetworkFault)) reportError(error);
        const reason = error instanceof NetworkFault ? error.reason : 'serverFault';
        set({ state: 'offline', since: now().toISOString(), reason });
        await pause(withJitter(retryMs));
        retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
      }
    }
  }

  function retryNow(): void {
    if (beating) wanted = true;
    else wake?.();
  }

  return {
    connection,
    start(beat) {
      globalThis.addEventListener?.('online', retryNow);
      globalThis.addEventListener?.('offline', retryNow);
      beatForever(beat).catch(reportError);
    },
    stop() {
      stopped = true;
      globalThis.removeEventListener?.('online', retryNow);
      globalThis.removeEventListener?.('offline', retryNow);
      wake?.();
      for (const entry of waiting) entry.reject(new Error('the sync has stopped'));
      waiting = [];
      for (const end of [...pauses]) end();
    },
    whenReachable(purpose) {
      if (stopped) return Promise.reject(new Error('the sync has stopped'));
      if (mayAsk(purpose)) return Promise.resolve();
      return new Promise((resolve, reject) => {
        waiting.push({ purpose, resolve, reject });
      });
    },
    answered() {
      if (!beating && connection.getSnapshot().state === 'offline') retryNow();
    },
    unreachable() {
      const before = connection.getSnapshot().state;
      if (before === 'revoked') return;
      set({ state: 'offline', since: now().toISOString(), reason: 'unreachable' });
      // The beat was asleep for 20 s: from now on it looks for the server.
      if (!beating && before === 'online') retryNow();
    },
    pauseAfterFault: (attempt) =>
      nextChange(withJitter(Math.min(FIRST_RETRY_MS * 2 ** attempt, LONGEST_RETRY_MS))),
    pauseFor: (mostMs) => nextChange(withJitter(mostMs)),
    refused: () => set({ state: 'revoked' }),
    retryNow,
    get stopped() {
      return stopped;
    },
  };
}

/** So that a shop full of tills does not knock at a restarted server all at once. */
export const withJitter = (durationMs: number) => durationMs * (0.5 + Math.random() / 2);
