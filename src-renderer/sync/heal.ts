import type { Chain, ChainHead, JournalEntry } from '../../shared/journal/entry.ts';
import type { OfficeRequest } from '../../shared/office/office-request.ts';
import { isTendered, type Sale, type TenderedSale } from '../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import type { StockCommand } from '../../shared/stock/stock-command.ts';
import type { LocalStore } from '../database/local-store.ts';
import { chainHead } from './local-chain.ts';
import type { Journal, TillIdentity } from './till.ts';

/** A terminal that this machine was, as its journal or main's copy of the identity knows it. */
export interface FormerTerminal {
  readonly terminalId: string;
  /** Null where only the journal knows of it. */
  readonly terminalName: string | null;
  readonly serverUrl: string | null;
  readonly serverId?: string | undefined;
  readonly leftBehind?: readonly string[] | undefined;
}

export type HealReason = 'storeLost' | 'storeOlder' | 'journalOlder' | 'storeSetAside';

/** What the server is told when it is asked for a new epoch. */
export const EPOCH_REASONS: Readonly<Record<HealReason, string>> = {
  storeLost: 'the local store was lost',
  storeOlder: 'the local store is older than the journal',
  journalOlder: 'the journal is older than the local store',
  storeSetAside: 'the local store could not be read and was set aside',
};

export type FoundIdentity =
  | { readonly identity: TillIdentity; readonly reason: HealReason | null }
  /** Not paired; or no longer, and then `former` says as whom. */
  | { readonly identity: null; readonly former: FormerTerminal | null };

/**
 * Who this till is, when its store, main's copy and its journal may each be older than the others.
 *
 * @param stored what the local store says; null in an empty one
 * @param kept what main keeps beside the journal
 * @param chains every chain of the journal
 * @param paired who the last pairing made it, as its token says
 */
export function decideIdentity(
  stored: TillIdentity | null,
  kept: TillIdentity | null,
  chains: readonly Chain[],
  paired: TillIdentity | null = null,
): FoundIdentity {
  // Of the same terminal the copy knows more: the token's identity is as old as the pairing.
  const copy = paired && (!kept || paired.terminalId > kept.terminalId) ? paired : kept;
  const newestOf = (terminalId: string) =>
    Math.max(0, ...chains.filter((chain) => chain.terminalId === terminalId).map((chain) => chain.epoch));
  if (!stored) {
    if (copy) return { identity: copy, reason: 'storeLost' };
    // Ids are UUIDv7: the greatest is the latest enrolment.
    const terminalId = chains
      .map((chain) => chain.terminalId)
      .sort()
      .at(-1);
    return {
      identity: null,
      former: terminalId === undefined ? null : { terminalId, terminalName: null, serverUrl: null },
    };
  }
  // The copy is written after the store: where it knows of a later life, the store has gone back in time.
  if (copy && copy.terminalId > stored.terminalId) return { identity: copy, reason: 'storeOlder' };
  const latest = copy?.terminalId === stored.terminalId ? Math.max(copy.epoch, stored.epoch) : stored.epoch;
  const epoch = Math.max(latest, newestOf(stored.terminalId));
  return epoch > stored.epoch
    ? { identity: { ...stored, epoch }, reason: 'storeOlder' }
    : { identity: stored, reason: null };
}

export interface Recovered {
  readonly sales: number;
  readonly shifts: number;
  readonly stockCommands: number;
  readonly officeRequests: number;
}

const NOTHING: Recovered = { sales: 0, shifts: 0, stockCommands: 0, officeRequests: 0 };
const NOTED = 'healed';

/** How much of the journal was in the store, and what the store held then: a store that holds less is an older one. */
interface Noted {
  readonly facts: number;
  readonly chains: Readonly<Record<string, { readonly entry: number; readonly sales: number }>>;
}

const keyOf = ({ terminalId, epoch }: Chain) => `${terminalId}/${epoch}`;

/**
 * Writes into the store what only the journal has. Before any sale can be opened, and again when a server has gone back
 * in time. Reads the journal from where it was read last; all of it when the store holds less than it held then.
 *
 * @param whole read everything, whatever was noted
 * @returns what was missing, by chain
 */
