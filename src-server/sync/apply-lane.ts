import { applyBatch } from '../database/apply-batch.ts';
import type { Queryable } from '../database/database.ts';
import type { Answer, Operation } from './operation.ts';

/** The longest batch. Longer ones win nothing and make everyone behind them wait. */
const BATCH_MAX = 256;
/** Below this a batch is not shared out. */
const BATCH_MIN = 16;
/**
 * Batches of a lane on their way at once. The second one waits in PostgreSQL for the store's clock, so the next one starts the
 * moment that one commits, and Node judges and encodes while PostgreSQL applies.
 */
const IN_FLIGHT = 2;
const ATTEMPTS = 5;
/** Serialization failure, deadlock, a duplicate key of a race: the whole batch may be tried again as it is. */
const PASSING = new Set(['40001', '40P01', '23505', '55P03']);
/** Classes of SQL errors that are about the server or the way to it, not about what was sent. */
const FAULT_CLASSES = new Set(['08', '53', '57', '58', 'XX']);

export interface BatchObservation {
  readonly storeId: number;
  readonly operations: readonly Operation[];
  readonly answers: readonly Answer[];
  readonly durationMs: number;
}

export interface ApplyLane {
  /**
   * Applies one operation of a store; the answer comes after the commit. Never rejects: a passing fault is answered
   * `retry`, and an operation that the database cannot take is answered `kept` with the code `unstorable`, alone.
   */
  apply(storeId: number, operation: Operation): Promise<Answer>;
  /** Waits for what is in the lane. */
  close(): Promise<void>;
}

export interface ApplyLaneOptions {
  readonly database: Queryable;
  readonly now?: () => Date;
  /** After each commit, with the store whose feed moved on. */
  readonly onCommitted?: (storeId: number) => void;
  readonly onBatch?: (observation: BatchObservation) => void;
  /** Told of every SQL error, also those that are retried. */
  readonly onError?: (error: unknown) => void;
  /** Stores share this many lanes (store % lanes), so that many small stores do not take all connections. */
  readonly lanes?: number;
}

interface Waiting {
  readonly storeId: number;
  readonly operation: Operation;
  readonly keys: readonly string[];
  readonly answer: (answer: Answer) => void;
}

interface Lane {
  queue: Waiting[];
  /** Operations on their way, and what they change: later ones of the same wait for them. */
  flying: number;
  readonly busyKeys: Set<string>;
  runners: number;
  /** When the runners of now are done. */
  ended: Promise<unknown>;
}

/** What an operation changes; two that share one never meet in a batch. */
function keysOf(operation: Operation): readonly string[] {
  switch (operation.kind) {
    case 'sale':
      return [operation.sale.id];
    case 'expire':
      return operation.saleIds;
    case 'stockCommand':
      return [operation.command.id];
    case 'opening':
      return [operation.id];
    case 'shiftEvent':
      return [operation.event.id];
    case 'officeRequest':
      return [operation.request.id];
    case 'reportChecked':
      return [operation.eventId];
    case 'act':
      return [operation.act.exception];
    case 'transfer':
    case 'sentAgain':
      return [operation.actId];
    case 'found':
    case 'keep':
      return [];
    case 'heartbeat':
    case 'newEpoch':
      return [operation.terminalId];
    case 'settle':
      return ['settle'];
  }
}

const codeOf = (error: unknown): string => (error as { code?: unknown } | null)?.code as string;

/**
 * The micro-batching lane. While batches are in flight the next one fills; there is no timer, so a lone operation is as quick
 * as the database. A batch is of one store. Operations on one sale keep their order; others may overtake.
 */
