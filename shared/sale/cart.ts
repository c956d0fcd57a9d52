import type { Item, Variant } from '../catalog/item.ts';
import { variationKey } from '../catalog/variation-key.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { followParents } from './linked-lines.ts';
import { holdsMoney, mayMove } from './moves.ts';
import { asPricedMinor, repriced } from './pricing.ts';
import type { Discount, OpenSale, Sale, SaleLine } from './sale.ts';

/** Why an act on a cart was not done. Words for people live in the language files. */
export type CartRejection =
  | { readonly code: 'notOpen'; readonly status: Sale['status'] }
  | { readonly code: 'unknownLine'; readonly lineId: string }
  | { readonly code: 'priceMissing' }
  | { readonly code: 'quantityOutOfRange'; readonly max: number }
  /** It goes along with another line: that one is changed. */
  | { readonly code: 'linkedLine'; readonly parent: string }
  /** It gives back what was paid: neither its price nor its discount is a matter of this cart. */
  | { readonly code: 'returnedLine' }
  /** More than is left of it on its receipt, in the unit's smallest step. */
  | { readonly code: 'returnedMore'; readonly name: string; readonly left: number }
  | { readonly code: 'nothingChosen' }
  | { readonly code: 'otherCurrency'; readonly currency: string }
  | { readonly code: 'notDiscountable' }
  /** More than there is to take it off, in minor units. */
  | { readonly code: 'discountTooLarge'; readonly maxMinor: number }
  | { readonly code: 'priceOutOfRange' }
  | { readonly code: 'moneyTaken' }
  /** It undoes a sale as a whole: it is paid out, or cleared. */
  | { readonly code: 'isVoid' }
  | { readonly code: 'empty' };

export type CartDecision =
  | { readonly ok: true; readonly sale: OpenSale; readonly lineId?: string }
  | { readonly ok: false; readonly rejection: CartRejection };

export const MAX_LINE_QUANTITY = 999_999;

export const refuse = (
  rejection: CartRejection,
): { readonly ok: false; readonly rejection: CartRejection } => ({
  ok: false,
  rejection,
});

type Keyed = Pick<
  SaleLine,
  | 'sku'
  | 'itemId'
  | 'size'
  | 'properties'
  | 'unitPriceMinor'
  | 'taxed'
  | 'discountMinor'
  | 'cartDiscountMinor'
  | 'discount'
  | 'note'
  | 'linkedTo'
  | 'returnOf'
  | 'disposition'
  | 'returnReason'
> & { readonly lineId?: string };

/**
 * Two lines are one line when variation, price, own discount, note and `returnOf` are the same. An amount that was taken
 * off a line is that line's alone, and what goes along with a line is that line's.
 */
export function mergeKey(line: Keyed): string {
  const form = line.itemId ? variationKey(line.itemId, line.size ?? null, line.properties ?? {}) : line.sku;
  const { discount } = line;
  const own = discount
    ? [discount.kind, discount.value, ...(discount.kind === 'amount' ? [line.lineId ?? ''] : [])]
    : line.discountMinor - (line.cartDiscountMinor ?? 0);
  const more = {
    ...(line.note ? { note: line.note } : {}),
    ...(line.linkedTo ? { linkedTo: line.linkedTo } : {}),
    ...(line.disposition ? { disposition: line.disposition } : {}),
    ...(line.returnReason ? { returnReason: line.returnReason } : {}),
  };
  // A line without any of this has the key that it always had: reservations are found by it.
  const rest = Object.keys(more).length > 0 ? [more] : [];
  return canonicalJson([form, asPricedMinor(line), own, line.returnOf ?? null, ...rest]);
}

/** The cart after a decision: what goes along follows, and everything has its price. */
export const settledCart = <S extends OpenSale>(sale: S): S => {
  const lines = followParents(sale.lines);
  return repriced(lines === sale.lines ? sale : { ...sale, lines: [...lines] });
};

/**
 * Lines that have become the same after an edit are one, in the place of the first.
 *
 * @returns the sale, and the line that `lineId` is now
 */
export function withTwinsMerged(sale: OpenSale, lineId: string): { sale: OpenSale; lineId: string } {
  const edited = sale.lines.find((line) => line.lineId === lineId);
  const key = edited ? mergeKey(edited) : '';
  const same = sale.lines.filter((line) => mergeKey(line) === key);
  const [first] = same;
  if (!edited || !first || same.length < 2) return { sale, lineId };
  const gone = new Set(same.slice(1).map((line) => line.lineId));
  const quantity = same.reduce((sum, line) => sum + line.quantity, 0);
  const carried = new Set<string>();
  const lines = sale.lines.flatMap((line) => {
    if (line.lineId === first.lineId) return [{ ...first, quantity }];
    if (gone.has(line.lineId)) return [];
    const linkedTo = line.linkedTo !== undefined && gone.has(line.linkedTo) ? first.lineId : line.linkedTo;
    if (linkedTo !== first.lineId) return [line];
    // Both brought the same deposit along: it follows the one that stays.
    if (carried.has(line.sku)) return [];
    carried.add(line.sku);
    return [{ ...line, linkedTo }];
  });
  return { sale: { ...sale, lines }, lineId: first.lineId };
}

