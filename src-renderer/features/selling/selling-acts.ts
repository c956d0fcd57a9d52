import type { Item, Variant } from '../../../shared/catalog/item.ts';
import {
  labelledLine,
  readScannedArticle,
  type ScanFacts,
  type ScannedArticle,
} from '../../../shared/catalog/scanned-article.ts';
import { businessDay } from '../../../shared/core/business-day.ts';
import {
  type CartDecision,
  decideAddLine,
  decideClear,
  decideQuantity,
  decideTouch,
  newSale,
} from '../../../shared/sale/cart.ts';
import type { Discount, Sale } from '../../../shared/sale/sale.ts';
import { dayOf, taxRateOf } from '../../../shared/staff/store-settings.ts';
import { cashier, EMPTY_ENTRY, type RemovedLine } from '../../runtime/cashier-store.ts';
import { newId, nowIso } from '../../runtime/new-id.ts';
import type { Till } from '../../sync/till.ts';
import { play } from '../../ui/sounds.ts';
import { decidePutBack } from './undo-lines.ts';

type Change = Awaited<ReturnType<Till['sales']['change']>> | CartDecision;

/** What a cashier does to a cart. Each act is one durable write; what it cannot do it says as a notice. */
export interface SellingActs {
  /** A code from the scanner or typed in. `times`: how many of it. */
  scan(codes: readonly string[], times: number): void;
  /** An article from the grid or the search: asks what has to be asked, or adds it. */
  pick(item: Item, times: number): void;
  add(wanted: WantedLine): Promise<boolean>;
  setQuantity(lineId: string, quantity: number): Promise<void>;
  /** One whole unit more or less. Less than one removes the line. */
  step(lineId: string, units: 1 | -1): Promise<void>;
  remove(lineId: string): Promise<void>;
  clear(): Promise<void>;
  undo(): Promise<void>;
  /** Asks the server again for everything this cart wants. */
  reserveAgain(): Promise<void>;
}

export interface WantedLine {
  readonly item: Item;
  readonly variant: Variant;
  /** In the unit's smallest step. */
  readonly quantity: number;
  readonly unitPriceMinor?: number;
  readonly discount?: Discount;
}

/** Why a line of a label costs what it costs. A code for programs: people see the label. */
const LABEL_PRICE = 'labelPrice';

/** What a scan is read with. The day is looked up only where a code carries one. */
function scanFacts(till: Till): ScanFacts {
  const settings = till.settings.getSnapshot();
  return {
    findByCode: (code) => till.catalogue.findByCode(code),
    embeddedBarcodes: dayOf(settings).embeddedBarcodes,
    currency: settings?.currency ?? 'EUR',
    get today() {
      const now = till.clock.bestNow().toISOString();
      return settings ? businessDay(now, settings.timeZone, settings.dayStartsAtHour) : now.slice(0, 10);
    },
  };
}

