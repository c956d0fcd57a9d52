import { openDeviceStore } from '../database/device-store.ts';
import type { DamagedRow, LocalStore } from '../database/local-store.ts';
import type { StoreNames } from '../database/store-name.ts';
import { giveBackToJournal } from './give-back.ts';
import {
  decideIdentity,
  decideParted,
  type FormerTerminal,
  type HealReason,
  recoverFromJournal,
  totalOf,
} from './heal.ts';
import type { HeardAnswers } from './heard-answers.ts';
import { type PairingSecret, readPairing, writePairing } from './pairing-secret.ts';
import type { IdentityCopy, Journal, Secrets, TillIdentity } from './till.ts';
import type { TillReports } from './till-reports.ts';

const IDENTITY = 'identity';
/** Told as a report only when so many came back: one is what a crash between journal and store leaves. */
const WORTH_TELLING = 2;

export interface TillStart {
  readonly identity: TillIdentity | null;
  readonly former: FormerTerminal | null;
  /** Why this till must go on in a new epoch, or null. */
  readonly reason: HealReason | null;
  /** Of this very identity; null where there is none, or only another's. */
  readonly token: string | null;
  /** What the store knows of the server was told to the terminal that this till was before. */
  readonly isOfBefore: boolean;
}

/**
 * Finds out who this till is, and brings its store and its journal together. Before any sale can be opened: afterwards
 * the store has everything that was ever committed here.
 */
export async function startFromWhatIsThere(
  store: LocalStore,
  heard: HeardAnswers,
  journal: Journal | null,
  copy: IdentityCopy | null,
  wasSetAside: boolean,
  secrets: Secrets,
  reports: TillReports,
): Promise<TillStart> {
  const stored = (await store.device.get<TillIdentity>(IDENTITY)) ?? null;
  // Main may have no copy, or none that it can read: that keeps nobody from selling.
  const kept = (await copy?.get().catch(nothing)) ?? null;
  const chains = journal ? await journal.chains() : [];
  const pairing = await readPairing(secrets);
  const found = decideIdentity(stored, kept, chains, pairing?.identity);
  const recovered = journal ? await recoverFromJournal(store, journal) : new Map();
  const restored = await tellOfDamage(store, heard, reports);
  const missing = totalOf(recovered) - restored;
  if (!found.identity) {
    if (found.former) await reports.add('storeLost', missing);
    return { identity: null, former: found.former, reason: null, token: null, isOfBefore: false };
  }
  const { identity } = found;
  // A till of the time before main kept a copy, or one whose copy was lost.
  if (copy && !kept) await copy.set(identity).catch(nothing);
  const parted = journal ? await decideParted(store, journal, identity, recovered, restored) : null;
  // Only now: what the journal lacked had to be seen first. That it takes nothing keeps nobody from selling.
  if (journal) await giveBackToJournal(store, journal, identity).catch(nothing);
  const reason = wasSetAside ? 'storeSetAside' : (found.reason ?? parted);
  if (reason) await reports.add(reason, missing);
  else if (missing >= WORTH_TELLING) await reports.add('recovered', missing);
  return {
    identity,
    former: null,
    reason,
    token: await tokenOf(identity, pairing, secrets),
    isOfBefore: stored !== null && stored.terminalId !== identity.terminalId,
  };
}

/** A token of an earlier pairing would bring this till's facts as somebody else's: it is as good as none. */
async function tokenOf(
  identity: TillIdentity,
  pairing: PairingSecret | null,
  secrets: Secrets,
): Promise<string | null> {
  if (!pairing) return null;
  if (pairing.identity) return pairing.identity.terminalId === identity.terminalId ? pairing.token : null;
  // Paired by a version that did not keep whose the token is.
  await writePairing(secrets, { token: pairing.token, identity }).catch(reportError);
  return pairing.token;
}

/** Writes who this till is, first where it is read, then beside the journal. */
export async function keepIdentity(
  store: LocalStore,
  copy: IdentityCopy | null,
  identity: TillIdentity,
): Promise<void> {
  await store.device.set(IDENTITY, identity);
  await copy?.set(identity).catch(nothing);
}

/**
 * A store that was set aside may still say who this till was and hold the key of its token.
 *
 * @returns true once, at the first start of the new store
 */
export async function carryOver(store: LocalStore, names: StoreNames): Promise<boolean> {
  if (!names.before || (await store.device.get<boolean>('carriedOver'))) return false;
  try {
    const before = await openDeviceStore(names.before);
    for (const key of [
      'instance',
      'wrappingKey',
      'wrapped/terminalToken',
      'secret/terminalToken',
      IDENTITY,
    ]) {
      const value = await before.get(key);
      if (value !== undefined) await store.device.set(key, value);
    }
    before.close();
  } catch (error) {
    // That one cannot be read either: main's copy and the journal know enough.
    reportError(error);
  }
  await store.device.set('carriedOver', true);
  return true;
}

/** @returns how many spoiled rows the journal gave back */
async function tellOfDamage(store: LocalStore, heard: HeardAnswers, reports: TillReports): Promise<number> {
  if (store.damaged.length === 0) return 0;
  const isBack = ({ collection, row: { id } }: DamagedRow) =>
    collection === 'sales'
      ? store.sales.get(id) !== undefined
      : collection === 'shifts'
        ? store.shifts.events.getSnapshot().some((event) => event.id === id)
        : store[collection].all.getSnapshot().some((fact) => fact.id === id);
  const lost = store.damaged.filter((row) => !isBack(row));
  const restored = store.damaged.length - lost.length;
  if (restored > 0) await reports.add('rowsRestored', restored);
  for (const { collection, row } of store.damaged.filter((row) => !lost.includes(row))) {
    // What was said of the spoiled row was not said of the document.
    await heard.forget(collection, row.id);
    await store.attention.settle(collection, row.id);
  }
  for (const { collection, row } of lost) {
    if (store.attention.find(collection, row.id)) continue;
    await store.attention.raise({
      kind: 'damaged',
      collection,
      documentId: row.id,
      revision: row.revision,
      code: null,
      message: null,
      document: row.body,
    });
  }
  return restored;
}

function nothing(error: unknown): null {
  reportError(error);
  return null;
}
