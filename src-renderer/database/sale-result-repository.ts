import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { PulledDocument } from '../../shared/sync/documents.ts';
import type { PageEntry } from './pulled-store.ts';
import { createListeners, createValue, type Listeners, type Readable } from './readable.ts';
import type { SaleExceptions, SaleResults } from './till-data.ts';

type ResultEntry = PageEntry<PulledDocument<'saleResults'>>;

/** How many sales with exceptions the screens list. */
const MOST_EXCEPTIONS = 100;
/** A backlog brings them by the hundred: the list is made anew this often at most. */
const LIST_AFTER_MS = 200;

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
  const withExceptions = new Map<string, SaleExceptions>();
  const exceptions = createValue<readonly SaleExceptions[]>([]);
  let isListing = false;

  function list(): void {
    isListing = false;
    exceptions.set(
      [...withExceptions.values()].sort((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST_EXCEPTIONS),
    );
  }

  function noteExceptions(saleId: string): void {
    const result = get(saleId);
    const before = withExceptions.get(saleId);
    if (result && result.exceptions.length > 0)
      withExceptions.set(saleId, { saleId, at: result.appliedAt ?? '', exceptions: result.exceptions });
    else if (before) withExceptions.delete(saleId);
    else return;
    if (isListing) return;
    isListing = true;
    setTimeout(list, LIST_AFTER_MS);
  }
  const saleListeners = new Set<(saleId: string, skus: ReadonlySet<string>) => void>();

  const get = (saleId: string): SaleResult | null => {
    const entry = entries.get(saleId);
    return entry && !entry.document._deleted ? entry.document : null;
  };

  function tell(saleId: string, skus: ReadonlySet<string>): void {
    noteExceptions(saleId);
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
    exceptions,
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
