import type { OfficeRequest } from '../../shared/office/office-request.ts';
import type { Sale } from '../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import type { StockCommand } from '../../shared/stock/stock-command.ts';
import { READERS } from '../../shared/sync/document-versions.ts';
import type { PulledCollection, PulledDocument, PushedCollection } from '../../shared/sync/documents.ts';
import { type AttentionRepository, createAttentionRepository } from './attention-repository.ts';
import { type AuthoredRows, createAuthoredRows } from './authored-rows.ts';
import { type CatalogueIndex, createCatalogueIndex } from './catalogue-index.ts';
import { type DeviceStore, openDeviceStore } from './device-store.ts';
import { createFactRepository, type FactRepository } from './fact-repository.ts';
import { openLocalDatabases, type RowStorage } from './local-databases.ts';
import { createPulledList } from './pulled-list.ts';
import { PULLED_SHAPES, pullAnewWhereOlder, readStored } from './pulled-shapes.ts';
import { createPulledStore, type PageEntry, type PulledStore } from './pulled-store.ts';
import type { Readable } from './readable.ts';
import type { AuthoredRow } from './row-schemas.ts';
import { createSaleRepository, type SaleRepository } from './sale-repository.ts';
import { createSaleResultRepository, type SaleResultRepository } from './sale-result-repository.ts';
import { createShiftRepository, type ShiftRepository } from './shift-repository.ts';
import { createStockRepository, type StockRepository } from './stock-repository.ts';
import { claimStore } from './store-version.ts';
import type { TillData } from './till-data.ts';

/** So that a page is rewritten in a fraction of a millisecond, and 100,000 entries are 400 rows. */
const ENTRIES_PER_PAGE = 250;

/** Everything this till stores, with the doors that the sync needs and the screens do not. */
export interface LocalStore extends TillData {
  readonly catalogue: CatalogueIndex;
  readonly stock: StockRepository;
  readonly sales: SaleRepository;
  readonly saleResults: SaleResultRepository;
  readonly shifts: ShiftRepository;
  readonly stockCommands: FactRepository<StockCommand>;
  readonly officeRequests: FactRepository<OfficeRequest>;
  readonly attention: AttentionRepository;
  readonly device: DeviceStore;
  readonly authored: Readonly<Record<PushedCollection, AuthoredRows<unknown>>>;
  readonly pulled: { readonly [C in PulledCollection]: PulledStore<PulledDocument<C>> };
  /** Reads everything that is stored into memory. 100,000 items and their levels take about a second. */
  load(): Promise<void>;
  /** Rows that could not be read at the load. They stay where they are until the journal gives them back. */
  readonly damaged: readonly DamagedRow[];
  close(): Promise<void>;
}

/** A row whose document the disk has spoiled. */
export interface DamagedRow {
  readonly collection: PushedCollection;
  readonly row: AuthoredRow;
}

/** The disks under a store. The simulation brings its own, which it can stop, lose and roll back. */
export interface StoragePlaces {
  readonly rows: RowStorage;
  readonly openDevice: (name: string) => Promise<DeviceStore>;
}

