import type * as Rxdb from 'rxdb';
import type * as StorageMemory from 'rxdb/plugins/storage-memory';
import type * as ClockFloor from '../../../src-renderer/database/clock-floor.ts';
import type * as BridgePorts from '../../../src-renderer/sync/bridge-ports.ts';
import type * as OpenTill from '../../../src-renderer/sync/open-till.ts';

/**
 * The modules of one machine: what a till's program keeps beside its documents (RxDB's open collections, its queues, its
 * last moment) is in its own modules, as in a window of its own. `install.ts` gives every `?realm=` its own copies.
 */
export interface Realm {
  readonly openTill: (typeof OpenTill)['openTill'];
  readonly bridgePorts: typeof BridgePorts;
  readonly getRxStorageMemory: (typeof StorageMemory)['getRxStorageMemory'];
  /** RxDB remembers the names of databases that were never closed, so each program has one of its own. */
  nextLife(): number;
  /** The program has ended: nothing is open any more. */
  forget(): void;
}

const load = <M>(file: string, realm: number): Promise<M> =>
  import(new URL(`${file}?realm=${realm}`, import.meta.url).href) as Promise<M>;

/** Before time becomes virtual. */
export async function loadRealm(realm: number): Promise<Realm> {
  // The floor under a machine's clock would hold that of all machines here: it is held once, and let go.
  const machineNow = Date.now;
  const { holdClockFloor } = await load<typeof ClockFloor>(
    '../../../src-renderer/database/clock-floor.ts',
    realm,
  );
  holdClockFloor({ getItem: () => null, setItem: () => {} });
  Date.now = machineNow;
  const { openTill } = await load<typeof OpenTill>('../../../src-renderer/sync/open-till.ts', realm);
  const bridgePorts = await load<typeof BridgePorts>('../../../src-renderer/sync/bridge-ports.ts', realm);
  const rxdb = await load<typeof Rxdb & typeof StorageMemory>('./realm-of-rxdb.ts', realm);
  let lives = 0;
  return {
    nextLife: () => {
      lives += 1;
      return lives;
    },
    openTill,
    bridgePorts,
    getRxStorageMemory: rxdb.getRxStorageMemory,
    forget: () => rxdb.OPEN_COLLECTIONS.clear(),
  };
}
