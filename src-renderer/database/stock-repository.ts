import type { Sale } from '../../shared/sale/sale.ts';
import { availability } from '../../shared/stock/availability.ts';
import type { StockLevel } from '../../shared/stock/stock-level.ts';
import type { PulledDocument } from '../../shared/sync/documents.ts';
import type { PageEntry } from './pulled-store.ts';
import { createListeners, createValue, type Listeners, type Readable } from './readable.ts';
import type { SaleRepository } from './sale-repository.ts';
import type { SaleResultRepository } from './sale-result-repository.ts';
import type { Stock, StockView } from './till-data.ts';

type LevelEntry = PageEntry<PulledDocument<'stockLevels'>>;

export interface StockRepository extends Stock {
  apply(entries: readonly LevelEntry[]): void;
  reset(): void;
  setComplete(complete: boolean): void;
  /** Whose own sales the levels leave out: changes when the till is paired anew. */
  setTerminal(terminalId: string): void;
  level(sku: string): StockLevel | null;
}

/** The till's own view of stock: the server's figures of one document with this till's truth in their place (STOCK.md). */
export function createStockRepository(
  sales: Pick<SaleRepository, 'demand' | 'get' | 'subscribeSkus'>,
  results: Pick<SaleResultRepository, 'entry' | 'subscribeSales'>,
): StockRepository {
  const levels = new Map<string, LevelEntry>();
  const views = new Map<string, StockView>();
  const watchers = new Map<string, { listeners: Listeners; readable: Readable<StockView> }>();
  const complete = createValue(false);
  let terminalId: string | null = null;

  /** Another till took it over: only a document at least as new as that news has moved the grants too. */
  function isHandedOver(sale: Sale, entry: LevelEntry): boolean {
    if (sale.status === 'tendered') return false;
    const result = results.entry(sale.id);
    if (!result || result.document._deleted) return false;
    if (result.document.reservation.state !== 'handedOver') return false;
    if (entry.serverEpoch !== result.serverEpoch) return entry.serverEpoch > result.serverEpoch;
    return entry.document.version >= result.document.version;
  }

  function compute(sku: string): StockView {
    const entry = levels.get(sku);
    const level = entry && !entry.document._deleted ? entry.document : null;
    const figures = level ?? { onHand: 0, soldHere: 0, reservedElsewhere: 0, period: 1 };
    // Sales of an older epoch than the document's are everyone else's, as the document sees it.
    const from = { terminalId, epoch: entry?.document.epoch ?? 0, period: figures.period };
    const demand = sales.demand.of(sku, from, (sale) => entry !== undefined && isHandedOver(sale, entry));
    return {
      sku,
      known: level !== null,
      available: availability(figures, demand),
      onHand: figures.onHand,
      reservedElsewhere: figures.reservedElsewhere,
      demand,
      level,
    };
  }

  function refresh(sku: string): void {
    const before = views.get(sku);
    if (!before) return; // Nobody has looked at it yet.
    const now = compute(sku);
    if (isSameView(before, now)) return;
    views.set(sku, now);
    watchers.get(sku)?.listeners.notify();
  }

  function view(sku: string): StockView {
    const known = views.get(sku);
    if (known) return known;
    const computed = compute(sku);
    views.set(sku, computed);
    return computed;
  }

  sales.subscribeSkus((skus) => {
    for (const sku of skus) refresh(sku);
  });
  results.subscribeSales((saleId, skus) => {
    for (const sku of skus) refresh(sku);
    // A result whose reservation has ended names no line: a sale that had lapsed and is handed over still leaves the demand.
    for (const { sku } of sales.get(saleId)?.lines ?? []) refresh(sku);
  });

  return {
    view,
    watch(sku) {
      const known = watchers.get(sku);
      if (known) return known.readable;
      const listeners = createListeners();
      const readable = {
        getSnapshot: () => view(sku),
        subscribe: (listener: () => void) => listeners.add(listener),
      };
      watchers.set(sku, { listeners, readable });
      return readable;
    },
    complete,
    level: (sku) => views.get(sku)?.level ?? levels.get(sku)?.document ?? null,
    apply(entries) {
      for (const entry of entries) {
        levels.set(entry.document.sku, entry);
        refresh(entry.document.sku);
      }
    },
    reset() {
      levels.clear();
      for (const sku of [...views.keys()]) refresh(sku);
    },
    setComplete: (value) => complete.set(value),
    setTerminal(id) {
      if (id === terminalId) return;
      terminalId = id;
      for (const sku of [...views.keys()]) refresh(sku);
    },
  };
}

function isSameView(a: StockView, b: StockView): boolean {
  return (
    a.level === b.level &&
    a.known === b.known &&
    a.available === b.available &&
    a.onHand === b.onHand &&
    a.reservedElsewhere === b.reservedElsewhere &&
    a.demand === b.demand
  );
}
