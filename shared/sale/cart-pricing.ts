import { type CartDecision, decideQuantity, openLine, refuse, settledCart, withTwinsMerged } from './cart.ts';
import { discountableMinor, grossOfMinor, shelfPriceMinor } from './pricing.ts';
import type { Discount, OpenSale, Sale, SaleApproval, SaleLine } from './sale.ts';

/** Ten million whole euros for one piece: a slip of the finger, not a price. */
const MAX_PRICE_MINOR = 1_000_000_000;

function editLine(
  sale: Sale,
  lineId: string,
  at: string,
  edit: (line: SaleLine) => SaleLine | Extract<CartDecision, { ok: false }>,
): CartDecision {
  const found = openLine(sale, lineId);
  if (!found.ok) return found;
  const edited = edit(found.line);
  if ('ok' in edited && edited.ok === false) return edited as Extract<CartDecision, { ok: false }>;
  const lines = found.sale.lines.map((line) => (line.lineId === lineId ? (edited as SaleLine) : line));
  const merged = withTwinsMerged({ ...found.sale, lines, touchedAt: at }, lineId);
  return { ok: true, sale: settledCart(merged.sale), lineId: merged.lineId };
}

/**
 * The cashier's own price for one unit, as it stands on the shelf: with tax where prices include it.
 *
 * @param unitPriceMinor null: the catalogue's again
 */
export function decidePrice(
  sale: Sale,
  lineId: string,
  unitPriceMinor: number | null,
  at: string,
): CartDecision {
  return editLine(sale, lineId, at, (line) => {
    if (line.returnOf !== undefined) return refuse({ code: 'returnedLine' });
    if (
      unitPriceMinor !== null &&
      !(Number.isSafeInteger(unitPriceMinor) && unitPriceMinor >= 0 && unitPriceMinor <= MAX_PRICE_MINOR)
    )
      return refuse({ code: 'priceOutOfRange' });
    const listMinor = shelfPriceMinor(line);
    const priceMinor = unitPriceMinor ?? listMinor;
    const { listPriceMinor: _list, taxed, ...rest } = line;
    return {
      ...rest,
      unitPriceMinor: priceMinor,
      ...(taxed ? { taxRatePpm: taxed.taxRatePpm } : {}),
      // An open price has no list to differ from.
      ...(line.openPrice || priceMinor === listMinor ? {} : { listPriceMinor: listMinor }),
    };
  });
}

/** @param discount null takes it away */
export function decideLineDiscount(
  sale: Sale,
  lineId: string,
  discount: Discount | null,
  at: string,
): CartDecision {
  return editLine(sale, lineId, at, (line) => {
    if (line.returnOf !== undefined) return refuse({ code: 'returnedLine' });
    const { discount: _before, cartDiscountMinor: _share, ...rest } = line;
    // What it took off goes with it, and so does what another client took off without saying how.
    const bare = { ...rest, discountMinor: 0 };
    if (discount === null || discount.value === 0) return bare;
    if (line.discountable === false) return refuse({ code: 'notDiscountable' });
    const maxMinor = Math.abs(grossOfMinor(line));
    const tooLarge = discount.kind === 'amount' ? discount.value > maxMinor : discount.value > 1_000_000;
    return tooLarge ? refuse({ code: 'discountTooLarge', maxMinor }) : { ...bare, discount };
  });
}

/** @param note empty takes it away */
export function decideLineNote(sale: Sale, lineId: string, note: string, at: string): CartDecision {
  return editLine(sale, lineId, at, (line) => {
    const { note: _before, ...rest } = line;
    return note.trim() === '' ? rest : { ...rest, note: note.trim() };
  });
}

export interface LineEdit {
  readonly quantity?: number;
  readonly unitPriceMinor?: number | null;
  readonly discount?: Discount | null;
  readonly note?: string;
}

/** All that can be said of a line in one place, done at once or not at all. */
export function decideEditLine(sale: Sale, lineId: string, edit: LineEdit, at: string): CartDecision {
  const { quantity, unitPriceMinor, discount, note } = edit;
  let decision: CartDecision = { ok: true, sale: sale as OpenSale, lineId };
  const then = (decide: (now: Sale, id: string) => CartDecision): void => {
    if (decision.ok) decision = decide(decision.sale, decision.lineId ?? lineId);
  };
  if (quantity !== undefined) then((now, id) => decideQuantity(now, id, quantity, at));
  if (quantity === 0) return decision;
  if (unitPriceMinor !== undefined) then((now, id) => decidePrice(now, id, unitPriceMinor, at));
  if (discount !== undefined) then((now, id) => decideLineDiscount(now, id, discount, at));
  if (note !== undefined) then((now, id) => decideLineNote(now, id, note, at));
  return decision;
}

/** A fact of the whole cart is set, or taken away with undefined. */
function withHead<K extends 'cartDiscount' | 'customer' | 'taxExempt' | 'note'>(
  sale: Sale,
  name: K,
  value: OpenSale[K] | undefined,
  at: string,
): CartDecision {
  if (sale.status !== 'open') return refuse({ code: 'notOpen', status: sale.status });
  const next: OpenSale = { ...(sale as OpenSale), touchedAt: at };
  delete next[name];
  if (value !== undefined) next[name] = value;
  return { ok: true, sale: settledCart(next) };
}

/** Off the whole cart; of what may not be discounted nothing is taken. @param discount null takes it away */
export function decideCartDiscount(sale: Sale, discount: Discount | null, at: string): CartDecision {
  if (discount === null || discount.value === 0) return withHead(sale, 'cartDiscount', undefined, at);
  const maxMinor = discountableMinor(sale.lines);
  if (maxMinor === 0) return refuse({ code: 'notDiscountable' });
  if (discount.kind === 'amount' ? discount.value > maxMinor : discount.value > 1_000_000)
    return refuse({ code: 'discountTooLarge', maxMinor });
  return withHead(sale, 'cartDiscount', discount, at);
}

export const decideSaleNote = (sale: Sale, note: string, at: string): CartDecision =>
  withHead(sale, 'note', note.trim() === '' ? undefined : note.trim(), at);

/** No tax from here on, or again. @param exempt null: tax is due */
export const decideTaxExempt = (
  sale: Sale,
  exempt: NonNullable<OpenSale['taxExempt']> | null,
  at: string,
): CartDecision => withHead(sale, 'taxExempt', exempt ?? undefined, at);

/**
 * Who buys. A customer whom head office exempts from tax brings the exemption along, and takes it away again; one that
 * was granted here stays.
 *
 * @param customer null: nobody in particular
 */
export function decideCustomer(
  sale: Sale,
  customer: NonNullable<OpenSale['customer']> | null,
  at: string,
): CartDecision {
  const named = withHead(sale, 'customer', customer ?? undefined, at);
  if (!named.ok) return named;
  if (customer?.taxExempt) return decideTaxExempt(named.sale, { reason: customer.taxExempt.reason }, at);
  const ofTheOther = sale.customer?.taxExempt !== undefined && sale.taxExempt?.approvedBy === undefined;
  return ofTheOther ? decideTaxExempt(named.sale, null, at) : named;
}

/** Writes down who let it be done, with the act itself. What was approved stays on record, also when it is undone. */
export function withApproval(decision: CartDecision, approval: SaleApproval | null): CartDecision {
  if (!decision.ok || approval === null) return decision;
  return {
    ...decision,
    sale: { ...decision.sale, approvals: [...(decision.sale.approvals ?? []), approval] },
  };
}
