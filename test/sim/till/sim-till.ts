import type { TillBridge } from '../../../shared/ipc/channels.ts';
import { createDoor } from '../../../src-main/ipc/door.ts';
import { createHandlers, type Machine } from '../../../src-main/ipc/handlers.ts';
import { openSaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { parsePairing } from '../../../src-renderer/sync/pairing-secret.ts';
import type { Till, TillIdentity, TillOptions } from '../../../src-renderer/sync/till.ts';
import { MemoryDisk } from '../../main/support/memory-disk.ts';
import { Life } from '../world/life.ts';
import type { Link, Network } from '../world/network.ts';
import type { Random } from '../world/random.ts';
import type { VirtualClock } from '../world/virtual-time.ts';
import { DeviceDisk, type DeviceSnapshot } from './device-disk.ts';
import { diskOf } from './journal-disk.ts';
import type { Realm } from './realm.ts';
import { RowDisk, type RowSnapshot } from './row-storage.ts';

const ORIGIN = 'app://till';
/** Small, so that journals of a few sales have several files. */
const SEGMENT_BYTES = 6_000;

export interface StoreSnapshot {
  readonly rows: RowSnapshot;
  readonly device: DeviceSnapshot;
}

interface Surroundings {
  readonly realm: Realm;
  readonly clock: VirtualClock;
  readonly chance: Random;
  readonly network: Network;
  readonly onFault: (message: string, error: unknown) => void;
}

/** One machine at a counter: its disks, its cable, and whatever program runs on it now. */
export class SimTill {
  readonly name: string;
  readonly hasJournal: boolean;
  readonly link: Link = { state: 'whole', losing: null, slowing: null, streams: new Set() };
  readonly rows: RowDisk;
  readonly device = new DeviceDisk();
  readonly disk = new MemoryDisk();
  life: Life;
  /** Null while it starts, and while it is off. */
  till: Till | null = null;
  starting: Promise<void> | null = null;
  skewMs = 0;
  /** Counts the stores that this machine has had: what an older one held is no longer asked for. */
  storeLife = 1;
  readonly #around: Surroundings;
  #secret: string | null = null;
  #identity: TillIdentity | null = null;

  constructor(name: string, hasJournal: boolean, around: Surroundings) {
    this.name = name;
    this.hasJournal = hasJournal;
    this.#around = around;
    this.rows = new RowDisk(around.realm.getRxStorageMemory);
    this.life = new Life(name);
    this.life.kill();
  }

  /** What the till keeps, for requests of a test's own. */
  get token(): string {
    return this.#secret === null ? '' : (parsePairing(this.#secret)?.token ?? '');
  }

  get on(): boolean {
    return this.life.alive;
  }

  /** Half of all writes are quick; the others take time, in which anything may happen. */
  readonly #delay = (): Promise<void> => {
    const { chance, clock } = this.#around;
    return chance.chance(0.5) ? Promise.resolve() : clock.wait(chance.between(1, 5));
  };

  start(): Promise<void> {
    const life = new Life(`${this.name}-l${this.#around.realm.nextLife()}`, this.skewMs);
    this.life = life;
    this.till = null;
    const starting = life.run(() => this.#open(life));
    this.starting = starting.catch((error: unknown) => {
      if (life.alive) this.#around.onFault(`${this.name} does not start`, error);
    });
    return this.starting;
  }

  async #open(life: Life): Promise<void> {
    const { bridgePorts, openTill } = this.#around.realm;
    const bridge = this.hasJournal ? await this.#main(life) : null;
    // Whatever main offers is given to the till, as `electron-device.ts` does.
    const { identityCopyOver } = bridgePorts as unknown as {
      identityCopyOver?: (bridge: TillBridge) => unknown;
    };
    const till = await openTill({
      name: life.name,
      fetch: this.#around.network.fetchOf(life, this.link),
      places: {
        rows: this.rows.storageOf(life, this.#delay),
        openDevice: async () => this.device.storeOf(life, this.#delay),
      },
      instance: `machine-of-${this.name}`,
      journal: bridge ? bridgePorts.journalOver(bridge) : null,
      secrets: this.#secrets(life),
      ...(bridge && identityCopyOver ? { identityCopy: identityCopyOver(bridge) } : {}),
    } as TillOptions);
    if (life.alive) this.till = till;
  }

  #secrets(life: Life) {
    return {
      get: async () => {
        await life.guard();
        return this.#secret;
      },
      set: async (_name: string, value: string) => {
        await life.guard();
        this.#secret = value;
        await this.#delay();
        await life.guard();
      },
    };
  }

  /** The program beside the window: its door, its handlers, its journal. */
  async #main(life: Life): Promise<TillBridge> {
    const lock = { isHeld: () => life.alive, release: () => {} };
    const disk = diskOf(this.disk, life, this.#delay);
    const journal = await openSaleJournal('/journal', disk, SEGMENT_BYTES, () => lock);
    const machine = {
      journal: async () => journal,
      identity: {
        current: () => this.#identity,
        save: async (identity: TillIdentity | null) => {
          await this.#delay();
          await life.guard();
          this.#identity = identity;
        },
      },
      fileReports: [],
      settingsChanged: () => {},
    } as unknown as Machine;
    const door = createDoor({
      origin: ORIGIN,
      handlers: createHandlers(machine),
      log: (message) => life.alive && this.#around.onFault(`main of ${this.name}: ${message}`, null),
    });
    return {
      invoke: async (channel, input) => {
        await life.guard();
        const answer = await door({ isTillPage: true, origin: ORIGIN }, channel, copied(input));
        await life.guard();
        return copied(answer) as never;
      },
    };
  }

  /** The program ends between any two steps; what the system has taken, it writes. */
  kill(): void {
    this.life.kill();
    this.#around.realm.forget();
    this.till = null;
    for (const end of [...this.link.streams]) end();
  }

  /** The power goes: of what the journal had not synced, a part or zeros may be on the disk. */
  cutPower(): void {
    this.kill();
    this.disk.cutPower(this.#around.chance.next(), this.#around.chance.chance(0.3));
  }

  snapshotStore(): StoreSnapshot {
    return { rows: this.rows.snapshot(), device: this.device.snapshot() };
  }

  /** Somebody put an older copy of the browser's profile in place. */
  async rollBack(snapshot: StoreSnapshot): Promise<void> {
    this.storeLife += 1;
    await this.rows.restore(snapshot.rows);
    this.device.restore(snapshot.device);
  }

  /** The profile is gone; main's own files are still there. */
  loseStore(): void {
    this.storeLife += 1;
    this.rows.wipe();
    this.device.wipe();
  }
}

/** Between processes nothing travels but copies. */
function copied<T>(value: T): T {
  return value === undefined ? value : structuredClone(value);
}
