import { isTendered, type TenderedDraft, type TenderedSale } from '../../shared/sale/sale.ts';
import { PULLED_COLLECTIONS } from '../../shared/sync/documents.ts';
import { type LocalStore, openLocalStore } from '../database/local-store.ts';
import { createValue } from '../database/readable.ts';
import { holdTillLock } from '../database/till-lock.ts';
import { openWrappedSecrets } from '../database/wrapped-secrets.ts';
import { enrol, findServer } from './enrolment.ts';
import { createHeardAnswers, type HeardAnswers } from './heard-answers.ts';
import { chainHead, gaplessSequence, nextLink } from './local-chain.ts';
import { watchOutbox } from './outbox.ts';
import { type Synchronisation, startSynchronisation } from './synchronisation.ts';
import type { Connection, Journal, Secrets, Till, TillIdentity, TillOptions } from './till.ts';

const IDENTITY = 'identity';

/**
 * Opens this till: its store, the sales that only the journal has, then the way to the server. Resolves when
 * everything that is stored here is in memory: a code that is scanned then is known, or is not known to this till.
 */
export async function openTill(options: TillOptions = {}): Promise<Till> {
  const { journal = null, now = () => new Date(), name = 'evertill' } = options;
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  const letGo = await holdTillLock(name);
  const store = await openLocalStore(name, now, options.places);
  const secrets = options.secrets ?? (await openWrappedSecrets(store.device));
  const heard = createHeardAnswers(store.device, now);
  await Promise.all([store.load(), heard.load()]);
  const instance = options.instance ?? (await deviceInstance(store));

  const identity = createValue<TillIdentity | null>((await store.device.get<TillIdentity>(IDENTITY)) ?? null);
  const connection = createValue<Connection>({ state: 'unpaired' });
  const watch = watchOutbox(store, heard, connection);
  let sync: Synchronisation | null = null;
  let unfollow = () => {};
  let commits: Promise<unknown> = Promise.resolve();

  const known = identity.getSnapshot();
  const rolledBack = known && journal ? await storeMissingSales(store, journal, known) : null;

  async function saveIdentity(next: TillIdentity): Promise<void> {
    // At once, so that two changes at the same time do not undo each other.
    identity.set(next);
    await store.device.set(IDENTITY, next);
  }

  function start(token: string, epochReason: string | null): void {
    const started = startSynchronisation({
      store,
      heard,
      identity: () => paired(identity.getSnapshot()),
      onIdentity: (change) => saveIdentity({ ...paired(identity.getSnapshot()), ...change }),
      token,
      instance,
      epochReason,
      head: () => headOf(paired(identity.getSnapshot())),
      fetch,
      now,
    });
    const follow = () => connection.set(started.connection.getSnapshot());
    unfollow = started.connection.subscribe(follow);
    follow();
    sync = started;
  }

  async function headOf({ terminalId, epoch }: TillIdentity) {
    return journal ? journal.head(terminalId, epoch) : chainHead(store.sales.all(), terminalId, epoch);
  }

  async function commitToDatabase(draft: TenderedDraft): Promise<TenderedSale> {
    const stored = store.sales.get(draft.id);
    // Two taps on the same button are one payment.
    if (stored && isTendered(stored)) return stored;
    const sale = await nextLink(draft, chainHead(store.sales.all(), draft.terminalId, draft.epoch));
    await store.sales.commitTendered(sale, { inJournal: false });
    return sale;
  }

  async function commitToJournal(draft: TenderedDraft, into: Journal): Promise<TenderedSale> {
    const sale = await into.commit(draft);
    // It is paid. A store that fails now gets it from the journal at the next start.
    await store.sales.commitTendered(sale, { inJournal: true }).catch(reportError);
    return sale;
  }

  /** A cart that was begun before this till got a new epoch is paid in the new one: the old chain has ended. */
  function epochOf(draft: TenderedDraft): number {
    const present = identity.getSnapshot();
    return present?.terminalId === draft.terminalId ? present.epoch : draft.epoch;
  }

  const token = known ? await readToken(secrets) : null;
  if (token) start(token, rolledBack);
  else if (known) connection.set({ state: 'revoked' });

  return {
    catalogue: store.catalogue,
    stock: store.stock,
    sales: store.sales,
    saleResults: store.saleResults,
    shifts: store.shifts,
    stockCommands: store.stockCommands,
    staff: store.staff,
    settings: store.settings,
    attention: store.attention,
    identity,
    connection,
    status: watch.status,
    outbox: watch.outbox,
    commitsTo: journal ? 'journal' : 'database',
    async enrol(request) {
      const before = identity.getSnapshot();
      if (before && connection.getSnapshot().state !== 'revoked') {
        return { ok: false, rejection: { code: 'alreadyPaired', detail: before.serverUrl } };
      }
      const outcome = await enrol(fetch, { ...request, ...(before ? { replaces: before.terminalId } : {}) });
      if (!outcome.ok) return outcome;
      unfollow();
      await sync?.stop();
      if (before) await forgetServer(store, heard);
      await secrets.set('terminalToken', outcome.token);
      await saveIdentity(outcome.identity);
      start(outcome.token, null);
      return { ok: true, identity: outcome.identity };
    },
    async changeServer(typed) {
      const before = identity.getSnapshot();
      const present = before ? await readToken(secrets) : null;
      if (!before || !present) return { ok: false, rejection: { code: 'notPaired', detail: '' } };
      const outcome = await findServer(fetch, typed, present);
      if (!outcome.ok) return outcome;
      unfollow();
      await sync?.stop();
      await saveIdentity({ ...before, serverUrl: outcome.serverUrl });
      start(present, null);
      return { ok: true, identity: paired(identity.getSnapshot()) };
    },
    askUnderPaying: (sale) => sync?.askUnderPaying(sale) ?? Promise.resolve({ state: 'notAsked' }),
    commit(unplaced) {
      const draft = { ...unplaced, epoch: epochOf(unplaced) };
      // One after another: each link needs the one before.
      const commit = commits.then(() =>
        journal ? commitToJournal(draft, journal) : commitToDatabase(draft),
      );
      commits = commit.catch(() => undefined);
      return commit;
    },
    retryNow: () => sync?.retryNow(),
    async sendAgain(collection, id) {
      heard.forget(collection, id);
      await store.attention.settle(collection, id);
      await store.authored[collection].touch([id]);
    },
    async close() {
      unfollow();
      watch.stop();
      await sync?.stop();
      await store.close();
      letGo();
    },
  };
}

