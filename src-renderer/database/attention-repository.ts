import type { DeviceStore } from './device-store.ts';
import { createValue } from './readable.ts';
import type { AttentionEntry, AttentionList } from './till-data.ts';

export interface AttentionRepository extends AttentionList {
  load(): Promise<void>;
  /** One entry per kind, collection and document: saying it twice changes nothing but the time. */
  raise(entry: Omit<AttentionEntry, 'id' | 'at'>): Promise<void>;
  /** Takes back what was said of a document, because it has gone through since. */
  settle(collection: string, documentId: string): Promise<void>;
  find(collection: string, documentId: string): AttentionEntry | undefined;
}

/** What a person should look at. Nothing here stops anything. */
export function createAttentionRepository(device: DeviceStore, now: () => Date): AttentionRepository {
  const entries = createValue<readonly AttentionEntry[]>([]);

  async function dismiss(id: string): Promise<void> {
    entries.set(entries.getSnapshot().filter((entry) => entry.id !== id));
    await device.attention.remove(id);
  }

  const find = (collection: string, documentId: string) =>
    entries.getSnapshot().find((entry) => entry.collection === collection && entry.documentId === documentId);

  return {
    entries,
    dismiss,
    find,
    async load() {
      entries.set((await device.attention.all()).sort((a, b) => b.at.localeCompare(a.at)));
    },
    async raise(said) {
      const id = `${said.kind}/${said.collection}/${said.documentId}`;
      const entry = { ...said, id, at: now().toISOString() };
      entries.set([entry, ...entries.getSnapshot().filter((other) => other.id !== id)]);
      await device.attention.put(entry);
    },
    async settle(collection, documentId) {
      for (let entry = find(collection, documentId); entry; entry = find(collection, documentId)) {
        await dismiss(entry.id);
      }
    },
  };
}
