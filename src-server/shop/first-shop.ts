import { randomBytes } from 'node:crypto';
import { uuidV7 } from '../../shared/core/uuid.ts';
import type { Database } from '../database/database.ts';
import { bumpFeedClock, COMPANY_SCOPE } from '../database/feed-clock.ts';
import { insertStore, writeSettings, writeStaff } from '../database/shop-queries.ts';
import { listStores } from '../database/terminal-queries.ts';
import { defaultSettings } from './default-settings.ts';

const FIRST_STORE = { code: 'main', name: 'Main store' };

/**
 * A new database begins with one store, one owner and no items. Does nothing where there is a store; of two processes
 * at once, one does it.
 */
export async function ensureFirstShop(database: Database, now: Date): Promise<void> {
  if ((await listStores(database)).length > 0) return;
  await database.transaction(async (tx) => {
    const version = await bumpFeedClock(tx, COMPANY_SCOPE);
    if ((await listStores(tx)).length > 0) return;
    const storeId = await insertStore(tx, FIRST_STORE);
    await writeSettings(
      tx,
      storeId,
      defaultSettings(FIRST_STORE, Intl.DateTimeFormat().resolvedOptions().timeZone),
    );
    const owner = {
      id: uuidV7(now.getTime(), randomBytes(10)),
      name: 'Owner',
      role: 'owner',
      active: true,
    } as const;
    await writeStaff(tx, [owner], version);
  });
}
