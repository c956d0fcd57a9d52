import { currencyExponent } from '../money/money.ts';
import { multiplyDivideHalfUp } from '../money/rounding.ts';
import { type EmbeddedBarcode, readEmbedded } from './embedded-barcode.ts';
import { type Gs1Article, gs1Article, readGs1 } from './gs1.ts';
import type { Item, Unit, Variant } from './item.ts';

export interface ArticleHit {
  readonly item: Item;
  readonly variant: Variant;
}

/** What a scan asks for, before anything is put into the cart. */
export type ScannedArticle =
  | {
      readonly ok: true;
      readonly hit: ArticleHit;
      /** In the unit's smallest step, where the code says how much; times is still to be applied to it. */
      readonly quantity?: number;
      /** What the label asks for the whole of it. */
      readonly labelPriceMinor?: number;
      /** Passed, and only then. */
      readonly bestBefore?: string;
    }
  | { readonly ok: false; readonly rejection: ScanRejection };

export type ScanRejection =
  | { readonly code: 'unknownCode' }
  /** The label says kilograms and the article is counted in pieces, or the other way round. */
  | { readonly code: 'labelDoesNotFit'; readonly name: string }
  /** Its use-by date has passed: it must not be sold. */
  | { readonly code: 'pastUseBy'; readonly name: string; readonly day: string };

