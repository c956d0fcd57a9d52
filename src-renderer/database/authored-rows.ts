import type { RxCollection, RxDocument } from 'rxdb';
import { type DocumentReader, upcast } from '../../shared/sync/document-versions.ts';
import type { AuthoredRow } from './row-schemas.ts';
import { storedRows } from './stored-rows.ts';

const LOAD_BATCH = 500;
/** One transaction each: few enough that a tap in between is not late. */
const WRITE_BATCH = 100;

/** What the till must know of a row without reading its document. */
export interface AuthoredHead {
  readonly id: string;
  readonly revision: number;
  readonly storedAt: string;
}

/** What keeps the documents of a repository: the local store, or nothing at all where they are only rehearsed. */
export type KeptRows<D> = Pick<AuthoredRows<D>, 'load' | 'put' | 'putAll'>;

/** The durable side of documents that this till writes. One document, one write. */
export interface AuthoredRows<D> {
  readonly collection: RxCollection<AuthoredRow>;
  /** @param onDamaged told of a row whose document cannot be read any more; all others are loaded */
  load(each: (document: D) => void, onDamaged: (row: AuthoredRow) => void): Promise<void>;
  /** Resolves when the document is on the disk. */
  put(document: D): Promise<void>;
  /** Many at once, as when the journal gives a lost store back. Those that are here already are replaced. */
  putAll(documents: readonly D[]): Promise<void>;
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
  reader: Pick<DocumentReader<D>, 'steps'>,
): AuthoredRows<D> {
  const heads = new Map<string, AuthoredHead>();
  const listeners = new Set<(id: string) => void>();
  /** Rows of this session, so that a write does not have to read first. */
  const written = new Map<string, RxDocument<AuthoredRow>>();

  const rowOf = (document: D): AuthoredRow => {
    const { id, revision } = describe(document);
    const storedAt = new Date().toISOString();
    return { id, revision, resends: 0, storedAt, body: JSON.stringify(document) };
  };

  function noted({ id, revision, storedAt }: AuthoredRow): void {
    heads.set(id, { id, revision, storedAt });
    for (const listener of [...listeners]) listener(id);
  }

  async function write(row: AuthoredRow): Promise<void> {
    const { id } = row;
    // Not incrementalUpsert: after one write that failed (a full disk) it fails for this row until the next start.
    const stored = written.get(id) ?? (heads.has(id) ? await collection.findOne(id).exec() : null);
    written.set(id, stored ? await stored.incrementalModify(over(row)) : await collection.insert(row));
    noted(row);
  }

  return {
    collection,
    async load(each, onDamaged) {
      for await (const batch of storedRows(collection, LOAD_BATCH)) {
        for (const row of batch) {
          heads.set(row.id, { id: row.id, revision: row.revision, storedAt: row.storedAt });
          const document = parsed(row, reader);
          // One row that the disk has damaged must not keep the till from opening with all others.
          if (document === null) onDamaged(row);
          else each(document);
        }
      }
    },
    put: (document) => write(rowOf(document)),
    async putAll(documents) {
      for (let from = 0; from < documents.length; from += WRITE_BATCH) {
        const rows = documents.slice(from, from + WRITE_BATCH).map(rowOf);
        const { error } = await collection.bulkInsert(rows.filter(({ id }) => !heads.has(id)));
        if (error[0]) throw new Error(`row ${error[0].documentId} could not be stored: ${error[0].status}`);
        for (const row of rows) {
          if (heads.has(row.id)) await write(row);
          else noted(row);
        }
      }
    },
    async touch(ids) {
      for (let from = 0; from < ids.length; from += WRITE_BATCH) {
        const found = await collection.findByIds(ids.slice(from, from + WRITE_BATCH)).exec();
        // Not an upsert: a newer revision may be written at this very moment, and must not be put back.
        await Promise.all(
          [...found.values()].map((row) =>
            row.incrementalModify((data) => ({ ...data, resends: data.resends + 1 })),
          ),
        );
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

/**
 * What is written over a row. The same revision again is a row that was spoiled and came back: RxDB, which goes by
 * revision and resends, may have offered it spoiled, and must not take it for sent.
 */
const over =
  (row: AuthoredRow) =>
  ({ revision, resends }: AuthoredRow): AuthoredRow => ({
    ...row,
    resends: revision === row.revision ? resends + 1 : 0,
  });

/** A document names itself; a row whose text is not that document has been damaged. */
function parsed<D>(row: AuthoredRow, reader: Pick<DocumentReader<D>, 'steps'>): D | null {
  try {
    const document = JSON.parse(row.body) as { id?: unknown } | null;
    // In memory as this version knows it; the row keeps what was written.
    return document?.id === row.id ? (upcast(reader, document) as D) : null;
  } catch {
    return null;
  }
}
