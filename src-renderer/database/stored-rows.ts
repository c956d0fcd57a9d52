import { normalizeMangoQuery, prepareQuery, type RxCollection } from 'rxdb';

/**
 * Reads every row of a collection in batches, by key, straight from the storage: RxDB's own `find()` would keep a
 * document object and a cached query of each of them in memory.
 */
export async function* storedRows<Row extends { id: string }>(
  collection: RxCollection<Row>,
  batchSize: number,
): AsyncGenerator<readonly Row[]> {
  const { jsonSchema } = collection.schema;
  for (let after = ''; ; ) {
    const query = normalizeMangoQuery(jsonSchema, {
      selector: { _deleted: { $eq: false }, id: { $gt: after } },
      sort: [{ id: 'asc' }],
      index: ['_deleted', 'id'],
      limit: batchSize,
      // RxDB's types know neither `_deleted` nor a key by its own name here; the storage's index does.
    } as unknown as Parameters<typeof normalizeMangoQuery<Row>>[1]);
    const { documents } = await collection.storageInstance.query(prepareQuery(jsonSchema, query));
    if (documents.length > 0) yield documents;
    const last = documents.at(-1);
    if (!last || documents.length < batchSize) return;
    after = last.id;
  }
}

/**
 * Reads rows whose ids are known, in batches, until a batch has none of them: several times faster than a query, which
 * walks a cursor.
 */
export async function* storedRowsById<Row extends { id: string }>(
  collection: RxCollection<Row>,
  batchSize: number,
  idOf: (number: number) => string,
): AsyncGenerator<readonly Row[]> {
  for (let from = 0; ; from += batchSize) {
    const ids = Array.from({ length: batchSize }, (_, index) => idOf(from + index));
    const rows = await collection.storageInstance.findDocumentsById(ids, false);
    if (rows.length === 0) return;
    yield rows;
  }
}
