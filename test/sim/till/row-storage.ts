import type { RxStorage, RxStorageInstance } from 'rxdb';
import { filter } from 'rxjs';
import type { RowStorage } from '../../../src-renderer/database/local-databases.ts';
import type { Life } from '../world/life.ts';

// biome-ignore lint/suspicious/noExplicitAny: RxDB's own types say nothing narrower
type Instance = RxStorageInstance<any, any, any>;
interface Stored {
  readonly databaseName: string;
  readonly collectionName: string;
  readonly schema: unknown;
  readonly documents: readonly object[];
}

/** Everything in a row storage at one moment. */
export type RowSnapshot = readonly Stored[];

type Memory = RxStorage<unknown, unknown> & { collectionStates: Map<string, MemoryState> };
interface MemoryState {
  readonly schema: unknown;
  readonly documents: Map<string, object>;
  readonly ensurePersistenceTask?: unknown;
}

const OF_LIFE = /-l\d+(?=-)/;

/**
 * RxDB's memory storage as the disk of one till. It outlives the programs that use it; each of them sees it through an
 * instance of its own, which ends with it.
 */
export class RowDisk {
  #memory: Memory;
  readonly #make: () => RxStorage<unknown, unknown>;
  /** Which database and collection a state is: its key is RxDB's own affair. */
  readonly #opened = new Map<string, { databaseName: string; collectionName: string }>();

  constructor(make: () => unknown) {
    this.#make = make as () => RxStorage<unknown, unknown>;
    this.#memory = emptyMemory(this.#make);
  }

  /** RxDB keeps names of open databases, so each life has names of its own, which are the same disk here. */
  storageOf(life: Life, delay: () => Promise<void>): RowStorage {
    return {
      name: 'memory',
      rxdbVersion: this.#memory.rxdbVersion,
      createStorageInstance: async (params: Parameters<RowStorage['createStorageInstance']>[0]) => {
        await life.guard();
        const databaseName = params.databaseName.replace(OF_LIFE, '');
        const inner = await this.#open({ ...params, databaseName });
        return guarded(inner, life, delay);
      },
    } as RowStorage;
  }

  async #open(params: Parameters<RowStorage['createStorageInstance']>[0]): Promise<Instance> {
    const before = new Set(this.#memory.collectionStates.keys());
    const instance = (await this.#memory.createStorageInstance(params as never)) as Instance;
    for (const key of this.#memory.collectionStates.keys())
      if (!before.has(key))
        this.#opened.set(key, { databaseName: params.databaseName, collectionName: params.collectionName });
    return instance;
  }

  wipe(): void {
    this.#memory = emptyMemory(this.#make);
    this.#opened.clear();
  }

  snapshot(): RowSnapshot {
    return [...this.#memory.collectionStates].flatMap(([key, state]) => {
      const named = this.#opened.get(key);
      return named ? [{ ...named, schema: state.schema, documents: writtenDocuments(state) }] : [];
    });
  }

  async restore(snapshot: RowSnapshot): Promise<void> {
    this.wipe();
    for (const { databaseName, collectionName, schema, documents } of snapshot) {
      const instance = await this.#open({
        databaseName,
        collectionName,
        schema,
        databaseInstanceToken: 'restored',
        options: {},
        multiInstance: false,
        devMode: false,
      } as never);
      if (documents.length > 0)
        await instance.bulkWrite(documents.map((document) => ({ document })) as never, 'restore');
      await instance.close();
    }
  }
}

function emptyMemory(make: () => RxStorage<unknown, unknown>): Memory {
  const memory = make() as unknown as Memory;
  // Its own default is one map for all of a process.
  memory.collectionStates = new Map();
  return memory;
}

/** The memory storage puts a write into its maps a moment later; it counts as written. */
function writtenDocuments(state: MemoryState): object[] {
  const documents = new Map(state.documents);
  const task = state.ensurePersistenceTask as
    | { bulkInsertDocs: { document: object }[]; bulkUpdateDocs: { document: object }[] }
    | undefined;
  for (const { document } of [...(task?.bulkInsertDocs ?? []), ...(task?.bulkUpdateDocs ?? [])])
    documents.set(JSON.stringify((document as { id?: unknown }).id), document);
  return task
    ? [...new Map([...documents.values()].map((each) => [idOf(each), each])).values()]
    : [...documents.values()];
}

const idOf = (document: object): unknown => (document as { id?: unknown }).id ?? JSON.stringify(document);

const GUARDED = new Set([
  'bulkWrite',
  'findDocumentsById',
  'query',
  'count',
  'getChangedDocumentsSince',
  'cleanup',
]);

function guarded(inner: Instance, life: Life, delay: () => Promise<void>): Instance {
  return new Proxy(inner, {
    get(target, name) {
      const member = Reflect.get(target, name, target) as unknown;
      if (name === 'changeStream') return () => target.changeStream().pipe(filter(() => life.alive));
      if (typeof member !== 'function') return member;
      if (!GUARDED.has(String(name))) return member.bind(target);
      return async (...given: unknown[]) => {
        await life.guard();
        if (name === 'bulkWrite') await delay();
        await life.guard();
        const result = await member.apply(target, given);
        if (name === 'bulkWrite') await delay();
        await life.guard();
        return result;
      };
    },
    set: (target, name, value) => Reflect.set(target, name, value, target),
  });
}
