import type { OpenSale } from '../../shared/sale/sale.ts';
import { PUSHED_COLLECTIONS, type PulledCollection } from '../../shared/sync/documents.ts';
import { epochResponseSchema, heartbeatResponseSchema } from '../../shared/sync/protocol.ts';
import type { LocalStore } from '../database/local-store.ts';
import type { Readable } from '../database/readable.ts';
import { createConditions } from './conditions.ts';
import { createConnectionState } from './connection-state.ts';
import { WORTH_SHOWING } from './drain-progress.ts';
import { openEventStream } from './event-stream.ts';
import { createExpressPush } from './express-push.ts';
import type { HeardAnswers } from './heard-answers.ts';
import type { ChainHead } from './local-chain.ts';
import { createLookUps, type LookUps } from './look-ups.ts';
import type { OutboxWatch } from './outbox.ts';
import { collectionOf, createPulledCollections, quietly } from './pulled-collections.ts';
import { createPushOutcomes } from './push-outcomes.ts';
import { startPushReplication } from './push-replication.ts';
import { createAudit, RESEND_PATIENCE_MS } from './resend.ts';
import { createServerClient } from './server-client.ts';
import type { CollectionState, Connection, TillIdentity, UnderPayingAnswer } from './till.ts';
import type { TillClock } from './till-clock.ts';
import { askUnderPaying } from './under-paying.ts';

const AUDIT_EVERY_MS = 60_000;
const FIRST_AUDIT_AFTER_MS = 1_500;
const BEAT_TIMEOUT_MS = 5_000;
const MOST_SALES_A_BEAT = 500;
/** Kept across restarts: no stock level is pulled before the server has this till's facts. */
export const DELIVER_FIRST = 'deliverFirst';

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
  readonly lookUps: LookUps;
  retryNow(): void;
  stop(): Promise<void>;
}

/** Keeps this till and its server in step, for as long as the window is open. */
export function startSynchronisation(options: SynchronisationOptions): Synchronisation {
  const { store, heard, identity, now, watch } = options;
  const { device } = store;
  const state = createConnectionState(now);
  const isOnline = () => state.connection.getSnapshot().state === 'online';
  const client = createServerClient({
    serverUrl: identity().serverUrl,
    token: () => options.token,
    fetch: options.fetch,
    onAnswer: () => state.answered(),
    onUnreachable: () => state.unreachable(),
    onDoubt: () => state.retryNow(),
    onRefused: () => state.refused(),
  });
  const conditions = createConditions(() => state.stopped);
  const unwatch = watch.outbox.subscribe(conditions.check);
  const touched = new Set<string>();
  const startedAtMs = now().getTime();
  let isFirstAudit = true;
  let { epochReason } = options;

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
    const { serverId } = read.data;
    if (serverId && serverId !== identity().serverId) await options.onIdentity({ serverId });
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
    conditions.check();
  }

  /** A new chain begins, and stock is told relative to it: the server must know the facts of the old one first. */
  async function beginEpoch(epoch: number): Promise<void> {
    await device.set(DELIVER_FIRST, true);
    await options.onIdentity({ epoch });
    // Not awaited: this is part of a beat, and nothing is delivered before the beat is over.
    quietly(pulled.renewStock());
  }

  /** Waits until the server has answered every fact that this till holds, where that must come first. */
  async function untilDelivered(): Promise<void> {
    if (!epochReason && !(await device.get<boolean>(DELIVER_FIRST))) return;
    // The results tell what the server knows already.
    await conditions.until(() => !epochReason && pulled.hasCaughtUp('saleResults'));
    const owed = watch.unsentFacts();
    await conditions.until(() =>
      owed.every(({ collection, id }) => !watch.isUnsent(collection, id) || outcomes.isStuck(id)),
    );
    if (!state.stopped) await device.set(DELIVER_FIRST, false);
  }

  async function onCaughtUp(collection: PulledCollection): Promise<void> {
    conditions.check();
    if (collection !== 'saleResults') return;
    // Now it is known what the server has not answered. First RxDB sends what it knows of, and is answered.
    await Promise.all(pushes.map((push) => push.firstPass));
    await new Promise((resolve) => setTimeout(resolve, FIRST_AUDIT_AFTER_MS));
    await conditions.until(() => !pushes.some((push) => push.isBusy), RESEND_PATIENCE_MS);
    // What was written since the start is on its way; after a restore, nothing is too fresh to be missing.
    const graceMs = isFirstAudit ? now().getTime() - startedAtMs : 0;
    isFirstAudit = false;
    await audit(graceMs);
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
      serverLife: () => heard.life,
      onIdle: () => conditions.check(),
      isLeftBehind: (document) => {
        const { leftBehind = [] } = identity();
        return leftBehind.includes((document as { terminalId?: string } | null)?.terminalId ?? '');
      },
    }),
  );
  const pulled = createPulledCollections({
    store,
    client,
    connection: state,
    identity,
    now,
    onIdentity: options.onIdentity,
    untilDelivered,
    async onServerRestored() {
      await device.set(DELIVER_FIRST, true);
      await options.onServerRestored();
    },
    // Whatever the server said before, it may have forgotten.
    onResultsDropped: () => heard.clear(),
    onCaughtUp,
  });
  const audit = createAudit({
    store,
    heard,
    watch,
    outcomes,
    conditions,
    now,
    isOnline,
    isInformed: () => pulled.hasCaughtUp('saleResults'),
    isBusy: () => pushes.some((push) => push.isBusy),
    isStopped: () => state.stopped,
  });
  const express = createExpressPush(client, state, (saleId) => store.sales.get(saleId));
  const offer = (saleId: string) => {
    if (watch.outbox.getSnapshot().unsent >= WORTH_SHOWING) express.offer(saleId);
  };

  const starting = pulled.start();
  quietly(starting);
  const stream = openEventStream(client, state, {
    onResync: () => pulled.resync(),
    onBroken: () => pulled.streamBroken(),
    onChanges: (changes) => {
      const collection = collectionOf(changes);
      if (collection) pulled.take(collection, changes);
    },
  });
  const forgetShown = store.sales.subscribeShown((saleId) => {
    const status = store.sales.get(saleId)?.status;
    if (status === 'tendered' || status === 'abandoned') touched.delete(saleId);
    else touched.add(saleId);
    offer(saleId);
  });
  let wasOnline = false;
  const unfollow = state.connection.subscribe(() => {
    if (isOnline() && !wasOnline) {
      outcomes.retryAll();
      for (const { id } of store.sales.open.getSnapshot()) if (watch.isUnsent('sales', id)) offer(id);
    }
    wasOnline = isOnline();
    conditions.check();
  });
  const auditTimer = setInterval(() => quietly(audit()), AUDIT_EVERY_MS);
  state.start(beat);

  return {
    connection: state.connection,
    collections: pulled.states,
    lookUps: createLookUps(client),
    askUnderPaying: (sale) =>
      askUnderPaying(client, sale, (result) =>
        pulled.take('saleResults', { documents: [result], serverEpoch: undefined, checkpoint: null }),
      ),
    retryNow: () => state.retryNow(),
    async stop() {
      clearInterval(auditTimer);
      forgetShown();
      unfollow();
      unwatch();
      outcomes.stop();
      stream.stop();
      state.stop();
      conditions.check();
      await starting.catch(() => undefined);
      await Promise.all([...pushes.map((push) => push.stop()), pulled.stop()]);
    },
  };
}
