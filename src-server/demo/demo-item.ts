import type { Item, Unit } from '../../shared/catalog/item.ts';
import { derivedItemId } from '../import/item-id.ts';
import { codesOf } from './demo-codes.ts';
import { draw } from './demo-draw.ts';
import type { DemoCategory, DemoRow, OpeningStock } from './demo-row.ts';
import { type DemoStoreCode, usualStock } from './demo-stock.ts';
import { formsOf } from './demo-variants.ts';

const UNITS: Readonly<Record<DemoRow['unit'], Unit>> = {
  PCE: { code: 'PCE', scale: 0 },
  KGM: { code: 'KGM', scale: 3 },
};
const SMALL_WORDS = new Set(['a', 'an', 'and', 'for', 'from', 'in', 'of', 'on', 'the', 'to', 'with']);

/** What a store holds of one SKU at the start, in whole units of its unit (pieces, grams). */
export interface DemoStock {
  storeCode: DemoStoreCode;
  sku: string;
  quantity: number;
}

/** One row of a category's file as the catalogue knows it, and what both stores have of it. */
export function expandRow(category: DemoCategory, row: DemoRow): { item: Item; stock: DemoStock[] } {
  const root = `${category.code}-${row.stem}`;
  const forms = formsOf(root, row.variants).map((form) => ({
    ...form,
    sku: form.suffix === '' ? root : `${root}-${form.suffix}`,
  }));
  const item: Item = {
    id: derivedItemId('demo', root),
    name: nameOf(row),
    category: category.name,
    taxClass: row.taxClass ?? category.taxClass,
    hasSizes: row.variants?.sizes !== undefined,
    active: row.active ?? true,
    ...(row.openPrice && { openPrice: true }),
    ...(!row.tracksStock && { tracksStock: false }),
    ...(row.minAge !== undefined && { minAge: row.minAge }),
    ...(row.deposit !== undefined && { linked: [{ sku: row.deposit, quantity: row.deposits ?? 1 }] }),
    ...(row.discountable === false && { discountable: false }),
    tile: { glyph: row.glyph ?? glyphOf(row.product), hue: hueNear(category.hue, root) },
    variants: forms.map(({ sku, size, properties }) => ({
      sku,
      size,
      properties,
      codes: codesOf(row, sku),
      unit: UNITS[row.unit],
      priceMinor: row.priceMinor + (row.variants?.surcharge?.[size ?? ''] ?? 0),
    })),
  };
  const stock = row.tracksStock
    ? forms.flatMap(({ sku, suffix }) =>
        stockIn(category, row, sku, row.variants?.stockOf?.[suffix] ?? row.stock),
      )
    : [];
  return { item, stock };
}

/** `Whole milk 1 L (Dunmeadow)`: what it is comes first, since that is what people look for. */
function nameOf({ product, content, brand }: DemoRow): string {
  const what = content === '' ? product : `${product}${product.includes(',') ? ',' : ''} ${content}`;
  return brand === null ? what : `${what} (${brand})`;
}

function stockIn(
  category: DemoCategory,
  row: DemoRow,
  sku: string,
  written: OpeningStock | undefined,
): DemoStock[] {
  const factor = 10 ** UNITS[row.unit].scale;
  const [main, north] = written?.map((amount) => Math.round(amount * factor)) ?? [];
  return [
    { storeCode: 'main', sku, quantity: main ?? usualStock(row, category.shelf, 'main', sku) },
    { storeCode: 'north', sku, quantity: north ?? usualStock(row, category.shelf, 'north', sku) },
  ];
}

/** The initials of the first two words that mean something (`Whole milk` → `Wm`), or a word's first two letters. */
export function glyphOf(product: string): string {
  const words = (product.match(/\p{L}[\p{L}’']*/gu) ?? []).filter(
    (word) => !SMALL_WORDS.has(word.toLowerCase()),
  );
  const [first = '?', second] = words;
  const letters = second === undefined ? first.slice(0, 2) : first.slice(0, 1) + second.slice(0, 1);
  return letters.slice(0, 1).toUpperCase() + letters.slice(1).toLowerCase();
}

/** Neighbours on the grid belong together and can still be told apart. */
function hueNear(hue: number, key: string): number {
  return (hue + 360 + draw(`hue ${key}`, 25) - 12) % 360;
}
