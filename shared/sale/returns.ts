import { multiplyDivideHalfUp } from '../money/rounding.ts';
import { type CartDecision, openCart, refuse, settledCart } from './cart.ts';
import { repriced } from './pricing.ts';
import {
  isTendered,
  MOST_WAYS,
  type RefundWay,
  type Sale,
  type SaleLine,
  type TenderedSale,
} from './sale.ts';
import { lineAmountMinor } from './totals.ts';

export const RETURN_REASONS = [
  'changedMind',
  'wrongSize',
  'faulty',
  'damaged',
  'wrongItem',
  'other',
] as const;
export type ReturnReason = (typeof RETURN_REASONS)[number];

/** A line of a receipt, and how much of it may still come back. Quantities in the unit's smallest step. */
export interface ReturnableLine {
  readonly line: SaleLine;
  readonly returned: number;
  readonly left: number;
}

/**
 * Lines of goods whose receipt nobody could look up, with their money: today's price and tax. Those of a receipt that is
 * known by its id point at it, so that it is judged where it is known; they are then priced here and never again.
 */
export function unverifiedLines(
  sale: Pick<Sale, 'pricesIncludeTax'>,
  lines: readonly SaleLine[],
  saleId: string | null,
): SaleLine[] {
  const { pricesIncludeTax = true } = sale;
  return repriced({ lines: [...lines], pricesIncludeTax }).lines.map((line) => ({
    ...line,
    verified: false,
    ...(saleId === null ? {} : { returnOf: { saleId } }),
  }));
}

/**
 * Goods without a receipt of this shop's tills: as articles of today, at a price that somebody who may has agreed to.
 *
 * @param saleId the receipt that could not be looked up, where there is one
 */
export function decideUnverifiedReturn(
  cart: Sale,
  lines: readonly SaleLine[],
  at: string,
  saleId: string | null = null,
): CartDecision {
  const open = openCart(cart);
  if (!open.ok) return open;
  const { sale } = open;
  if (lines.length === 0) return refuse({ code: 'nothingChosen' });
  const back = unverifiedLines(sale, lines, saleId);
  return { ok: true, sale: settledCart({ ...sale, lines: [...sale.lines, ...back], touchedAt: at }) };
}

/** What points at a sale: of one line, or of all of it where the line is not said. */
const pointsAt = (line: SaleLine, saleId: string): { readonly lineId: string | null } | null => {
  const { returnOf } = line;
  if (returnOf === undefined || line.quantity >= 0) return null;
  if (typeof returnOf === 'string') return returnOf === saleId ? { lineId: null } : null;
  return returnOf.saleId === saleId ? { lineId: returnOf.lineId ?? null } : null;
};

/**
 * What has come back of each line of a sale.
 *
 * @param others every sale that may hold a return of it: this till's own, and those that the server tells of
 */
export function returnedOf(
  original: Pick<Sale, 'id' | 'lines'>,
  others: Iterable<Sale>,
): Map<string, number> {
  const sales = [...others];
  // A return that was undone as a whole has not happened.
  const undone = new Set(sales.map((sale) => (isTendered(sale) ? sale.voidOf : undefined)));
  const returned = new Map<string, number>();
  for (const sale of sales) {
    if (sale.status === 'abandoned' || sale.id === original.id || undone.has(sale.id)) continue;
    for (const line of sale.lines) {
      const at = pointsAt(line, original.id);
      if (!at) continue;
      // Whoever did not say which line: the first of that article that still has some.
      const lineId =
        at.lineId ??
        original.lines.find(
          (sold) => sold.sku === line.sku && sold.quantity - (returned.get(sold.lineId) ?? 0) > 0,
        )?.lineId;
      if (lineId !== undefined) returned.set(lineId, (returned.get(lineId) ?? 0) - line.quantity);
    }
  }
  return returned;
}

/** Two accounts of what has come back of a sale, of different sales, as one. */
export function returnedTogether(
  one: ReadonlyMap<string, number>,
  other: ReadonlyMap<string, number>,
): Map<string, number> {
  const sum = new Map(one);
  for (const [lineId, quantity] of other) sum.set(lineId, (sum.get(lineId) ?? 0) + quantity);
  return sum;
}

