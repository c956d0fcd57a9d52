import { assert } from '../../shared/core/assert.ts';
import { mayMove } from '../../shared/sale/moves.ts';
import { isTendered, type OpenSale, type Sale, type TenderedSale } from '../../shared/sale/sale.ts';
import { presentVersion } from '../../shared/sync/document-versions.ts';
import type { KeptRows } from './authored-rows.ts';
import { createListeners, createValue, type Listeners, type Readable } from './readable.ts';
import type { AuthoredRow } from './row-schemas.ts';
import { createSaleDemand, type SaleDemand } from './sale-demand.ts';
import type { SaleChange, Sales, UnknownSale } from './till-data.ts';

/** How many tendered sales the screens list. All stay stored. */
const MOST_RECENT = 200;

export interface SaleRepository extends Sales {
  load(onDamaged: (row: AuthoredRow) => void): Promise<void>;
  /** Stores what the journal has; answers how many of them were not here as tendered sales. */
  recover(sales: readonly TenderedSale[]): Promise<number>;
  all(): Iterable<Sale>;
  /** What this till's own sales take of a SKU, for the stock repository. */
  readonly demand: SaleDemand;
  /** Sales that are shown as paid because the journal has them, and that the store has refused so far. */
  storeAgain(): Promise<void>;
  /** Called with the id of each sale whose state in memory has changed, whether or not it could be stored. */
  subscribeShown(listener: (saleId: string) => void): () => void;
  subscribeSkus(listener: (skus: ReadonlySet<string>) => void): () => void;
}

