import { isGtin, normalizeCode } from '../../shared/catalog/gtin.ts';
import { type Item, itemSchema, type Variant } from '../../shared/catalog/item.ts';
import { variationKey } from '../../shared/catalog/variation-key.ts';
import type { CsvProblem } from './csv-records.ts';
import { derivedSku } from './derived-sku.ts';
import { exactPrice } from './exact-price.ts';
import { derivedItemId } from './item-id.ts';
import type { ProductDraft, VariantDraft } from './product-draft.ts';
import { isSizeOption } from './size-option.ts';

export type ImportSource = 'shopify' | 'woocommerce';

export interface ImportedItem {
  /** What the item is known by in its shop: the same in every export, as its id is. */
  itemKey: string;
  /** The line that names the product. */
  line: number;
  item: Item;
}

/** What the shop says it has of a SKU: above zero, in whole units. */
export interface ImportedQuantity {
  sku: string;
  quantity: number;
  line: number;
}

export interface ImportedProducts {
  items: ImportedItem[];
  quantities: ImportedQuantity[];
  problems: CsvProblem[];
}

const PIECE = { code: 'PCE', scale: 0 } as const;
const NAME_LENGTH_MAX = 200;
const CATEGORY_LENGTH_MAX = 80;
const NO_CATEGORY = 'Other';
const QUANTITY_MAX = 1_000_000_000;
/** The wire's limit for one item; Shopify and WooCommerce allow a few more. */
const VARIANTS_MAX = 2000;

/** What the products before have used up in this file. */
interface Taken {
  /** SKU to its line; SKUs that the file itself writes are reserved before any is derived. */
  skus: Map<string, number>;
  written: ReadonlySet<string>;
  /** Code to its SKU. */
  codes: Map<string, string>;
  keys: Set<string>;
}

/**
 * Turns the products of an export into items. A variant that cannot be one is left out, and said why by its line; the
 * others go in. Nothing here depends on anything but the file, so the same file gives the same items again.
 */
export function importedItems(
  source: ImportSource,
  products: readonly ProductDraft[],
  currencyExponent: number,
): ImportedProducts {
  const result: ImportedProducts = { items: [], quantities: [], problems: [] };
  const taken: Taken = {
    skus: new Map(),
    written: new Set(
      products.flatMap(({ variants }) => variants.map(({ sku }) => sku)).filter((sku) => sku !== ''),
    ),
    codes: new Map(),
    keys: new Set(),
  };
  for (const product of products) {
    const itemKey = `${source}:${product.handle}`;
    if (taken.keys.has(itemKey)) {
      result.problems.push({
        line: product.line,
        reason: `product "${product.handle}" stands in this file already`,
      });
      continue;
    }
    taken.keys.add(itemKey);
    const item = itemOf(source, product, taken, currencyExponent, result);
    if (item) result.items.push({ itemKey, line: product.line, item });
  }
  return result;
}

function itemOf(
  source: ImportSource,
  product: ProductDraft,
  taken: Taken,
  currencyExponent: number,
  result: ImportedProducts,
): Item | null {
  const id = derivedItemId(source, product.handle);
  const hasSizes = product.variants.some((variant) => sizeOf(variant) !== null);
  const variants: Variant[] = [];
  const quantities: ImportedQuantity[] = [];
  const lines = new Map<string, number>();
  for (const draft of product.variants) {
    const report = (reason: string) => result.problems.push({ line: draft.line, reason });
    const form = formOf(draft);
    const key = variationKey(id, form.size, form.properties);
    const earlier = lines.get(key);
    const priceMinor = exactPrice(draft.price, currencyExponent);
    const sku = skuOf(product, draft, taken);
    const unclear = unclearOption(draft);
    if (unclear !== undefined) report(`option "${shown(unclear)}" cannot be told apart`);
    else if (variants.length >= VARIANTS_MAX)
      report(`is beyond the ${VARIANTS_MAX} variants that an item may have`);
    else if (hasSizes && form.size === null) report('has no size, and its product has sizes');
    else if (earlier !== undefined) report(`repeats the variant of line ${earlier}`);
    else if (draft.price === '') report('has no price');
    else if (priceMinor === null) report(`price "${shown(draft.price)}" is not an amount`);
    else if (taken.skus.has(sku))
      report(`SKU "${shown(sku)}" belongs to line ${taken.skus.get(sku)} already`);
    else {
      const variant: Variant = { sku, ...form, codes: [], unit: PIECE, priceMinor };
      const flaw = flawOf(product, id, hasSizes, variant);
      if (flaw !== null) {
        report(flaw);
        continue;
      }
      lines.set(key, draft.line);
      taken.skus.set(sku, draft.line);
      variant.codes = codesOf(draft, sku, taken, report);
      variants.push(variant);
      const quantity = quantityOf(draft, report);
      if (quantity > 0) quantities.push({ sku, quantity, line: draft.line });
    }
  }
  if (variants.length === 0) return null;
  if (product.tracksStock) result.quantities.push(...quantities);
  return shell(product, id, hasSizes, variants);
}

