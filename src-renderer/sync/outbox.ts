import type { PushedCollection } from '../../shared/sync/documents.ts';
import type { LocalStore } from '../database/local-store.ts';
import { createListeners, type Readable } from '../database/readable.ts';
import type { HeardAnswers } from './heard-answers.ts';
import type { Connection, Outbox, OutboxPart, SyncStatus } from './till.ts';
import { isSaleUnanswered, isSetAside } from './unanswered.ts';

const TELL_AFTER_MS = 50;

/** What the server has not answered yet, from the documents themselves and never from counters. */
export function readOutbox(store: LocalStore, heard: HeardAnswers): Outbox {
  const sales: { id: string; since: string }[] = [];
  for (const sale of store.sales.all()) {
    if (!isSaleUnanswered(sale, store.saleResults.get(sale.id))) continue;
    if (isSetAside(sale.revision, heard.get('sales', sale.id))) continue;
    sales.push({ id: sale.id, since: store.authored.sales.head(sale.id)?.storedAt ?? sale.touchedAt ?? '' });
  }
  const factsOf = (collection: 'shifts' | 'stockCommands') =>
    [...store.authored[collection].heads()]
      .filter((head) => !heard.get(collection, head.id))
      .map((head) => ({ id: head.id, since: head.storedAt }));
  const parts = [
    part('sales', sales),
    part('shifts', factsOf('shifts')),
    part('stockCommands', factsOf('stockCommands')),
  ];
  return { parts, unsent: parts.reduce((sum, each) => sum + each.unsent.length, 0) };
}

function part(collection: PushedCollection, unsent: { id: string; since: string }[]): OutboxPart {
  unsent.sort((a, b) => a.since.localeCompare(b.since));
  return { collection, unsent, oldestAt: unsent[0]?.since ?? null };
}

export interface OutboxWatch {
  readonly outbox: Readable<Outbox>;
  readonly status: Readable<SyncStatus>;
  stop(): void;
}

/** Follows everything that the pill and the sync panel are made of. */
export function watchOutbox(
  store: LocalStore,
  heard: HeardAnswers,
  connection: Readable<Connection>,
): OutboxWatch {
  const listeners = createListeners();
  let outbox = readOutbox(store, heard);
  let status = statusOf(outbox, connection.getSnapshot(), store.attention.entries.getSnapshot().length);
  let timer: ReturnType<typeof setTimeout> | null = null;

  function refresh(): void {
    timer = null;
    outbox = readOutbox(store, heard);
    const next = statusOf(outbox, connection.getSnapshot(), store.attention.entries.getSnapshot().length);
    if (!isSameStatus(status, next)) status = next;
    listeners.notify();
  }
  const soon = () => {
    timer ??= setTimeout(refresh, TELL_AFTER_MS);
  };
  const stops = [
    connection.subscribe(refresh),
    heard.subscribe(soon),
    store.saleResults.subscribe(soon),
    store.attention.entries.subscribe(soon),
    ...Object.values(store.authored).map((rows) => rows.subscribe(soon)),
  ];
  const subscribe = (listener: () => void) => listeners.add(listener);
  return {
    outbox: { getSnapshot: () => outbox, subscribe },
    status: { getSnapshot: () => status, subscribe },
    stop() {
      if (timer !== null) clearTimeout(timer);
      for (const stop of stops) stop();
    },
  };
}

function statusOf(outbox: Outbox, connection: Connection, attention: number): SyncStatus {
  const unsentSales = outbox.parts.find((each) => each.collection === 'sales')?.unsent.length ?? 0;
  const state =
    connection.state === 'online' ? (outbox.unsent === 0 ? 'synced' : 'sending') : connection.state;
  return { state, unsentSales, attention };
}

function isSameStatus(a: SyncStatus, b: SyncStatus): boolean {
  return a.state === b.state && a.unsentSales === b.unsentSales && a.attention === b.attention;
}
