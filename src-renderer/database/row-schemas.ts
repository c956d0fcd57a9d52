import type { RxJsonSchema } from 'rxdb';

/**
 * Rows hold their document as JSON text. Three reasons: a tendered sale must come back byte for byte as it was hashed
 * (RxDB's Dexie storage rewrites member names); contracts in `shared` may grow without a migration of every till; and
 * text is copied by IndexedDB several times faster than objects (measured, ARCHITECTURE.md).
 *
 * Editing a schema without raising its version locks every existing till out of its data (DB6). A test keeps digests. A
 * raised version comes with a step, and with `STORE_VERSION` raised too. What a step adds may be missing: a row that it
 * could not be added to is a row like any other (row-migrations.ts).
 */

/** Makes a row of one version from one of the version before. Id, revision and document stay. */
export type RowStep<Row> = (row: Row) => Row;

/** A document that this till wrote. */
export interface AuthoredRow {
  id: string;
  revision: number;
  /** Raised to make RxDB push the row again although its content is the same. */
  resends: number;
  /** ISO 8601, the moment of the first write of this revision. */
  storedAt: string;
  body: string;
}

/** Some documents from the server: 250 items, 250 stock levels, or one of anything that changes alone. */
export interface PageRow {
  id: string;
  /** Counts the rewrites of this row. */
  revision: number;
  /** JSON: an array of `PageEntry`. */
  body: string;
}

export const authoredRowSchema: RxJsonSchema<AuthoredRow> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 64 },
    revision: { type: 'integer' },
    resends: { type: 'integer' },
    storedAt: { type: 'string' },
    body: { type: 'string' },
  },
  required: ['id', 'revision', 'resends', 'storedAt', 'body'],
};

export const pageRowSchema: RxJsonSchema<PageRow> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 80 },
    revision: { type: 'integer' },
    body: { type: 'string' },
  },
  required: ['id', 'revision', 'body'],
};

/** As many as the schema's version: step n makes version n + 1. Never changed once a till has run them. */
export const AUTHORED_STEPS: readonly RowStep<AuthoredRow>[] = [];
export const PAGE_STEPS: readonly RowStep<PageRow>[] = [];
