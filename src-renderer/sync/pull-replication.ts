import { type RxReplicationState, replicateRxCollection } from 'rxdb/plugins/replication';
import { Subject } from 'rxjs';
import type { z } from 'zod';
import { counter } from '../../shared/core/scalars.ts';
import { PULLED, PULLED_AS_READ, PULLED_KEY, type PulledCollection } from '../../shared/sync/documents.ts';
import { PULL_LIMIT_MAX, pullResponseSchema } from '../../shared/sync/protocol.ts';
import type { PulledStore, Versioned } from '../database/pulled-store.ts';
import type { PageRow } from '../database/row-schemas.ts';
import { createTimeSlice } from '../database/time-slice.ts';
import type { ConnectionState } from './connection-state.ts';
import type { StreamChanges } from './event-stream.ts';
import { NetworkFault, type ServerClient } from './server-client.ts';

const PULL_TIMEOUT_MS = 30_000;
const RETRY_MS = 250;
/**
 * So many documents that cannot be read are told one by one; what is beyond is told once. A server that is newer than this
 * till may have changed every item of a large catalogue.
 */
const UNREADABLE_MOST = 100;
const BEYOND = '*';

interface Checkpoint {
  readonly value?: string;
}

interface PullAnswer {
  readonly documents: readonly unknown[];
  readonly checkpoint: string;
  readonly serverEpoch: number;
}

/** An answer whose documents are in memory and whose rows are being handed to RxDB. */
interface Taken {
  readonly value: string;
  readonly full: boolean;
  /** Rows that must be handed over before the checkpoint may be. */
  owed: number;
}

export interface PullReplicationOptions {
  readonly collection: PulledCollection;
  readonly store: PulledStore;
  /** Changes when everything must be pulled anew: RxDB keeps its checkpoint under it. */
  readonly identifier: string;
  readonly client: ServerClient;
  readonly connection: ConnectionState;
  readonly serverEpoch: () => number;
  /** Changes that the stream brings are stored this much later, so that many become one write. */
  readonly coalesceMs: number;
  /** The server's epoch in which what is stored of this collection was pulled; null before the first answer. */
  readonly pulledInEpoch: number | null;
  onPulledInEpoch(serverEpoch: number): void;
  onServerEpoch(serverEpoch: number): void;
  onCheckpointExpired(): void;
  onUnreadable(documentId: string, message: string): void;
  /** A document of which `onUnreadable` told has come in a state that can be read. */
  onReadable(documentId: string): void;
  /** Everything that the server had when asked is in memory. */
  onCaughtUp(): void;
}

export interface PullReplication {
  resync(): void;
  take(changes: Pick<StreamChanges, 'documents' | 'serverEpoch'> & { checkpoint: string | null }): void;
  /** The stream broke: its checkpoint no longer continues anything. */
  streamBroken(): void;
  stop(): Promise<void>;
}

/**
 * One collection from the server, by RxDB's replication. The rows that RxDB stores are pages, not the server's
 * documents, so the handler turns the one into the other; RxDB keeps the checkpoint and writes it after the pages.
 */