export async function openLocalStore(
  name: string,
  now: () => Date,
  places?: StoragePlaces,
): Promise<LocalStore> {
  const device = await (places?.openDevice ?? openDeviceStore)(name);
  await claimStore(device).catch((error: unknown) => {
    device.close();
    throw error;
  });
  const attention = createAttentionRepository(device, now);
  const databases = await openLocalDatabases(
    name,
    (collection, documentId) => {
      attention
        .raise({ kind: 'conflict', collection, documentId, revision: null, code: null, message: null })
        .catch(reportError);
    },
    places?.rows,
  );
  const saleRows = createAuthoredRows<Sale>(
    databases.authored.sales,
    ({ id, revision }) => ({ id, revision }),
    READERS.sales,
  );
  const fact = ({ id }: { id: string }) => ({ id, revision: 1 });
  const shiftRows = createAuthoredRows<ShiftEvent>(databases.authored.shifts, fact, READERS.shifts);
  const commandRows = createAuthoredRows<StockCommand>(
    databases.authored.stockCommands,
    fact,
    READERS.stockCommands,
  );
  const requestRows = createAuthoredRows<OfficeRequest>(
    databases.authored.officeRequests,
    fact,
    READERS.officeRequests,
  );

  const catalogue = createCatalogueIndex();
  const sales = createSaleRepository(saleRows);
  const saleResults = createSaleResultRepository();
  const stock = createStockRepository(sales, saleResults);
  const shifts = createShiftRepository(shiftRows);
  const stockCommands = createFactRepository(commandRows);
  const officeRequests = createFactRepository(requestRows);
  const staff = createPulledList<PulledDocument<'staff'>>(
    (member) => member.id,
    (a, b) => a.name.localeCompare(b.name),
  );
  const settings = createPulledList<PulledDocument<'settings'>>(
    (document) => document.id,
    (a, b) => a.id.localeCompare(b.id),
  );

  const customers = createPulledList<PulledDocument<'customers'>>(
    (customer) => customer.id,
    (a, b) => a.name.localeCompare(b.name),
  );

  type View<C extends PulledCollection> = {
    apply(entries: readonly PageEntry<PulledDocument<C>>[]): void;
    reset(): void;
  };
  const store = <C extends PulledCollection>(
    collection: C,
    keyOf: (document: PulledDocument<C>) => string,
    perPage: number,
    view: View<C>,
    epochOf: (document: PulledDocument<C>) => number = () => 0,
  ): PulledStore<PulledDocument<C>> =>
    createPulledStore<PulledDocument<C>>(databases.pulled[collection], {
      keyOf,
      epochOf,
      shape: PULLED_SHAPES[collection],
      readOlder: (document) => readStored<PulledDocument<C>>(collection, document),
      perPage,
      apply: (entries) => view.apply(entries),
      reset: () => view.reset(),
    });
  const pulled = {
    items: store('items', (item) => item.id, ENTRIES_PER_PAGE, catalogue),
    stockLevels: store(
      'stockLevels',
      (level) => level.sku,
      ENTRIES_PER_PAGE,
      {
        apply(entries) {
          // A sale must never be tendered in a period that the server's figures have already let go of.
          for (const { document } of entries) shifts.raisePeriodFloor(document.period ?? 1);
          stock.apply(entries);
        },
        reset: () => stock.reset(),
      },
      (level) => level.epoch ?? 0,
    ),
    saleResults: store('saleResults', (result) => result.saleId, 1, saleResults),
    staff: store('staff', (member) => member.id, 1, staff),
    settings: store('settings', (document) => document.id, 1, settings),
    customers: store('customers', (customer) => customer.id, ENTRIES_PER_PAGE, customers),
  };

  const damaged: DamagedRow[] = [];
  const note = (collection: PushedCollection) => (row: AuthoredRow) => void damaged.push({ collection, row });

  return {
    catalogue,
    damaged,
    stock,
    sales,
    saleResults,
    shifts,
    stockCommands,
    officeRequests,
    customers: customers.list,
    staff: staff.list,
    settings: firstOf(settings.list),
    attention,
    device,
    authored: {
      sales: saleRows as AuthoredRows<unknown>,
      shifts: shiftRows as AuthoredRows<unknown>,
      stockCommands: commandRows as AuthoredRows<unknown>,
      officeRequests: requestRows as AuthoredRows<unknown>,
    },
    pulled,
    async load() {
      await Promise.all([
        attention.load(),
        pulled.staff.load(),
        pulled.settings.load(),
        pulled.saleResults.load(),
        sales.load(note('sales')),
        shifts.load(note('shifts')),
        stockCommands.load(note('stockCommands')),
        officeRequests.load(note('officeRequests')),
        pulled.customers.load(),
        pulled.items.load(),
        pulled.stockLevels.load(),
      ]);
      await pullAnewWhereOlder(device, (collection) => pulled[collection].isDamaged);
    },
    async close() {
      await databases.close();
      device.close();
    },
  };
}

/** The settings of a store are one document. */
function firstOf<T>(list: Readable<readonly T[]>): Readable<T | null> {
  return { getSnapshot: () => list.getSnapshot()[0] ?? null, subscribe: list.subscribe };
}
