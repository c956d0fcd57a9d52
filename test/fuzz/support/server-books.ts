import type { PushedCollection } from '../../../shared/sync/documents.ts';
import type { Database } from '../../../src-server/database/database.ts';

export interface KeptDocument {
  readonly body: string;
  /** An exception tells a person of it; closed where the server itself has seen that the document went through after all. */
  readonly listed: 'open' | 'closed' | null;
}

export interface StoredDocument {
  readonly document: unknown;
  readonly status: string;
  readonly revision: number;
}

/** What the server has of the documents of one push. */
export interface ServerBooks {
  readonly kept: readonly KeptDocument[];
  /** By id. */
  readonly stored: ReadonlyMap<string, StoredDocument>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const TABLES = {
  sales: 'select sale_id as id, doc::text as text, status, revision from sale where sale_id = any ($1)',
  shifts: `select event_id as id, doc::text as text, '' as status, 0 as revision from shift_event where event_id = any ($1)`,
  stockCommands: `select command_id as id, doc::text as text, '' as status, 0 as revision from stock_command
    where command_id = any ($1)`,
  officeRequests: `select request_id as id, doc::text as text, '' as status, 0 as revision from office_request
    where request_id = any ($1)`,
} as const;

export async function readBooks(
  database: Database,
  terminalId: string,
  collection: PushedCollection,
  ids: readonly string[],
): Promise<ServerBooks> {
  const kept = await database.query<KeptDocument>(
    `select k.body, (select max(case when e.resolved_at is null then 'open' else 'closed' end) from exception_case e
        where e.store_id = k.store_id and e.cause_id in (k.doc_id, k.content_hash)) as listed
       from kept_document k where terminal_id = $1 and collection = $2`,
    [terminalId, collection],
  );
  const rows = await database.query<{ id: string; text: string; status: string; revision: number }>(
    TABLES[collection],
    [ids.filter((id) => UUID.test(id))],
  );
  return {
    kept,
    stored: new Map(
      rows.map(({ id, text, status, revision }) => [id, { document: JSON.parse(text), status, revision }]),
    ),
  };
}
