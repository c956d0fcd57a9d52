import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { PulledCollection, PushedCollection } from '../../shared/sync/documents.ts';
import type { PushAnswer } from '../../shared/sync/protocol.ts';
import type { Sales } from '../sales/sales.ts';
import type { EnrolledTerminal, Terminals } from '../terminals/terminals.ts';
import { ProblemReply } from './problem.ts';

export interface PulledPage {
  readonly documents: readonly unknown[];
  readonly checkpoint: string;
  readonly serverEpoch: number;
}

/** One event of the change stream, as it goes out. */
export interface StreamEvent {
  readonly event: 'changes' | 'resync';
  readonly data: unknown;
}

export interface StreamListener {
  /** False when the client does not keep up: the hub then drops what it has and says `resync` later. */
  send(event: StreamEvent): boolean;
}

/** What the routes ask of the room behind them. Documents come in unchecked: the door checks them one by one. */
export interface SyncDoors {
  pull(
    terminal: EnrolledTerminal,
    collection: PulledCollection,
    checkpoint: string | null,
    limit: number,
  ): Promise<PulledPage | 'checkpointExpired'>;
  push(
    terminal: EnrolledTerminal,
    collection: PushedCollection,
    documents: readonly unknown[],
  ): Promise<readonly PushAnswer[]>;
  /** A push of one sale; `granted`: every line in full. The result is read after it. */
  underPaying(
    terminal: EnrolledTerminal,
    sale: unknown,
  ): Promise<{ readonly answer: PushAnswer & { granted?: boolean }; readonly result: SaleResult | null }>;
  /** Begins to tell a terminal what changes; the answer ends it. */
  listen(terminal: EnrolledTerminal, listener: StreamListener): () => void;
}

export interface StoreStock {
  readonly storeId: string;
  readonly storeName: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
}

/** Everything behind the routes, once the database is there. */
export interface Services {
  readonly terminals: Terminals;
  readonly sync: SyncDoors;
  readonly sales: Sales;
  readonly stockOf: (sku: string) => Promise<readonly StoreStock[]>;
}

/** Null until the database is migrated and reachable. */
export type FindServices = () => Services | null;

export function servicesOf(find: FindServices): Services {
  const services = find();
  if (!services) throw new ProblemReply('unavailable', 'The server is starting; try again in a moment.');
  return services;
}
