import type { RxCollection } from 'rxdb';
import type { PageRow } from './row-schemas.ts';
import { storedRows, storedRowsById } from './stored-rows.ts';
import { createTimeSlice } from './time-slice.ts';

const LOAD_PAGES = 16;
const LOAD_SINGLE = 250;
/** One write copies its rows in one go; more than these would be felt. */
const MOST_ROWS_AT_ONCE = 32;

/** A document from the server, with the age of the server that wrote it. */
export interface PageEntry<D> {
  readonly serverEpoch: number;
  readonly document: D;
  /** Of the version that stored it (pulled-shapes.ts); without one, 0. */
  readonly shape?: number;
}

export interface Versioned {
  readonly version: number;
  readonly _deleted?: boolean | undefined;
}

export interface PulledStoreOptions<D extends Versioned> {
  readonly keyOf: (document: D) => string;
  /** Compared before the version: a stock level of a newer epoch replaces any of an older one. */
  readonly epochOf?: (document: D) => number;
  /** What this version keeps of a document; what was stored in another shape gives way to the same version of it. */
  readonly shape: number;
  /** Reads a document that was stored in another shape; null where it cannot: then it is as if it were not here. */
  readonly readOlder: (document: unknown) => D | null;
  /** 1: a row for each document, for what changes alone. More: pages, filled in the order of arrival. */
  readonly perPage: number;
  /** What the memory view makes of changes; also called with everything at load. In slices of at most a page. */
  readonly apply: (entries: readonly PageEntry<D>[]) => void;
  /** Forgets everything: a pull anew begins. */
  readonly reset: () => void;
}

/** Rows that memory has and the disk has not confirmed. */
export interface PageWrite extends PageRow {
  readonly _deleted: boolean;
}

/**
 * What the server sent: first in memory, from where the screens read, and in pages on the disk. One row a document would
 * be the obvious shape, and takes six times as long for a large catalogue.
 */
export interface PulledStore<D extends Versioned = Versioned> {
  readonly collection: RxCollection<PageRow>;
  load(): Promise<void>;
  /** Takes the documents that are newer than what is here. Memory has them when this resolves, the disk later. */
  take(documents: readonly D[], serverEpoch: number): Promise<void>;
  /**
   * Some rows to write next. They count as under way until confirmed, reclaimed or failed. None once `isStopped`: nobody
   * would write them, and the next pull would wait for them for ever.
   */
  issue(way: 'pull' | 'stream', isStopped?: () => boolean): Promise<PageWrite[]>;
  confirm(row: Pick<PageRow, 'id' | 'revision'>): void;
  /** Rows under way that way go back to be issued again: they may never be written. */
  reclaim(way: 'pull' | 'stream'): void;
  /** Resolves when no pulled row is under way; throws when a write has failed since the last call. */
  settled(): Promise<void>;
  fail(error: unknown): void;
  /** True when a page could not be read at the load: what was in it has to be pulled again. */
  readonly isDamaged: boolean;
  /** How many rows memory has changed and nobody has issued. */
  readonly unstoredCount: number;
  /** After a pull anew: takes out what only a server before this epoch had. */
  sweep(serverEpoch: number): Promise<void>;
  /** Empties memory and disk. */
  clear(): Promise<void>;
}

interface Page<D> {
  readonly id: string;
  revision: number;
  readonly entries: Map<string, PageEntry<D>>;
}

