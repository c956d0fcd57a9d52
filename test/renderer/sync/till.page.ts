import type { JournalEntry, JournalRecord } from '../../../shared/journal/entry.ts';
import { decideAddLine, decideMove, newSale } from '../../../shared/sale/cart.ts';
import {
  isTendered,
  type OpenSale,
  type TenderedDraft,
  type TenderedSale,
} from '../../../shared/sale/sale.ts';
import { addTender, decideTendered } from '../../../shared/sale/settlement.ts';
import { setStoreAside } from '../../../src-renderer/database/store-name.ts';
import { nextLink } from '../../../src-renderer/sync/local-chain.ts';
import { openTill } from '../../../src-renderer/sync/open-till.ts';
import type { Journal, Till, TillIdentity } from '../../../src-renderer/sync/till.ts';

/** What the tests of the sync do inside the browser: a till without its screens. */
const realPut = IDBObjectStore.prototype.put;
let till: Till;
const CASHIER = '01900000-0000-7000-8000-00000000cccc';
const SHIFT = '01900000-0000-7000-8000-00000000dddd';

/** What a test says of an entry: its place in the chain follows from the order. */
interface GivenEntry {
  readonly kind: 'sale' | 'shiftEvent' | 'stockCommand';
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
  chains() {
    const keys = new Map(this.given.map((entry) => [`${entry.terminalId}/${entry.epoch}`, entry]));
    return Promise.all(
      [...keys.values()].map(async ({ terminalId, epoch }) => ({
        terminalId,
        epoch,
        ...(await this.head(terminalId, epoch)),
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
/** Main's profile, as far as it outlives a lost store: the test keeps it. */
let profile: { identity: TillIdentity | null; token: string | null } = { identity: null, token: null };

const scenarios = {
  async open(
    options: {
      journal?: GivenEntry[];
      /** With what main keeps of it; without, the store keeps its token itself. */
      profile?: typeof profile;
      name?: string;
    } | null,
  ) {
    journal = options?.journal ? new PageJournal(options.journal) : null;
    if (options?.profile) profile = options.profile;
    till = await openTill({
      name: options?.name ?? 'sync',
      journal,
      ...(options?.profile
        ? {
            identityCopy: {
              get: () => Promise.resolve(profile.identity),
              set: (identity: TillIdentity | null) => {
                profile.identity = identity;
                return Promise.resolve();
              },
            },
            secrets: {
              get: () => Promise.resolve(profile.token),
              set: (_name: string, token: string) => {
                profile.token = token;
                return Promise.resolve();
              },
            },
          }
        : {}),
    });
  },
  journal: () => journal?.given ?? [],
  profile: () => profile,
  former: () => till.former.getSnapshot(),
  reports: () => till.reports.getSnapshot().map(({ code, count }) => ({ code, count })),
  collections: () => till.collections.getSnapshot(),
  progress: () => till.outbox.getSnapshot().progress,
  offsetMs: () => till.clock.offsetMs.getSnapshot(),
  exportKept: (id: string) => {
    const entry = till.attention.entries.getSnapshot().find((each) => each.documentId === id);
    return entry ? till.exportKept(entry) : null;
  },
  setAside: () => setStoreAside('sync'),
  close: () => till.close(),
  enrol: ({ serverUrl, code }: { serverUrl: string; code: string }) =>
    till.enrol({ serverUrl, code, name: 'Till 1' }),
  changeServer: (serverUrl: string) => till.changeServer(serverUrl),
  state: () => ({
    connection: till.connection.getSnapshot().state,
    status: till.status.getSnapshot(),
    outbox: till.outbox.getSnapshot().parts.map((part) => part.unsent),
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
