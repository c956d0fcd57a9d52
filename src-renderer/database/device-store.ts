import { Dexie, type Table } from 'dexie';
import type { AttentionEntry } from './till-data.ts';

/** What the server said to a pushed document that has no result of its own to tell it by. */
export interface Acknowledgement {
  /** `collection/id`. */
  readonly key: string;
  readonly status: string;
  readonly revision: number;
  readonly at: string;
}

/** Small facts of this device that never travel. Plain Dexie: RxDB's free edition allows few collections. */
export interface DeviceStore {
  get<T>(key: string): Promise<T | undefined>;
  set(key: string, value: unknown): Promise<void>;
  attention: {
    all(): Promise<AttentionEntry[]>;
    put(entry: AttentionEntry): Promise<void>;
    remove(id: string): Promise<void>;
  };
  acknowledgements: {
    all(): Promise<Acknowledgement[]>;
    put(entries: readonly Acknowledgement[]): Promise<void>;
    remove(key: string): Promise<void>;
    clear(): Promise<void>;
  };
  close(): void;
}

export async function openDeviceStore(name: string): Promise<DeviceStore> {
  const database = new Dexie(`${name}-device`, { chromeTransactionDurability: 'strict' });
  database.version(1).stores({ facts: 'key', attention: 'id', acknowledgements: 'key' });
  await database.open();
  const facts: Table<{ key: string; value: unknown }, string> = database.table('facts');
  const attention: Table<AttentionEntry, string> = database.table('attention');
  const acknowledgements: Table<Acknowledgement, string> = database.table('acknowledgements');
  return {
    async get<T>(key: string) {
      return (await facts.get(key))?.value as T | undefined;
    },
    async set(key, value) {
      await facts.put({ key, value });
    },
    attention: {
      all: () => attention.toArray(),
      async put(entry) {
        await attention.put(entry);
      },
      remove: (id) => attention.delete(id),
    },
    acknowledgements: {
      all: () => acknowledgements.toArray(),
      async put(entries) {
        await acknowledgements.bulkPut([...entries]);
      },
      remove: (key) => acknowledgements.delete(key),
      clear: () => acknowledgements.clear(),
    },
    close: () => database.close(),
  };
}
