import { allocate } from '../money/allocate.ts';
import { multiplyDivideHalfUp } from '../money/rounding.ts';
import type { Discount, OpenSale, SaleLine } from './sale.ts';
import { lineAmountMinor, taxOfMinor } from './totals.ts';

const WHOLE_PPM = 1_000_000;

/** What a discount comes to, at most the amount that it is taken off. Both ≥ 0, in minor units. */
export function discountOfMinor(discount: Discount, amountMinor: number): number {
  const offMinor =
    discount.kind === 'amount'
      ? discount.value
      : multiplyDivideHalfUp(amountMinor, Math.min(discount.value, WHOLE_PPM), WHOLE_PPM);
  return Math.min(offMinor, amountMinor);
}

/** What the line costs before anything is taken off; below zero for a return. */
export const grossOfMinor = (line: Pick<SaleLine, 'quantity' | 'unitPriceMinor' | 'unit'>): number =>
  lineAmountMinor({ ...line, discountMinor: 0 });

/** The price on the shelf, tax included where prices include it: what the catalogue is compared with. */
export const shelfPriceMinor = (
  line: Pick<SaleLine, 'unitPriceMinor' | 'listPriceMinor' | 'taxed'>,
): number => line.listPriceMinor ?? line.taxed?.unitPriceMinor ?? line.unitPriceMinor;

/** What the customer pays for one unit before discounts if tax is due. */
export const asPricedMinor = (line: Pick<SaleLine, 'unitPriceMinor' | 'taxed'>): number =>
  line.taxed?.unitPriceMinor ?? line.unitPriceMinor;

/** The part of `discountMinor` that is the line's own. Where another client named no discount, it is what it took off. */
function ownDiscountMinor(line: SaleLine, grossMinor: number): number {
  const sign = grossMinor < 0 ? -1 : 1;
  const size = Math.abs(grossMinor);
  if (line.discountable === false) return 0;
  if (line.discount) return sign * discountOfMinor(line.discount, size) || 0;
  const told = line.discountMinor - (line.cartDiscountMinor ?? 0);
  return sign * Math.max(0, Math.min(sign * told, size)) || 0;
}

/** Price and rate of a line as the sale's exemption wants them; the same object where nothing changes. */
function atTax(line: SaleLine, exempt: boolean, pricesIncludeTax: boolean): SaleLine {
  const { taxed, ...bare } = line;
  if (!exempt) {
    return taxed ? { ...bare, unitPriceMinor: taxed.unitPriceMinor, taxRatePpm: taxed.taxRatePpm } : line;
  }
  if (taxed) return line;
  const taxRatePpm = line.taxRatePpm ?? 0;
  if (taxRatePpm === 0) return line;
  const { unitPriceMinor } = line;
  return {
    ...line,
    unitPriceMinor: pricesIncludeTax
      ? unitPriceMinor - taxOfMinor(unitPriceMinor, taxRatePpm, true)
      : unitPriceMinor,
    taxRatePpm: 0,
    taxed: { unitPriceMinor, taxRatePpm },
  };
}

/** A line that points at a sale gives back what was paid there, to the cent: it is priced by who takes the goods back. */
const isSettledElsewhere = (line: SaleLine): boolean => line.returnOf !== undefined;

/** What a cart's discount may be taken off: the lines that are sold, less their own discounts. */
const mayShare = (line: SaleLine): boolean =>
  line.quantity > 0 && line.discountable !== false && !isSettledElsewhere(line);

export type Repriceable = Pick<OpenSale, 'lines' | 'pricesIncludeTax' | 'cartDiscount' | 'taxExempt'>;

/**
 * The one place where a cart gets its prices: own discounts, the cart's discount shared out by largest remainder, tax
 * line by line, exemption. Every decision about a cart ends with it. A line of which nothing changes stays the same
 * object. Doing it again changes nothing.
 */