/** A new, empty cart. Its id is minted by the caller at the first line and stays to the receipt. */
export function newSale(facts: {
  id: string;
  terminalId: string;
  epoch: number;
  currency: string;
  pricesIncludeTax: boolean;
  cashierId?: string;
  at: string;
}): OpenSale {
  return {
    id: facts.id,
    terminalId: facts.terminalId,
    epoch: facts.epoch,
    revision: 1,
    status: 'open',
    currency: facts.currency,
    pricesIncludeTax: facts.pricesIncludeTax,
    lines: [],
    tenders: [],
    createdAt: facts.at,
    touchedAt: facts.at,
    ...(facts.cashierId ? { cashierId: facts.cashierId } : {}),
  };
}

export interface NewLine {
  readonly lineId: string;
  readonly item: Item;
  readonly variant: Variant;
  /** In the unit's smallest step; 10^scale is one whole unit. */
  readonly quantity: number;
  readonly taxRatePpm: number;
  /** Open-price items, and prices that the label of the goods carries. */
  readonly unitPriceMinor?: number;
  /** What the label takes off: its price rounds another way than weight times price. */
  readonly discount?: Discount;
  readonly note?: string;
  /** What goes along with it, as the item says and the catalogue knows it. */
  readonly linked?: readonly LinkedLine[];
  /** The customer's age was looked at for it. */
  readonly ageChecked?: OpenSale['ageChecked'];
}

export interface LinkedLine extends Omit<NewLine, 'quantity' | 'linked' | 'ageChecked'> {
  /** With each whole unit of the line that it goes along with. */
  readonly each: number;
}

/** What the catalogue says where the line costs something else: its price is compared with that, and not with the line's. */
function listPriceOf({
  item,
  variant,
  unitPriceMinor,
}: Pick<NewLine, 'item' | 'variant' | 'unitPriceMinor'>): Partial<SaleLine> {
  if (item.openPrice) return { openPrice: true };
  if (unitPriceMinor === undefined || unitPriceMinor === variant.priceMinor) return {};
  return variant.priceMinor === 0 ? { openPrice: true } : { listPriceMinor: variant.priceMinor };
}

/** A form of an item as a line, before it has its tax and its shares: `settledCart` gives it those. */
export function lineOf(wanted: Omit<NewLine, 'linked'>): SaleLine {
  const { item, variant } = wanted;
  return {
    lineId: wanted.lineId,
    sku: variant.sku,
    quantity: wanted.quantity,
    unitPriceMinor: wanted.unitPriceMinor ?? variant.priceMinor,
    discountMinor: 0,
    taxMinor: 0,
    itemId: item.id,
    name: item.name,
    size: variant.size,
    properties: variant.properties,
    unit: variant.unit,
    taxClass: item.taxClass,
    taxRatePpm: wanted.taxRatePpm,
    ...(item.tracksStock === false ? { tracksStock: false } : {}),
    ...listPriceOf(wanted),
    ...(item.discountable === false ? { discountable: false } : {}),
    ...(item.minAge === undefined ? {} : { minAge: item.minAge }),
    ...(wanted.discount ? { discount: wanted.discount } : {}),
    ...(wanted.note ? { note: wanted.note } : {}),
  };
}

const beyondRange = (quantity: number, line: Pick<SaleLine, 'unit'>): boolean =>
  !Number.isSafeInteger(quantity) || Math.abs(quantity) > MAX_LINE_QUANTITY * 10 ** (line.unit?.scale ?? 0);

/** A cart whose lines may change, or why they may not. */
export function openCart(
  sale: Sale,
):
  | { readonly ok: true; readonly sale: OpenSale }
  | { readonly ok: false; readonly rejection: CartRejection } {
  if (sale.status !== 'open') return refuse({ code: 'notOpen', status: sale.status });
  return sale.voidOf === undefined ? { ok: true, sale: sale as OpenSale } : refuse({ code: 'isVoid' });
}

