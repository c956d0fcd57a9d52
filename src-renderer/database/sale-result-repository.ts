import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { PulledDocument } from '../../shared/sync/documents.ts';
import type { PageEntry } from './pulled-store.ts';
import { createListeners, type Listeners, type Readable } from './readable.ts';
import type { SaleResults } from './till-data.ts';

type ResultEntry = PageEntry<PulledDocument<'saleResults'>>;

export interface SaleResultRepository extends SaleResults {
  apply(entries: readonly ResultEntry[]): void;
  reset(): void;
  entry(saleId: string): ResultEntry | undefined;
  /** Called for each changed result with the SKUs of its lines. */
  subscribeSales(listener: (saleId: string, skus: ReadonlySet<string>) => void): () => void;
}

/** What the server made of this till's sales. */
export function createSaleResultRepository(): SaleResultRepository {
  const entries = new Map<string, ResultEntry>();
  const watchers = new Map<string, { listeners: Listeners; readable: Readable<SaleResult | null> }>();
  const all = createListeners();
  const saleListeners = new Set<(saleId: string, skus: ReadonlySet<string>) => void>();

  const get = (saleId: string): SaleResult | null => {
    const entry = entries.get(saleId);
    return entry && !entry.document._deleted ? entry.document : null;
  };

  function tell(saleId: string, skus: ReadonlySet<string>): void {
    watchers.get(saleId)?.listeners.notify();
    for (const listener of [...saleListeners]) listener(saleId, skus);
  }

  const skusOf = (entry: ResultEntry | undefined) =>
    // A deleted document may have lost its other members.
    new Set(
      entry && !entry.document._deleted ? entry.document.reservation.lines.map((line) => line.sku) : [],
    );

  return {
    get,
    entry: (saleId) => entries.get(saleId),
    watch(saleId) {
      const known = watchers.get(saleId);
      if (known) return known.readable;
      const listeners = createListeners();
      const readable = {
        getSnapshot: () => get(saleId),
        subscribe: (listener: () => void) => listeners.add(listener),
      };
      watchers.set(saleId, { listeners, readable });
      return readable;
    },
    subscribe: (listener) => all.add(listener),
    subscribeSales(listener) {
      saleListeners.add(listener);
      return () => void saleListeners.delete(listener);
    },
    apply(changed) {
      for (const entry of changed) {
        const { saleId } = entry.document;
        const skus = skusOf(entries.get(saleId));
        for (const sku of skusOf(entry)) skus.add(sku);
        entries.set(saleId, entry);
        tell(saleId, skus);
      }
      all.notify();
    },
    reset() {
      const before = [...entries];
      entries.clear();
      for (const [saleId, entry] of before) tell(saleId, skusOf(entry));
      all.notify();
    },
  };
}