function paired(identity: TillIdentity | null): TillIdentity {
  if (!identity) throw new Error('this till is not paired');
  return identity;
}

/**
 * Before any sale can be opened: stores what was committed and then lost on its way into the store.
 *
 * @returns why this till must go on in a new epoch, or null. A crash between journal and store loses one sale; more
 *   than one means that the store is an older copy, and a store that is ahead means that the journal is.
 */
async function storeMissingSales(
  store: LocalStore,
  journal: Journal,
  { terminalId, epoch }: TillIdentity,
): Promise<string | null> {
  let missing = 0;
  let after = gaplessSequence(store.sales.all(), terminalId, epoch);
  const stored = chainHead(store.sales.all(), terminalId, epoch).sequence;
  for (;;) {
    const entries = await journal.sales(terminalId, epoch, after);
    const last = entries.at(-1);
    if (!last || last.sequence <= after) break;
    for (const sale of entries) {
      const present = store.sales.get(sale.id);
      if (present && isTendered(present)) continue;
      await store.sales.commitTendered(sale, { inJournal: true });
      missing += 1;
    }
    after = last.sequence;
  }
  if (missing > 1) return 'the local store is older than the journal';
  return stored > (await journal.head(terminalId, epoch)).sequence
    ? 'the journal is older than the local store'
    : null;
}

/** Results and levels are told relative to a terminal, which is another now; and the server may be another shop's. */
async function forgetServer(store: LocalStore, heard: HeardAnswers): Promise<void> {
  for (const collection of PULLED_COLLECTIONS) {
    await store.device.set(`clearing/${collection}`, true);
    await store.device.set(`complete/${collection}`, false);
    await store.device.set(`epoch/${collection}`, null);
  }
  await heard.clear();
}

/** A key store that has lost its key must not keep anyone from selling: the till is paired anew when there is time. */
function readToken(secrets: Pick<Secrets, 'get'>): Promise<string | null> {
  return secrets.get('terminalToken').catch((error: unknown) => {
    reportError(error);
    return null;
  });
}

/** Where main does not tell: made once for this profile. */
async function deviceInstance(store: LocalStore): Promise<string> {
  const known = await store.device.get<string>('instance');
  if (known) return known;
  const made = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
  await store.device.set('instance', made);
  return made;
}
