import { uuidV7 } from '../../shared/core/uuid.ts';
import type { JournalRecord } from '../../shared/journal/entry.ts';
import type { OfficeRequest } from '../../shared/office/office-request.ts';
import type { TenderedDraft, TenderedSale } from '../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import type { StockCommand } from '../../shared/stock/stock-command.ts';
import { presentVersion } from '../../shared/sync/document-versions.ts';
import { PULLED_COLLECTIONS } from '../../shared/sync/documents.ts';
import { type LocalStore, openLocalStore } from '../database/local-store.ts';
import { createValue } from '../database/readable.ts';
import { storeNames } from '../database/store-name.ts';
import { holdTillLock } from '../database/till-lock.ts';
import { openWrappedSecrets } from '../database/wrapped-secrets.ts';
import { carryCarts } from './carry-carts.ts';
import { enrol, findServer } from './enrolment.ts';
import { exportKept, exportUnsent } from './export-kept.ts';
import { formerTerminals } from './former-terminals.ts';
import { EPOCH_REASONS, type FormerTerminal, recoverFromJournal, totalOf } from './heal.ts';
import { createHeardAnswers, type HeardAnswers } from './heard-answers.ts';
import { chainHead, commitWithoutJournal } from './local-chain.ts';
import { NOBODY_TO_ASK } from './look-ups.ts';
import { watchOutbox } from './outbox.ts';
import { writePairing } from './pairing-secret.ts';
import { createPinHash } from './pin-hash.ts';
import { createServerClient } from './server-client.ts';
import { steadyNowMs } from './steady-clock.ts';
import { DELIVER_FIRST, type Synchronisation, startSynchronisation } from './synchronisation.ts';
import type { CollectionState, Connection, Journal, Till, TillIdentity, TillOptions } from './till.ts';
import { openTillClock } from './till-clock.ts';
import { openTillPins } from './till-pins.ts';
import { openTillReports } from './till-reports.ts';
import { carryOver, keepIdentity, startFromWhatIsThere } from './till-start.ts';

/** A person waits for it. */
const PIN_TIMEOUT_MS = 10_000;

/**
 * Opens this till: its store, the sales that only the journal has, then the way to the server. Resolves when
 * everything that is stored here is in memory: a code that is scanned then is known, or is not known to this till.
 */
