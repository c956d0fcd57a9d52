import type { PulledCollection } from '../../shared/sync/documents.ts';
import type { Queryable } from '../database/database.ts';
import { COMPANY_SCOPE } from '../database/feed-clock.ts';
import type { PinKeys } from '../staff/pin-keys.ts';
import { type FeedReader, headCheckpoint, pullFeed } from './feed.ts';

export interface StreamEvent {
  readonly event: 'changes' | 'resync';
  readonly data: unknown;
}

export interface StreamListener {
  /** False when the client does not keep up; it is then told to `resync` when it does again. */
  send(event: StreamEvent): boolean;
}

export interface StreamHub {
  /** Sends changes from now on, after one `resync` for what the client missed before. Answers how to leave. */
  listen(terminal: FeedReader, listener: StreamListener): () => void;
  /** A hint that a store's feed moved on (COMPANY_SCOPE: everyone's). The clocks are the truth. */
  hint(scope: number): void;
  readonly listeners: number;
  close(): Promise<void>;
}

export interface StreamHubOptions {
  readonly database: Queryable;
  /** How often the clocks are read without a hint: commands in other processes give none. */
  readonly pollMs?: number;
  /** Least time between two messages of a collection to one client. */
  readonly spacingMs?: number;
  readonly pinKeys?: PinKeys | null;
  readonly onError?: (error: unknown) => void;
}

/** More than this at once is not worth sending twice: the client pulls it. */
const PAGE = 500;
/** Terminals whose pages are read at the same time. */
const READERS = 4;

const OF_SCOPE = {
  store: ['stockLevels', 'saleResults', 'settings', 'customers'],
  company: ['items', 'staff'],
} as const satisfies Record<string, readonly PulledCollection[]>;

interface Client {
  readonly terminal: FeedReader;
  readonly listener: StreamListener;
  /** Where each collection goes on. Empty until the first look, which sends a `resync`. */
  readonly cursors: Map<PulledCollection, string>;
  lagging: boolean;
  gone: boolean;
}

/**
 * Tells connected terminals what changed. Coalescing comes by itself: however many batches committed since the last look, a
 * document is read once, as it is now.
 */
export function openStreamHub(options: StreamHubOptions): StreamHub {
  const { database } = options;
  const pollMs = options.pollMs ?? 300;
  const spacingMs = options.spacingMs ?? 100;
  const clients = new Set<Client>();
  const told = new Map<number, number>();
  let closed = false;
  let wake: (() => void) | null = null;
  let hinted = false;

  async function start(client: Client): Promise<void> {
    const store = await headCheckpoint(database, client.terminal.storeId);
    const company = await headCheckpoint(database, COMPANY_SCOPE);
    for (const collection of OF_SCOPE.store) client.cursors.set(collection, store);
    for (const collection of OF_SCOPE.company) client.cursors.set(collection, company);
    client.lagging = !client.listener.send({ event: 'resync', data: {} });
  }

  async function tell(client: Client, collection: PulledCollection): Promise<void> {
    const cursor = client.cursors.get(collection) as string;
    const page = await pullFeed(database, client.terminal, collection, cursor, PAGE, options.pinKeys);
    if (client.gone) return;
    if (page === 'checkpointExpired' || page.full) {
      client.lagging = true;
      return;
    }
    client.cursors.set(collection, page.checkpoint);
    if (page.documents.length === 0) return;
    const { documents, checkpoint, serverEpoch } = page;
    const data = { collection, documents, checkpoint, serverEpoch };
    if (!client.listener.send({ event: 'changes', data })) client.lagging = true;
  }

  async function serve(client: Client, moved: ReadonlySet<number>): Promise<void> {
    if (client.cursors.size === 0 || client.lagging) return start(client);
    if (moved.has(client.terminal.storeId))
      for (const collection of OF_SCOPE.store) await tell(client, collection);
    if (moved.has(COMPANY_SCOPE)) for (const collection of OF_SCOPE.company) await tell(client, collection);
  }

  async function look(): Promise<void> {
    if (clients.size === 0) return;
    const clocks = await database.query<{ scope: number; seq: number }>({
      name: 'read-clocks',
      text: 'select scope, seq from feed_clock',
    });
    const moved = new Set(
      clocks.filter(({ scope, seq }) => told.get(scope) !== seq).map(({ scope }) => scope),
    );
    for (const { scope, seq } of clocks) told.set(scope, seq);
    const queue = [...clients];
    const work = async () => {
      for (let client = queue.pop(); client; client = queue.pop()) {
        if (client.gone) continue;
        try {
          await serve(client, moved);
        } catch (error) {
          client.lagging = true;
          options.onError?.(error);
        }
      }
    };
    await Promise.all(Array.from({ length: READERS }, work));
  }

  async function run(): Promise<void> {
    while (!closed) {
      hinted = false;
      const startedAtMs = performance.now();
      await look().catch((error: unknown) => options.onError?.(error));
      const restMs = Math.max(0, spacingMs - (performance.now() - startedAtMs));
      await new Promise<void>((resolve) => setTimeout(resolve, restMs));
      if (closed || hinted) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pollMs - spacingMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      wake = null;
    }
  }
  const running = run();

  const hint = (): void => {
    hinted = true;
    wake?.();
  };

  return {
    listen(terminal, listener) {
      const client: Client = { terminal, listener, cursors: new Map(), lagging: false, gone: false };
      clients.add(client);
      hint();
      return () => {
        client.gone = true;
        clients.delete(client);
      };
    },
    hint,
    get listeners() {
      return clients.size;
    },
    async close() {
      closed = true;
      wake?.();
      clients.clear();
      await running;
    },
  };
}
