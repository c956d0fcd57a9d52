import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../database/database.ts';
import { listStores } from '../database/terminal-queries.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';
import { type Difference, verifyStore } from './verify.ts';
import { FIRST_SALE, verifySales } from './verify-sales.ts';

/** What one look at a store found. `sales` is how many paid sales were compared, of a patrol. */
export interface VerifierResult {
  readonly store: string;
  readonly part: 'figures' | 'sales';
  readonly differences: readonly Difference[];
  readonly sales: number;
  readonly durationMs: number;
}

export interface Verifier {
  /** Every store's figures, now. */
  verifyFigures(): Promise<VerifierResult[]>;
  /** Every store's paid sales, now and without pauses. */
  patrol(): Promise<VerifierResult[]>;
  stop(): Promise<void>;
}

export interface VerifierOptions {
  readonly database: Database;
  readonly lane: Pick<ApplyLane, 'apply'>;
  readonly now?: () => Date;
  /** Between two looks at the figures, and between two patrols. */
  readonly everyMs?: number;
  readonly onResult?: (result: VerifierResult) => void;
  readonly onError?: (error: unknown) => void;
}

const EVERY_MS = 10 * 60_000;
/** Paid sales in one statement of a patrol. */
const PORTION = 200;
/** For each millisecond that it works the verifier rests so many: it takes 2 % of one core at most, however long the ledger is. */
const REST = 49;

/**
 * Verifies in production what must always hold. The figures are recomputed in one snapshot, which reads and never locks; paid
 * sales are compared with the ledger in a patrol of small portions. It finds and tells; it changes nothing but the exceptions
 * that show only when sales are seen in their order.
 */
export function startVerifier(options: VerifierOptions): Verifier {
  const { database, lane, onResult, onError } = options;
  const now = options.now ?? (() => new Date());
  const everyMs = options.everyMs ?? EVERY_MS;
  const stop = new AbortController();

  const rest = (durationMs: number): Promise<void> =>
    sleep(durationMs, undefined, { signal: stop.signal, ref: false }).catch(() => {});

  async function verifyFigures(
    pause: (workedMs: number) => Promise<void> = async () => {},
  ): Promise<VerifierResult[]> {
    const results: VerifierResult[] = [];
    for (const { store_id: storeId, code: store } of await listStores(database)) {
      if (stop.signal.aborted) break;
      const startedAtMs = performance.now();
      const differences = await database.transaction(async (tx) => {
        // One core, and enough memory to sort in it.
        await tx.query('set local max_parallel_workers_per_gather = 0');
        await tx.query(`set local work_mem = '32MB'`);
        return verifyStore(tx, storeId, now());
      });
      const durationMs = performance.now() - startedAtMs;
      results.push({ store, part: 'figures', differences, sales: 0, durationMs });
      onResult?.(results.at(-1) as VerifierResult);
      await pause(durationMs);
    }
    return results;
  }

  async function patrol(
    pause: (workedMs: number) => Promise<void> = async () => {},
  ): Promise<VerifierResult[]> {
    const results: VerifierResult[] = [];
    for (const { store_id: storeId, code: store } of await listStores(database)) {
      const differences: Difference[] = [];
      let sales = 0;
      let durationMs = 0;
      for (let after: string | null = FIRST_SALE; after !== null && !stop.signal.aborted; ) {
        const startedAtMs = performance.now();
        const portion = await verifySales(database, storeId, after, PORTION);
        if (portion.cases.length > 0) await lane.apply(storeId, { kind: 'found', cases: portion.cases });
        differences.push(...portion.differences);
        sales += portion.count;
        after = portion.count < PORTION ? null : portion.last;
        const workedMs = performance.now() - startedAtMs;
        durationMs += workedMs;
        await pause(workedMs);
      }
      if (stop.signal.aborted) break;
      results.push({ store, part: 'sales', differences, sales, durationMs });
      onResult?.(results.at(-1) as VerifierResult);
    }
    return results;
  }

  async function again(
    look: (pause: (workedMs: number) => Promise<void>) => Promise<unknown>,
  ): Promise<void> {
    while (!stop.signal.aborted) {
      await look((workedMs) => rest(workedMs * REST)).catch((error: unknown) => onError?.(error));
      await rest(everyMs);
    }
  }
  // A server that has just started has better things to do; and a test that wants no rounds gets none.
  const loops = rest(Math.min(everyMs, 30_000)).then(() =>
    Promise.all([again(verifyFigures), again(patrol)]),
  );

  return {
    verifyFigures: () => verifyFigures(),
    patrol: () => patrol(),
    async stop() {
      stop.abort();
      await loops;
    },
  };
}
