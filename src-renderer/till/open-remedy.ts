import { TillInUse } from '../database/till-lock.ts';
import { BridgeFailure } from '../sync/bridge-ports.ts';

/** What to do when the local store did not open. */
export type Remedy =
  | 'inUse'
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
  if (error instanceof BridgeFailure || isFull(error)) return 'tell';
  if (!triedBefore) return 'tryAgain';
  return hasJournal ? 'setAside' : 'ask';
}

/** RxDB and Dexie wrap what the disk said. */
function isFull(error: unknown): boolean {
  return /quota|disk.?full|no space/i.test(
    `${String(error)} ${JSON.stringify(error, Object.getOwnPropertyNames(error ?? {}))}`,
  );
}
