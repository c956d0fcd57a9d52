/** Everything that IndexedDB holds of an origin, as JSON: what one version stored, for another one to open. */
export interface StorageDump {
  readonly databases: readonly DatabaseDump[];
}

interface DatabaseDump {
  readonly name: string;
  readonly version: number;
  readonly stores: readonly StoreDump[];
}

interface StoreDump {
  readonly name: string;
  readonly keyPath: string | string[] | null;
  readonly autoIncrement: boolean;
  readonly indexes: readonly {
    readonly name: string;
    readonly keyPath: string | string[];
    readonly unique: boolean;
    readonly multiEntry: boolean;
  }[];
  readonly rows: readonly unknown[];
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(String(request.error)));
  });

export async function dumpStorage(): Promise<StorageDump> {
  const databases: DatabaseDump[] = [];
  for (const { name = '' } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    const stores: StoreDump[] = [];
    for (const storeName of database.objectStoreNames) {
      const store = database.transaction(storeName).objectStore(storeName);
      const { keyPath, autoIncrement } = store;
      const indexes = Array.from(store.indexNames, (indexName) => {
        const { keyPath: path, unique, multiEntry } = store.index(indexName);
        return { name: indexName, keyPath: path, unique, multiEntry };
      });
      stores.push({ name: storeName, keyPath, autoIncrement, indexes, rows: await done(store.getAll()) });
    }
    databases.push({ name, version: database.version, stores });
    database.close();
  }
  return { databases };
}

export async function restoreStorage({ databases }: StorageDump): Promise<void> {
  for (const { name = '' } of await indexedDB.databases()) await done(indexedDB.deleteDatabase(name));
  for (const { name, version, stores } of databases) {
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => {
      for (const { name: storeName, keyPath, autoIncrement, indexes, rows } of stores) {
        const store = opening.result.createObjectStore(storeName, { keyPath, autoIncrement });
        for (const index of indexes) {
          const { unique, multiEntry } = index;
          store.createIndex(index.name, index.keyPath, { unique, multiEntry });
        }
        for (const row of rows) store.put(row);
      }
    };
    (await done(opening)).close();
  }
}