/** Adds a form of an item; the same form at the same price raises the quantity of its line. */
export function decideAddLine(cart: Sale, wanted: NewLine, at: string): CartDecision {
  const open = openCart(cart);
  if (!open.ok) return open;
  const { sale } = open;
  if (wanted.item.openPrice && wanted.unitPriceMinor === undefined) return refuse({ code: 'priceMissing' });
  const line = lineOf(wanted);
  const key = mergeKey(line);
  const twin = sale.lines.find((other) => mergeKey(other) === key);
  const merged = twin ? { ...twin, quantity: twin.quantity + line.quantity } : line;
  if (beyondRange(merged.quantity, line))
    return refuse({ code: 'quantityOutOfRange', max: MAX_LINE_QUANTITY });
  const along = (wanted.linked ?? [])
    .filter(
      ({ variant }) =>
        !twin || !sale.lines.some((other) => other.linkedTo === twin.lineId && other.sku === variant.sku),
    )
    .map(
      (linked): SaleLine => ({
        // Its quantity comes of the line that it follows.
        ...lineOf({ ...linked, quantity: 0 }),
        linkedTo: merged.lineId,
        linkedEach: linked.each,
      }),
    );
  const lines = twin
    ? sale.lines.flatMap((other) => (other.lineId === twin.lineId ? [merged, ...along] : [other]))
    : [...sale.lines, merged, ...along];
  const { ageChecked } = wanted;
  return {
    ok: true,
    sale: settledCart({ ...sale, lines, touchedAt: at, ...(ageChecked ? { ageChecked } : {}) }),
    lineId: merged.lineId,
  };
}

/** The line an act is about, or why it cannot be changed by itself. */
export function openLine(
  sale: Sale,
  lineId: string,
):
  | { readonly ok: true; readonly sale: OpenSale; readonly line: SaleLine }
  | { readonly ok: false; readonly rejection: CartRejection } {
  const open = openCart(sale);
  if (!open.ok) return open;
  const line = sale.lines.find((other) => other.lineId === lineId);
  if (!line) return refuse({ code: 'unknownLine', lineId });
  if (line.linkedTo !== undefined && line.returnOf === undefined) {
    const parent = sale.lines.find((other) => other.lineId === line.linkedTo);
    return refuse({ code: 'linkedLine', parent: parent?.name ?? '' });
  }
  return { ...open, line };
}

/** Goods that come back: how many, and for what, is decided where their receipt is looked at. */
const comesBack = (line: SaleLine): boolean => line.returnOf !== undefined || line.quantity < 0;

/**
 * Sets the new absolute quantity of a line, never a delta. 0 removes the line, and what goes along with it; of goods that
 * come back nothing else is taken.
 */
export function decideQuantity(sale: Sale, lineId: string, quantity: number, at: string): CartDecision {
  const found = openLine(sale, lineId);
  if (!found.ok) return found;
  if (comesBack(found.line) && quantity !== 0 && quantity !== found.line.quantity)
    return refuse({ code: 'returnedLine' });
  if (quantity < 0 && !comesBack(found.line))
    return refuse({ code: 'quantityOutOfRange', max: MAX_LINE_QUANTITY });
  if (beyondRange(quantity, found.line))
    return refuse({ code: 'quantityOutOfRange', max: MAX_LINE_QUANTITY });
  const lines =
    quantity === 0
      ? sale.lines.filter((other) => other.lineId !== lineId)
      : sale.lines.map((other) => (other.lineId === lineId ? { ...found.line, quantity } : other));
  const changed = settledCart({ ...found.sale, lines, touchedAt: at });
  return { ok: true, sale: changed.lines.length === 0 ? emptied(changed) : changed, lineId };
}

/** What was said of the cart that is gone; whoever comes next gets nothing of it. */
function emptied(sale: OpenSale): OpenSale {
  const { cartDiscount: _off, note: _note, ageChecked: _age, voidOf: _undone, ...rest } = sale;
  return rest as OpenSale;
}

/** Takes every line out; the emptied cart releases what it held, and begins anew. */
export function decideClear(sale: Sale, at: string): CartDecision {
  if (sale.status !== 'open') return refuse({ code: 'notOpen', status: sale.status });
  const { customer: _customer, taxExempt: _exempt, ...rest } = emptied(sale as OpenSale);
  return { ok: true, sale: { ...(rest as OpenSale), lines: [], touchedAt: at } };
}

/** Asks again for what is no longer held or was not granted: a new revision with the same lines. */
export function decideTouch(sale: Sale, at: string): CartDecision {
  if (sale.status === 'tendered' || sale.status === 'abandoned')
    return refuse({ code: 'notOpen', status: sale.status });
  return { ok: true, sale: { ...sale, touchedAt: at } };
}

/** Moves an untendered sale to another status of the table. */
export function decideMove(sale: Sale, to: OpenSale['status'], at: string, label?: string): CartDecision {
  if (sale.status === 'tendered' || sale.status === 'abandoned' || !mayMove(sale.status, to))
    return refuse({ code: 'notOpen', status: sale.status });
  if (to !== 'underPaying' && holdsMoney(sale.tenders)) return refuse({ code: 'moneyTaken' });
  // A void belongs to the shift of its sale: it cannot wait for the next.
  if (to === 'parked' && sale.voidOf !== undefined) return refuse({ code: 'isVoid' });
  if (to === 'underPaying' && sale.lines.length === 0) return refuse({ code: 'empty' });
  return {
    ok: true,
    sale: { ...sale, status: to, touchedAt: at, ...(label === undefined ? {} : { label }) },
  };
}
