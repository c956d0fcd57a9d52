import { decideAddLine, decideMove, newSale } from '../../../shared/sale/cart.ts';
import { isTendered, type OpenSale, type Sale, type TenderedDraft } from '../../../shared/sale/sale.ts';
import { addTender, decideTendered } from '../../../shared/sale/settlement.ts';
import { openTill } from '../../../src-renderer/sync/open-till.ts';
import type { Journal, Till } from '../../../src-renderer/sync/till.ts';

/** What the tests of the sync do inside the browser: a till without its screens. */
const realPut = IDBObjectStore.prototype.put;
let till: Till;
const CASHIER = '01900000-0000-7000-8000-00000000cccc';
const SHIFT = '01900000-0000-7000-8000-00000000dddd';

/** A journal in the page's own memory is enough to see that its entries are stored before anything else. */
function journalOf(entries: TenderedDraft[]): Journal {
  return {
    commit: () => Promise.reject(new Error('not here')),
    record: () => Promise.reject(new Error('not here')),
    chains: () => Promise.resolve([]),
    entries: () => Promise.resolve([]),
    sales: (_terminal, _epoch, after) =>
      Promise.resolve(
        entries
          .map((entry) => entry as Sale)
          .filter(isTendered)
          .filter((entry) => entry.sequence > after),
      ),
    head: () => {
      const { sequence = 0, hash = '0'.repeat(64) } = (entries.at(-1) ?? {}) as {
        sequence?: number;
        hash?: string;
      };
      return Promise.resolve({ sequence, hash });
    },
  };
}

const scenarios = {
  async open(options: { journal?: TenderedDraft[] } | null) {
    till = await openTill({ name: 'sync', journal: options?.journal ? journalOf(options.journal) : null });
  },
  close: () => till.close(),
  enrol: ({ serverUrl, code }: { serverUrl: string; code: string }) =>
    till.enrol({ serverUrl, code, name: 'Till 1' }),
  changeServer: (serverUrl: string) => till.changeServer(serverUrl),
  state: () => ({
    connection: till.connection.getSnapshot().state,
    status: till.status.getSnapshot(),
    outbox: till.outbox.getSnapshot().parts.map((part) => part.unsent.length),
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
