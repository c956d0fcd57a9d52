import type { OpenSale } from '../../shared/sale/sale.ts';
import {
  PULLED_COLLECTIONS,
  PUSHED_COLLECTIONS,
  type PulledCollection,
  type PushedCollection,
} from '../../shared/sync/documents.ts';
import { epochResponseSchema, heartbeatResponseSchema } from '../../shared/sync/protocol.ts';
import type { LocalStore } from '../database/local-store.ts';
import type { PulledStore } from '../database/pulled-store.ts';
import { createValue, type Readable } from '../database/readable.ts';
import { AUDIT_GRACE_MS, decideResends } from './audit.ts';
import { createConnectionState } from './connection-state.ts';
import { WORTH_SHOWING } from './drain-progress.ts';
import { openEventStream } from './event-stream.ts';
import { createExpressPush } from './express-push.ts';
import type { HeardAnswers } from './heard-answers.ts';
import type { ChainHead } from './local-chain.ts';
import type { OutboxWatch } from './outbox.ts';
import { type PullReplication, startPullReplication } from './pull-replication.ts';
import { createPushOutcomes } from './push-outcomes.ts';
import { startPushReplication } from './push-replication.ts';
import { createServerClient } from './server-client.ts';
import type { CollectionState, Connection, TillIdentity, UnderPayingAnswer } from './till.ts';
import type { TillClock } from './till-clock.ts';
import { askUnderPaying } from './under-paying.ts';

const AUDIT_EVERY_MS = 60_000;
const FIRST_AUDIT_AFTER_MS = 1_500;
/** So many are sent again, and answered, before the next: an audit after a restore may concern everything. */
const RESENT_AT_ONCE = 200;
const RESEND_PATIENCE_MS = 15_000;
/** Kept across restarts: no stock level is pulled before the server has this till's facts. */
const DELIVER_FIRST = 'deliverFirst';
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
  readonly watch: OutboxWatch;
  readonly clock: TillClock;
  /** The server is an older one than before: what only the journal has is needed, too. */
  onServerRestored(): Promise<void>;
  readonly head: () => Promise<ChainHead>;
  readonly fetch: typeof globalThis.fetch;
  readonly now: () => Date;
}

export interface Synchronisation {
  readonly connection: Readable<Connection>;
  readonly collections: Readable<readonly CollectionState[]>;
  askUnderPaying(sale: OpenSale): Promise<UnderPayingAnswer>;
  /** Compares what this till has with what the server has answered, and sends again what is missing. */
  audit(graceMs?: number): Promise<void>;
  retryNow(): void;
  stop(): Promise<void>;
}