/** This till's own sales: memory for the screens, one strict write for each act. */
export function createSaleRepository(rows: KeptRows<Sale>): SaleRepository {
  const sales = new Map<string, Sale>();
  const demand = createSaleDemand();
  const unstored = new Map<string, Sale>();
  const acts = new Map<string, Promise<unknown>>();
  const watchers = new Map<string, { listeners: Listeners; readable: Readable<Sale | undefined> }>();
  const shownListeners = new Set<(saleId: string) => void>();
  const skuListeners = new Set<(skus: ReadonlySet<string>) => void>();
  const open = createValue<readonly OpenSale[]>([]);
  const parked = createValue<readonly OpenSale[]>([]);
  const recent = createValue<readonly TenderedSale[]>([]);

  /** Puts a state into memory; answers the SKUs whose demand it may have changed. */
  function remember(sale: Sale): Set<string> {
    const before = sales.get(sale.id);
    sales.set(sale.id, sale);
    demand.replace(before, sale);
    return new Set([...(before?.lines ?? []), ...sale.lines].map((line) => line.sku));
  }

  /** The lists of the screens follow, but only those that the sale is or was in. */
  function relist(before: Sale | undefined, now: Sale): void {
    if (isTendered(now)) recent.set([now, ...recent.getSnapshot()].slice(0, MOST_RECENT));
    if (isOpen(before) || isOpen(now)) open.set(replaced(open.getSnapshot(), now, isOpen, byTouch));
    if (isParked(before) || isParked(now)) {
      parked.set(replaced(parked.getSnapshot(), now, isParked, (a, b) => byTouch(b, a)));
    }
  }

  async function store(sale: Sale): Promise<void> {
    await rows.put(sale);
    show(sale);
  }

  function show(sale: Sale): void {
    const before = sales.get(sale.id);
    const skus = remember(sale);
    relist(before, sale);
    watchers.get(sale.id)?.listeners.notify();
    for (const listener of [...skuListeners]) listener(skus);
    for (const listener of [...shownListeners]) listener(sale.id);
  }

  /** Acts on one sale wait for each other; acts on different sales do not. */
  function inOrder<T>(saleId: string, act: () => Promise<T>): Promise<T> {
    const result = (acts.get(saleId) ?? Promise.resolve()).then(act);
    const settled: Promise<void> = result
      .then(
        () => undefined,
        () => undefined,
      )
      .then(() => {
        if (acts.get(saleId) === settled) acts.delete(saleId);
      });
    acts.set(saleId, settled);
    return result;
  }

  async function change<D extends SaleChange>(
    saleId: string,
    decide: (sale: Sale) => D,
  ): Promise<D | UnknownSale> {
    return inOrder(saleId, async () => {
      const sale = sales.get(saleId);
      if (!sale) return { ok: false, rejection: { code: 'unknownSale' } } as const;
      const decision = decide(sale);
      if (!decision.ok) return decision;
      const next: OpenSale = { ...decision.sale, revision: sale.revision + 1, ...WRITTEN };
      assert(next.id === sale.id, 'a decision about a sale must return the same sale');
      assert(
        next.status === sale.status ? !isTendered(sale) : mayMove(sale.status, next.status),
        `a sale cannot move from ${sale.status} to ${next.status}`,
      );
      await store(next);
      return { ...decision, sale: next };
    });
  }

  return {
    async load(onDamaged) {
      await rows.load((sale) => void remember(sale), onDamaged);
      const all = [...sales.values()];
      open.set(all.filter(isOpen).sort(byTouch));
      parked.set(all.filter(isParked).sort((a, b) => byTouch(b, a)));
      recent.set(all.filter(isTendered).sort(newestTender).slice(0, MOST_RECENT));
    },
    async recover(committed) {
      const missing = committed.filter(({ id }) => {
        const sale = sales.get(id);
        return !sale || !isTendered(sale);
      });
      await rows.putAll(missing);
      for (const sale of missing) show(sale);
      return missing.length;
    },
    get: (saleId) => sales.get(saleId),
    watch(saleId) {
      const known = watchers.get(saleId);
      if (known) return known.readable;
      const listeners = createListeners();
      const readable = {
        getSnapshot: () => sales.get(saleId),
        subscribe: (listener: () => void) => listeners.add(listener),
      };
      watchers.set(saleId, { listeners, readable });
      return readable;
    },
    open,
    parked,
    recent,
    allIds: () => [...sales.keys()],
    ofShift: (shiftId) =>
      [...sales.values()].filter(
        (sale): sale is TenderedSale => isTendered(sale) && sale.shiftId === shiftId,
      ),
    lastSequence: (terminalId, epoch) =>
      [...sales.values()].reduce(
        (last, sale) =>
          isTendered(sale) && sale.terminalId === terminalId && sale.epoch === epoch
            ? Math.max(last, sale.sequence)
            : last,
        0,
      ),
    all: () => sales.values(),
    demand,
    async storeAgain() {
      for (const [id, sale] of unstored) {
        await rows.put(sale);
        unstored.delete(id);
      }
    },
    begin: (sale) =>
      inOrder(sale.id, async () => {
        assert(!sales.has(sale.id), 'a new sale needs a new id');
        const begun = { ...sale, ...WRITTEN };
        await store(begun);
        return begun;
      }),
    change,
    commitTendered: (sale, { inJournal }) =>
      inOrder(sale.id, async () => {
        const before = sales.get(sale.id);
        if (before && isTendered(before)) {
          // The journal is read again at every start: the same fact is no news.
          assert(before.hash === sale.hash, 'a tendered sale never changes');
          return;
        }
        try {
          await store(sale);
        } catch (error) {
          // The journal has it: it is paid, and the next start stores it. Showing it unpaid would sell it twice.
          if (inJournal) {
            show(sale);
            unstored.set(sale.id, sale);
          }
          throw error;
        }
      }),
    subscribeShown(listener) {
      shownListeners.add(listener);
      return () => void shownListeners.delete(listener);
    },
    subscribeSkus(listener) {
      skuListeners.add(listener);
      return () => void skuListeners.delete(listener);
    },
  };
}

/** A sale is of the version that last wrote it; once tendered it stays what it is. */
const WRITTEN = { documentVersion: presentVersion('sales') };

const isOpen = (sale: Sale | undefined): sale is OpenSale =>
  sale?.status === 'open' || sale?.status === 'underPaying';
const isParked = (sale: Sale | undefined): sale is OpenSale => sale?.status === 'parked';

const byTouch = (a: Sale, b: Sale) => (a.touchedAt ?? a.id).localeCompare(b.touchedAt ?? b.id);
const newestTender = (a: TenderedSale, b: TenderedSale) => b.tenderedAt.localeCompare(a.tenderedAt);

function replaced(
  list: readonly OpenSale[],
  now: Sale,
  belongs: (sale: Sale) => sale is OpenSale,
  compare: (a: Sale, b: Sale) => number,
): readonly OpenSale[] {
  const others = list.filter((sale) => sale.id !== now.id);
  return belongs(now) ? [...others, now].sort(compare) : others;
}
