import { StoreNotMigrated } from '../database/row-migrations.ts';
import { StoreIsNewer, StoreIsTooOld } from '../database/store-version.ts';
import { TillInUse } from '../database/till-lock.ts';
import { BridgeFailure } from '../sync/bridge-ports.ts';

/** What to do when the local store did not open. */
export type Remedy =
  | 'inUse'
  /** Another version of the application has written it: that one opens it, and this one touches nothing. */
  | 'otherVersion'
  /** Once, by itself: a window that is being closed may still hold it. */
  | 'tryAgain'
  /** The journal and the server have everything that was ever paid: the till rebuilds its store by itself. */
  | 'setAside'
  /** Without a journal what was not sent is in that store alone: a person decides. */
  | 'ask'
  /** Not the store's fault: no room on the disk, the journal in other hands. */
  | 'tell';

export function decideRemedy(error: unknown, hasJournal: boolean, triedBefore: boolean): Remedy {
  if (error instanceof TillInUse) return 'inUse';
  if (error instanceof StoreIsNewer || error instanceof StoreIsTooOld) return 'otherVersion';
  if (error instanceof BridgeFailure || error instanceof StoreNotMigrated || isFull(error)) return 'tell';
  if (!triedBefore) return 'tryAgain';
  return hasJournal ? 'setAside' : 'ask';
}

/** RxDB and Dexie wrap what the disk said. */
function isFull(error: unknown): boolean {
  return /quota|disk.?full|no space/i.test(
    `${String(error)} ${JSON.stringify(error, Object.getOwnPropertyNames(error ?? {}))}`,
  );
}
