import { decideAddLine, decideMove, newSale } from '../../../shared/sale/cart.ts';
import { isTendered, type OpenSale } from '../../../shared/sale/sale.ts';
import { addTender, decideTendered } from '../../../shared/sale/settlement.ts';
import { openTill } from '../../../src-renderer/sync/open-till.ts';
import type { Till } from '../../../src-renderer/sync/till.ts';
import { dumpStorage, restoreStorage, type StorageDump } from './storage-dump.ts';

/**
 * A till without its screens, and its storage as a file: what one version of the application has stored is opened by
 * another. Its token is kept outside, as Electron's key store does: a key that cannot be exported cannot be dumped.
 */
let till: Till;
const CASHIER = '01900000-0000-7000-8000-00000000cccc';
const SHIFT = '01900000-0000-7000-8000-00000000dddd';
const TOKEN = 'evertill.test.token';

const secrets = {
  get: () => Promise.resolve(localStorage.getItem(TOKEN)),
  set: (_name: string, value: string) => Promise.resolve(localStorage.setItem(TOKEN, value)),
};

interface Row {
  readonly id: string;
  readonly body: string;
}

const finished = <T>(request: IDBRequest): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result as T);
    request.onerror = () => reject(new Error(String(request.error)));
  });
const opened = (name: string) => finished<IDBDatabase>(indexedDB.open(name));

/** The database of a collection, in the newest version of its rows. */
async function newestOf(collection: string): Promise<string> {
  const names = (await indexedDB.databases()).map(({ name = '' }) => name);
  const own = names.filter((name) => /^rxdb-dexie-versions-/.test(name) && name.endsWith(`--${collection}`));
  return own.sort().at(-1) ?? '';
}

async function rowsOf(collection: string): Promise<Row[]> {
  const database = await opened(await newestOf(collection));
  const rows = await finished<Row[]>(database.transaction('docs').objectStore('docs').getAll());
  database.close();
  return rows;
}

async function bodiesOf(collections: readonly string[]): Promise<Record<string, string>> {
  const rows = await Promise.all(collections.map(rowsOf));
  return Object.fromEntries(rows.flat().map((row) => [row.id, row.body]));
}

const scenarios = {
  async open() {
    try {
      till = await openTill({ name: 'versions', secrets });
      return { ok: true as const };
    } catch (error) {
      return { ok: false as const, name: (error as Error).name, message: (error as Error).message };
    }
  },
  close: () => till.close(),
  enrol: ({ serverUrl, code }: { serverUrl: string; code: string }) =>
    till.enrol({ serverUrl, code, name: 'Till 1' }),
  retryNow: () => till.retryNow(),
  state: () => ({
    connection: till.connection.getSnapshot().state,
    status: till.status.getSnapshot(),
    outbox: till.outbox.getSnapshot().parts.map((part) => part.unsent),
    attention: till.attention.entries
      .getSnapshot()
      .map(({ kind, collection, documentId, code }) => ({ kind, collection, documentId, code })),
    items: till.catalogue.progress.getSnapshot().items,
    settings: till.settings.getSnapshot()?.storeName ?? null,
    staff: till.staff.getSnapshot().map(({ name }) => name),
    identity: till.identity.getSnapshot(),
    parked: till.sales.parked.getSnapshot().map((sale) => sale.id),
    open: till.sales.open.getSnapshot().map((sale) => sale.id),
    tendered: till.sales.recent.getSnapshot().map((sale) => sale.id),
    shift: till.shifts.current.getSnapshot()?.shiftId ?? null,
    commands: till.stockCommands.all.getSnapshot().map((command) => command.id),
  }),
  sale: (id: string) => till.sales.get(id) ?? null,
  result: (id: string) => till.saleResults.get(id),
  available: (sku: string) => till.stock.view(sku).available,
  nameOf: (sku: string) => till.catalogue.findBySku(sku)?.item.name ?? null,
  async begin(id: string) {
    const { terminalId, epoch } = till.identity.getSnapshot() ?? { terminalId: CASHIER, epoch: 1 };
    const at = new Date().toISOString();
    await till.sales.begin(newSale({ id, terminalId, epoch, currency: 'EUR', pricesIncludeTax: true, at }));
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
    const period = till.shifts.period();
    const facts = { at, businessDate: at.slice(0, 10), cashierId: CASHIER, shiftId: SHIFT, period };
    const decided = decideTendered(paid.sale, facts);
    if (!decided.ok) throw new Error(decided.rejection.code);
    return till.commit(decided.draft);
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
  receive: ({ id, sku, quantity }: { id: string; sku: string; quantity: number }) =>
    till.stockCommands.append({
      id,
      kind: 'receipt',
      sku,
      quantity,
      reason: 'delivery',
      staffId: CASHIER,
      at: new Date().toISOString(),
    }),
  /** The text of every document that this till wrote, from IndexedDB itself. */
  bodies: () => bodiesOf(['sales', 'shifts', 'stockcommands']),
  saleBodies: () => bodiesOf(['sales']),
  async rawRows(collection: string) {
    return Object.fromEntries((await rowsOf(collection)).map((row) => [row.id, row]));
  },
  /** Of every document on the pages of a collection. */
  async shapesOf(collection: string) {
    const pages = (await rowsOf(collection)).map((row) => JSON.parse(row.body) as { shape?: number }[]);
    return pages.flat().map((entry) => entry.shape ?? 0);
  },
  /** The disk has room for so many writes into databases of that name, until the page is loaded anew. */
  fillDisk({ part, room }: { part: string; room: number }) {
    const realPut = IDBObjectStore.prototype.put;
    let puts = 0;
    IDBObjectStore.prototype.put = function put(this: IDBObjectStore, ...given: [unknown, IDBValidKey?]) {
      if (this.transaction.db.name.includes(part)) puts += 1;
      if (this.transaction.db.name.includes(part) && puts > room)
        throw new DOMException('full', 'QuotaExceededError');
      return realPut.apply(this, given);
    };
  },
  /** As many sales more as a till has after some weeks without its server. */
  async multiply({ id, times }: { id: string; times: number }) {
    const database = await opened(await newestOf('sales'));
    const store = database.transaction('docs', 'readwrite').objectStore('docs');
    const row = await finished<Row>(store.get(id));
    for (let copy = 0; copy < times; copy += 1) {
      const own = crypto.randomUUID();
      store.put({ ...row, id: own, body: row.body.replace(id, own) });
    }
    await new Promise((resolve) => {
      store.transaction.oncomplete = resolve;
    });
    database.close();
  },
  /** How many rows each version's database of a collection has. */
  async rowCounts(collection: string) {
    const counts: Record<string, number> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      const version = /^rxdb-dexie-versions-till--(\d+)--(\w+)$/.exec(name);
      if (version?.[2] !== collection) continue;
      const database = await opened(name);
      counts[version[1] ?? ''] = await finished<number>(
        database.transaction('docs').objectStore('docs').count(),
      );
      database.close();
    }
    return counts;
  },
  async spoilPage(collection: string) {
    const name = await newestOf(collection);
    const database = await opened(name);
    const store = database.transaction('docs', 'readwrite').objectStore('docs');
    for (const row of await finished<Row[]>(store.getAll()))
      await finished(store.put({ ...row, body: '[{"se' }));
    database.close();
  },
  dump: () => dumpStorage(),
  async restore({ dump, token }: { dump: StorageDump; token: string }) {
    localStorage.setItem(TOKEN, token);
    await restoreStorage(dump);
  },
};

Object.assign(globalThis, { scenarios });
