import { PULLED_COLLECTIONS, type PulledCollection } from '../../shared/sync/documents.ts';
import type { LocalStore } from '../database/local-store.ts';
import type { PulledStore } from '../database/pulled-store.ts';
import { createValue, type Readable } from '../database/readable.ts';
import type { ConnectionState } from './connection-state.ts';
import type { StreamChanges } from './event-stream.ts';
import { type PullReplication, startPullReplication } from './pull-replication.ts';
import type { ServerClient } from './server-client.ts';
import type { CollectionState, TillIdentity } from './till.ts';

/** Stock and items come in storms (an import, a busy shop); a sale's result is awaited by a cashier. */
const COALESCE_MS: Readonly<Record<PulledCollection, number>> = {
  items: 500,
  stockLevels: 500,
  saleResults: 0,
  staff: 0,
  settings: 0,
  customers: 500,
};
/** Dropped when the server is no longer the one that wrote them; the others are overwritten as they arrive. */
const DROPPED_WITH_CHECKPOINT: readonly PulledCollection[] = ['saleResults', 'stockLevels'];

export interface PulledCollectionsOptions {
  readonly store: LocalStore;
  readonly client: ServerClient;
  readonly connection: ConnectionState;
  readonly identity: () => TillIdentity;
  readonly now: () => Date;
  onIdentity(change: Partial<TillIdentity>): Promise<void>;
  /** Resolves when the server may be asked for stock: it has this till's facts, where that must come first. */
  untilDelivered(): Promise<void>;
  /** The server is an older one: before anything is pulled from it. */
  onServerRestored(): Promise<void>;
  /** What the server said of sales is worth nothing any more. */
  onResultsDropped(): Promise<void>;
  onCaughtUp(collection: PulledCollection): Promise<void>;
}

export interface PulledCollections {
  readonly states: Readable<readonly CollectionState[]>;
  hasCaughtUp(collection: PulledCollection): boolean;
  start(): Promise<void>;
  /** Stock is told relative to an epoch: levels of the old one stay until those of the new one replace them. */
  renewStock(): Promise<void>;
  /** What came before may be missing. */
  resync(): void;
  streamBroken(): void;
  take(collection: PulledCollection, changes: Parameters<PullReplication['take']>[0]): void;
  stop(): Promise<void>;
}

