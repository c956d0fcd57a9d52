import { addRxPlugin, type MigrationStrategies, type RxCollection } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import type { RowStep } from './row-schemas.ts';

addRxPlugin(RxDBMigrationSchemaPlugin);

/** RxDB's default of 200 took 100 s for 10,000 rows. */
const BATCH = 5_000;

/** What every row has, in every version. */
interface CarriedRow {
  readonly id: string;
  readonly revision: number;
  readonly body: string;
}

/**
 * RxDB's strategies from the steps of a schema: strategy n + 1 makes a row of version n + 1.
 *
 * A migration changes what is around a document and never the document: its text has been hashed, and may have been sent.
 * A step that throws, or that touches what it must not, leaves the row as it was: it lacks what the step would have
 * added, and is sent and shown as any other. So no row can hold back the rest, or the start of the till.
 *
 * @param onTrouble told of a row that a step could not carry over
 */
export function migrationStrategies<Row extends CarriedRow>(
  steps: readonly RowStep<Row>[],
  onTrouble: (rowId: string, error: unknown) => void,
): MigrationStrategies {
  return Object.fromEntries(
    steps.map((step, version) => [version + 1, (row: Row) => carriedOver(step, row, onTrouble)]),
  );
}

function carriedOver<Row extends CarriedRow>(
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

/** What an older version has stored could not be brought over: the old rows are all there still. */
export class StoreNotMigrated extends Error {
  override readonly name = 'StoreNotMigrated';
}

/**
 * Brings the rows that an older version has stored into the collection, before anybody reads it. One that was broken off
 * goes on; the old rows go when all of them are over.
 *
 * @throws StoreNotMigrated where the disk refuses, for example because it is full
 */
// biome-ignore lint/suspicious/noExplicitAny: rows of any collection
export async function migrateRows(collection: RxCollection<any>): Promise<void> {
  if (collection.schema.version === 0 || !(await collection.migrationNeeded())) return;
  const migration = collection.getMigrationState();
  // Not migratePromise(): once a start has failed, it goes on telling of that failure.
  await migration.startMigration(BATCH);
  const { status, error } = await migration.getStatus();
  if (status !== 'DONE')
    throw new StoreNotMigrated(
      `what an older version stored in "${collection.name}" could not be brought over (${error?.message ?? status}); it is all there still`,
    );
}
