import type { Acknowledgement, DeviceStore } from '../../../src-renderer/database/device-store.ts';
import type { AttentionEntry } from '../../../src-renderer/database/till-data.ts';
import type { Life } from '../world/life.ts';

export interface DeviceSnapshot {
  readonly facts: Map<string, unknown>;
  readonly attention: Map<string, AttentionEntry>;
  readonly acknowledgements: Map<string, Acknowledgement>;
}

/** What `device-store.ts` keeps in IndexedDB, on the same terms: a write is on the disk when it resolves. */
export class DeviceDisk {
  #content: DeviceSnapshot = empty();

  wipe(): void {
    this.#content = empty();
  }

  snapshot(): DeviceSnapshot {
    return structuredClone(this.#content);
  }

  restore(snapshot: DeviceSnapshot): void {
    this.#content = structuredClone(snapshot);
  }

  storeOf(life: Life, delay: () => Promise<void>): DeviceStore {
    const content = this.#content;
    const write = async (change: () => void) => {
      await life.guard();
      await delay();
      await life.guard();
      change();
      await delay();
      await life.guard();
    };
    const read = async <T>(look: () => T): Promise<T> => {
      await life.guard();
      return structuredClone(look());
    };
    return {
      get: <T>(key: string) => read(() => content.facts.get(key) as T | undefined),
      set: (key, value) => write(() => content.facts.set(key, structuredClone(value))),
      attention: {
        all: () => read(() => [...content.attention.values()]),
        put: (entry) => write(() => content.attention.set(entry.id, entry)),
        remove: (id) => write(() => content.attention.delete(id)),
      },
      acknowledgements: {
        all: () => read(() => [...content.acknowledgements.values()]),
        put: (entries) =>
          write(() => {
            for (const entry of entries) content.acknowledgements.set(entry.key, entry);
          }),
        remove: (key) => write(() => content.acknowledgements.delete(key)),
        clear: () => write(() => content.acknowledgements.clear()),
      },
      close: () => {},
    };
  }
}

const empty = (): DeviceSnapshot => ({
  facts: new Map(),
  attention: new Map(),
  acknowledgements: new Map(),
});
