import type { Queryable } from './database.ts';

export interface JournalTerminalRow {
  readonly terminal_id: string;
  readonly store_id: number;
  readonly store: string;
  readonly name: string;
  readonly revoked_at: Date | null;
}

/** The terminals of a journal that this server knows, of whatever store. */
export async function findTerminals(
  db: Queryable,
  terminalIds: readonly string[],
): Promise<JournalTerminalRow[]> {
  return db.query<JournalTerminalRow>(
    `select t.terminal_id, t.store_id, s.code as store, t.name, t.revoked_at
       from terminal t join store s using (store_id) where t.terminal_id = any($1::uuid[])`,
    [terminalIds],
  );
}

/** Enters a terminal that nobody can be: it has no token and is revoked. Its facts are somebody's from now on. */
export async function insertFormerTerminal(
  db: Queryable,
  terminal: {
    readonly terminalId: string;
    readonly storeId: number;
    readonly name: string;
    readonly epoch: number;
    /** A digest that is of no token. */
    readonly tokenHash: Buffer;
    readonly replaces?: string | null;
    readonly now: Date;
  },
): Promise<void> {
  const { terminalId, storeId, name, epoch, tokenHash, replaces = null, now } = terminal;
  await db.query(
    `insert into terminal (terminal_id, store_id, name, token_hash, epoch, replaces, enrolled_at, revoked_at)
     values ($1, $2, $3, $4, $5, $6, $7, $7) on conflict (terminal_id) do nothing`,
    [terminalId, storeId, name, tokenHash, epoch, replaces, now],
  );
}
