import { isUuid } from '../../shared/core/uuid.ts';
import type { Database } from '../database/database.ts';
import { listTerminals, revokeTerminal } from '../database/terminal-queries.ts';
import { CommandFailure } from './command-failure.ts';
import { storeOfCommand } from './store-of-command.ts';

/** One line a terminal: id, store, whether it may work, when it was last heard, name. */
export async function terminals(database: Database, storeCode: string | null): Promise<string[]> {
  const store = storeCode === null ? null : await storeOfCommand(database, storeCode);
  const rows = await listTerminals(database, store?.store_id ?? null);
  if (rows.length === 0) return ['No till is paired yet.'];
  return rows.map((row) =>
    [
      row.terminal_id,
      row.store,
      row.revoked_at ? 'revoked' : 'active',
      row.last_seen_at?.toISOString() ?? 'never heard',
      row.name,
    ].join('  '),
  );
}

/** Takes a terminal's token away. What it was already paid for is still heard. */
export async function revoke(
  database: Database,
  { store, terminal }: { readonly store: string; readonly terminal: string },
): Promise<string[]> {
  const { store_id: storeId } = await storeOfCommand(database, store);
  if (!isUuid(terminal) || !(await revokeTerminal(database, storeId, terminal, new Date())))
    throw new CommandFailure(
      `Store ${store} has no terminal "${terminal}". The command "terminals" lists them.`,
    );
  return [`Terminal ${terminal} of store ${store} is revoked.`];
}