/** Keeps this till and its server in step, for as long as the window is open. */
export function startSynchronisation(options: SynchronisationOptions): Synchronisation {
  const { store, heard, identity, now, watch } = options;
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
  /** The latest start of each collection's pull: an older one that was still waiting gives way. */
  const turns = new Map<PulledCollection, number>();
  const listeners = new Set<() => void>();
  const collections = createValue<readonly CollectionState[]>(
    PULLED_COLLECTIONS.map((collection) => ({ collection, state: 'waiting', receivedAt: null })),
  );
  const startedAtMs = now().getTime();
  let isFirstAudit = true;
  let isAuditing = false;
  let isRestoring = false;
  let { epochReason } = options;

  const unwatch = watch.outbox.subscribe(check);
  /** Something has happened that someone may be waiting for. */
  function check(): void {
    for (const listener of [...listeners]) listener();
  }

  /** Resolves when the condition holds, when the sync stops, or after `mostMs`. */
  function until(holds: () => boolean, mostMs = Number.POSITIVE_INFINITY): Promise<void> {
    return new Promise((resolve) => {
      const timer = mostMs === Number.POSITIVE_INFINITY ? null : setTimeout(end, mostMs);
      function look(): void {
        if (state.stopped || holds()) end();
      }
      function end(): void {
        if (timer !== null) clearTimeout(timer);
        listeners.delete(look);
        resolve();
      }
      listeners.add(look);
      look();
    });
  }

  function say(collection: PulledCollection, change: Partial<CollectionState>): void {
    collections.set(
      collections
        .getSnapshot()
        .map((each) => (each.collection === collection ? { ...each, ...change } : each)),
    );
  }
  const received = (collection: PulledCollection) => say(collection, { receivedAt: now().toISOString() });

  async function beat(): Promise<void> {
    if (epochReason) await askForEpoch(epochReason);
    const saleIds = [...touched].slice(0, MOST_SALES_A_BEAT);
    const { epoch, terminalId } = identity();
    const { sequence, hash } = await options.head();
    const head = { epoch, instance: options.instance, sequence, hash };
    const sentAt = now();
    const answer = await client.send('POST', '/v1/terminals/heartbeat', {
      body: { saleIds, head, clock: sentAt.toISOString() },
      timeoutMs: BEAT_TIMEOUT_MS,
    });
    const read = heartbeatResponseSchema.safeParse(answer.body);
    if (answer.status !== 200 || !read.success)
      throw new Error(`heartbeat of ${terminalId}: ${answer.status}`);
    options.clock.heard(read.data.serverTime, sentAt, now());
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
    await beginEpoch(read.data.epoch);
    epochReason = null;
    check();
  }

  /** A new chain begins, and stock is told relative to it: the server must know the facts of the old one first. */
  async function beginEpoch(epoch: number): Promise<void> {
    await device.set(DELIVER_FIRST, true);
    await options.onIdentity({ epoch });
    // Levels of the old epoch stay until those of the new one replace them: both can be counted with. Not awaited: this is
    // part of a beat, and nothing is delivered before the beat is over.
    quietly(renew('stockLevels', []));
  }

  /** Waits until the server has answered every fact that this till holds, where that must come first. */
  async function untilDelivered(): Promise<void> {
    if (!epochReason && !(await device.get<boolean>(DELIVER_FIRST))) return;
    // The results tell what the server knows already.
    await until(() => !epochReason && caughtUp.has('saleResults'));
    const owed = watch.unsentFacts();
    await until(() =>
      owed.every(({ collection, id }) => !watch.isUnsent(collection, id) || outcomes.isStuck(id)),
    );
    if (!state.stopped) await device.set(DELIVER_FIRST, false);
  }

  async function startPull(collection: PulledCollection): Promise<void> {
    const turn = (turns.get(collection) ?? 0) + 1;
    turns.set(collection, turn);
    const pulled = store.pulled[collection] as PulledStore;
    await askAgainForUnreadable(collection);
    markComplete(collection, (await device.get<boolean>(`complete/${collection}`)) ?? false);
    if (collection === 'stockLevels') {
      say(collection, { state: 'delivering' });
      await untilDelivered();
    }
    if (state.stopped || turns.get(collection) !== turn) return;
    if (await device.get<boolean>(`clearing/${collection}`)) {
      await pulled.clear();
      await device.set(`clearing/${collection}`, false);
    }
    const generation = (await device.get<number>(`generation/${collection}`)) ?? 0;
    const pulledInEpoch = (await device.get<number | null>(`epoch/${collection}`)) ?? null;
    if (state.stopped || turns.get(collection) !== turn) return;
    say(collection, { state: 'pulling' });
    pulls.set(
      collection,
      startPullReplication({
        collection,
        store: pulled,
        identifier: `down-${collection}-${identity().terminalId}-${generation}`,
        client,
        connection: state,
        serverEpoch: () => identity().serverEpoch,
        pulledInEpoch,
        onPulledInEpoch: (serverEpoch) => quietly(device.set(`epoch/${collection}`, serverEpoch)),
        coalesceMs: COALESCE_MS[collection],
        onServerEpoch: (serverEpoch) => quietly(options.onIdentity({ serverEpoch })),
        onCheckpointExpired: () => {
          if (turns.get(collection) === turn) quietly(expired(collection));
        },
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
        onReadable: (documentId) => quietly(attention.settle(collection, documentId)),
        onCaughtUp: () => {
          received(collection);
          quietly(whenCaughtUp(collection));
        },
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

  /**
   * The server is an older one. What it said of sales and stock is worth nothing, and it may lack anything that this till
   * and its journal hold: it gets that first, and only then tells of stock.
   */
  async function expired(collection: PulledCollection): Promise<void> {
    if (collection !== 'saleResults' && collection !== 'stockLevels') return renew(collection);
    if (isRestoring) return;
    isRestoring = true;
    try {
      await device.set(DELIVER_FIRST, true);
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
      // Whatever the server said before, it may have forgotten.
      if (collection === 'saleResults') await heard.clear();
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
    check();
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
    await until(() => !pushes.some((push) => push.isBusy), RESEND_PATIENCE_MS);
    // What was written since the start is on its way; after a restore, nothing is too fresh to be missing.
    const graceMs = isFirstAudit ? now().getTime() - startedAtMs : 0;
    isFirstAudit = false;
    await audit(graceMs);
  }

  async function audit(graceMs = AUDIT_GRACE_MS): Promise<void> {
    if (state.connection.getSnapshot().state !== 'online' || !caughtUp.has('saleResults')) return;
    // What RxDB has yet to offer is not forgotten.
    if (graceMs > 0 && pushes.some((push) => push.isBusy)) return;
    if (isAuditing) return;
    isAuditing = true;
    try {
      // A document that the journal has and the disk has refused so far.
      await store.sales.storeAgain();
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
      for (const collection of PUSHED_COLLECTIONS) await sendAgain(collection, resends[collection]);
      await outcomes.raiseStale();
    } finally {
      isAuditing = false;
    }
  }

  /** A part after the other, so that what is sold meanwhile is not behind all of them. */
  async function sendAgain(collection: PushedCollection, ids: readonly string[]): Promise<void> {
    for (let from = 0; from < ids.length && !state.stopped; from += RESENT_AT_ONCE) {
      const part = ids.slice(from, from + RESENT_AT_ONCE);
      await store.authored[collection].touch(part);
      await until(() => part.every((id) => !watch.isUnsent(collection, id)), RESEND_PATIENCE_MS);
    }
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
  const express = createExpressPush(client, state, (saleId) => store.sales.get(saleId));
  const offer = (saleId: string) => {
    if (watch.outbox.getSnapshot().unsent >= WORTH_SHOWING) express.offer(saleId);
  };
  const starting = Promise.all(PULLED_COLLECTIONS.map((collection) => startPull(collection)));
  quietly(starting.then(() => undefined));
  const stream = openEventStream(client, state, {
    onResync: () => {
      for (const pull of pulls.values()) pull.resync();
    },
    onBroken: () => {
      for (const pull of pulls.values()) pull.streamBroken();
    },
    onChanges: (changes) => {
      const collection = changes.collection as PulledCollection;
      pulls.get(collection)?.take(changes);
      if (pulls.has(collection)) received(collection);
    },
  });
  const forgetWrites = store.sales.subscribeShown((saleId) => {
    const status = store.sales.get(saleId)?.status;
    if (status === 'tendered' || status === 'abandoned') touched.delete(saleId);
    else touched.add(saleId);
    offer(saleId);
  });
  let wasOnline = false;
  const unfollow = state.connection.subscribe(() => {
    const isOnline = state.connection.getSnapshot().state === 'online';
    if (isOnline && !wasOnline) {
      outcomes.retryAll();
      for (const { id } of store.sales.open.getSnapshot()) if (watch.isUnsent('sales', id)) offer(id);
    }
    wasOnline = isOnline;
  });
  const auditTimer = setInterval(() => quietly(audit()), AUDIT_EVERY_MS);
  state.start(beat);

  return {
    connection: state.connection,
    collections,
    askUnderPaying: (sale) =>
      askUnderPaying(client, sale, (result) =>
        pulls.get('saleResults')?.take({ documents: [result], serverEpoch: undefined, checkpoint: null }),
      ),
    audit,
    retryNow: () => state.retryNow(),
    async stop() {
      clearInterval(auditTimer);
      forgetWrites();
      unfollow();
      unwatch();
      outcomes.stop();
      stream.stop();
      state.stop();
      check();
      await starting.catch(() => undefined);
      await Promise.all([...pushes, ...pulls.values()].map((replication) => replication.stop()));
    },
  };
}

/** Work that nobody waits for: what goes wrong in it is a bug worth a report, and stops nothing else. */
function quietly(work: Promise<void>): void {
  work.catch(reportError);
}
