import type { PushedCollection } from '../../shared/sync/documents.ts';
import type { DeviceStore } from '../database/device-store.ts';
import type { Heard } from './unanswered.ts';

/** What the server last said to each pushed document. Facts have no result to tell it by; sales need it when set aside. */
export interface HeardAnswers {
  /** Counts how often the server has lost its memory: an answer to what was asked before that is nothing that it remembers. */
  readonly life: number;
  load(): Promise<void>;
  get(collection: string, id: string): Heard | undefined;
  note(entries: readonly (Heard & { collection: PushedCollection; id: string })[]): Promise<void>;
  /** A person wants it sent again: it is judged afresh. */
  forget(collection: PushedCollection, id: string): Promise<void>;
  /** The server has lost its memory: everything is offered again. */
  clear(): Promise<void>;
  /** Told of what has changed; of null where that is everything. */
  subscribe(listener: (changed: readonly HeardOf[] | null) => void): () => void;
}

export interface HeardOf {
  readonly collection: PushedCollection;
  readonly id: string;
}

export function createHeardAnswers(device: DeviceStore, now: () => Date): HeardAnswers {
  const heard = new Map<string, Heard>();
  let life = 0;
  const listeners = new Set<(changed: readonly HeardOf[] | null) => void>();
  const tell = (changed: readonly HeardOf[] | null) => {
    for (const listener of [...listeners]) listener(changed);
  };
  const keyOf = (collection: string, id: string) => `${collection}/${id}`;
  return {
    get life() {
      return life;
    },
    async load() {
      for (const { key, status, revision } of await device.acknowledgements.all())
        heard.set(key, { status, revision });
    },
    get: (collection, id) => heard.get(keyOf(collection, id)),
    async note(entries) {
      if (entries.length === 0) return;
      const at = now().toISOString();
      const rows = entries.map(({ collection, id, status, revision }) => ({
        key: keyOf(collection, id),
        status,
        revision,
        at,
      }));
      for (const { key, status, revision } of rows) heard.set(key, { status, revision });
      await device.acknowledgements.put(rows);
      tell(entries);
    },
    async forget(collection, id) {
      heard.delete(keyOf(collection, id));
      await device.acknowledgements.remove(keyOf(collection, id));
      tell([{ collection, id }]);
    },
    async clear() {
      life += 1;
      heard.clear();
      await device.acknowledgements.clear();
      tell(null);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
