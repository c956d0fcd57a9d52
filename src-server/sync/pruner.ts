import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { COMPANY_SCOPE } from '../database/feed-clock.ts';
import {
  type ChangeCursor,
  horizonsToMove,
  moveHorizon,
  noteFeedAge,
  pruneStamps,
  pruneStockChanges,
} from '../database/prune-queries.ts';
import { listStores } from '../database/terminal-queries.ts';

export interface Pruned {
  readonly stockChanges: number;
  readonly stamps: number;
}

export interface Pruner {
  /** One round now, without pauses. */
  prune(): Promise<Pruned>;
  stop(): Promise<void>;
}

export interface PrunerOptions {
  readonly database: Database;
  readonly now?: () => Date;
  readonly everyMs?: number;
  readonly onPruned?: (pruned: Pruned) => void;
  readonly onError?: (error: unknown) => void;
}

const EVERY_MS = 10 * 60_000;
/** A till that was away for longer reads from the beginning again, as after a restore: it loses nothing by it but time. */
export const STAMPS_KEPT_MS = 45 * 24 * 3_600_000;
const PORTION = 5_000;
/** For each millisecond of work it rests so many. */
const REST = 49;
const BEGINNING: ChangeCursor = { seq: -1, sku: '' };

/**
 * Keeps the feeds' own logs short. What no checkpoint can need goes at once: changes of stock that later ones superseded. The
 * stamps by which a checkpoint is known go when they are older than any till stays away.
 */
export function startPruner(options: PrunerOptions): Pruner {
  const { database, onPruned, onError } = options;
  const now = options.now ?? (() => new Date());
  const everyMs = options.everyMs ?? EVERY_MS;
  const stop = new AbortController();
  const rest = (durationMs: number): Promise<void> =>
    sleep(durationMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});

  async function prune(pause: (workedMs: number) => Promise<void>): Promise<Pruned> {
    const timed = async <T>(work: Promise<T>): Promise<T> => {
      const startedAtMs = performance.now();
      const result = await work;
      await pause(performance.now() - startedAtMs);
      return result;
    };
    let stockChanges = 0;
    let stamps = 0;
    await noteFeedAge(database, now());
    const stores = (await listStores(database)).map(({ store_id }) => store_id);
    for (const storeId of stores)
      for (let after: ChangeCursor | null = BEGINNING; after !== null && !stop.signal.aborted; ) {
        const portion: Awaited<ReturnType<typeof pruneStockChanges>> = await timed(
          pruneStockChanges(database, storeId, after, PORTION),
        );
        stockChanges += portion.deleted;
        after = portion.next;
      }
    for (const { scope, seq } of await horizonsToMove(database, new Date(now().getTime() - STAMPS_KEPT_MS)))
      await moveHorizon(database, scope, seq);
    for (const scope of [COMPANY_SCOPE, ...stores])
      while (!stop.signal.aborted) {
        const deleted = await timed(pruneStamps(database, scope, PORTION));
        stamps += deleted;
        if (deleted === 0) break;
      }
    return { stockChanges, stamps };
  }

  async function again(): Promise<void> {
    while (!stop.signal.aborted) {
      await rest(everyMs);
      if (stop.signal.aborted) return;
      await prune((workedMs) => rest(workedMs * REST)).then(onPruned, (error: unknown) => onError?.(error));
    }
  }
  const rounds = again();

  return {
    prune: () => prune(async () => {}),
    async stop() {
      stop.abort();
      await rounds;
    },
  };
}