/** Everything that the server writes for this till: pulled, followed, and pulled anew when the server is another. */
export function createPulledCollections(options: PulledCollectionsOptions): PulledCollections {
  const { store, client, connection, identity } = options;
  const { device, attention } = store;
  const pulls = new Map<PulledCollection, PullReplication>();
  const renewing = new Set<PulledCollection>();
  const caughtUp = new Set<PulledCollection>();
  /** The latest start of each collection's pull: an older one that was still waiting gives way. */
  const turns = new Map<PulledCollection, number>();
  const states = createValue<readonly CollectionState[]>(
    PULLED_COLLECTIONS.map((collection) => ({ collection, state: 'waiting', receivedAt: null })),
  );
  let isRestoring = false;

  function say(collection: PulledCollection, change: Partial<CollectionState>): void {
    states.set(
      states.getSnapshot().map((each) => (each.collection === collection ? { ...each, ...change } : each)),
    );
  }
  const received = (collection: PulledCollection) =>
    say(collection, { receivedAt: options.now().toISOString() });

  async function startPull(collection: PulledCollection): Promise<void> {
    const turn = (turns.get(collection) ?? 0) + 1;
    turns.set(collection, turn);
    const isCurrent = () => !connection.stopped && turns.get(collection) === turn;
    const pulled = store.pulled[collection] as PulledStore;
    await askAgainForUnreadable(collection);
    markComplete(collection, (await device.get<boolean>(`complete/${collection}`)) ?? false);
    if (collection === 'stockLevels') {
      say(collection, { state: 'delivering' });
      await options.untilDelivered();
    }
    if (!isCurrent()) return;
    if (await device.get<boolean>(`clearing/${collection}`)) {
      await pulled.clear();
      await device.set(`clearing/${collection}`, false);
    }
    const generation = (await device.get<number>(`generation/${collection}`)) ?? 0;
    const pulledInEpoch = (await device.get<number | null>(`epoch/${collection}`)) ?? null;
    if (!isCurrent()) return;
    say(collection, { state: 'pulling' });
    const started = startPullReplication({
      collection,
      store: pulled,
      identifier: `down-${collection}-${identity().terminalId}-${generation}`,
      client,
      connection,
      serverEpoch: () => identity().serverEpoch,
      pulledInEpoch,
      onPulledInEpoch: (serverEpoch) => quietly(device.set(`epoch/${collection}`, serverEpoch)),
      coalesceMs: COALESCE_MS[collection],
      onServerEpoch: (serverEpoch) => quietly(options.onIdentity({ serverEpoch })),
      onCheckpointExpired: () => {
        if (isCurrent()) quietly(expired(collection));
      },
      onUnreadable: (documentId, message) => quietly(raiseUnreadable(collection, documentId, message)),
      onReadable: (documentId) => quietly(attention.settle(collection, documentId)),
      onCaughtUp: () => {
        received(collection);
        quietly(whenCaughtUp(collection));
      },
    });
    pulls.set(collection, started);
  }

  const raiseUnreadable = (collection: PulledCollection, documentId: string, message: string) =>
    attention.raise({ kind: 'unreadable', collection, documentId, revision: null, code: null, message });

  /** A till that was updated since may understand what it could not read; the checkpoint is already past it. */
  async function askAgainForUnreadable(collection: PulledCollection): Promise<void> {
    const unreadable = attention.entries
      .getSnapshot()
      .filter((entry) => entry.kind === 'unreadable' && entry.collection === collection);
    if (unreadable.length === 0) return;
    const generation = (await device.get<number>(`generation/${collection}`)) ?? 0;
    await device.set(`generation/${collection}`, generation + 1);
    for (const entry of unreadable) await attention.dismiss(entry.id);
  }

  /**
   * The server is an older one. What it said of sales and stock is worth nothing, and it may lack anything that this till
   * and its journal hold: it gets that first, and only then tells of stock.
   */
  async function expired(collection: PulledCollection): Promise<void> {
    if (collection !== 'saleResults' && collection !== 'stockLevels') return renew(collection);
    if (isRestoring) return;
    isRestoring = true;
    try {
      await options.onServerRestored();
      await renew('saleResults');
      quietly(renew('stockLevels'));
    } finally {
      isRestoring = false;
    }
  }

  /** Pulls a collection anew: its checkpoint means nothing to the server any more. */
  async function renew(
    collection: PulledCollection,
    dropped: readonly PulledCollection[] = DROPPED_WITH_CHECKPOINT,
  ): Promise<void> {
    if (renewing.has(collection)) return;
    renewing.add(collection);
    try {
      await pulls.get(collection)?.stop();
      pulls.delete(collection);
      caughtUp.delete(collection);
      const generation = (await device.get<number>(`generation/${collection}`)) ?? 0;
      // What selling needs stays until the new state is here; then what the server no longer has goes.
      await device.set(
        dropped.includes(collection) ? `clearing/${collection}` : `sweeping/${collection}`,
        true,
      );
      await device.set(`generation/${collection}`, generation + 1);
      await device.set(`epoch/${collection}`, null);
      if (collection === 'saleResults') await options.onResultsDropped();
    } finally {
      renewing.delete(collection);
    }
    await startPull(collection);
  }

  function markComplete(collection: PulledCollection, isComplete: boolean): void {
    if (collection === 'items') store.catalogue.setComplete(isComplete);
    if (collection === 'stockLevels') store.stock.setComplete(isComplete);
  }

  async function whenCaughtUp(collection: PulledCollection): Promise<void> {
    if (caughtUp.has(collection)) return;
    caughtUp.add(collection);
    say(collection, { state: 'complete' });
    if (await device.get<boolean>(`sweeping/${collection}`)) {
      await store.pulled[collection].sweep(identity().serverEpoch);
      await device.set(`sweeping/${collection}`, false);
      // The next pull stores it.
      pulls.get(collection)?.resync();
    }
    markComplete(collection, true);
    await device.set(`complete/${collection}`, true);
    await options.onCaughtUp(collection);
  }

  return {
    states,
    hasCaughtUp: (collection) => caughtUp.has(collection),
    async start() {
      await Promise.all(PULLED_COLLECTIONS.map((collection) => startPull(collection)));
    },
    renewStock: () => renew('stockLevels', []),
    resync() {
      for (const pull of pulls.values()) pull.resync();
    },
    streamBroken() {
      for (const pull of pulls.values()) pull.streamBroken();
    },
    take(collection, changes) {
      const pull = pulls.get(collection);
      if (!pull) return;
      pull.take(changes);
      received(collection);
    },
    async stop() {
      await Promise.all([...pulls.values()].map((pull) => pull.stop()));
    },
  };
}

/** What a message of the stream is about, where it is a collection that this till knows. */
export const collectionOf = ({ collection }: StreamChanges): PulledCollection | undefined =>
  PULLED_COLLECTIONS.find((each) => each === collection);

/** Work that nobody waits for: what goes wrong in it is a bug worth a report, and stops nothing else. */
export function quietly(work: Promise<void>): void {
  work.catch(reportError);
}
