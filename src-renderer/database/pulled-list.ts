import type { PageEntry, Versioned } from './pulled-store.ts';
import { createValue, type Readable } from './readable.ts';

export interface PulledList<D extends Versioned> {
  readonly list: Readable<readonly D[]>;
  apply(entries: readonly PageEntry<D>[]): void;
  reset(): void;
}

/** A short list of pulled documents, sorted: staff, settings. */
export function createPulledList<D extends Versioned>(
  keyOf: (document: D) => string,
  compare: (a: D, b: D) => number,
): PulledList<D> {
  const documents = new Map<string, D>();
  const list = createValue<readonly D[]>([]);
  const publish = () => list.set([...documents.values()].sort(compare));
  return {
    list,
    apply(entries) {
      for (const { document } of entries) {
        if (document._deleted) documents.delete(keyOf(document));
        else documents.set(keyOf(document), document);
      }
      publish();
    },
    reset() {
      documents.clear();
      publish();
    },
  };
}