export async function openTill(options: TillOptions = {}): Promise<Till> {
  const { journal = null, identityCopy = null, now = () => new Date(), name = 'evertill' } = options;
  const fetch = options.fetch ?? globalThis.fetch.bind(globalThis);
  const letGo = await holdTillLock(name);
  const names = storeNames(name);
  const store = await openLocalStore(names.present, now, options.places);
  // First: what it carries over is also the key of its secrets.
  const wasSetAside = await carryOver(store, names);
  const secrets = options.secrets ?? (await openWrappedSecrets(store.device));
  const heard = createHeardAnswers(store.device, now);
  await Promise.all([store.load(), heard.load()]);
  const reports = await openTillReports(store.device, now);
  const clock = await openTillClock(store.device, now);
  const found = await startFromWhatIsThere(
    store,
    heard,
    journal,
    identityCopy,
    wasSetAside,
    secrets,
    reports,
  );
  const instance = options.instance ?? (await deviceInstance(store));

  const asked = () => sync?.lookUps ?? NOBODY_TO_ASK;
  let { token } = found;
  const identity = createValue<TillIdentity | null>(found.identity);
  const former = createValue<FormerTerminal | null>(found.former);
  const connection = createValue<Connection>({ state: 'unpaired' });
  const collections = createValue<readonly CollectionState[]>([]);
  const watch = watchOutbox(store, heard, connection);
  let sync: Synchronisation | null = null;
  let unfollow = () => {};
  let commits: Promise<unknown> = Promise.resolve();
  const pins = openTillPins({
    device: store.device,
    secrets,
    staff: store.staff,
    connection,
    terminalId: () => identity.getSnapshot()?.terminalId ?? null,
    ask: (method, path, body) => {
      const { serverUrl } = paired(identity.getSnapshot());
      const client = createServerClient({ serverUrl, token: () => token, fetch });
      return client.send(method, path, {
        ...(body === undefined ? {} : { body }),
        timeoutMs: PIN_TIMEOUT_MS,
      });
    },
    hash: createPinHash(),
    // A test that has its own time has its own here, too.
    steadyMs: options.now ? () => now().getTime() : steadyNowMs,
  });
  if (found.identity) {
    store.stock.setTerminal(found.identity.terminalId);
    store.shifts.leaveBehind(found.identity.leftBehind ?? []);
  }

  const carry = (terminal: TillIdentity, isStarting: boolean) =>
    carryCarts(store.sales, terminal, terminal.leftBehind ?? [], isStarting, newId, now);

  async function saveIdentity(next: TillIdentity): Promise<void> {
    // At once, so that two changes at the same time do not undo each other.
    identity.set(next);
    store.stock.setTerminal(next.terminalId);
    store.shifts.leaveBehind(next.leftBehind ?? []);
    await keepIdentity(store, identityCopy, next);
  }

  /** The server lacks what it had: also what only the journal has is stored here, and goes to it. */
  async function onServerRestored(): Promise<void> {
    const recovered = journal ? totalOf(await recoverFromJournal(store, journal, true)) : 0;
    await reports.add('serverRestored', recovered);
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
      watch,
      clock,
      onServerRestored,
      head: () => headOf(paired(identity.getSnapshot())),
      fetch,
      now,
    });
    const follow = () => {
      connection.set(started.connection.getSnapshot());
      collections.set(started.collections.getSnapshot());
    };
    const stops = [started.connection.subscribe(follow), started.collections.subscribe(follow)];
    unfollow = () => {
      for (const stop of stops) stop();
    };
    follow();
    sync = started;
  }

  async function headOf({ terminalId, epoch }: TillIdentity) {
    return journal ? journal.head(terminalId, epoch) : chainHead(store.sales.all(), terminalId, epoch);
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

  /** First the journal, then the store: what is stored can be lost, what is recorded cannot. */
  async function record<R extends JournalRecord>(wanted: R): Promise<R['document']> {
    if (!journal) return wanted.document;
    return (await journal.record(wanted)).document as R['document'];
  }

  function chainOf(document: {
    readonly terminalId?: string | undefined;
    readonly epoch?: number | undefined;
  }) {
    const present = paired(identity.getSnapshot());
    return { terminalId: document.terminalId ?? present.terminalId, epoch: document.epoch ?? present.epoch };
  }

  if (found.identity && token) {
    if (found.isOfBefore) await forgetServer(store, heard);
    await carry(found.identity, true);
    await saveIdentity(found.identity);
    start(token, found.reason && EPOCH_REASONS[found.reason]);
  } else if (found.identity && (found.reason === 'storeLost' || found.reason === 'storeSetAside')) {
    // Its token went with its store: it is paired anew, in its own place.
    former.set(found.identity);
    identity.set(null);
  } else if (found.identity) connection.set({ state: 'revoked' });

  return {
    catalogue: store.catalogue,
    stock: store.stock,
    sales: store.sales,
    saleResults: store.saleResults,
    shifts: {
      events: store.shifts.events,
      current: store.shifts.current,
      period: () => store.shifts.period(),
      async append(event: ShiftEvent) {
        const written = { ...event, documentVersion: presentVersion('shifts') };
        const document = await record({ kind: 'shiftEvent', ...chainOf(event), document: written });
        await store.shifts.append(document);
      },
    },
    stockCommands: {
      all: store.stockCommands.all,
      async append(command: StockCommand) {
        const written = { ...command, documentVersion: presentVersion('stockCommands') };
        const document = await record({ kind: 'stockCommand', ...chainOf(command), document: written });
        await store.stockCommands.append(document);
      },
    },
    officeRequests: {
      all: store.officeRequests.all,
      async append(request: OfficeRequest) {
        const written = { ...request, documentVersion: presentVersion('officeRequests') };
        const document = await record({ kind: 'officeRequest', ...chainOf(request), document: written });
        await store.officeRequests.append(document);
      },
    },
    customers: store.customers,
    staff: store.staff,
    pins,
    settings: store.settings,
    attention: store.attention,
    identity,
    connection,
    status: watch.status,
    outbox: watch.outbox,
    unsentIds: watch.unsentIds,
    collections,
    reports: reports.list,
    dismissReport: (id) => reports.dismiss(id),
    clock,
    former,
    commitsTo: journal ? 'journal' : 'database',
    async enrol(request) {
      const before = identity.getSnapshot();
      if (before && connection.getSnapshot().state !== 'revoked') {
        return { ok: false, rejection: { code: 'alreadyPaired', detail: before.serverUrl } };
      }
      const last = before ?? former.getSnapshot();
      const { leftBehind = [], serverId = null } = last ?? {};
      const formers = await formerTerminals(store, journal, last?.terminalId ?? null, leftBehind);
      const isLeft = request.former === 'left';
      const unsent = watch.unsentFacts().length;
      if (isLeft && unsent > 0 && !request.isExported)
        return { ok: false, rejection: { code: 'unsent', detail: String(unsent) } };
      const outcome = await enrol(fetch, {
        ...request,
        formers: isLeft || !last ? [] : formers,
        serverId: isLeft ? null : serverId,
        isRestored: request.former === 'restored',
      });
      if (!outcome.ok) return outcome;
      const left = isLeft ? [...leftBehind, ...formers] : leftBehind;
      const next = left.length > 0 ? { ...outcome.identity, leftBehind: left } : outcome.identity;
      unfollow();
      await sync?.stop();
      // With this it is paired: what follows is done at the next start if it ends here.
      await writePairing(secrets, { token: outcome.token, identity: next });
      token = outcome.token;
      if (last) await forgetServer(store, heard);
      await carry(next, false);
      await saveIdentity(next);
      former.set(null);
      start(token, null);
      return { ok: true, identity: next };
    },
    async changeServer(typed) {
      const before = identity.getSnapshot();
      const present = token;
      if (!before || !present) return { ok: false, rejection: { code: 'notPaired', detail: '' } };
      const outcome = await findServer(fetch, typed, present);
      if (!outcome.ok) return outcome;
      unfollow();
      await sync?.stop();
      await saveIdentity({ ...paired(identity.getSnapshot()), serverUrl: outcome.serverUrl });
      start(present, null);
      return { ok: true, identity: paired(identity.getSnapshot()) };
    },
    askUnderPaying: (sale) => sync?.askUnderPaying(sale) ?? Promise.resolve({ state: 'notAsked' }),
    lookUps: {
      sale: (saleId) => asked().sale(saleId),
      receiptsNumbered: (number) => asked().receiptsNumbered(number),
      parkedElsewhere: () => asked().parkedElsewhere(),
      stockOf: (sku) => asked().stockOf(sku),
      handOver: (saleId, newId) => asked().handOver(saleId, newId),
    },
    commit(unplaced) {
      const draft = { ...unplaced, epoch: epochOf(unplaced) };
      // One after another: each link needs the one before.
      const commit = commits.then(() =>
        journal ? commitToJournal(draft, journal) : commitWithoutJournal(store.sales, draft),
      );
      commits = commit.catch(() => undefined);
      return commit;
    },
    retryNow: () => sync?.retryNow(),
    async sendAgain(collection, id) {
      await heard.forget(collection, id);
      await store.attention.settle(collection, id);
      await store.authored[collection].touch([id]);
    },
    exportUnsent: () =>
      exportUnsent(store, identity.getSnapshot() ?? former.getSnapshot(), watch.unsentFacts(), now()),
    exportKept: (entry) => exportKept(store, identity.getSnapshot(), entry, now()),
    async close() {
      unfollow();
      watch.stop();
      pins.close();
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

/** Results and levels are told relative to a terminal, which is another now; and the server may be another shop's. */
async function forgetServer(store: LocalStore, heard: HeardAnswers): Promise<void> {
  for (const collection of PULLED_COLLECTIONS) {
    await store.device.set(`clearing/${collection}`, true);
    await store.device.set(`complete/${collection}`, false);
    await store.device.set(`epoch/${collection}`, null);
  }
  // The facts of the terminal before are part of the stock that the new one will be told.
  await store.device.set(DELIVER_FIRST, true);
  await heard.clear();
}

const newId = (): string => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));

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
