import type { Database } from '../database/database.ts';
import { raiseServerEpoch } from '../database/shop-queries.ts';

/**
 * Says that the database was restored from a backup, or failed over to an older state. Tills notice by themselves when they
 * have read what is gone; after this all of them read anew and send everything that they hold. Nothing is applied twice.
 */
export async function restored(database: Database): Promise<string[]> {
  const epoch = await raiseServerEpoch(database);
  return [
    `The server is in epoch ${epoch} now. Every till drops what it had read, reads anew and sends what it and its journal hold.`,
  ];
}