export interface ScanFacts {
  findByCode(code: string): ArticleHit | undefined;
  readonly embeddedBarcodes: readonly EmbeddedBarcode[];
  readonly currency: string;
  /** Business day, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Reads a scanned or typed code: the article's own number first, then a GS1 element string, then a price or weight from
 * the shop's scale.
 *
 * @param codes the ways in which the scan may be read, likeliest first
 */
export function readScannedArticle(codes: readonly string[], facts: ScanFacts): ScannedArticle {
  for (const code of codes) {
    // The shop's own scale first: its codes are GTINs to anybody else, and one of them may be the article's number.
    const found = fromScale(code, facts) ?? plain(code, facts) ?? fromGs1(code, facts);
    if (found) return found;
  }
  return { ok: false, rejection: { code: 'unknownCode' } };
}

function plain(code: string, { findByCode }: ScanFacts): ScannedArticle | null {
  const hit = findByCode(code);
  return hit ? { ok: true, hit } : null;
}

function fromScale(code: string, facts: ScanFacts): ScannedArticle | null {
  const reading = readEmbedded(code, facts.embeddedBarcodes);
  if (!reading || reading.value === 0) return null;
  const hit = first(reading.codes, facts);
  if (!hit) return null;
  if (reading.kind === 'price')
    return { ok: true, hit, labelPriceMinor: minorOf(reading.value, reading.exponent, facts.currency) };
  const quantity = quantityOf(reading.value, reading.exponent, 'KGM', hit.variant.unit);
  return quantity === null ? doesNotFit(hit) : { ok: true, hit, quantity };
}

function fromGs1(code: string, facts: ScanFacts): ScannedArticle | null {
  const elements = readGs1(code);
  const article = elements && gs1Article(elements, Number(facts.today.slice(0, 4)));
  if (!article) return null;
  const hit = first([article.gtin, article.gtin.replace(/^0/, '')], facts);
  if (!hit) return null;
  if (article.useBy !== undefined && article.useBy < facts.today)
    return { ok: false, rejection: { code: 'pastUseBy', name: hit.item.name, day: article.useBy } };
  const quantity = saysHowMuch(article) ? gs1Quantity(article, hit.variant.unit) : undefined;
  if (quantity === null) return doesNotFit(hit);
  return {
    ok: true,
    hit,
    ...(quantity === undefined ? {} : { quantity }),
    ...(article.amount
      ? { labelPriceMinor: minorOf(article.amount.value, article.amount.decimals, facts.currency) }
      : {}),
    ...(article.bestBefore !== undefined && article.bestBefore < facts.today
      ? { bestBefore: article.bestBefore }
      : {}),
  };
}

const first = (codes: readonly string[], { findByCode }: ScanFacts): ArticleHit | undefined => {
  for (const code of codes) {
    const hit = findByCode(code);
    if (hit) return hit;
  }
  return undefined;
};

const doesNotFit = (hit: ArticleHit): ScannedArticle => ({
  ok: false,
  rejection: { code: 'labelDoesNotFit', name: hit.item.name },
});

const saysHowMuch = (article: Gs1Article): boolean =>
  article.measure !== undefined || article.count !== undefined;

function gs1Quantity(article: Gs1Article, unit: Unit): number | null {
  // A packed article that is sold by the piece may still say on its case what it weighs: then that is no quantity.
  if (article.measure && unit.scale > 0)
    return quantityOf(article.measure.value, article.measure.decimals, article.measure.unitCode, unit);
  if (unit.scale > 0) return null;
  return article.count ?? 1;
}

/** A measure in the smallest step of a unit; null where the unit measures something else or the measure is nothing. */
function quantityOf(value: number, decimals: number, unitCode: string, unit: Unit): number | null {
  const perUnit = { KGM: 1, GRM: 1000, MTR: 1, LTR: 1, MLT: 1000 }[unit.code];
  const same = { GRM: 'KGM', MLT: 'LTR' }[unit.code] ?? unit.code;
  if (perUnit === undefined || same !== unitCode) return null;
  const quantity = multiplyDivideHalfUp(value, perUnit * 10 ** unit.scale, 10 ** decimals);
  return quantity > 0 ? quantity : null;
}

const minorOf = (value: number, decimals: number, currency: string): number =>
  multiplyDivideHalfUp(value, 10 ** currencyExponent(currency), 10 ** decimals);

/** Quantity, unit price and discount of a line that has to cost exactly what its label says. */
export interface LabelledLine {
  readonly quantity: number;
  readonly unitPriceMinor?: number;
  readonly discountMinor?: number;
}

/**
 * A label says the price, the till sells by quantity and unit price. A weighed article gets the smallest quantity that
 * costs at least as much, less the rest (under the price of one step): stock falls by what was sold and the customer pays what
 * the label says. An article sold by the piece, or without a price of its own, costs the label's price.
 *
 * @param one what one label says: its price, and how much of it where it says that too
 * @param times how many of these
 */
export function labelledLine(
  variant: Pick<Variant, 'unit' | 'priceMinor'>,
  one: { readonly priceMinor: number; readonly quantity?: number | undefined },
  times = 1,
): LabelledLine {
  const labelPriceMinor = one.priceMinor * times;
  const quantity = one.quantity === undefined ? undefined : one.quantity * times;
  const step = 10 ** variant.unit.scale;
  if (variant.unit.scale === 0 || variant.priceMinor === 0) {
    const pieces = quantity ?? step * times;
    // One line, one amount: several pieces for one price that does not divide would need a broken unit price.
    if (multiplyDivideHalfUp(labelPriceMinor, step, pieces) * pieces === labelPriceMinor * step)
      return { quantity: pieces, unitPriceMinor: multiplyDivideHalfUp(labelPriceMinor, step, pieces) };
    const unitPriceMinor = Math.ceil((labelPriceMinor * step) / pieces);
    const discountMinor = multiplyDivideHalfUp(pieces, unitPriceMinor, step) - labelPriceMinor;
    return { quantity: pieces, unitPriceMinor, discountMinor };
  }
  const amountOf = (steps: number) => multiplyDivideHalfUp(steps, variant.priceMinor, step);
  let steps = quantity ?? Math.max(1, Math.floor((labelPriceMinor * step) / variant.priceMinor));
  if (quantity === undefined) {
    while (steps > 1 && amountOf(steps - 1) >= labelPriceMinor) steps -= 1;
    while (amountOf(steps) < labelPriceMinor) steps += 1;
  }
  // Where weight and price disagree to the customer's favour, the customer has it.
  const discountMinor = Math.max(0, amountOf(steps) - labelPriceMinor);
  return discountMinor === 0 ? { quantity: steps } : { quantity: steps, discountMinor };
}
