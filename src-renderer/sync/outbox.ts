import { FACT_COLLECTIONS, PUSHED_COLLECTIONS, type PushedCollection } from '../../shared/sync/documents.ts';
import type { LocalStore } from '../database/local-store.ts';
import { createListeners, type Readable } from '../database/readable.ts';
import { type Drain, decideDrain, progressOf } from './drain-progress.ts';
import type { HeardAnswers, HeardOf } from './heard-answers.ts';
import type { Connection, Outbox, SyncStatus } from './till.ts';
import { type AnswerBooks, isAnswered } from './unanswered.ts';

const TELL_AFTER_MS = 50;

export interface OutboxWatch {
  readonly outbox: Readable<Outbox>;
  readonly status: Readable<SyncStatus>;
  /** True while the server has not answered this document. */
  isUnsent(collection: PushedCollection, id: string): boolean;
  unsentIds(collection: PushedCollection): readonly string[];
  /** Tendered sales and every other fact that the server has not answered. */
  unsentFacts(): readonly HeardOf[];
  stop(): void;
}

/**
 * Follows what the server has not answered yet, from the documents themselves and never from counters. Each change is
 * judged alone: a till with ten thousand sales behind it must not look at all of them at every answer.
 */
export function watchOutbox(
  store: LocalStore,
  heard: HeardAnswers,
  connection: Readable<Connection>,
): OutboxWatch {
  const listeners = createListeners();
  /** By id: when it was stored. */
  const unsent: Readonly<Record<PushedCollection, Map<string, string>>> = {
    sales: new Map(),
    shifts: new Map(),
    stockCommands: new Map(),
    officeRequests: new Map(),
  };
  let drain: Drain | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  const books: AnswerBooks = {
    saleOf: (id) => store.sales.get(id),
    resultOf: (id) => store.saleResults.get(id),
    heard: (collection, id) => heard.get(collection, id),
  };

  function judge(collection: PushedCollection, id: string): void {
    if (isAnswered(collection, id, books)) unsent[collection].delete(id);
    else
      unsent[collection].set(
        id,
        store.authored[collection].head(id)?.storedAt ?? store.sales.get(id)?.touchedAt ?? '',
      );
  }

  function judgeAll(): void {
    for (const id of store.sales.allIds()) judge('sales', id);
    for (const collection of FACT_COLLECTIONS)
      for (const { id } of store.authored[collection].heads()) judge(collection, id);
  }

  function read(): Outbox {
    const parts = PUSHED_COLLECTIONS.map((collection) => ({
      collection,
      unsent: unsent[collection].size,
      oldestAt: oldestOf(unsent[collection].values()),
    }));
    const sum = parts.reduce((total, part) => total + part.unsent, 0);
    const online = connection.getSnapshot().state === 'online';
    drain = decideDrain(drain, { unsent: sum, online, nowMs: performance.now() });
    return { parts, unsent: sum, progress: progressOf(drain, performance.now()) };
  }

  judgeAll();
  let outbox = read();
  let status = statusOf(outbox, connection.getSnapshot(), store.attention.entries.getSnapshot().length);

  function refresh(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    outbox = read();
    const next = statusOf(outbox, connection.getSnapshot(), store.attention.entries.getSnapshot().length);
    if (!isSameStatus(status, next)) status = next;
    listeners.notify();
  }
  const soon = () => {
    timer ??= setTimeout(refresh, TELL_AFTER_MS);
  };
  const changed = (collection: PushedCollection, id: string) => {
    judge(collection, id);
    soon();
  };
  const stops = [
    connection.subscribe(refresh),
    heard.subscribe((entries) => {
      if (entries) for (const { collection, id } of entries) judge(collection, id);
      else judgeAll();
      soon();
    }),
    store.saleResults.subscribeSales((saleId) => changed('sales', saleId)),
    store.attention.entries.subscribe(soon),
    store.sales.subscribeShown((saleId) => changed('sales', saleId)),
    ...PUSHED_COLLECTIONS.map((collection) =>
      store.authored[collection].subscribe((id) => changed(collection, id)),
    ),
  ];
  const subscribe = (listener: () => void) => listeners.add(listener);
  return {
    outbox: { getSnapshot: () => outbox, subscribe },
    status: { getSnapshot: () => status, subscribe },
    isUnsent: (collection, id) => !isAnswered(collection, id, books),
    unsentIds: (collection) => [...unsent[collection].keys()],
    unsentFacts: () =>
      PUSHED_COLLECTIONS.flatMap((collection) =>
        [...unsent[collection].keys()].map((id) => ({ collection, id })),
      ).filter(({ collection, id }) => collection !== 'sales' || store.sales.get(id)?.status === 'tendered'),
    stop() {
      if (timer !== null) clearTimeout(timer);
      for (const stop of stops) stop();
    },
  };
}

/** ISO 8601 texts of one form sort as they are. */
function oldestOf(times: Iterable<string>): string | null {
  let oldest: string | null = null;
  for (const at of times) if (oldest === null || at < oldest) oldest = at;
  return oldest;
}

function statusOf(outbox: Outbox, connection: Connection, attention: number): SyncStatus {
  const unsentSales = outbox.parts.find((each) => each.collection === 'sales')?.unsent ?? 0;
  const state =
    connection.state === 'online' ? (outbox.unsent === 0 ? 'synced' : 'sending') : connection.state;
  return { state, unsentSales, attention, progress: outbox.progress };
}

function isSameStatus(a: SyncStatus, b: SyncStatus): boolean {
  return (
    a.state === b.state &&
    a.unsentSales === b.unsentSales &&
    a.attention === b.attention &&
    a.progress?.done === b.progress?.done &&
    a.progress?.total === b.progress?.total
  );
}
