import type { Item, Variant } from '../catalog/item.ts';
import { variationKey } from '../catalog/variation-key.ts';
import { canonicalJson } from '../core/canonical-json.ts';
import { holdsMoney, mayMove } from './moves.ts';
import type { OpenSale, Sale, SaleLine } from './sale.ts';
import { lineAmountMinor, taxOfMinor } from './totals.ts';

/** Why an act on a cart was not done. Words for people live in the language files. */
export type CartRejection =
  | { readonly code: 'notOpen'; readonly status: Sale['status'] }
  | { readonly code: 'unknownLine'; readonly lineId: string }
  | { readonly code: 'priceMissing' }
  | { readonly code: 'quantityOutOfRange'; readonly max: number }
  | { readonly code: 'moneyTaken' }
  | { readonly code: 'empty' };

export type CartDecision =
  | { readonly ok: true; readonly sale: OpenSale; readonly lineId?: string }
  | { readonly ok: false; readonly rejection: CartRejection };

export const MAX_LINE_QUANTITY = 999_999;

const refuse = (rejection: CartRejection): CartDecision => ({ ok: false, rejection });

/** Two lines are one line when variation, price, discount and `returnOf` are the same. */
export function mergeKey(
  line: Pick<
    SaleLine,
    'sku' | 'itemId' | 'size' | 'properties' | 'unitPriceMinor' | 'discountMinor' | 'returnOf'
  >,
): string {
  const form = line.itemId ? variationKey(line.itemId, line.size ?? null, line.properties ?? {}) : line.sku;
  return canonicalJson([form, line.unitPriceMinor, line.discountMinor, line.returnOf ?? null]);
}

const withTax = (line: SaleLine, pricesIncludeTax: boolean): SaleLine => ({
  ...line,
  taxMinor: taxOfMinor(lineAmountMinor(line), line.taxRatePpm ?? 0, pricesIncludeTax),
});

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
  /** Open-price items, and later overrides. */
  readonly unitPriceMinor?: number;
}

/** Adds a form of an item; the same form at the same price raises the quantity of its line. */
export function decideAddLine(sale: Sale, wanted: NewLine, at: string): CartDecision {
  if (sale.status !== 'open') return refuse({ code: 'notOpen', status: sale.status });
  if (wanted.item.openPrice && wanted.unitPriceMinor === undefined) return refuse({ code: 'priceMissing' });
  const line: SaleLine = {
    lineId: wanted.lineId,
    sku: wanted.variant.sku,
    quantity: wanted.quantity,
    unitPriceMinor: wanted.unitPriceMinor ?? wanted.variant.priceMinor,
    discountMinor: 0,
    taxMinor: 0,
    itemId: wanted.item.id,
    name: wanted.item.name,
    size: wanted.variant.size,
    properties: wanted.variant.properties,
    unit: wanted.variant.unit,
    taxClass: wanted.item.taxClass,
    taxRatePpm: wanted.taxRatePpm,
    ...(wanted.item.tracksStock === false ? { tracksStock: false } : {}),
  };
  const key = mergeKey(line);
  const twin = sale.lines.find((other) => mergeKey(other) === key);
  const pricesIncludeTax = sale.pricesIncludeTax ?? true;
  const merged = withTax(
    twin ? { ...twin, quantity: twin.quantity + line.quantity } : line,
    pricesIncludeTax,
  );
  if (Math.abs(merged.quantity) > MAX_LINE_QUANTITY * 10 ** (line.unit?.scale ?? 0))
    return refuse({ code: 'quantityOutOfRange', max: MAX_LINE_QUANTITY });
  const lines = twin
    ? sale.lines.map((other) => (other.lineId === twin.lineId ? merged : other))
    : [...sale.lines, merged];
  return { ok: true, sale: { ...sale, lines, touchedAt: at }, lineId: merged.lineId };
}

/** Sets the new absolute quantity of a line, never a delta. 0 removes the line. */
export function decideQuantity(sale: Sale, lineId: string, quantity: number, at: string): CartDecision {
  if (sale.status !== 'open') return refuse({ code: 'notOpen', status: sale.status });
  const line = sale.lines.find((other) => other.lineId === lineId);
  if (!line) return refuse({ code: 'unknownLine', lineId });
  if (
    !Number.isSafeInteger(quantity) ||
    Math.abs(quantity) > MAX_LINE_QUANTITY * 10 ** (line.unit?.scale ?? 0)
  )
    return refuse({ code: 'quantityOutOfRange', max: MAX_LINE_QUANTITY });
  const changed = withTax({ ...line, quantity }, sale.pricesIncludeTax ?? true);
  const lines =
    quantity === 0
      ? sale.lines.filter((other) => other.lineId !== lineId)
      : sale.lines.map((other) => (other.lineId === lineId ? changed : other));
  return { ok: true, sale: { ...sale, lines, touchedAt: at }, lineId };
}

/** Takes every line out; the emptied cart releases what it held. */
export function decideClear(sale: Sale, at: string): CartDecision {
  if (sale.status !== 'open') return refuse({ code: 'notOpen', status: sale.status });
  return { ok: true, sale: { ...sale, lines: [], touchedAt: at } };
}

/** Puts lines back as they were: the undo of a removal, a clear or a quantity. */
export function decideRestoreLines(sale: Sale, lines: readonly SaleLine[], at: string): CartDecision {
  if (sale.status !== 'open') return refuse({ code: 'notOpen', status: sale.status });
  return { ok: true, sale: { ...sale, lines: [...lines], touchedAt: at } };
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
  if (to === 'underPaying' && sale.lines.length === 0) return refuse({ code: 'empty' });
  return {
    ok: true,
    sale: { ...sale, status: to, touchedAt: at, ...(label === undefined ? {} : { label }) },
  };
}
