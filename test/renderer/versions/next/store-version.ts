import { STORE_VERSION as PRESENT } from '../../../../src-renderer/database/store-version.ts';

const KEY = 'storeVersion';
export const STORE_VERSION = PRESENT + 1;

export class StoreIsNewer extends Error {}

export async function claimStore(device: { set(key: string, value: unknown): Promise<void> }): Promise<void> {
  await device.set(KEY, STORE_VERSION);
}
