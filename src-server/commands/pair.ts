import type { Database } from '../database/database.ts';
import { makePairingCode } from '../terminals/terminals.ts';
import { noSuchStore } from './store-of-command.ts';

/** @returns the lines for standard output; the last is the code alone */
export async function pair(database: Database, storeCode: string): Promise<string[]> {
  const code = await makePairingCode(database, storeCode, new Date());
  if (code === null) throw await noSuchStore(database, storeCode);
  return [`Pairing code for one till of store ${storeCode}, good for ten minutes:`, code];
}
