import { uuidV7 } from '../../../shared/core/uuid.ts';
import type { EntryKind, JournalEntry, JournalRecord } from '../../../shared/journal/entry.ts';
import type { OfficeRequest } from '../../../shared/office/office-request.ts';
import { decideAddLine, decideMove, newSale } from '../../../shared/sale/cart.ts';
import {
  isTendered,
  type OpenSale,
  type TenderedDraft,
  type TenderedSale,
} from '../../../shared/sale/sale.ts';
import { addTender, decideTendered } from '../../../shared/sale/settlement.ts';
import type { StockCommand } from '../../../shared/stock/stock-command.ts';
import { setStoreAside } from '../../../src-renderer/database/store-name.ts';
import type { DrainProgress } from '../../../src-renderer/sync/drain-progress.ts';
import { nextLink } from '../../../src-renderer/sync/local-chain.ts';
import { openTill } from '../../../src-renderer/sync/open-till.ts';
import type { Journal, PairingRequest, Till, TillIdentity } from '../../../src-renderer/sync/till.ts';
import { unsentNow } from './unsent-now.ts';

/** What the tests of the sync do inside the browser: a till without its screens. */
const realPut = IDBObjectStore.prototype.put;
let till: Till;
const uuid = () => uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
const CASHIER = '01900000-0000-7000-8000-00000000cccc';
const SHIFT = '01900000-0000-7000-8000-00000000dddd';

/** What a test says of an entry: its place in the chain follows from the order. */
interface GivenEntry {
  readonly kind: EntryKind;
  readonly terminalId: string;
  readonly epoch: number;
  readonly document: unknown;
}

/** A journal in the page's own memory, which the test keeps across restarts. Hashes of entries are nobody's here. */
class PageJournal implements Journal {
  readonly given: GivenEntry[];
  constructor(given: readonly GivenEntry[]) {
    this.given = [...given];
  }
  async commit(draft: TenderedDraft): Promise<TenderedSale> {
    const { sequence, hash } = await this.head(draft.terminalId, draft.epoch);
    const sale = await nextLink(draft, { sequence, hash });
    this.given.push({ kind: 'sale', terminalId: sale.terminalId, epoch: sale.epoch, document: sale });
    return sale;
  }
  record({ kind, terminalId, epoch, document }: JournalRecord) {
    this.given.push({ kind, terminalId, epoch, document });
    return Promise.resolve(this.of(terminalId, epoch).at(-1) as JournalEntry);
  }
  restore(sale: TenderedSale) {
    this.given.push({ kind: 'sale', terminalId: sale.terminalId, epoch: sale.epoch, document: sale });
    return Promise.resolve(this.of(sale.terminalId, sale.epoch).at(-1) as JournalEntry);
  }
  chains() {
    const keys = new Map(this.given.map((entry) => [`${entry.terminalId}/${entry.epoch}`, entry]));
    return Promise.all(
      [...keys.values()].map(async ({ terminalId, epoch }) => ({
        terminalId,
        epoch,
        ...(await this.head(terminalId, epoch)),
        brokenLines: 0,
      })),
    );
  }
  entries(terminalId: string, epoch: number, afterEntry: number) {
    return Promise.resolve(
      this.of(terminalId, epoch)
        .filter(({ entry }) => entry > afterEntry)
        .slice(0, 500),
    );
  }
  async sales(terminalId: string, epoch: number, afterSequence: number) {
    return this.of(terminalId, epoch)
      .map((entry) => entry.document as TenderedSale)
      .filter(({ sequence }) => sequence > afterSequence);
  }
  head(terminalId: string, epoch: number) {
    const entries = this.of(terminalId, epoch);
    const sale = entries.findLast(({ kind }) => kind === 'sale')?.document as TenderedSale | undefined;
    const { sequence = 0, hash = '0'.repeat(64) } = sale ?? {};
    return Promise.resolve({ sequence, hash, entry: entries.length, entryHash: '0'.repeat(64) });
  }
  private of(terminalId: string, epoch: number): JournalEntry[] {
    return this.given
      .filter((entry) => entry.terminalId === terminalId && entry.epoch === epoch)
      .map(
        (entry, index) =>
          ({ ...entry, journal: 2, entry: index + 1, previous: '', hash: '' }) as JournalEntry,
      );
  }
}

let journal: PageJournal | null = null;
/** The cable, which a test may pull; and what went over it, in order. */
let isCut = false;
const requests: string[] = [];
let slowMs = 0;
const watchedFetch: typeof fetch = async (input, init) => {
  if (isCut) throw new TypeError('no network');
  const { pathname } = new URL(input instanceof Request ? input.url : input);
  requests.push(`${init?.method ?? 'GET'} ${pathname}`);
  await new Promise((resolve) => setTimeout(resolve, slowMs));
  return fetch(input, init);
};
/** What the till said of its backlog, each time that it said something. */
const progressSeen: DrainProgress[] = [];
const otherSecrets = new Map<string, string>();
/** Main's profile, as far as it outlives a lost store: the test keeps it. */
let profile: { identity: TillIdentity | null; token: string | null } = { identity: null, token: null };

