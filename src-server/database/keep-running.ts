import { setTimeout as sleep } from 'node:timers/promises';
import type { EmbeddedPostgres } from './embedded-postgres.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;

export interface KeepRunningListener {
  /** The database has gone; until `back` nothing can be written. */
  lost(): void;
  /** It answers again, after so many tries. */
  back(tries: number, durationMs: number): void;
  /** A try that failed; another one follows. */
  failed(error: unknown): void;
}

/**
 * Brings an embedded database back whenever it ends under a running server: killed, out of memory, or ended by hand. The
 * pauses between tries grow to five seconds, and there is no last try. What was acknowledged is in its write-ahead log.
 *
 * @returns how to leave it alone: the database may end then, and stays so
 */
export function keepRunning(
  postgres: Pick<EmbeddedPostgres, 'lost' | 'revive'>,
  listener: KeepRunningListener,
): () => Promise<void> {
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => stop.signal.addEventListener('abort', () => resolve()));

  async function bringBack(): Promise<void> {
    const sinceMs = performance.now();
    let pauseMs = FIRST_PAUSE_MS;
    for (let tries = 1; !stop.signal.aborted; tries += 1) {
      try {
        await postgres.revive();
        listener.back(tries, performance.now() - sinceMs);
        return;
      } catch (error) {
        listener.failed(error);
      }
      await sleep(pauseMs, undefined, { signal: stop.signal }).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  async function watch(): Promise<void> {
    for (;;) {
      await Promise.race([postgres.lost(), stopped]);
      if (stop.signal.aborted) return;
      listener.lost();
      await bringBack();
    }
  }
  const watching = watch();
  return async () => {
    stop.abort();
    await watching;
  };
}