export function openApplyLane(options: ApplyLaneOptions): ApplyLane {
  const now = options.now ?? (() => new Date());
  const lanes = Array.from(
    { length: options.lanes ?? 4 },
    (): Lane => ({ queue: [], flying: 0, busyKeys: new Set(), runners: 0, ended: Promise.resolve() }),
  );

  function nextBatch(lane: Lane): Waiting[] {
    // Shared out among the batches that may fly: they fill while others are applied.
    const share = Math.ceil((lane.queue.length + lane.flying) / IN_FLIGHT);
    const size = Math.min(BATCH_MAX, Math.max(BATCH_MIN, share));
    const batch: Waiting[] = [];
    const rest: Waiting[] = [];
    const taken = new Set(lane.busyKeys);
    for (const waiting of lane.queue) {
      const fits =
        batch.length < size &&
        waiting.storeId === (batch[0] ?? waiting).storeId &&
        !waiting.keys.some((key) => taken.has(key));
      // Whoever waits keeps its keys, or a later operation of the same sale would pass it.
      for (const key of waiting.keys) taken.add(key);
      (fits ? batch : rest).push(waiting);
    }
    lane.queue = rest;
    return batch;
  }

  async function attempt(storeId: number, operations: readonly Operation[]): Promise<Answer[]> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await applyBatch(options.database, storeId, now(), operations);
      } catch (error) {
        options.onError?.(error);
        const code = codeOf(error);
        if (PASSING.has(code) && tries < ATTEMPTS) continue;
        const retry = operations.map((): Answer => ({ status: 'retry', code: 'unavailable' }));
        if (typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || FAULT_CLASSES.has(code.slice(0, 2)))
          return retry;
        if (operations.length === 1) return isolated(storeId, operations[0] as Operation, error);
        // One of them is poison: halve until it stands alone.
        const middle = operations.length >> 1;
        const first = await attempt(storeId, operations.slice(0, middle));
        return [...first, ...(await attempt(storeId, operations.slice(middle)))];
      }
    }
  }

  /** Keeps an operation that the database refused, whole, where it is a document of a terminal. */
  async function isolated(storeId: number, operation: Operation, error: unknown): Promise<Answer[]> {
    const detail = error instanceof Error ? error.message : String(error);
    const keep = keepOf(operation, detail);
    if (keep === null) return [{ status: 'kept', code: 'unstorable', message: detail }];
    try {
      return await applyBatch(options.database, storeId, now(), [keep]);
    } catch (again) {
      options.onError?.(again);
      return [{ status: 'retry', code: 'unavailable' }];
    }
  }

  async function fly(lane: Lane, batch: readonly Waiting[]): Promise<void> {
    const { storeId } = batch[0] as Waiting;
    const keys = batch.flatMap((waiting) => waiting.keys);
    for (const key of keys) lane.busyKeys.add(key);
    lane.flying += batch.length;
    const operations = batch.map((waiting) => waiting.operation);
    const startedAtMs = performance.now();
    const answers = await attempt(storeId, operations);
    const durationMs = performance.now() - startedAtMs;
    lane.flying -= batch.length;
    for (const key of keys) lane.busyKeys.delete(key);
    for (const [index, waiting] of batch.entries()) waiting.answer(answers[index] as Answer);
    options.onCommitted?.(storeId);
    options.onBatch?.({ storeId, operations, answers, durationMs });
  }

  async function run(lane: Lane): Promise<void> {
    for (;;) {
      // Whoever arrives in this turn of the event loop shares the batch.
      await Promise.resolve();
      const batch = nextBatch(lane);
      if (batch.length === 0) {
        // Empty also when all that waits is behind an operation on its way, whose runner comes back for it. In the same turn
        // as the look at the queue, or an operation that comes now would find no runner.
        lane.runners -= 1;
        return;
      }
      await fly(lane, batch);
    }
  }

  function start(lane: Lane): void {
    if (lane.runners >= IN_FLIGHT) return;
    lane.runners += 1;
    lane.ended = Promise.all([lane.ended, run(lane)]);
  }

  return {
    apply(storeId, operation) {
      const lane = lanes[storeId % lanes.length] as Lane;
      return new Promise((answer) => {
        lane.queue.push({ storeId, operation, keys: keysOf(operation), answer });
        start(lane);
      });
    },
    async close() {
      while (lanes.some((lane) => lane.runners > 0)) await Promise.all(lanes.map((lane) => lane.ended));
    },
  };
}

function keepOf(operation: Operation, detail: string): Operation | null {
  const reason = 'unstorable';
  switch (operation.kind) {
    case 'sale': {
      const { sale } = operation;
      const sequence = sale.status === 'tendered' ? sale.sequence : null;
      return {
        kind: 'keep',
        terminalId: sale.terminalId,
        collection: 'sales',
        docId: sale.id,
        revision: sale.revision,
        contentHash: operation.contentHash,
        body: operation.body,
        reason,
        detail,
        epoch: sale.epoch,
        sequence,
      };
    }
    case 'stockCommand':
      if (operation.terminalId === null) return null;
      return {
        kind: 'keep',
        terminalId: operation.terminalId,
        collection: 'stockCommands',
        docId: operation.command.id,
        revision: 0,
        contentHash: operation.contentHash,
        body: operation.body ?? JSON.stringify(operation.command),
        reason,
        detail,
        epoch: null,
        sequence: null,
      };
    case 'shiftEvent':
      return {
        kind: 'keep',
        terminalId: operation.event.terminalId,
        collection: 'shifts',
        docId: operation.event.id,
        revision: 0,
        contentHash: operation.contentHash,
        body: operation.body ?? JSON.stringify(operation.event),
        reason,
        detail,
        epoch: operation.event.epoch,
        sequence: null,
      };
    default:
      return null;
  }
}