const scenarios = {
  async open(
    options: {
      journal?: GivenEntry[];
      /** With what main keeps of it; without, the store keeps its token itself. */
      profile?: typeof profile;
      name?: string;
      /** A line on which every request takes so much longer. */
      slowMs?: number;
    } | null,
  ) {
    slowMs = options?.slowMs ?? 0;
    journal = options?.journal ? new PageJournal(options.journal) : null;
    if (options?.profile) profile = options.profile;
    till = await openTill({
      name: options?.name ?? 'sync',
      journal,
      fetch: watchedFetch,
      ...(options?.profile
        ? {
            instance: 'this machine',
            identityCopy: {
              get: () => Promise.resolve(profile.identity),
              set: (identity: TillIdentity | null) => {
                profile.identity = identity;
                return Promise.resolve();
              },
            },
            secrets: {
              get: (name: string) =>
                Promise.resolve(name === 'terminalToken' ? profile.token : (otherSecrets.get(name) ?? null)),
              set: (name: string, value: string) => {
                if (name === 'terminalToken') profile.token = value;
                else otherSecrets.set(name, value);
                return Promise.resolve();
              },
            },
          }
        : {}),
    });
    till.outbox.subscribe(() => {
      const { progress } = till.outbox.getSnapshot();
      if (progress) progressSeen.push(progress);
    });
  },
  cut(cut: boolean) {
    isCut = cut;
    till.retryNow();
  },
  /** The requests since the last call of this. */
  requests: () => requests.splice(0),
  journal: () => journal?.given ?? [],
  /** As if the store had failed right after the journal: nobody but the journal knows of it. */
  async onlyInJournal(saleId: string) {
    const present = till.sales.get(saleId);
    if (!present || !isTendered(present)) throw new Error('no such sale');
    return journal?.commit({ ...present, id: crypto.randomUUID() });
  },
  /** Many paid sales, each of the first SKU and of one more. Paid at once: the cart before is not the point. */
  async sellMany({ count, skus }: { count: number; skus: string[] }) {
    const identity = till.identity.getSnapshot();
    if (!identity) throw new Error('not paired');
    const hits = skus.map((sku) => {
      const hit = till.catalogue.findBySku(sku);
      if (!hit) throw new Error(`no ${sku}`);
      return hit;
    });
    for (let number = 0; number < count; number += 1) {
      const at = new Date().toISOString();
      let sale = newSale({ id: uuid(), ...identity, currency: 'EUR', pricesIncludeTax: true, at });
      for (const hit of new Set([hits[0], hits[number % hits.length]])) {
        if (!hit) continue;
        const line = { lineId: hit.variant.sku, ...hit, quantity: 1, taxRatePpm: 190_000 };
        const added = decideAddLine(sale, line, at);
        if (added.ok) sale = added.sale;
      }
      const amountMinor = sale.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
      const paid = addTender(sale, { id: uuid(), kind: 'cash', amountMinor, state: 'captured' });
      const facts = { at, businessDate: at.slice(0, 10), cashierId: CASHIER, shiftId: SHIFT, period: 1 };
      const decided = decideTendered({ ...paid, status: 'open' }, facts);
      if (!decided.ok) throw new Error(decided.rejection.code);
      await till.commit(decided.draft);
    }
  },
  /** One scan: how long until the line is on the disk, and until the server has answered it. */
  async scan({ id, sku }: { id: string; sku: string }) {
    const startedAt = performance.now();
    const hit = till.catalogue.findBySku(sku);
    if (!hit) throw new Error(`no ${sku}`);
    const wanted = { lineId: sku, ...hit, quantity: 1, taxRatePpm: 190_000 };
    const added = await till.sales.change(id, (sale) =>
      decideAddLine(sale, wanted, new Date().toISOString()),
    );
    if (!added.ok) throw new Error('not added');
    const storedMs = performance.now() - startedAt;
    const { revision } = added.sale;
    while ((till.saleResults.get(id)?.revision ?? 0) < revision && performance.now() - startedAt < 5_000)
      await new Promise((resolve) => setTimeout(resolve, 10));
    return { storedMs, answeredMs: performance.now() - startedAt };
  },
  /** SKUs that count in whole pieces and have stock. */
  someSkus: (most: number) =>
    [...till.catalogue.allItems()]
      .filter((item) => !item.openPrice)
      .flatMap((item) => item.variants)
      .filter((variant) => variant.unit.scale === 0 && till.stock.view(variant.sku).onHand > 0)
      .slice(0, most)
      .map((variant) => variant.sku),
  record: (command: StockCommand) => till.stockCommands.append(command),
  ask: (request: OfficeRequest) => till.officeRequests.append(request),
  profile: () => profile,
  former: () => till.former.getSnapshot(),
  reports: () => till.reports.getSnapshot().map(({ code, count }) => ({ code, count })),
  collections: () => till.collections.getSnapshot(),
  progressSeen: () => progressSeen,
  offsetMs: () => till.clock.offsetMs.getSnapshot(),
  exportKept: (id: string) => {
    const entry = till.attention.entries.getSnapshot().find((each) => each.documentId === id);
    return entry ? till.exportKept(entry) : null;
  },
  setAside: (name: string) => setStoreAside(name),
  close: () => till.close(),
  enrol: (request: Omit<PairingRequest, 'name'>) => till.enrol({ ...request, name: 'Till 1' }),
  exportUnsent: () => JSON.parse(till.exportUnsent().text) as unknown,
  shift: () => till.shifts.current.getSnapshot(),
  changeServer: (serverUrl: string) => till.changeServer(serverUrl),
  state: () => ({
    connection: till.connection.getSnapshot().state,
    status: till.status.getSnapshot(),
    outbox: till.outbox.getSnapshot().parts.map((part) => part.unsent),
    unsentNow: unsentNow(till),
    attention: till.attention.entries
      .getSnapshot()
      .map(({ kind, documentId, code }) => ({ kind, documentId, code })),
    items: till.catalogue.progress.getSnapshot(),
    settings: till.settings.getSnapshot()?.storeName ?? null,
    identity: till.identity.getSnapshot(),
  }),
  available: (sku: string) => till.stock.view(sku).available,
  result: (id: string) => till.saleResults.get(id),
  sale: (id: string) => till.sales.get(id) ?? null,
  carts: () => [...till.sales.open.getSnapshot(), ...till.sales.parked.getSnapshot()],
  nameOf: (sku: string) => till.catalogue.findBySku(sku)?.item.name ?? null,
  async begin(id: string) {
    const { terminalId, epoch } = till.identity.getSnapshot() ?? { terminalId: CASHIER, epoch: 1 };
    await till.sales.begin(
      newSale({
        id,
        terminalId,
        epoch,
        currency: 'EUR',
        pricesIncludeTax: true,
        at: new Date().toISOString(),
      }),
    );
  },
  async add({ id, sku, quantity }: { id: string; sku: string; quantity: number }) {
    const hit = till.catalogue.findBySku(sku);
    if (!hit) throw new Error(`no ${sku}`);
    const wanted = { lineId: sku, ...hit, quantity, taxRatePpm: 190_000 };
    return till.sales.change(id, (sale) => decideAddLine(sale, wanted, new Date().toISOString()));
  },
  move: ({ id, to }: { id: string; to: OpenSale['status'] }) =>
    till.sales.change(id, (sale) => decideMove(sale, to, new Date().toISOString())),
  async pay(id: string) {
    const at = new Date().toISOString();
    const sale = till.sales.get(id);
    if (!sale || isTendered(sale)) throw new Error('nothing to pay');
    const amountMinor = sale.lines.reduce((sum, line) => sum + line.quantity * line.unitPriceMinor, 0);
    const tender = { id: crypto.randomUUID(), kind: 'cash', amountMinor, state: 'captured' as const };
    const paid = await till.sales.change(id, (open) =>
      open.status === 'open' || open.status === 'underPaying'
        ? { ok: true as const, sale: addTender(open, tender) }
        : { ok: false as const, rejection: open.status },
    );
    if (!paid.ok) throw new Error('not open');
    const facts = {
      at,
      businessDate: at.slice(0, 10),
      cashierId: CASHIER,
      shiftId: SHIFT,
      period: till.shifts.period(),
    };
    const decided = decideTendered(paid.sale, facts);
    if (!decided.ok) throw new Error(decided.rejection.code);
    return till.commit(decided.draft);
  },
  async askUnderPaying(id: string) {
    const startedAt = performance.now();
    const sale = till.sales.get(id);
    if (!sale || isTendered(sale)) throw new Error('nothing to ask');
    const answer = await till.askUnderPaying(sale);
    return { answer, tookMs: performance.now() - startedAt };
  },
  openShift: (id: string) =>
    till.shifts.append({
      id,
      shiftId: SHIFT,
      terminalId: till.identity.getSnapshot()?.terminalId ?? CASHIER,
      epoch: 1,
      kind: 'opened',
      at: new Date().toISOString(),
      businessDate: '2026-11-22',
      cashierId: CASHIER,
      period: 1,
    }),
  /** The disk is full, as IndexedDB tells it. */
  fillDisk(isFull: boolean) {
    IDBObjectStore.prototype.put = isFull
      ? () => {
          throw new DOMException('the disk is full', 'QuotaExceededError');
        }
      : realPut;
  },
  sendAgain: (id: string) => till.sendAgain('sales', id),
  retryNow: () => till.retryNow(),
  clock: () => ({ date: new Date().toISOString(), now: Date.now() }),
};

Object.assign(globalThis, { scenarios });