export function repriced<S extends Repriceable>(sale: S): S {
  const pricesIncludeTax = sale.pricesIncludeTax ?? true;
  const exempt = sale.taxExempt !== undefined;
  const priced = sale.lines.map((line) =>
    isSettledElsewhere(line) ? line : atTax(line, exempt, pricesIncludeTax),
  );
  const own = priced.map((line) =>
    isSettledElsewhere(line) ? 0 : ownDiscountMinor(line, grossOfMinor(line)),
  );
  const shares = sale.cartDiscount ? cartShares(sale.cartDiscount, priced, own) : null;
  let changed = false;
  const lines = priced.map((line, index) => {
    const next = isSettledElsewhere(line)
      ? line
      : withMoney(line, own[index] ?? 0, shares?.[index] ?? 0, pricesIncludeTax);
    if (next !== sale.lines[index]) changed = true;
    return next;
  });
  return changed ? { ...sale, lines } : sale;
}

function cartShares(discount: Discount, lines: readonly SaleLine[], own: readonly number[]): number[] {
  const weights = lines.map((line, index) =>
    mayShare(line) ? Math.max(0, grossOfMinor(line) - (own[index] ?? 0)) : 0,
  );
  const base = weights.reduce((sum, weight) => sum + weight, 0);
  return base === 0 ? weights : allocate(discountOfMinor(discount, base), weights);
}

function withMoney(
  line: SaleLine,
  ownMinor: number,
  shareMinor: number,
  pricesIncludeTax: boolean,
): SaleLine {
  const discountMinor = ownMinor + shareMinor;
  const amountMinor = lineAmountMinor({ ...line, discountMinor });
  const taxMinor = taxOfMinor(amountMinor, line.taxRatePpm ?? 0, pricesIncludeTax);
  if (
    line.discountMinor === discountMinor &&
    line.taxMinor === taxMinor &&
    (line.cartDiscountMinor ?? 0) === shareMinor
  )
    return line;
  const { cartDiscountMinor: _before, ...rest } = line;
  return {
    ...rest,
    discountMinor,
    taxMinor,
    ...(shareMinor === 0 ? {} : { cartDiscountMinor: shareMinor }),
  };
}

/** What the lines that a cart's discount may touch come to, before it. Minor units. */
export function discountableMinor(lines: readonly SaleLine[]): number {
  return lines.reduce(
    (sum, line) => (mayShare(line) ? sum + lineAmountMinor(line) + (line.cartDiscountMinor ?? 0) : sum),
    0,
  );
}

/** How deep a discount cuts into an amount, in parts per million; all of it where there is nothing to cut. */
export function depthPpm(discount: Discount, amountMinor: number): number {
  if (discount.kind === 'percent') return Math.min(discount.value, WHOLE_PPM);
  if (amountMinor <= 0) return WHOLE_PPM;
  return multiplyDivideHalfUp(discountOfMinor(discount, amountMinor), WHOLE_PPM, amountMinor);
}

export interface DeepDiscount {
  /** Not there: off the whole cart. */
  readonly lineId?: string;
  readonly name?: string;
  readonly discount: Discount;
  readonly depthPpm: number;
}

/**
 * Discounts that cut deeper than `limitPpm` and than anybody has agreed to. An amount gets deeper when pieces or lines
 * are taken out after it was given, so this is asked again before money changes hands.
 */
export function deepDiscounts(
  sale: Pick<OpenSale, 'lines' | 'cartDiscount' | 'approvals'>,
  limitPpm: number,
): DeepDiscount[] {
  const agreedPpm = (lineId: string | undefined): number =>
    Math.max(
      limitPpm,
      ...(sale.approvals ?? [])
        .filter((approval) => approval.lineId === lineId)
        .map((approval) => approval.depthPpm ?? 0),
    );
  const ofLines = sale.lines.flatMap((line): DeepDiscount[] => {
    const { discount, lineId } = line;
    const gross = Math.abs(grossOfMinor(line));
    if (!discount || discount.value === 0 || gross === 0) return [];
    return [{ lineId, name: line.name ?? line.sku, discount, depthPpm: depthPpm(discount, gross) }];
  });
  const base = discountableMinor(sale.lines);
  const ofCart: DeepDiscount[] =
    sale.cartDiscount && base > 0
      ? [{ discount: sale.cartDiscount, depthPpm: depthPpm(sale.cartDiscount, base) }]
      : [];
  return [...ofLines, ...ofCart].filter((deep) => deep.depthPpm > agreedPpm(deep.lineId));
}
