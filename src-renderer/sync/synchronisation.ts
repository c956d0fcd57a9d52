import type { OpenSale } from '../../shared/sale/sale.ts';
import {
  PULLED_COLLECTIONS,
  PUSHED_COLLECTIONS,
  type PulledCollection,
} from '../../shared/sync/documents.ts';
import { epochResponseSchema, heartbeatResponseSchema } from '../../shared/sync/protocol.ts';
import type { LocalStore } from '../database/local-store.ts';
import type { PulledStore } from '../database/pulled-store.ts';
import type { Readable } from '../database/readable.ts';
import { AUDIT_GRACE_MS, decideResends } from './audit.ts';
import { createConnectionState } from './connection-state.ts';
import { openEventStream } from './event-stream.ts';
import type { HeardAnswers } from './heard-answers.ts';
import type { ChainHead } from './local-chain.ts';
import { type PullReplication, startPullReplication } from './pull-replication.ts';
import { createPushOutcomes } from './push-outcomes.ts';
import { startPushReplication } from './push-replication.ts';
import { createServerClient } from './server-client.ts';
import type { Connection, TillIdentity, UnderPayingAnswer } from './till.ts';
import { askUnderPaying } from './under-paying.ts';

const AUDIT_EVERY_MS = 60_000;
const FIRST_AUDIT_AFTER_MS = 1_500;
const BEAT_TIMEOUT_MS = 5_000;
const MOST_SALES_A_BEAT = 500;
/** Stock and items come in storms (an import, a busy shop); a sale's result is awaited by a cashier. */
const COALESCE_MS: Readonly<Record<PulledCollection, number>> = {
  items: 500,
  stockLevels: 500,
  saleResults: 0,
  staff: 0,
  settings: 0,
};
/** Dropped when the server is no longer the one that wrote them; the others are overwritten as they arrive. */
const DROPPED_WITH_CHECKPOINT: readonly PulledCollection[] = ['saleResults', 'stockLevels'];

export interface SynchronisationOptions {
  readonly store: LocalStore;
  readonly heard: HeardAnswers;
  readonly identity: () => TillIdentity;
  onIdentity(change: Partial<TillIdentity>): Promise<void>;
  readonly token: string;
  readonly instance: string;
  /** Why this till must go on in a new epoch; null when all is well. */
  readonly epochReason: string | null;
  readonly head: () => Promise<ChainHead>;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
}

export interface Synchronisation {
  readonly connection: Readable<Connection>;
  askUnderPaying(sale: OpenSale): Promise<UnderPayingAnswer>;
  /** Compares what this till has with what the server has answered, and sends again what is missing. */
  audit(graceMs?: number): Promise<void>;
  retryNow(): void;
  stop(): Promise<void>;
}