export function createSellingActs(till: Till): SellingActs {
  // The first line begins the sale: a second scan waits until the first has its sale.
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = queue.then(act);
    queue = turn.catch(() => undefined);
    return turn;
  };

  const activeSale = (): Sale | undefined => {
    const { activeSaleId } = cashier.get();
    const sale = activeSaleId ? till.sales.get(activeSaleId) : undefined;
    return sale?.status === 'open' ? sale : undefined;
  };

  /** Runs one change of the active cart; false when it was refused, and the cashier was told why. */
  const change = async (
    decide: (sale: Sale, at: string) => CartDecision,
    saleId = cashier.get().activeSaleId,
  ): Promise<boolean> => {
    if (!saleId) return false;
    try {
      return told(await till.sales.change(saleId, (sale) => decide(sale, nowIso())));
    } catch (error) {
      reportError(error);
      refuse('notSaved');
      return false;
    }
  };

  const add = (wanted: WantedLine): Promise<boolean> =>
    inTurn(async () => {
      const settings = till.settings.getSnapshot();
      const identity = till.identity.getSnapshot();
      if (!settings || !identity) return refuse('settingsMissing');
      const at = nowIso();
      const line = {
        ...wanted,
        lineId: newId(),
        taxRatePpm: taxRateOf(settings, wanted.item.taxClass),
      };
      const { cashierId } = cashier.get();
      try {
        const running = activeSale();
        let decision: Change;
        if (running) {
          decision = await till.sales.change(running.id, (sale) => decideAddLine(sale, line, at));
        } else {
          decision = decideAddLine(
            newSale({
              id: newId(),
              terminalId: identity.terminalId,
              epoch: identity.epoch,
              currency: settings.currency,
              pricesIncludeTax: settings.pricesIncludeTax,
              at,
              ...(cashierId ? { cashierId } : {}),
            }),
            line,
            at,
          );
          if (decision.ok)
            cashier.set({ activeSaleId: (await till.sales.begin(decision.sale)).id, undo: [] });
        }
        if (!told(decision)) return false;
        const lineId = decision.ok && 'lineId' in decision ? String(decision.lineId) : line.lineId;
        const count = (cashier.get().lastAdded?.count ?? 0) + 1;
        cashier.set({ selectedLineId: lineId, lastAdded: { lineId, count } });
        play('added');
        return true;
      } catch (error) {
        reportError(error);
        return refuse('notSaved');
      }
    });

  const addOrAsk = (item: Item, variant: Variant, times: number): void => {
    if (item.openPrice) {
      cashier.set({ asking: { kind: 'price', itemId: item.id, sku: variant.sku, times } });
    } else if (variant.unit.scale > 0) {
      cashier.set({ asking: { kind: 'weight', itemId: item.id, sku: variant.sku } });
    } else {
      cashier.set({ asking: null });
      void add({ item, variant, quantity: times });
    }
  };

  const addScanned = (scanned: ScannedArticle & { ok: true }, times: number): void => {
    const { item, variant } = scanned.hit;
    const { quantity, labelPriceMinor, bestBefore } = scanned;
    if (bestBefore !== undefined)
      cashier.tell('warning', 'pastBestBefore', { name: item.name, day: bestBefore });
    if (labelPriceMinor === undefined && quantity === undefined) return addOrAsk(item, variant, times);
    cashier.set({ asking: null });
    if (labelPriceMinor === undefined) return void add({ item, variant, quantity: (quantity ?? 0) * times });
    const { discountMinor = 0, ...line } = labelledLine(
      variant,
      labelPriceMinor * times,
      quantity === undefined ? undefined : quantity * times,
    );
    // Also where there is nothing to take off: two labels on one line would be rounded together, past what they say.
    const discount = { kind: 'amount', value: discountMinor, reason: LABEL_PRICE } as const;
    void add({ item, variant, ...line, discount });
  };

  const removeLines = async (lineIds: readonly string[]): Promise<void> => {
    const sale = activeSale();
    if (!sale) return;
    const removed: RemovedLine[] = sale.lines
      .map((line, index) => ({ line, index }))
      .filter(({ line }) => lineIds.includes(line.lineId));
    if (removed.length === 0) return;
    const all = removed.length === sale.lines.length;
    const done = await change((now, at) =>
      all ? decideClear(now, at) : decideQuantity(now, removed[0]?.line.lineId ?? '', 0, at),
    );
    if (!done) return;
    cashier.pushUndo({ kind: 'removed', saleId: sale.id, lines: removed });
    // The neighbour takes the selection, so that Del Del Del works its way through.
    const rest = till.sales.get(sale.id)?.lines ?? [];
    const next = rest[Math.min(removed[0]?.index ?? 0, rest.length - 1)];
    cashier.set({ selectedLineId: next?.lineId ?? null });
  };

  const setQuantity = async (lineId: string, quantity: number): Promise<void> => {
    const sale = activeSale();
    const line = sale?.lines.find((other) => other.lineId === lineId);
    if (!sale || !line || line.quantity === quantity) return;
    if (quantity === 0) return removeLines([lineId]);
    if (await change((now, at) => decideQuantity(now, lineId, quantity, at)))
      cashier.pushUndo({
        kind: 'quantity',
        saleId: sale.id,
        lineId,
        quantity: line.quantity,
      });
  };

  return {
    scan(codes, times) {
      cashier.set({ entry: EMPTY_ENTRY });
      const scanned = readScannedArticle(codes, scanFacts(till));
      if (scanned.ok) return addScanned(scanned, times);
      const { code: why, ...values } = scanned.rejection;
      if (why !== 'unknownCode') {
        cashier.tell('error', why, values);
      } else {
        const { complete } = till.catalogue.progress.getSnapshot();
        cashier.tell('error', complete ? 'unknownCode' : 'unknownCodeYet', { code: codes[0] ?? '' });
      }
      play('error');
    },
    pick(item, times) {
      cashier.set({ entry: EMPTY_ENTRY });
      const [only, ...others] = item.variants;
      if (only && others.length === 0) addOrAsk(item, only, times);
      else cashier.set({ asking: { kind: 'variant', itemId: item.id, times } });
    },
    add,
    setQuantity: (lineId, quantity) => inTurn(() => setQuantity(lineId, quantity)),
    step: (lineId, units) =>
      inTurn(() => {
        const line = activeSale()?.lines.find((other) => other.lineId === lineId);
        if (!line) return Promise.resolve();
        return setQuantity(lineId, Math.max(0, line.quantity + units * 10 ** (line.unit?.scale ?? 0)));
      }),
    remove: (lineId) => inTurn(() => removeLines([lineId])),
    clear: () => inTurn(() => removeLines(activeSale()?.lines.map((line) => line.lineId) ?? [])),
    undo: () =>
      inTurn(async () => {
        const step = cashier.popUndo();
        if (!step || step.saleId !== activeSale()?.id) return;
        await change(
          (sale, at) =>
            step.kind === 'removed'
              ? decidePutBack(sale, step.lines, at)
              : decideQuantity(sale, step.lineId, step.quantity, at),
          step.saleId,
        );
        const lineId = step.kind === 'removed' ? step.lines[0]?.line.lineId : step.lineId;
        // What came back flashes; it is no new article, so the count stays.
        const count = cashier.get().lastAdded?.count ?? 1;
        if (lineId) cashier.set({ selectedLineId: lineId, lastAdded: { lineId, count } });
      }),
    reserveAgain: () => inTurn(async () => void (await change(decideTouch))),
  };
}

function refuse(code: string): false {
  cashier.tell('error', code);
  play('error');
  return false;
}

/** True when it was done; otherwise the cashier is told why not. */
function told(decision: Change): boolean {
  if (decision.ok) return true;
  const { code, ...values } = decision.rejection as { code: string };
  cashier.tell('error', code, values);
  play('error');
  return false;
}
