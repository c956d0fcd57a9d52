import type { DeviceStore } from './device-store.ts';

/**
 * Counts the shapes of the whole local store: raised with the version of a row schema, with a change of the device
 * store's tables, and with a document version that this application writes and the one before cannot read. A version
 * says in package.json which of them it reads (shared/update/release.ts); an older application leaves a newer store alone.
 *
 * 0 was written by versions that did not say it.
 */
export const STORE_VERSION = 1;
/** Those that this version brings over with everything in them; a test opens a stored one of each. Also in package.json. */
export const STORES_READ: readonly number[] = [0, 1];

const KEY = 'storeVersion';

/** A newer version of the application has worked with this store. Nothing was touched. */
export class StoreIsNewer extends Error {
  override readonly name = 'StoreIsNewer';
}

/** This version does not bring over a store of that age. Nothing was touched. */
export class StoreIsTooOld extends Error {
  override readonly name = 'StoreIsTooOld';
}

/**
 * Before anything else of the store is opened: an older application would begin a second, empty store beside the newer
 * one's, sell from it, and give its numbers twice. Marked before anything is migrated.
 *
 * @throws StoreIsNewer, StoreIsTooOld
 */
export async function claimStore(device: Pick<DeviceStore, 'get' | 'set'>): Promise<void> {
  // A store that nobody has written yet counts as the first: whoever leaves 0 out must tell the two apart.
  const stored = (await device.get<number>(KEY)) ?? 0;
  if (stored > STORE_VERSION)
    throw new StoreIsNewer(
      `this till's data is of version ${stored} and this application reads versions up to ${STORE_VERSION}`,
    );
  if (!STORES_READ.includes(stored))
    throw new StoreIsTooOld(
      `this till's data is of version ${stored} and this application brings over ${STORES_READ.join(', ')}`,
    );
  if (stored < STORE_VERSION) await device.set(KEY, STORE_VERSION);
}