/** Keeps this till and its server in step, for as long as the window is open. */
export function startSynchronisation(options: SynchronisationOptions): Synchronisation {
  const { store, heard, identity, now } = options;
  const { device, attention } = store;
  const state = createConnectionState(now);
  const client = createServerClient({
    serverUrl: identity().serverUrl,
    token: () => options.token,
    fetch: options.fetch,
    onAnswer: () => state.answered(),
    onUnreachable: () => state.unreachable(),
    onDoubt: () => state.retryNow(),
    onRefused: () => state.refused(),
  });
  const pulls = new Map<PulledCollection, PullReplication>();
  const renewing = new Set<PulledCollection>();
  const caughtUp = new Set<PulledCollection>();
  const touched = new Set<string>();
  const startedAtMs = now().getTime();
  let isFirstAudit = true;
  let { epochReason } = options;

  async function beat(): Promise<void> {
    if (epochReason) await askForEpoch(epochReason);
    const saleIds = [...touched].slice(0, MOST_SALES_A_BEAT);
    const { epoch, terminalId } = identity();
    const head = { epoch, instance: options.instance, ...(await options.head()) };
    const answer = await client.send('POST', '/v1/terminals/heartbeat', {
      body: { saleIds, head },
      timeoutMs: BEAT_TIMEOUT_MS,
    });
    const read = heartbeatResponseSchema.safeParse(answer.body);
    if (answer.status !== 200 || !read.success)
      throw new Error(`heartbeat of ${terminalId}: ${answer.status}`);
    for (const id of saleIds) touched.delete(id);
    if (read.data.epoch > epoch) await beginEpoch(read.data.epoch);
  }

  async function askForEpoch(reason: string): Promise<void> {
    const answer = await client.send('POST', '/v1/terminals/epoch', {
      body: { reason },
      timeoutMs: BEAT_TIMEOUT_MS,
    });
    const read = epochResponseSchema.safeParse(answer.body);
    if (answer.status !== 200 || !read.success)
      throw new Error(`no new epoch: ${answer.status} ${answer.code}`);
    epochReason = null;
    await beginEpoch(read.data.epoch);
  }

  /** The server has seen a fork or a clone of this till: a new chain begins, and stock is told relative to it. */
  async function beginEpoch(epoch: number): Promise<void> {
    await options.onIdentity({ epoch });
    // Levels of the old epoch stay until those of the new one replace them: both can be counted with.
    await renew('stockLevels', []);
  }

  async function startPull(collection: PulledCollection): Promise<void> {
    const pulled = store.pulled[collection] as PulledStore;
    if (await device.get<boolean>(`clearing/${collection}`)) {
      await pulled.clear();
      await device.set(`clearing/${collection}`, false);
    }
    await askAgainForUnreadable(collection);
    const generation = (await device.get<number>(`generation/${collection}`)) ?? 0;
    markComplete(collection, (await device.get<boolean>(`complete/${collection}`)) ?? false);
    if (state.stopped) return;
    pulls.set(
      collection,
      startPullReplication({
        collection,
        store: pulled,
        identifier: `down-${collection}-${identity().terminalId}-${generation}`,
        client,
        connection: state,
        serverEpoch: () => identity().serverEpoch,
        pulledInEpoch: (await device.get<number | null>(`epoch/${collection}`)) ?? null,
        onPulledInEpoch: (serverEpoch) => quietly(device.set(`epoch/${collection}`, serverEpoch)),
        coalesceMs: COALESCE_MS[collection],
        onServerEpoch: (serverEpoch) => quietly(options.onIdentity({ serverEpoch })),
        onCheckpointExpired: () => quietly(renew(collection)),
        onUnreadable: (documentId, message) =>
          quietly(
            attention.raise({
              kind: 'unreadable',
              collection,
              documentId,
              revision: null,
              code: null,
              message,
            }),
          ),
        onCaughtUp: () => quietly(whenCaughtUp(collection)),
      }),
    );
  }

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
      // Whatever the server said before, it may have forgotten.
      if (collection === 'saleResults') await heard.clear();
      await startPull(collection);
    } finally {
      renewing.delete(collection);
    }
  }

  function markComplete(collection: PulledCollection, isComplete: boolean): void {
    if (collection === 'items') store.catalogue.setComplete(isComplete);
    if (collection === 'stockLevels') store.stock.setComplete(isComplete);
  }

  async function whenCaughtUp(collection: PulledCollection): Promise<void> {
    if (caughtUp.has(collection)) return;
    caughtUp.add(collection);
    if (await device.get<boolean>(`sweeping/${collection}`)) {
      await store.pulled[collection].sweep(identity().serverEpoch);
      await device.set(`sweeping/${collection}`, false);
      // The next pull stores it.
      pulls.get(collection)?.resync();
    }
    markComplete(collection, true);
    await device.set(`complete/${collection}`, true);
    if (collection !== 'saleResults') return;
    // Now it is known what the server has not answered. First RxDB sends what it knows of, and is answered.
    await Promise.all(pushes.map((push) => push.firstPass));
    await new Promise((resolve) => setTimeout(resolve, FIRST_AUDIT_AFTER_MS));
    // What was written since the start is on its way; after a restore, nothing is too fresh to be missing.
    const graceMs = isFirstAudit ? now().getTime() - startedAtMs : 0;
    isFirstAudit = false;
    await audit(graceMs);
  }

  async function audit(graceMs = AUDIT_GRACE_MS): Promise<void> {
    if (state.connection.getSnapshot().state !== 'online' || !caughtUp.has('saleResults')) return;
    const factsOf = (collection: 'shifts' | 'stockCommands') =>
      [...store.authored[collection].heads()].map(({ id, storedAt }) => ({ collection, id, storedAt }));
    const resends = decideResends({
      sales: store.sales.all(),
      resultOf: (saleId) => store.saleResults.get(saleId),
      heard: (collection, id) => heard.get(collection, id),
      facts: [...factsOf('shifts'), ...factsOf('stockCommands')],
      storedAt: (saleId) => store.authored.sales.head(saleId)?.storedAt,
      now: now(),
      graceMs,
    });
    for (const collection of PUSHED_COLLECTIONS) await store.authored[collection].touch(resends[collection]);
    await outcomes.raiseStale();
  }

  const outcomes = createPushOutcomes(
    store,
    heard,
    () => identity().terminalId,
    () => state.stopped,
  );
  const pushes = PUSHED_COLLECTIONS.map((collection) =>
    startPushReplication({
      collection,
      rows: store.authored[collection],
      identifier: `up-${collection}-${identity().terminalId}`,
      client,
      connection: state,
      onPushed: (pushed) => outcomes.take(collection, pushed),
    }),
  );
  const starting = Promise.all(PULLED_COLLECTIONS.map((collection) => startPull(collection)));
  quietly(starting.then(() => undefined));
  const stream = openEventStream(client, state, {
    onResync: () => {
      for (const pull of pulls.values()) pull.resync();
    },
    onBroken: () => {
      for (const pull of pulls.values()) pull.streamBroken();
    },
    onChanges: (changes) => pulls.get(changes.collection as PulledCollection)?.take(changes),
  });
  const forgetWrites = store.sales.subscribeWrites((saleId) => {
    const status = store.sales.get(saleId)?.status;
    if (status === 'tendered' || status === 'abandoned') touched.delete(saleId);
    else touched.add(saleId);
  });
  const auditTimer = setInterval(() => quietly(audit()), AUDIT_EVERY_MS);
  state.start(beat);

  return {
    connection: state.connection,
    askUnderPaying: (sale) =>
      askUnderPaying(client, sale, (result) =>
        pulls.get('saleResults')?.take({ documents: [result], serverEpoch: undefined, checkpoint: null }),
      ),
    audit,
    retryNow: () => state.retryNow(),
    async stop() {
      clearInterval(auditTimer);
      forgetWrites();
      stream.stop();
      state.stop();
      await starting.catch(() => undefined);
      await Promise.all([...pushes, ...pulls.values()].map((replication) => replication.stop()));
    },
  };
}

/** Work that nobody waits for: what goes wrong in it is a bug worth a report, and stops nothing else. */
function quietly(work: Promise<void>): void {
  work.catch(reportError);
}
