import type { RxCollection, RxDocument } from 'rxdb';
import type { AuthoredRow } from './row-schemas.ts';
import { storedRows } from './stored-rows.ts';

const LOAD_BATCH = 200;

/** What the till must know of a row without reading its document. */
export interface AuthoredHead {
  readonly id: string;
  readonly revision: number;
  readonly storedAt: string;
}

/** The durable side of documents that this till writes. One document, one write. */
export interface AuthoredRows<D> {
  readonly collection: RxCollection<AuthoredRow>;
  load(each: (document: D) => void): Promise<void>;
  /** Resolves when the document is on the disk. */
  put(document: D): Promise<void>;
  /** Makes RxDB push these rows again, whatever its bookkeeping believes. Content and revision stay. */
  touch(ids: readonly string[]): Promise<void>;
  heads(): Iterable<AuthoredHead>;
  head(id: string): AuthoredHead | undefined;
  /** Called after each durable write. */
  subscribe(listener: (id: string) => void): () => void;
}

export function createAuthoredRows<D>(
  collection: RxCollection<AuthoredRow>,
  describe: (document: D) => { id: string; revision: number },
): AuthoredRows<D> {
  const heads = new Map<string, AuthoredHead>();
  const listeners = new Set<(id: string) => void>();
  /** Rows of this session, so that a write does not have to read first. */
  const written = new Map<string, RxDocument<AuthoredRow>>();

  return {
    collection,
    async load(each) {
      for await (const batch of storedRows(collection, LOAD_BATCH)) {
        for (const row of batch) {
          heads.set(row.id, { id: row.id, revision: row.revision, storedAt: row.storedAt });
          try {
            each(JSON.parse(row.body) as D);
          } catch (error) {
            // One row that the disk has damaged must not keep the till from opening with all others.
            reportError(error);
          }
        }
      }
    },
    async put(document) {
      const { id, revision } = describe(document);
      const storedAt = new Date().toISOString();
      const row = { id, revision, resends: 0, storedAt, body: JSON.stringify(document) };
      // Not incrementalUpsert: after one write that failed (a full disk) it fails for this row until the next start.
      const stored = written.get(id) ?? (heads.has(id) ? await collection.findOne(id).exec() : null);
      written.set(id, stored ? await stored.incrementalModify(() => row) : await collection.insert(row));
      heads.set(id, { id, revision, storedAt });
      for (const listener of [...listeners]) listener(id);
    },
    async touch(ids) {
      for (const id of ids) {
        const row = await collection.findOne(id).exec();
        // Not an upsert: a newer revision may be written at this very moment, and must not be put back.
        await row?.incrementalModify((data) => ({ ...data, resends: data.resends + 1 }));
      }
    },
    heads: () => heads.values(),
    head: (id) => heads.get(id),
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
