import type { DeviceStore } from './device-store.ts';

/**
 * Counts the shapes of the whole local store: raised with the version of a row schema, with a change of the device
 * store's tables, and with a document version that this application writes and the one before cannot read. An update
 * says which of them it reads (shared/update/release.ts); an older application leaves a newer store alone.
 *
 * 0 was written by versions that did not say it.
 */
export const STORE_VERSION = 1;

const KEY = 'storeVersion';

/** A newer version of the application has worked with this store. Nothing was touched. */
export class StoreIsNewer extends Error {
  override readonly name = 'StoreIsNewer';
}

/**
 * Before anything else of the store is opened: an older application would begin a second, empty store beside the newer
 * one's, sell from it, and give its numbers twice. Marked before anything is migrated.
 *
 * @throws StoreIsNewer
 */
export async function claimStore(device: Pick<DeviceStore, 'get' | 'set'>): Promise<void> {
  const stored = (await device.get<number>(KEY)) ?? 0;
  if (stored > STORE_VERSION)
    throw new StoreIsNewer(
      `this till's data is of version ${stored} and this application reads versions up to ${STORE_VERSION}`,
    );
  if (stored < STORE_VERSION) await device.set(KEY, STORE_VERSION);
}
