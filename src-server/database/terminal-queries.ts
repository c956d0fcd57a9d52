import type { Queryable } from './database.ts';

export interface StoreRow {
  readonly store_id: number;
  readonly code: string;
  readonly name: string;
}

export interface TerminalRow {
  readonly terminal_id: string;
  readonly store_id: number;
  readonly store_code: string;
  readonly name: string;
  readonly epoch: number;
  readonly instance: string | null;
  readonly head_sequence: number | null;
  readonly head_hash: string | null;
  readonly last_seen_at: Date | null;
  readonly revoked_at: Date | null;
  readonly enrolled_at: Date;
  readonly clock_ahead_ms: number | null;
  /** The terminals whose place it took, the nearest first: its predecessor, whose place that one took, and so on. */
  readonly replaces: readonly string[];
}

export async function findStore(db: Queryable, code: string): Promise<StoreRow | null> {
  const rows = await db.query<StoreRow>('select store_id, code, name from store where code = $1', [code]);
  return rows[0] ?? null;
}

export async function listStores(db: Queryable): Promise<StoreRow[]> {
  return db.query<StoreRow>('select store_id, code, name from store order by store_id');
}

export async function insertPairingCode(
  db: Queryable,
  code: { readonly hash: Buffer; readonly storeId: number; readonly expiresAt: Date },
): Promise<void> {
  // Old codes are of no use to anyone; the table stays as small as the shop.
  await db.query("delete from pairing_code where expires_at < now() - interval '1 day'");
  await db.query('insert into pairing_code (code_hash, store_id, expires_at) values ($1, $2, $3)', [
    code.hash,
    code.storeId,
    code.expiresAt,
  ]);
}

/** Claims a code for one enrolment; null when it is unknown, used or too old. Of two at once, one gets it. */
export async function usePairingCode(tx: Queryable, hash: Buffer, now: Date): Promise<StoreRow | null> {
  const rows = await tx.query<StoreRow>(
    `update pairing_code p set used_at = $2 from store s
      where p.code_hash = $1 and p.used_at is null and p.expires_at > $2 and s.store_id = p.store_id
      returning s.store_id, s.code, s.name`,
    [hash, now],
  );
  return rows[0] ?? null;
}

/** Names of the tills that a store has now. Nobody else can enrol there until the transaction ends. */
export async function takenTerminalNames(tx: Queryable, storeId: number): Promise<Set<string>> {
  await tx.query('select from store where store_id = $1 for update', [storeId]);
  const rows = await tx.query<{ name: string }>(
    'select name from terminal where store_id = $1 and revoked_at is null',
    [storeId],
  );
  return new Set(rows.map((row) => row.name));
}

export async function insertTerminal(
  tx: Queryable,
  terminal: {
    readonly terminalId: string;
    readonly storeId: number;
    readonly name: string;
    readonly tokenHash: Buffer;
    readonly codeHash: Buffer;
    readonly replaces: string | null;
    readonly now: Date;
  },
): Promise<ServerIdentity> {
  await tx.query(
    `insert into terminal (terminal_id, store_id, name, token_hash, replaces, enrolled_at, last_seen_at)
     values ($1, $2, $3, $4, $5, $6, $6)`,
    [
      terminal.terminalId,
      terminal.storeId,
      terminal.name,
      terminal.tokenHash,
      terminal.replaces,
      terminal.now,
    ],
  );
  await tx.query('update pairing_code set terminal_id = $2 where code_hash = $1', [
    terminal.codeHash,
    terminal.terminalId,
  ]);
  return findServerIdentity(tx);
}

export interface ServerIdentity {
  /** The same in every backup of this server. */
  readonly serverId: string;
  readonly serverEpoch: number;
}

export async function findServerIdentity(db: Queryable): Promise<ServerIdentity> {
  const [meta] = await db.query<ServerIdentity>(
    'select server_id as "serverId", server_epoch as "serverEpoch" from server_meta',
  );
  if (!meta) throw new Error('server_meta is empty');
  return meta;
}

/** Opens the exception of a terminal, which is about no sale: it needs no batch of the store, only the enrolment's own. */
export async function openForgotten(
  tx: Queryable,
  storeId: number,
  terminalIds: readonly string[],
  now: Date,
): Promise<void> {
  const cases = terminalIds.map((id) => ({ cause: id, kind: 'forgottenTerminal', terminal: id }));
  if (cases.length > 0)
    await tx.query('select open_exceptions($1, 0, $2, $3::json)', [storeId, now, JSON.stringify(cases)]);
}

/** @returns false when the store has no such terminal */
export async function revokeTerminal(
  tx: Queryable,
  storeId: number,
  terminalId: string,
  now: Date,
): Promise<boolean> {
  const rows = await tx.query(
    `update terminal set revoked_at = coalesce(revoked_at, $3)
      where store_id = $1 and terminal_id = $2 returning terminal_id`,
    [storeId, terminalId, now],
  );
  return rows.length > 0;
}