/**
 * The lines of a receipt that were sold, with what may still come back. What was only handed out again, because its return was
 * undone, comes back by the receipt on which it was sold.
 */
export function returnableLines(
  original: Pick<Sale, 'lines'>,
  returned: ReadonlyMap<string, number>,
): readonly ReturnableLine[] {
  return original.lines
    .filter((line) => line.quantity > 0 && line.returnOf === undefined)
    .map((line) => {
      const back = returned.get(line.lineId) ?? 0;
      return { line, returned: back, left: Math.max(0, line.quantity - back) };
    });
}

/** Why nothing of a receipt can come back, whatever is left of it; null where something was sold with it. */
export function whyNothingBack(
  original: TenderedSale,
  others: Iterable<Sale>,
): 'undone' | 'undoesSale' | 'onlyReturned' | null {
  if (original.voidOf) return 'undoesSale';
  for (const sale of others) if (isTendered(sale) && sale.voidOf === original.id) return 'undone';
  return original.lines.some(({ quantity }) => quantity > 0) ? null : 'onlyReturned';
}

/**
 * Which line of a receipt a scanned article is one more of: the one that says the same weight or price, else the first that
 * has some left. Of what is weighed without a label the whole line.
 *
 * @param chosen what is to come back so far, by line
 * @param scanned in the unit's smallest step and in minor units, where the code says so
 * @returns how much of the line is then chosen, at most what is left of it
 */
export function decideScannedBack(
  lines: readonly ReturnableLine[],
  chosen: (lineId: string) => number,
  scanned: { readonly sku: string; readonly quantity?: number; readonly unitPriceMinor?: number },
):
  | { readonly ok: true; readonly lineId: string; readonly quantity: number }
  | { readonly ok: false; readonly code: 'notOnReceipt' | 'noMoreOnReceipt' } {
  const same = lines.filter(({ line }) => line.sku === scanned.sku);
  if (same.length === 0) return { ok: false, code: 'notOnReceipt' };
  const room = ({ line, left }: ReturnableLine) => left - chosen(line.lineId);
  const open = same.filter((entry) => room(entry) > 0);
  const fits = (entry: ReturnableLine) =>
    (entry.line.unit?.scale ?? 0) > 0
      ? room(entry) === scanned.quantity
      : entry.line.unitPriceMinor === scanned.unitPriceMinor;
  const best = open.find(fits) ?? open[0];
  if (!best) return { ok: false, code: 'noMoreOnReceipt' };
  const isWeighed = (best.line.unit?.scale ?? 0) > 0;
  const more = scanned.quantity ?? (isWeighed ? room(best) : 1);
  return {
    ok: true,
    lineId: best.line.lineId,
    quantity: chosen(best.line.lineId) + Math.min(more, room(best)),
  };
}

/**
 * Choosing a line chooses what went along with it (a deposit), by as much as the line rises or falls; that may be lowered
 * again by itself.
 *
 * @returns what is chosen then of the line and of what goes along with it, at most what is left of each
 */
export function withLinkedChosen(
  lines: readonly ReturnableLine[],
  chosen: (lineId: string) => number,
  lineId: string,
  quantity: number,
): ReadonlyMap<string, number> {
  const after = new Map([[lineId, quantity]]);
  const parent = lines.find(({ line }) => line.lineId === lineId)?.line;
  if (!parent) return after;
  const scale = 10 ** (parent.unit?.scale ?? 0);
  const more = quantity - chosen(lineId);
  for (const { line, left } of lines) {
    if (line.linkedTo !== lineId || more === 0) continue;
    const along = chosen(line.lineId) + multiplyDivideHalfUp(more, line.linkedEach ?? 1, scale);
    after.set(line.lineId, Math.max(0, Math.min(left, along)));
  }
  return after;
}

