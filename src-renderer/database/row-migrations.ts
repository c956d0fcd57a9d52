import type { RxCollection, RxDatabase, RxJsonSchema, RxStorageInstance } from 'rxdb';
import type { RowStep } from './row-schemas.ts';
import { storedRows } from './stored-rows.ts';

const BATCH = 500;

/** What every row has, in every version. */
interface CarriedRow {
  readonly id: string;
  readonly revision: number;
  readonly body: string;
}

/** What RxDB notes of a collection in one version. */
interface CollectionNote {
  readonly data: {
    readonly schema: RxJsonSchema<never>;
    /** Where its replications kept their notes. */
    readonly connectedStorages: readonly {
      readonly collectionName: string;
      readonly schema: RxJsonSchema<never>;
    }[];
  };
}

/** What an older version has stored could not be brought over: the old rows are all there still. */
export class StoreNotMigrated extends Error {
  override readonly name = 'StoreNotMigrated';
}

/**
 * Brings the rows that an older version has stored into a collection, before anybody reads it. Row by row in batches,
 * and the old ones go only when each of them is in its new place: whatever interrupts it, the next start goes on.
 *
 * Not RxDB's own migration. It holds back all rows for one that fails, tells of the failure of an earlier start for ever,
 * and was seen to wait without end. What is given up for it are RxDB's notes of what it has sent: everything is offered
 * once more, and the server answers that it knows it.
 *
 * @param steps of the collection's schema, from its first version on
 * @param onTrouble told of a row that a step could not carry over
 * @throws StoreNotMigrated where the disk refuses, for example because it is full
 */
export async function migrateRows<Row extends CarriedRow>(
  collection: RxCollection<Row>,
  steps: readonly RowStep<Row>[],
  onTrouble: (rowId: string, error: unknown) => void,
): Promise<void> {
  const { database, name } = collection;
  for (const [version] of steps.entries()) {
    const note = await noteOf(database, name, version);
    if (!note) continue;
    try {
      await moveRows(collection, note, steps.slice(version), onTrouble);
    } catch (error) {
      throw new StoreNotMigrated(
        `what an older version stored in "${name}" could not be brought over (${String(error)}); it is all there still`,
        { cause: error },
      );
    }
    for (const { collectionName, schema } of note.data.connectedStorages)
      await (await openStorage(database, collectionName, schema)).remove();
    await database.removeCollectionDoc(name, note.data.schema);
  }
}

async function moveRows<Row extends CarriedRow>(
  collection: RxCollection<Row>,
  { data: { schema } }: CollectionNote,
  steps: readonly RowStep<Row>[],
  onTrouble: (rowId: string, error: unknown) => void,
): Promise<void> {
  const old = await openStorage(collection.database, collection.name, schema);
  const stored = { schema: { jsonSchema: schema }, storageInstance: old } as unknown as RxCollection<Row>;
  for await (const rows of storedRows(stored, BATCH)) {
    const carried = rows.map((row) =>
      steps.reduce((each, step) => carriedOver(step, each, onTrouble), own(row)),
    );
    const { error } = await collection.bulkInsert(carried);
    // One that is there already came over before an interruption, and may have been changed since.
    const refused = error.find(({ status }) => status !== 409);
    if (refused) throw new Error(`row ${refused.documentId} was refused with ${refused.status}`);
    const ids = rows.map(({ id }) => id);
    const present = await collection.storageInstance.findDocumentsById(ids, true);
    if (present.length < rows.length) throw new Error(`${rows.length - present.length} rows did not arrive`);
  }
  await old.remove();
}

/** Without what RxDB has added. */
function own<Row extends CarriedRow>(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).filter(([member]) => !member.startsWith('_')),
  ) as unknown as Row;
}

/**
 * A step changes what is around a document and never the document: its text has been hashed, and may have been sent. A
 * step that throws, or that touches what it must not, leaves the row as it was: it lacks what the step would have added,
 * and is sent and shown as any other. So no row can hold back the rest, or the start of the till.
 */
export function carriedOver<Row extends CarriedRow>(
  step: RowStep<Row>,
  row: Row,
  onTrouble: (rowId: string, error: unknown) => void,
): Row {
  try {
    const next = step({ ...row });
    if (next.id === row.id && next.revision === row.revision && next.body === row.body) return next;
    throw new Error('a step must leave id, revision and document as they are');
  } catch (error) {
    onTrouble(row.id, error);
    return row;
  }
}

async function noteOf(database: RxDatabase, name: string, version: number): Promise<CollectionNote | null> {
  const found = await database.internalStore.findDocumentsById([`collection|${name}-${version}`], false);
  return (found[0] as unknown as CollectionNote | undefined) ?? null;
}

function openStorage(
  database: RxDatabase,
  collectionName: string,
  schema: RxJsonSchema<never>,
): Promise<RxStorageInstance<never, unknown, unknown>> {
  return database.storage.createStorageInstance<never>({
    databaseInstanceToken: database.token,
    databaseName: database.name,
    collectionName,
    schema: schema as never,
    options: {},
    multiInstance: false,
    devMode: false,
  });
}