export function startPullReplication(options: PullReplicationOptions): PullReplication {
  const { collection, store, client, connection } = options;
  const stream$ = new Subject<
    { documents: (PageRow & { _deleted: boolean })[]; checkpoint: Checkpoint } | 'RESYNC'
  >();
  let ownEpoch = options.pulledInEpoch;
  let stopped = false;
  /** From the wish to pull until the pull has reached the end: then RxDB drops what the stream brings. */
  let pulling = true;
  /**
   * Short pages of this pull. After the first there may be more: what changed during a long download. After the second
   * the till has caught up, and in a shop where something always changes the pull must end.
   */
  let shortPages = 0;
  /**
   * What changed up to now is wanted, and no question has been sent since. RxDB drops a wish that came before it last called
   * the handler, because it takes each call for a question; a call that ends a pull asks nothing.
   */
  let isWanted = true;
  let taken: Taken | null = null;
  const unreadable = new Set<string>();
  let faults = 0;
  let ahead: { from: string | undefined; answer: Promise<PullAnswer> } | null = null;
  let streamCheckpoint: string | null = null;
  let flushTimer: ReturnType<typeof setTimeout> | null = null;

  async function ask(from: string | undefined): Promise<PullAnswer> {
    await connection.whenReachable('read');
    const query = new URLSearchParams({ limit: String(PULL_LIMIT_MAX) });
    if (from !== undefined) query.set('checkpoint', from);
    isWanted = false;
    const answer = await client
      .send('GET', `/v1/sync/${collection}/pull?${query}`, { timeoutMs: PULL_TIMEOUT_MS })
      .catch((error: unknown) => failed(error));
    if (answer.status === 409 && answer.code === 'checkpointExpired') {
      options.onCheckpointExpired();
      throw new Error('the checkpoint has expired');
    }
    const read = pullResponseSchema.safeParse(answer.body);
    if (answer.status !== 200 || !read.success) {
      return failed(new Error(`pull ${collection}: ${answer.status} ${answer.code}`));
    }
    faults = 0;
    const serverEpoch = read.data.serverEpoch ?? options.serverEpoch();
    if (serverEpoch > options.serverEpoch()) options.onServerEpoch(serverEpoch);
    if (!isOwnEpoch(serverEpoch)) {
      options.onCheckpointExpired();
      throw new Error('the server was restored');
    }
    return { documents: read.data.documents, checkpoint: read.data.checkpoint, serverEpoch };
  }

  /**
   * False when the server has been restored since this collection was pulled. Its checkpoint would say so too, but there
   * may be none yet: a first pull that was interrupted begins again without.
   */
  function isOwnEpoch(serverEpoch: number): boolean {
    if (ownEpoch === null) {
      ownEpoch = serverEpoch;
      options.onPulledInEpoch(serverEpoch);
    }
    return serverEpoch === ownEpoch;
  }

  /** RxDB asks again 250 ms later, for ever: too often for a server that has a fault or is of another version. */
  async function failed(error: unknown): Promise<never> {
    const isUnreachable = error instanceof NetworkFault && error.reason === 'unreachable';
    if (!isUnreachable) await connection.pauseAfterFault(faults);
    faults += 1;
    throw error;
  }

  /** The answer that was asked for ahead, if it is the one wanted now. */
  function answerFrom(from: string | undefined): Promise<PullAnswer> {
    const kept = ahead?.from === from ? ahead?.answer : undefined;
    ahead = null;
    return kept ?? ask(from);
  }

  function tellUnreadable(id: string, message: string): void {
    const told = unreadable.size < UNREADABLE_MOST || unreadable.has(id) ? id : BEYOND;
    if (told === BEYOND && unreadable.has(BEYOND)) return;
    unreadable.add(told);
    options.onUnreadable(told, message);
  }

  async function readDocuments(documents: readonly unknown[]): Promise<Versioned[]> {
    const slice = createTimeSlice();
    const read: Versioned[] = [];
    for (const [index, document] of documents.entries()) {
      const result = readDocument(collection, document);
      if (result.ok) read.push(result.document);
      else tellUnreadable(result.id.slice(0, 200), result.message);
      if (result.ok && unreadable.size > 0) {
        const id = String((result.document as unknown as Record<string, unknown>)[PULLED_KEY[collection]]);
        if (unreadable.delete(id)) options.onReadable(id);
      }
      // A document takes a hundredth of a millisecond: looking at the clock after each would cost as much.
      if (index % 50 === 49) await slice.breathe();
    }
    return read;
  }

  async function pull(checkpoint: Checkpoint | undefined) {
    pulling = true;
    // RxDB may have dropped what the stream brought before this pull; it is written again with the pull.
    store.reclaim('stream');
    if (shortPages > 1 && !isWanted) return caughtUp(checkpoint);
    for (let from = checkpoint?.value; ; ) {
      taken ??= await takeNext(from);
      await settled();
      const documents = await store.issue('pull', () => stopped);
      // Stopped while it waited for its answer: what it took, the next pull of the collection stores.
      if (stopped) return { documents: [], checkpoint: checkpoint ?? {} };
      taken.owed -= documents.length;
      // The checkpoint goes with the last of the rows that it covers.
      if (documents.length > 0 && taken.owed > 0) return { documents, checkpoint: { ...checkpoint } };
      const { value, full } = taken;
      taken = null;
      if (documents.length > 0) {
        if (!full) shortPages += 1;
        return { documents, checkpoint: { value } };
      }
      if (!full && !isWanted) return caughtUp({ value });
      from = value;
    }
  }

  async function takeNext(from: string | undefined): Promise<Taken> {
    const answer = await answerFrom(from);
    if (stopped) throw new Error('the pull was stopped');
    const full = answer.documents.length >= PULL_LIMIT_MAX;
    // A page that leads back to itself would be asked for without end.
    if (full && answer.checkpoint === from) return failed(new Error(`pull ${collection}: it does not go on`));
    if (full) ahead = { from: answer.checkpoint, answer: keepQuiet(ask(answer.checkpoint)) };
    await store.take(await readDocuments(answer.documents), answer.serverEpoch);
    return { value: answer.checkpoint, full, owed: store.unstoredCount };
  }

  /** One page after the other: RxDB itself would ask on while the last is being written. */
  async function settled(): Promise<void> {
    try {
      await store.settled();
    } catch (error) {
      if (taken) taken.owed = store.unstoredCount;
      throw error;
    }
  }

  function caughtUp(checkpoint: Checkpoint | undefined) {
    if (stopped) return { documents: [], checkpoint: checkpoint ?? {} };
    pulling = false;
    shortPages = 0;
    options.onCaughtUp();
    if (streamCheckpoint !== null || store.unstoredCount > 0) scheduleFlush();
    return { documents: [], checkpoint: checkpoint ?? {} };
  }

  function scheduleFlush(): void {
    flushTimer ??= setTimeout(() => {
      flushTimer = null;
      flush().catch(reportError);
    }, options.coalesceMs);
  }

  async function flush(): Promise<void> {
    if (stopped || pulling) return; // The pull stores it.
    const documents = await store.issue('stream', () => stopped);
    const checkpoint =
      store.unstoredCount > 0 || streamCheckpoint === null ? {} : { value: streamCheckpoint };
    if (documents.length > 0) stream$.next({ documents, checkpoint });
    if (store.unstoredCount > 0) scheduleFlush();
  }

  const replication: RxReplicationState<PageRow, Checkpoint> = replicateRxCollection<PageRow, Checkpoint>({
    collection: store.collection,
    replicationIdentifier: options.identifier,
    live: true,
    waitForLeadership: false,
    retryTime: RETRY_MS,
    // A pull ends at a page shorter than the batch. Of 1, only an empty page is shorter.
    pull: { batchSize: 1, stream$, handler: (checkpoint) => pull(checkpoint) },
  });
  const subscriptions = [
    replication.received$.subscribe((row) => store.confirm(row)),
    replication.error$.subscribe((error) => {
      // What the handler throws is the network's, and RxDB asks again. All else is a page that was not stored.
      if ((error.parameters as { direction?: string } | undefined)?.direction === 'pull') return;
      store.fail(error);
      reportError(error);
      setTimeout(() => stopped || resync(), RETRY_MS * 4);
    }),
  ];

  function resync(): void {
    pulling = true;
    isWanted = true;
    replication.reSync();
  }

  return {
    resync,
    take({ documents, serverEpoch, checkpoint }) {
      readDocuments(documents)
        .then((read) => store.take(read, serverEpoch ?? options.serverEpoch()))
        .then(() => {
          // What a restored server sends is newer, but its checkpoint does not continue what is stored here.
          if (serverEpoch !== undefined && ownEpoch !== null && serverEpoch !== ownEpoch) resync();
          else if (checkpoint !== null) streamCheckpoint = checkpoint;
          scheduleFlush();
        })
        .catch(reportError);
    },
    streamBroken() {
      streamCheckpoint = null;
    },
    async stop() {
      stopped = true;
      if (flushTimer !== null) clearTimeout(flushTimer);
      store.reclaim('pull');
      for (const subscription of subscriptions) subscription.unsubscribe();
      await replication.cancel();
    },
  };
}

/** A rejection of an answer that was asked for ahead is seen by whoever awaits it, or by nobody. */
function keepQuiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => undefined);
  return promise;
}

type ReadResult =
  | { readonly ok: true; readonly document: Versioned }
  | { readonly ok: false; readonly id: string; readonly message: string };

/** Checks one document at the till's edge. Of a deleted one, the key and the version are enough. */
function readDocument(collection: PulledCollection, document: unknown): ReadResult {
  const result = PULLED_AS_READ[collection].safeParse(document);
  if (result.success) return { ok: true, document: result.data };
  const record = (typeof document === 'object' && document !== null ? document : {}) as Record<
    string,
    unknown
  >;
  const id = record[PULLED_KEY[collection]];
  if (record._deleted === true) {
    const shape: Readonly<Record<string, z.ZodType>> = PULLED[collection].shape;
    const key = shape[PULLED_KEY[collection]];
    const version = counter.safeParse(record.version);
    if (key?.safeParse(id).success && version.success)
      return { ok: true, document: { ...record, version: version.data, _deleted: true } };
  }
  const issue = result.error.issues[0];
  return {
    ok: false,
    id: typeof id === 'string' ? id : '?',
    message: `${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim(),
  };
}