/**
 * A terminal whose place was taken holds nothing any more but what is under payment: its carts are the other's now, as sales
 * of its own. Their time is over from this moment on; the lane ends them.
 */
export async function endReservations(
  tx: Queryable,
  storeId: number,
  terminalIds: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await tx.query<{ sale_id: string }>(
    `update sale set expires_at = $3
      where store_id = $1 and terminal_id = any($2::uuid[]) and reservation_state = 'live' and status in ('open', 'parked')
      returning sale_id`,
    [storeId, terminalIds, now],
  );
  return rows.map((row) => row.sale_id);
}

const TERMINAL_COLUMNS = `t.terminal_id, t.store_id, s.code as store_code, t.name, t.epoch, t.instance,
  t.head_sequence, t.head_hash, t.last_seen_at, t.revoked_at, t.enrolled_at, t.clock_ahead_ms,
  case when t.replaces is null then '{}'::text[] else array(
    with recursive before (terminal_id, replaces, nth) as (
      select p.terminal_id, p.replaces, 1 from terminal p where p.terminal_id = t.replaces
      union all
      select p.terminal_id, p.replaces, b.nth + 1 from before b join terminal p on p.terminal_id = b.replaces
    )
    select b.terminal_id::text from before b order by b.nth) end as replaces`;

export async function findTerminalByToken(db: Queryable, tokenHash: Buffer): Promise<TerminalRow | null> {
  const rows = await db.query<TerminalRow>({
    name: 'terminal-by-token',
    text: `select ${TERMINAL_COLUMNS} from terminal t join store s using (store_id) where t.token_hash = $1`,
    values: [tokenHash],
  });
  return rows[0] ?? null;
}

export async function findTerminal(db: Queryable, terminalId: string): Promise<TerminalRow | null> {
  const rows = await db.query<TerminalRow>(
    `select ${TERMINAL_COLUMNS} from terminal t join store s using (store_id) where t.terminal_id = $1`,
    [terminalId],
  );
  return rows[0] ?? null;
}

/** The terminal, locked until the transaction ends. */
export async function lockTerminal(tx: Queryable, terminalId: string): Promise<TerminalRow> {
  const [row] = await tx.query<TerminalRow>(
    `select ${TERMINAL_COLUMNS} from terminal t join store s using (store_id)
      where t.terminal_id = $1 for update of t`,
    [terminalId],
  );
  if (!row) throw new Error(`terminal ${terminalId} is gone`);
  return row;
}

/** A new epoch begins without a head: nothing of the old one is compared with it. */
export async function setEpoch(tx: Queryable, terminalId: string, epoch: number): Promise<void> {
  await tx.query(
    `update terminal set epoch = $2, instance = null, head_sequence = null, head_hash = null
      where terminal_id = $1`,
    [terminalId, epoch],
  );
}

export async function setHead(
  tx: Queryable,
  terminalId: string,
  head: { readonly instance: string; readonly sequence: number; readonly hash: string },
  now: Date,
): Promise<void> {
  await tx.query(
    `update terminal set instance = $2, head_sequence = $3, head_hash = $4, last_seen_at = $5
      where terminal_id = $1`,
    [terminalId, head.instance, head.sequence, head.hash, now],
  );
}

export async function touchTerminal(db: Queryable, terminalId: string, now: Date): Promise<void> {
  await db.query('update terminal set last_seen_at = $2 where terminal_id = $1', [terminalId, now]);
}

/** Notes how far a terminal's clock is ahead; answers what was noted before. */
export async function setClockAhead(
  db: Queryable,
  terminalId: string,
  aheadMs: number,
): Promise<number | null> {
  const rows = await db.query<{ before: number | null }>(
    `update terminal t set clock_ahead_ms = $2 from terminal b
      where t.terminal_id = $1 and b.terminal_id = t.terminal_id returning b.clock_ahead_ms as before`,
    [terminalId, aheadMs],
  );
  return rows[0]?.before ?? null;
}

export interface ListedTerminal {
  readonly terminal_id: string;
  readonly name: string;
  readonly store: string;
  readonly epoch: number;
  readonly last_seen_at: Date | null;
  readonly revoked_at: Date | null;
}

/** @param storeId null: of every store */
export async function listTerminals(db: Queryable, storeId: number | null): Promise<ListedTerminal[]> {
  return db.query<ListedTerminal>(
    `select t.terminal_id, t.name, s.code as store, t.epoch, t.last_seen_at, t.revoked_at
       from terminal t join store s using (store_id)
      where $1::int is null or t.store_id = $1 order by s.code, t.enrolled_at`,
    [storeId],
  );
}

export async function findRevoked(db: Queryable, terminalIds: readonly string[]): Promise<Set<string>> {
  const rows = await db.query<{ terminal_id: string }>({
    name: 'revoked-terminals',
    text: 'select terminal_id from terminal where terminal_id = any($1::uuid[]) and revoked_at is not null',
    values: [terminalIds],
  });
  return new Set(rows.map((row) => row.terminal_id));
}