export function createPulledStore<D extends Versioned>(
  collection: RxCollection<PageRow>,
  options: PulledStoreOptions<D>,
): PulledStore<D> {
  const { keyOf, perPage, shape } = options;
  const pageOf = new Map<string, Page<D>>();
  let pages: Page<D>[] = [];
  const unstored = new Set<Page<D>>();
  const underWay = new Map<string, { page: Page<D>; revision: number; way: 'pull' | 'stream' }>();
  let waiting: (() => void)[] = [];
  let failure: unknown = null;
  let isDamaged = false;
  let queue: Promise<unknown> = Promise.resolve();

  /** Takes run one after another: each may pause between slices. */
  function inOrder<T>(work: () => Promise<T>): Promise<T> {
    const result = queue.then(work);
    queue = result.catch(() => undefined);
    return result;
  }

  /** The order of STOCK.md: a server that was restored starts a higher epoch, and wins with any version. */
  function isNewer(serverEpoch: number, document: D, than: PageEntry<D>): boolean {
    if (serverEpoch !== than.serverEpoch) return serverEpoch > than.serverEpoch;
    const epoch = options.epochOf?.(document) ?? 0;
    const thanEpoch = options.epochOf?.(than.document) ?? 0;
    if (epoch !== thanEpoch) return epoch > thanEpoch;
    if (document.version !== than.document.version) return document.version > than.document.version;
    return (than.shape ?? 0) < shape;
  }

  /** What a row holds, as this version reads it; null when the disk has spoiled it. */
  function entriesOf(row: PageRow): PageEntry<D>[] | null {
    try {
      const entries: PageEntry<D>[] = [];
      for (const entry of JSON.parse(row.body) as PageEntry<D>[]) {
        const document = (entry.shape ?? 0) === shape ? entry.document : options.readOlder(entry.document);
        if (document && typeof keyOf(document) === 'string') entries.push({ ...entry, document });
      }
      return entries;
    } catch {
      return null;
    }
  }

  function pageFor(key: string): Page<D> {
    const known = pageOf.get(key);
    if (known) return known;
    const last = pages.at(-1);
    if (last && perPage > 1 && last.entries.size < perPage) return last;
    const number = last ? Number(last.id.slice(1)) + 1 : 0;
    const id = perPage === 1 ? key : pageId(number);
    const page: Page<D> = { id, revision: 0, entries: new Map() };
    pages.push(page);
    return page;
  }

  async function takeNewer(documents: readonly D[], serverEpoch: number): Promise<void> {
    const slice = createTimeSlice();
    let changed: PageEntry<D>[] = [];
    const flush = async () => {
      if (changed.length > 0) options.apply(changed);
      changed = [];
      await slice.breathe();
    };
    for (const document of documents) {
      const key = keyOf(document);
      const page = pageFor(key);
      const present = page.entries.get(key);
      if (present && !isNewer(serverEpoch, document, present)) continue;
      const entry = shape === 0 ? { serverEpoch, document } : { serverEpoch, document, shape };
      // A deleted one stays as a mark, so that an older state that arrives late does not bring it back.
      page.entries.set(key, entry);
      pageOf.set(key, page);
      unstored.add(page);
      changed.push(entry);
      if (changed.length >= 50) await flush();
    }
    await flush();
  }

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const resolve of woken) resolve();
  }

  const pullsUnderWay = () => [...underWay.values()].some((entry) => entry.way === 'pull');

  return {
    collection,
    async load() {
      const slice = createTimeSlice();
      const stored =
        perPage === 1 ? storedRows(collection, LOAD_SINGLE) : storedRowsById(collection, LOAD_PAGES, pageId);
      for await (const rows of stored) {
        for (const row of rows) {
          const page: Page<D> = { id: row.id, revision: row.revision, entries: new Map() };
          const entries = entriesOf(row) ?? [];
          if (row.body.length > 2 && entries.length === 0) {
            // Written anew, empty, with the next pull: what was in it comes back into other pages.
            isDamaged = true;
            unstored.add(page);
          }
          for (const entry of entries) {
            const key = keyOf(entry.document);
            page.entries.set(key, entry);
            pageOf.set(key, page);
          }
          pages.push(page);
          options.apply(entries);
          await slice.breathe();
        }
      }
    },
    take: (documents, serverEpoch) => inOrder(() => takeNewer(documents, serverEpoch)),
    issue: (way, isStopped = () => false) =>
      inOrder(async () => {
        const slice = createTimeSlice();
        const rows: PageWrite[] = [];
        for (const page of unstored) {
          if (rows.length >= MOST_ROWS_AT_ONCE || isStopped()) break;
          unstored.delete(page);
          page.revision += 1;
          underWay.set(page.id, { page, revision: page.revision, way });
          const body = JSON.stringify([...page.entries.values()]);
          rows.push({ id: page.id, revision: page.revision, body, _deleted: false });
          await slice.breathe();
        }
        return rows;
      }),
    confirm({ id, revision }) {
      const entry = underWay.get(id);
      if (entry?.revision !== revision) return;
      underWay.delete(id);
      if (!pullsUnderWay()) wake();
    },
    reclaim(way) {
      for (const [id, entry] of underWay) {
        if (entry.way !== way) continue;
        underWay.delete(id);
        unstored.add(entry.page);
      }
      if (!pullsUnderWay()) wake();
    },
    async settled() {
      while (pullsUnderWay()) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
      const error = failure;
      failure = null;
      if (error !== null) throw new Error('a page could not be stored', { cause: error });
    },
    fail(error) {
      failure = error;
      for (const entry of underWay.values()) unstored.add(entry.page);
      underWay.clear();
      wake();
    },
    get isDamaged() {
      return isDamaged;
    },
    get unstoredCount() {
      return unstored.size;
    },
    async sweep(serverEpoch) {
      const gone = pages
        .flatMap((page) => [...page.entries.values()])
        .filter((entry) => entry.serverEpoch < serverEpoch)
        .map(({ document }) => ({ ...document, _deleted: true }));
      await inOrder(() => takeNewer(gone, serverEpoch));
    },
    clear: () =>
      inOrder(async () => {
        underWay.clear();
        unstored.clear();
        pageOf.clear();
        pages = [];
        options.reset();
        for await (const rows of storedRows(collection, LOAD_SINGLE)) {
          await collection.bulkRemove(rows.map((row) => row.id));
        }
        wake();
      }),
  };
}

const pageId = (number: number) => `p${String(number).padStart(7, '0')}`;