function shell(product: ProductDraft, id: string, hasSizes: boolean, variants: Variant[]): Item {
  return {
    id,
    name: cut(product.name, NAME_LENGTH_MAX),
    category: cut(product.category || NO_CATEGORY, CATEGORY_LENGTH_MAX),
    taxClass: product.taxClass,
    hasSizes,
    active: product.active,
    ...(!product.tracksStock && { tracksStock: false }),
    variants,
  };
}

/** What the wire would refuse of this variant (a text that is too long, a character that cannot be stored). */
function flawOf(product: ProductDraft, id: string, hasSizes: boolean, variant: Variant): string | null {
  const issue = itemSchema.safeParse(shell(product, id, hasSizes, [variant])).error?.issues[0];
  if (!issue) return null;
  const field = issue.path.filter((step) => step !== 'variants' && typeof step !== 'number').join(' ');
  return `${field}: ${issue.message}`;
}

function sizeOf(draft: VariantDraft): VariantDraft['options'][number] | null {
  return draft.options.find(({ name }) => isSizeOption(name)) ?? null;
}

/** The name of an option that stands there twice, or that no object can have as a member of its own. */
function unclearOption({ options }: VariantDraft): string | undefined {
  return options.find(
    ({ name }, index) => name === '__proto__' || options.findIndex((other) => other.name === name) !== index,
  )?.name;
}

/** The first option that is a size is the size; the others are properties. */
function formOf(draft: VariantDraft): Pick<Variant, 'size' | 'properties'> {
  const size = sizeOf(draft);
  const others = draft.options.filter((option) => option !== size);
  return {
    size: size?.value ?? null,
    properties: Object.fromEntries(others.map(({ name, value }) => [name, value])),
  };
}

function skuOf(product: ProductDraft, draft: VariantDraft, taken: Taken): string {
  if (draft.sku !== '') return draft.sku;
  return derivedSku(
    product.skuRoot,
    draft.options.map(({ value }) => value),
    (sku) => taken.written.has(sku) || taken.skus.has(sku),
  );
}

function codesOf(draft: VariantDraft, sku: string, taken: Taken, report: (reason: string) => void): string[] {
  if (draft.barcode === '') return [];
  const code = normalizeCode(draft.barcode.replace(/[\s-]/g, ''));
  const owner = taken.codes.get(code);
  if (!isGtin(code)) report(`barcode "${shown(draft.barcode)}" is no valid GTIN: it went in without a code`);
  else if (owner !== undefined)
    report(`barcode ${code} belongs to ${owner} already: it went in without a code`);
  else {
    taken.codes.set(code, sku);
    return [code];
  }
  return [];
}

/** @returns 0 where there is nothing to receive */
function quantityOf(draft: VariantDraft, report: (reason: string) => void): number {
  const text = draft.quantity;
  if (text === '') return 0;
  const quantity = /^[+-]?\d{1,10}(?:[.,]0*)?$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
  if (!(Math.abs(quantity) <= QUANTITY_MAX))
    report(`quantity "${shown(text)}" is no whole number: none was received`);
  else if (quantity < 0) report(`quantity ${quantity} is below zero: none was received`);
  else return quantity;
  return 0;
}

/** Never through the middle of a character: half of one cannot be stored. */
function cut(text: string, lengthMax: number): string {
  return text.slice(0, lengthMax).replace(/[\uD800-\uDBFF]$/, '');
}

function shown(text: string): string {
  return text.length > 40 ? `${cut(text, 40)}…` : text;
}