export async function recoverFromJournal(
  store: LocalStore,
  journal: Journal,
  whole = false,
): Promise<ReadonlyMap<string, Recovered>> {
  const chains = await journal.chains();
  const noted = (await store.device.get<Noted>(NOTED)) ?? { facts: 0, chains: {} };
  const held = countSales(store.sales.all());
  const isOlder =
    factsIn(store) < noted.facts ||
    Object.entries(noted.chains).some(([key, { sales }]) => (held.get(key) ?? 0) < sales);
  const missing = new Map<string, Recovered>();
  for (const chain of chains) {
    const from = whole || isOlder ? 0 : (noted.chains[keyOf(chain)]?.entry ?? 0);
    if (from < chain.entry) missing.set(keyOf(chain), await recoverChain(store, journal, chain, from));
  }
  const after = countSales(store.sales.all());
  await store.device.set(NOTED, {
    facts: factsIn(store),
    chains: Object.fromEntries(
      chains.map((chain) => [keyOf(chain), { entry: chain.entry, sales: after.get(keyOf(chain)) ?? 0 }]),
    ),
  } satisfies Noted);
  return missing;
}

async function recoverChain(
  store: LocalStore,
  journal: Journal,
  chain: Chain & ChainHead,
  from: number,
): Promise<Recovered> {
  let sum = NOTHING;
  for (let after = from; ; ) {
    const entries = await journal.entries(chain.terminalId, chain.epoch, after);
    const last = entries.at(-1);
    if (!last || last.entry <= after) return sum;
    sum = added(sum, await recoverEntries(store, entries));
    after = last.entry;
  }
}

async function recoverEntries(store: LocalStore, entries: readonly JournalEntry[]): Promise<Recovered> {
  const of = <D>(kind: JournalEntry['kind']) =>
    entries.filter((entry) => entry.kind === kind).map((entry) => entry.document as D);
  return {
    sales: await store.sales.recover(of<TenderedSale>('sale')),
    shifts: await store.shifts.recover(of<ShiftEvent>('shiftEvent')),
    stockCommands: await store.stockCommands.recover(of<StockCommand>('stockCommand')),
    officeRequests: await store.officeRequests.recover(of<OfficeRequest>('officeRequest')),
  };
}

/**
 * Whether the store and the journal of the present chain have parted. A crash between the two loses at most one document
 * of a kind, beside the rows that the disk has spoiled; more means that the store is an older copy, and a store that is ahead means that the journal is.
 */
export async function decideParted(
  store: LocalStore,
  journal: Journal,
  identity: TillIdentity,
  recovered: ReadonlyMap<string, Recovered>,
  restoredRows: number,
): Promise<HealReason | null> {
  const missing = Object.values(recovered.get(keyOf(identity)) ?? NOTHING);
  if (Math.max(...missing) - restoredRows > 1) return 'storeOlder';
  const { terminalId, epoch } = identity;
  const stored = chainHead(store.sales.all(), terminalId, epoch).sequence;
  return stored > (await journal.head(terminalId, epoch)).sequence ? 'journalOlder' : null;
}

export function totalOf(recovered: ReadonlyMap<string, Recovered>): number {
  let sum = NOTHING;
  for (const each of recovered.values()) sum = added(sum, each);
  return sum.sales + sum.shifts + sum.stockCommands + sum.officeRequests;
}

const added = (a: Recovered, b: Recovered): Recovered => ({
  sales: a.sales + b.sales,
  shifts: a.shifts + b.shifts,
  stockCommands: a.stockCommands + b.stockCommands,
  officeRequests: a.officeRequests + b.officeRequests,
});

const factsIn = (store: LocalStore): number =>
  store.shifts.events.getSnapshot().length +
  store.stockCommands.all.getSnapshot().length +
  store.officeRequests.all.getSnapshot().length;

function countSales(sales: Iterable<Sale>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const sale of sales) {
    if (!isTendered(sale)) continue;
    const key = keyOf(sale);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
