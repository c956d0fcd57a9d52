import {
  createRxDatabase,
  defaultHashSha256,
  type RxCollection,
  type RxDatabase,
  type RxStorage,
} from 'rxdb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import type { PulledCollection, PushedCollection } from '../../shared/sync/documents.ts';
import { holdClockFloor } from './clock-floor.ts';
import { migrateRows } from './row-migrations.ts';
import {
  AUTHORED_STEPS,
  type AuthoredRow,
  authoredRowSchema,
  PAGE_STEPS,
  type PageRow,
  pageRowSchema,
} from './row-schemas.ts';
import { sha256Hex } from './sha256.ts';

/** Where rows lie: IndexedDB, or what the simulation puts in its place. */
// biome-ignore lint/suspicious/noExplicitAny: RxDB's own types say nothing narrower
export type RowStorage = RxStorage<any, any>;

export interface LocalDatabases {
  readonly authored: Readonly<Record<PushedCollection, RxCollection<AuthoredRow>>>;
  readonly pulled: Readonly<Record<PulledCollection, RxCollection<PageRow>>>;
  close(): Promise<void>;
}

/**
 * Opens what this till stores. Two databases, so that what may be downloaded again can be dropped without touching
 * what may never be lost. Both are strict: a page must be on the disk before the checkpoint that says so, and they lie
 * in different IndexedDBs that lose power separately.
 *
 * @param onConflict RxDB saw a conflict. One author per document rules that out, so it is a bug worth an alarm; the
 *   local document is kept, where RxDB's default would silently drop it.
 * @throws StoreNotMigrated
 */
export async function openLocalDatabases(
  name: string,
  onConflict: (collection: PushedCollection, documentId: string) => void,
  storage: RowStorage = indexedDb(),
): Promise<LocalDatabases> {
  holdClockFloor();
  const [till, catalogue] = await Promise.all([
    openDatabase(`${name}-till`, storage),
    openDatabase(`${name}-catalogue`, storage),
  ]);
  const trouble = (rowId: string, error: unknown) =>
    reportError(new Error(`row ${rowId} stays as an older version wrote it`, { cause: error }));
  const authored = (collection: PushedCollection) => ({
    schema: authoredRowSchema,
    autoMigrate: false,
    conflictHandler: {
      isEqual: isSameAuthored,
      resolve: ({ newDocumentState }: { newDocumentState: AuthoredRow & { _deleted: boolean } }) => {
        onConflict(collection, newDocumentState.id);
        return Promise.resolve(newDocumentState);
      },
    },
  });
  const pulled = {
    schema: pageRowSchema,
    autoMigrate: false,
    conflictHandler: {
      isEqual: isSamePage,
      resolve: ({ newDocumentState }: { newDocumentState: PageRow & { _deleted: boolean } }) =>
        Promise.resolve(newDocumentState),
    },
  };
  const [own, pages] = await Promise.all([
    till.addCollections({
      sales: authored('sales'),
      shifts: authored('shifts'),
      stockcommands: authored('stockCommands'),
      officerequests: authored('officeRequests'),
      saleresults: pulled,
      staff: pulled,
      settings: pulled,
      customers: pulled,
    }),
    catalogue.addCollections({ itempages: pulled, stockpages: pulled }),
  ]);
  // One after another, what may never be lost first.
  for (const collection of [own.sales, own.shifts, own.stockcommands, own.officerequests])
    await migrateRows<AuthoredRow>(collection, AUTHORED_STEPS, trouble);
  for (const collection of [
    own.saleresults,
    own.staff,
    own.settings,
    own.customers,
    pages.itempages,
    pages.stockpages,
  ])
    await migrateRows<PageRow>(collection, PAGE_STEPS, trouble);
  return {
    authored: {
      sales: own.sales,
      shifts: own.shifts,
      stockCommands: own.stockcommands,
      officeRequests: own.officerequests,
    },
    pulled: {
      items: pages.itempages,
      stockLevels: pages.stockpages,
      saleResults: own.saleresults,
      staff: own.staff,
      settings: own.settings,
      customers: own.customers,
    },
    async close() {
      await Promise.all([till.close(), catalogue.close()]);
    },
  };
}

/** Two states are the same to the wire when revision, deletion and the wish to send again are the same. */
function isSameAuthored(
  a: Pick<AuthoredRow, 'revision' | 'resends'> & { _deleted?: boolean },
  b: Pick<AuthoredRow, 'revision' | 'resends'> & { _deleted?: boolean },
): boolean {
  return a.revision === b.revision && a.resends === b.resends && Boolean(a._deleted) === Boolean(b._deleted);
}

function isSamePage(
  a: Pick<PageRow, 'revision'> & { _deleted?: boolean },
  b: Pick<PageRow, 'revision'> & { _deleted?: boolean },
): boolean {
  return a.revision === b.revision && Boolean(a._deleted) === Boolean(b._deleted);
}

/** Chromium's default since 121 loses everything acknowledged at a power cut (STACK.md, durability). */
const indexedDb = (): RowStorage => getRxStorageDexie({ chromeTransactionDurability: 'strict' });

function openDatabase(name: string, storage: RowStorage): Promise<RxDatabase> {
  return createRxDatabase({
    name,
    storage,
    multiInstance: false,
    // RxDB's own needs WebCrypto, which a page over plain HTTP does not have.
    hashFunction: (input) => (typeof input === 'string' ? sha256Hex(input) : defaultHashSha256(input)),
    eventReduce: false,
  });
}