/** The part of an amount that belongs to some units of many; all parts together are the amount, to the cent. */
function partOf(amountMinor: number, quantity: number, before: number, all: number): number {
  return (
    multiplyDivideHalfUp(amountMinor, before + quantity, all) - multiplyDivideHalfUp(amountMinor, before, all)
  );
}

export interface ReturnChoice {
  readonly lineId: string;
  /** How much comes back, above zero. */
  readonly quantity: number;
  readonly reason: string;
  readonly disposition: 'restock' | 'damaged';
}

/**
 * The lines that give back what was paid for the chosen units: however a line comes back, in parts or as a whole, its parts
 * add up to what it cost, discounts and tax included.
 *
 * @param newLineId mints an id for each line
 * @param verified false where nobody could look the receipt up
 */
export function returnLines(
  original: Pick<Sale, 'id' | 'lines'>,
  returned: ReadonlyMap<string, number>,
  choices: readonly ReturnChoice[],
  newLineId: () => string,
  verified = true,
): SaleLine[] {
  return choices.flatMap(({ lineId, quantity, reason, disposition }) => {
    const line = original.lines.find((sold) => sold.lineId === lineId);
    if (!line || quantity <= 0 || line.quantity <= 0) return [];
    const before = returned.get(lineId) ?? 0;
    const amountMinor = partOf(lineAmountMinor(line), quantity, before, line.quantity);
    const taxMinor = partOf(line.taxMinor, quantity, before, line.quantity);
    const {
      taxed: _taxed,
      linkedTo: _to,
      linkedEach: _each,
      cartDiscountMinor: _share,
      discount: _own,
      ...rest
    } = line;
    const gross = lineAmountMinor({ ...line, quantity: -quantity, discountMinor: 0 });
    return [
      {
        ...rest,
        lineId: newLineId(),
        quantity: -quantity,
        // Below zero, as the line is: what was taken off then is not given back now.
        discountMinor: gross + amountMinor === 0 ? 0 : gross + amountMinor,
        taxMinor: taxMinor === 0 ? 0 : -taxMinor,
        returnOf: { saleId: original.id, lineId },
        returnReason: reason,
        disposition,
        ...(verified ? {} : { verified: false }),
      },
    ];
  });
}

/**
 * Puts what comes back into a cart, beside whatever is bought: an exchange is one sale.
 *
 * @param elsewhere what came back in other sales than this cart; what is in the cart already is counted here
 */
export function decideReturn(
  cart: Sale,
  original: TenderedSale,
  elsewhere: ReadonlyMap<string, number>,
  choices: readonly ReturnChoice[],
  facts: {
    readonly at: string;
    readonly newLineId: () => string;
    readonly verified?: boolean;
    /** By what it was paid, as far as it has not gone back. */
    readonly ways?: readonly RefundWay[];
  },
): CartDecision {
  const open = openCart(cart);
  if (!open.ok) return open;
  const { sale } = open;
  if (sale.currency !== original.currency)
    return refuse({ code: 'otherCurrency', currency: original.currency });
  const chosen = choices.filter(({ quantity }) => quantity > 0);
  if (chosen.length === 0) return refuse({ code: 'nothingChosen' });
  const returned = returnedTogether(elsewhere, returnedOf(original, [sale]));
  const returnable = returnableLines(original, returned);
  for (const { lineId, quantity } of chosen) {
    const entry = returnable.find(({ line }) => line.lineId === lineId);
    const left = entry?.left ?? 0;
    if (quantity > left)
      return refuse({ code: 'returnedMore', name: entry?.line.name ?? entry?.line.sku ?? '', left });
  }
  const lines = returnLines(original, returned, chosen, facts.newLineId, facts.verified ?? true);
  const others = (sale.refundOf ?? []).filter(({ saleId }) => saleId !== original.id);
  const refundOf = facts.ways && {
    refundOf: [...others, { saleId: original.id, ways: facts.ways.slice(0, MOST_WAYS) }],
  };
  return {
    ok: true,
    sale: settledCart({ ...sale, ...refundOf, lines: [...sale.lines, ...lines], touchedAt: facts.at }),
  };
}
