import type { Item, Variant } from '../../../shared/catalog/item.ts';
import {
  labelledLine,
  readScannedArticle,
  type ScannedArticle,
} from '../../../shared/catalog/scanned-article.ts';
import {
  decideAddLine,
  decideClear,
  decideQuantity,
  decideTouch,
  type LinkedLine,
} from '../../../shared/sale/cart.ts';
import { withApproval } from '../../../shared/sale/cart-pricing.ts';
import type { Discount, SaleApproval } from '../../../shared/sale/sale.ts';
import { decideUndo } from '../../../shared/sale/undo.ts';
import { taxRateOf } from '../../../shared/staff/store-settings.ts';
import { cashier, EMPTY_ENTRY, type WaitingArticle } from '../../runtime/cashier-store.ts';
import { newId } from '../../runtime/new-id.ts';
import { tellOffice } from '../../runtime/office-requests.ts';
import { refuse } from '../../runtime/refuse.ts';
import { scanFacts } from '../../runtime/scan-facts.ts';
import type { Till } from '../../sync/till.ts';
import { play } from '../../ui/sounds.ts';
import { createCartWriter, type Decide } from './cart-writer.ts';
import { createPricingActs, type PricingActs } from './pricing-acts.ts';

/** What a cashier does to a cart. Each act is one durable write; what it cannot do it says as a notice. */
export interface SellingActs extends PricingActs {
  /** A code from the scanner or typed in. `times`: how many of it. */
  scan(codes: readonly string[], times: number): void;
  /** An article from the grid or the search: asks what has to be asked, or adds it. */
  pick(item: Item, times: number): void;
  /** False when it was refused, or waits for a look at the customer's age. */
  add(wanted: WantedLine): Promise<boolean>;
  /** What waited for a look at the customer's age goes into the cart, or does not. */
  answerAge(oldEnough: boolean): Promise<void>;
  setQuantity(lineId: string, quantity: number): Promise<void>;
  /** One whole unit more or less. Less than one removes the line. */
  step(lineId: string, units: 1 | -1): Promise<void>;
  remove(lineId: string): Promise<void>;
  clear(): Promise<void>;
  undo(): Promise<void>;
  /** Puts what comes back into the cart, with who agreed to it; begins a cart where none is open. */
  takeBack(decide: Decide, approval: SaleApproval, name: string): Promise<boolean>;
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

export function createSellingActs(till: Till): SellingActs {
  const cart = createCartWriter(till);
  const { inTurn, activeSale, change } = cart;

  /** What goes along with an item, and whether the catalogue lacks any of it: a bottle without its deposit. */
  const linkedTo = (item: Item): { readonly linked: LinkedLine[]; readonly lacking: boolean } => {
    const settings = till.settings.getSnapshot();
    const wanted = item.linked ?? [];
    const linked = wanted.flatMap(({ sku, quantity: each }): LinkedLine[] => {
      const hit = till.catalogue.findBySku(sku);
      if (!hit || !settings) return [];
      return [{ ...hit, lineId: newId(), each, taxRatePpm: taxRateOf(settings, hit.item.taxClass) }];
    });
    return { linked, lacking: linked.length < wanted.length };
  };

  const addNow = (wanted: WantedLine, checkedAge?: number): Promise<boolean> =>
    inTurn(async () => {
      const settings = till.settings.getSnapshot();
      const { cashierId: staffId } = cashier.get();
      const { linked, lacking } = linkedTo(wanted.item);
      if (lacking && !till.catalogue.progress.getSnapshot().complete) {
        return refuse('linkedYet', { name: wanted.item.name });
      }
      const line = {
        ...wanted,
        lineId: newId(),
        taxRatePpm: settings ? taxRateOf(settings, wanted.item.taxClass) : 0,
        linked,
      };
      const done = await cart.changeOrBegin(
        (sale, at) => {
          const ageChecked =
            checkedAge !== undefined && staffId ? { ageChecked: { age: checkedAge, at, staffId } } : {};
          return decideAddLine(sale, { ...line, ...ageChecked }, at);
        },
        { did: 'added', name: wanted.item.name },
      );
      if (!done) return false;
      const lineId = done.lineId ?? line.lineId;
      const count = (cashier.get().lastAdded?.count ?? 0) + 1;
      cashier.set({ selectedLineId: lineId, lastAdded: { lineId, count }, lastTold: { lineId } });
      if (lacking) cashier.tell('warning', 'linkedMissing', { name: wanted.item.name });
      play(lacking ? 'warning' : 'added');
      return true;
    });

  /** Everything on its way into the cart comes through here: nothing for which somebody is too young gets past. */
  const add = (wanted: WantedLine): Promise<boolean> => {
    const { minAge } = wanted.item;
    if (minAge === undefined || minAge <= (activeSale()?.ageChecked?.age ?? 0)) return addNow(wanted);
    const { item, variant, ...rest } = wanted;
    const { asking } = cashier.get();
    const waiting: WaitingArticle = { itemId: item.id, sku: variant.sku, minAge, ...rest };
    cashier.set({
      asking: { kind: 'age', waiting: [...(asking?.kind === 'age' ? asking.waiting : []), waiting] },
    });
    play('warning');
    return Promise.resolve(false);
  };

  const answerAge = async (oldEnough: boolean): Promise<void> => {
    const { asking } = cashier.get();
    if (asking?.kind !== 'age') return;
    const age = Math.min(...asking.waiting.map(({ minAge }) => minAge));
    const later = oldEnough ? asking.waiting.filter(({ minAge }) => minAge > age) : [];
    cashier.set({ asking: later.length > 0 ? { kind: 'age', waiting: later } : null });
    if (!oldEnough) {
      const items = asking.waiting.map(({ itemId, sku }) => ({
        itemId,
        sku,
        name: till.catalogue.findItem(itemId)?.name ?? '',
      }));
      cashier.tell('info', 'tooYoung', { name: [...new Set(items.map(({ name }) => name))].join(', ') });
      const { cashierId, activeSaleId } = cashier.get();
      const saleId = activeSaleId === null ? {} : { saleId: activeSaleId };
      if (cashierId) tellOffice(till, cashierId, { what: 'ageRefused', age, ...saleId, items });
      return;
    }
    for (const { itemId, sku, minAge, ...rest } of asking.waiting) {
      const hit = minAge <= age ? till.catalogue.findBySku(sku) : undefined;
      if (hit && hit.item.id === itemId) await addNow({ ...hit, ...rest }, age);
    }
  };

  const addOrAsk = (item: Item, variant: Variant, times: number): void => {
    // One question at a time: what needs an answer of its own waits for the customer's age.
    const asksAge = cashier.get().asking?.kind === 'age';
    if (asksAge && (item.openPrice || variant.unit.scale > 0)) {
      refuse('choosing', { code: item.name }, 'warning');
    } else if (item.openPrice) {
      cashier.set({ asking: { kind: 'price', itemId: item.id, sku: variant.sku, times } });
    } else if (variant.unit.scale > 0) {
      cashier.set({ asking: { kind: 'weight', itemId: item.id, sku: variant.sku, times } });
    } else {
      if (!asksAge) cashier.set({ asking: null });
      void add({ item, variant, quantity: times });
    }
  };

  const addScanned = (scanned: ScannedArticle & { ok: true }, times: number): void => {
    const { item, variant } = scanned.hit;
    const { quantity, labelPriceMinor, bestBefore } = scanned;
    if (bestBefore !== undefined)
      cashier.tell('warning', 'pastBestBefore', { name: item.name, day: bestBefore });
    if (labelPriceMinor === undefined && quantity === undefined) {
      addOrAsk(item, variant, times);
      return;
    }
    if (cashier.get().asking?.kind !== 'age') cashier.set({ asking: null });
    if (labelPriceMinor === undefined) return void add({ item, variant, quantity: (quantity ?? 0) * times });
    const { discountMinor = 0, ...line } = labelledLine(
      variant,
      { priceMinor: labelPriceMinor, quantity },
      times,
    );
    // Also where there is nothing to take off: two labels on one line would be rounded together, past what they say.
    const discount = { kind: 'amount', value: discountMinor, reason: LABEL_PRICE } as const;
    void add({ item, variant, ...line, discount });
  };

  const removeLine = async (lineId: string): Promise<void> => {
    const sale = activeSale();
    const index = sale?.lines.findIndex((line) => line.lineId === lineId) ?? -1;
    const line = sale?.lines[index];
    if (!line) return;
    const did = { did: 'removed', name: line.name ?? line.sku } as const;
    if (!(await change((now, at) => decideQuantity(now, lineId, 0, at), did))) return;
    // The neighbour takes the selection, so that Del Del Del works its way through.
    const rest = activeSale()?.lines ?? [];
    const next = rest[Math.min(index, rest.length - 1)];
    cashier.set({ selectedLineId: next?.lineId ?? null });
  };

  const clear = async (): Promise<void> => {
    const sale = activeSale();
    if (!sale || (sale.lines.length === 0 && !sale.customer && !sale.taxExempt)) return;
    if (await change(decideClear, { did: 'cleared', count: sale.lines.length }))
      cashier.set({ selectedLineId: null });
  };

  const setQuantity = async (lineId: string, quantity: number): Promise<void> => {
    const line = activeSale()?.lines.find((other) => other.lineId === lineId);
    if (!line || line.quantity === quantity) return;
    if (quantity === 0) return removeLine(lineId);
    if (await change((now, at) => decideQuantity(now, lineId, quantity, at), { did: 'quantity' }))
      cashier.set({ lastTold: { lineId } });
  };

  const undo = async (): Promise<void> => {
    const step = cashier.get().undo.at(-1);
    if (!step || step.saleId !== activeSale()?.id) return;
    const done = await change((sale, at) => decideUndo(sale, step.before, step.after, at), null);
    if (!done) return;
    cashier.popUndo();
    const { lines } = done.sale;
    const before = new Map(step.after.lines.map((line) => [line.lineId, line]));
    const back = lines.find((line) => !before.has(line.lineId));
    const changed = lines.find(({ lineId, quantity }) => before.get(lineId)?.quantity !== quantity);
    const selected =
      back ?? lines.find((line) => line.lineId === cashier.get().selectedLineId) ?? lines.at(-1);
    // What came back flashes; it is no new article, so the count stays.
    const count = cashier.get().lastAdded?.count ?? 1;
    cashier.set({
      selectedLineId: selected?.lineId ?? null,
      lastTold: { lineId: (back ?? changed)?.lineId ?? null },
      ...(back ? { lastAdded: { lineId: back.lineId, count } } : {}),
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
    answerAge,
    setQuantity: (lineId, quantity) => inTurn(() => setQuantity(lineId, quantity)),
    step: (lineId, units) =>
      inTurn(() => {
        const line = activeSale()?.lines.find((other) => other.lineId === lineId);
        if (!line) return Promise.resolve();
        return setQuantity(lineId, Math.max(0, line.quantity + units * 10 ** (line.unit?.scale ?? 0)));
      }),
    remove: (lineId) => inTurn(() => removeLine(lineId)),
    clear: () => inTurn(clear),
    undo: () => inTurn(undo),
    takeBack: (decide, approval, name) =>
      inTurn(async () => {
        const done = await cart.changeOrBegin((sale, at) => withApproval(decide(sale, at), approval), {
          did: 'returned',
          name,
        });
        if (done) play('added');
        return done !== null;
      }),
    reserveAgain: () => inTurn(async () => void (await change(decideTouch, null))),
    ...createPricingActs(till, cart),
  };
}
