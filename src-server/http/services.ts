import type { PinSecret } from '../../shared/staff/pin.ts';
import type { Sales } from '../sales/sales.ts';
import type { Staff } from '../staff/staff.ts';
import type { Exceptions } from '../stock/exceptions.ts';
import type { SyncDoors } from '../sync/sync-doors.ts';
import type { Terminals } from '../terminals/terminals.ts';
import { ProblemReply } from './problem.ts';

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
  readonly staff: Pick<Staff, 'list' | 'add' | 'change' | 'setPin'>;
  /** What a terminal checks PINs with; told to that terminal alone, and never logged. */
  readonly pinSecretOf: (terminalId: string) => PinSecret;
  readonly exceptions: Pick<Exceptions, 'list' | 'resolve'>;
  /** The number of a store; undefined where its code is none. */
  readonly storeOf: (code: string) => Promise<number | undefined>;
  readonly stockOf: (sku: string) => Promise<readonly StoreStock[]>;
}

/** Null until the database is migrated and reachable. */
export type FindServices = () => Services | null;

export function servicesOf(find: FindServices): Services {
  const services = find();
  if (!services) throw new ProblemReply('unavailable', 'The server is starting; try again in a moment.');
  return services;
}
