import type { PushedCollection } from '../../../shared/sync/documents.ts';
import type { Database } from '../../../src-server/database/database.ts';

/** JSON.stringify runs out of stack where JSON.parse did not; what is compared then is the text without its spaces. */
function meaningOf(text: string): string {
  const value: unknown = JSON.parse(text);
  try {
    return JSON.stringify(value);
  } catch {
    return text.replaceAll(' ', '');
  }
}

/** Whether the server keeps this document whole, and whether an open exception tells a person of it. */
export async function keptOf(
  database: Database,
  terminalId: string,
  collection: PushedCollection,
  text: string,
): Promise<{ listed: boolean } | null> {
  const rows = await database.query<{ body: string; listed: boolean }>(
    `select k.body, exists (select from exception_case e where e.store_id = k.store_id
        and e.cause_id in (k.doc_id, k.content_hash) and e.resolved_at is null) as listed
       from kept_document k where terminal_id = $1 and collection = $2`,
    [terminalId, collection],
  );
  const wanted = meaningOf(text);
  const found = rows.find(({ body }) => meaningOf(body) === wanted);
  return found ? { listed: found.listed } : null;
}

export interface StoredDocument {
  readonly document: unknown;
  readonly status: string;
  readonly revision: number;
}

const TABLES = {
  sales: `select doc::text as text, status, revision from sale where sale_id::text = $1`,
  shifts: `select doc::text as text, '' as status, 0 as revision from shift_event where event_id::text = $1`,
  stockCommands: `select doc::text as text, '' as status, 0 as revision from stock_command where command_id::text = $1`,
} as const;

/** What the server has of a document that it understood. */
export async function storedOf(
  database: Database,
  collection: PushedCollection,
  id: string,
): Promise<StoredDocument | null> {
  const [row] = await database.query<{ text: string; status: string; revision: number }>(TABLES[collection], [id]);
  return row ? { document: JSON.parse(row.text), status: row.status, revision: row.revision } : null;
}
