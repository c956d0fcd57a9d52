import type { Item } from '../../../shared/catalog/item.ts';
import { decideAddLine, decideMove, decideQuantity, newSale } from '../../../shared/sale/cart.ts';
import type { PulledDocument } from '../../../shared/sync/documents.ts';
import { type LocalStore, openLocalStore } from '../../../src-renderer/database/local-store.ts';
import { openWrappedSecrets } from '../../../src-renderer/database/wrapped-secrets.ts';

/** What the tests of the local store do inside the browser. */
let store: LocalStore;
const realPut = IDBObjectStore.prototype.put;
const AT = '2026-11-22T10:00:00.000Z';
const TERMINAL = '01900000-0000-7000-8000-000000000001';

const item = (number: number, over: Partial<PulledDocument<'items'>> = {}): PulledDocument<'items'> => ({
  id: `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  name: `Item ${number}`,
  category: number % 2 ? 'Odd' : 'Even',
  taxClass: 'standard',
  hasSizes: false,
  active: true,
  version: number,
  variants: [
    {
      sku: `SKU-${number}`,
      size: null,
      properties: {},
      codes: [`40000000${number}`],
      unit: { code: 'H87', scale: 0 },
      priceMinor: 199,
    },
  ],
  ...over,
});

const level = (
  sku: string,
  over: Partial<PulledDocument<'stockLevels'>> = {},
): PulledDocument<'stockLevels'> => ({
  sku,
  onHand: 10,
  reservedElsewhere: 0,
  soldHere: 0,
  epoch: 1,
  period: 1,
  version: 1,
  ...over,
});

/** Stores what is unstored the way the replication does. */
async function persist(collection: 'items' | 'stockLevels' | 'saleResults'): Promise<number> {
  const pulled = store.pulled[collection];
  let written = 0;
  while (pulled.unstoredCount > 0) {
    for (const { id, revision, body } of await pulled.issue('pull')) {
      await pulled.collection.incrementalUpsert({ id, revision, body });
      pulled.confirm({ id, revision });
      written += 1;
    }
  }
  return written;
}

const scenarios = {
  async open() {
    store = await openLocalStore('test', () => new Date());
    await store.load();
  },
  close: () => store.close(),
  async takeItems({ from, to }: { from: number; to: number }) {
    const documents = Array.from({ length: to - from }, (_, index) => item(from + index));
    await store.pulled.items.take(documents, 1);
    return persist('items');
  },
  async takeItem({
    number,
    over,
    epoch,
  }: {
    number: number;
    over: Partial<PulledDocument<'items'>>;
    epoch: number;
  }) {
    await store.pulled.items.take([item(number, over)], epoch);
    return persist('items');
  },
  async takeLevel({
    sku,
    over,
    epoch = 1,
  }: {
    sku: string;
    over: Partial<PulledDocument<'stockLevels'>>;
    epoch?: number;
  }) {
    await store.pulled.stockLevels.take([level(sku, over)], epoch);
    return persist('stockLevels');
  },
  async takeResult(document: PulledDocument<'saleResults'>) {
    await store.pulled.saleResults.take([document], 1);
    return persist('saleResults');
  },
  findByCode: (code: string) => store.catalogue.findByCode(code)?.variant.sku ?? null,
  nameOf: (sku: string) => store.catalogue.findBySku(sku)?.item.name ?? null,
  catalogue: () => ({
    progress: store.catalogue.progress.getSnapshot(),
    categories: store.catalogue.categories(),
    odd: store.catalogue
      .itemsOf('Odd')
      .slice(0, 3)
      .map((entry: Item) => entry.name),
  }),
  search: (text: string) => store.catalogue.search(text, 5).map((entry) => entry.name),
  availableOf: (sku: string) => store.stock.view(sku).available,
  async begin({ id, epoch = 1 }: { id: string; epoch?: number }) {
    const sale = newSale({
      id,
      terminalId: TERMINAL,
      epoch,
      currency: 'EUR',
      pricesIncludeTax: true,
      at: AT,
    });
    return store.sales.begin(sale);
  },
  async addLine({ id, number, quantity }: { id: string; number: number; quantity: number }) {
    const found = item(number);
    const variant = found.variants[0];
    if (!variant) throw new Error('no variant');
    const wanted = { lineId: `l${number}`, item: found, variant, quantity, taxRatePpm: 190_000 };
    return store.sales.change(id, (sale) => decideAddLine(sale, wanted, AT));
  },
  setQuantity: ({ id, lineId, quantity }: { id: string; lineId: string; quantity: number }) =>
    store.sales.change(id, (sale) => decideQuantity(sale, lineId, quantity, AT)),
  park: (id: string) => store.sales.change(id, (sale) => decideMove(sale, 'parked', AT)),
  /** Many acts at once on one sale: none may be lost. */
  async hammer({ id, times }: { id: string; times: number }) {
    await Promise.all(Array.from({ length: times }, () => scenarios.addLine({ id, number: 1, quantity: 1 })));
    return store.sales.get(id);
  },
  async tender({ id, period = 1 }: { id: string; period?: number }) {
    const sale = store.sales.get(id);
    if (!sale) throw new Error('no sale');
    await store.sales.commitTendered(
      {
        ...sale,
        status: 'tendered',
        revision: sale.revision + 1,
        sequence: 1,
        period,
        tenderedAt: AT,
        businessDate: '2026-11-22',
        cashierId: TERMINAL,
        shiftId: TERMINAL,
        totalMinor: 0,
        taxMinor: 0,
        roundingMinor: 0,
        previousHash: '0'.repeat(64),
        hash: '1'.repeat(64),
      },
      { inJournal: false },
    );
  },
  sale: (id: string) => store.sales.get(id) ?? null,
  lists: () => ({
    open: store.sales.open.getSnapshot().map((sale) => sale.id),
    parked: store.sales.parked.getSnapshot().map((sale) => sale.id),
    recent: store.sales.recent.getSnapshot().map((sale) => sale.id),
  }),
  async pageRows() {
    const rows = await store.pulled.items.collection.find().exec();
    return rows.map((row) => ({ id: row.id, entries: (JSON.parse(row.body) as unknown[]).length }));
  },
  /** A touch and an act at the same moment: the act must win, whichever is written first. */
  async touchAgainstAct({ id, rounds }: { id: string; rounds: number }) {
    for (let round = 0; round < rounds; round += 1) {
      await Promise.all([
        store.authored.sales.touch([id]),
        scenarios.addLine({ id, number: 2, quantity: 1 }),
      ]);
    }
    const row = await store.authored.sales.collection.findOne(id).exec();
    return { stored: JSON.parse(row?.body ?? 'null') as unknown, memory: store.sales.get(id) };
  },
  async setSecret(value: string) {
    const secrets = await openWrappedSecrets(store.device);
    await secrets.set('terminalToken', value);
    return secrets.protection;
  },
  async getSecret() {
    return (await openWrappedSecrets(store.device)).get('terminalToken');
  },
  /** Everything that a thief of the profile would find, as far as a script can say it. */
  async deviceFacts() {
    const opening = indexedDB.open('test-device');
    await new Promise((resolve) => {
      opening.onsuccess = resolve;
    });
    const reading = opening.result.transaction('facts').objectStore('facts').getAll();
    await new Promise((resolve) => {
      reading.onsuccess = resolve;
    });
    opening.result.close();
    const facts = reading.result as { key: string; value: unknown }[];
    const key = facts.find((fact) => fact.key === 'wrappingKey')?.value as CryptoKey;
    const exported = await crypto.subtle.exportKey('raw', key).then(
      () => 'exported',
      () => 'refused',
    );
    const texts = facts.map((fact) => {
      const { bytes } = (fact.value ?? {}) as { bytes?: ArrayBuffer };
      return bytes ? new TextDecoder().decode(bytes) : JSON.stringify(fact.value);
    });
    return { exported, texts };
  },
  /** The disk is full, as IndexedDB tells it. */
  fillDisk(isFull: boolean) {
    IDBObjectStore.prototype.put = isFull
      ? () => {
          throw new DOMException('the disk is full', 'QuotaExceededError');
        }
      : realPut;
  },
  /** A row as a damaged disk might give it back. */
  async damage(id: string) {
    const row = await store.authored.sales.collection.findOne(id).exec();
    await row?.incrementalPatch({ body: '{"id":' });
  },
  damaged: () => store.damaged.map(({ collection, row }) => ({ collection, id: row.id, body: row.body })),
  clear: (collection: 'items' | 'stockLevels') => store.pulled[collection].clear(),
};

Object.assign(globalThis, { scenarios });
