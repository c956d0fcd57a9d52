import type { Brand } from './demo-brands.ts';

/** The tax classes of the demo shop; their rates stand in demo-shop.ts. */
export type DemoTaxClass = 'standard' | 'reduced' | 'zero';

/** How much of a thing usually stands on the shelf; the opening stock is drawn from it (demo-stock.ts). */
export type Shelf = 'fast' | 'slow' | 'rail';

/** Opening stock in (`main`, `north`): pieces, or kilograms for what is sold by weight. */
export type OpeningStock = readonly [main: number, north: number];

export interface DemoCategory {
  /** Three letters; every SKU of the category begins with it. */
  code: string;
  /** What the tab says, and the `category` of its items. */
  name: string;
  /** Colour of the tiles, 0 to 359 degrees. */
  hue: number;
  taxClass: DemoTaxClass;
  shelf: Shelf;
  rows: readonly DemoRow[];
}

interface RowOptions {
  taxClass?: DemoTaxClass;
  /** One or two letters for the tile; otherwise taken from the product's name. */
  glyph?: string;
  active?: boolean;
  stock?: OpeningStock;
  /** In years. */
  minAge?: number;
  /** The SKU of the deposit on each piece, and how many of them. */
  deposit?: string;
  deposits?: number;
  discountable?: false;
}

export interface DemoRow extends RowOptions {
  /** The SKU without the category's code, and without what tells the variants apart. */
  stem: string;
  brand: Brand | null;
  product: string;
  /** Content as printed on the pack; empty for what has none. */
  content: string;
  /** Per piece or per kilogram. */
  priceMinor: number;
  unit: 'PCE' | 'KGM';
  /** What a scanner reads on it. */
  coding: 'gtin13' | 'gtin8' | 'inStore' | 'none';
  openPrice: boolean;
  tracksStock: boolean;
  variants: VariantAxes | null;
}

export interface VariantAxes {
  sizes?: readonly string[];
  /** Property name to its values, in the order in which they stand in the SKU. */
  properties?: Readonly<Record<string, readonly string[]>>;
  /** Combinations that are not made, as the end of their SKU (`NVY-XS`). */
  without?: readonly string[];
  /** Added to the price of a size, in minor units. */
  surcharge?: Readonly<Record<string, number>>;
  /** Opening stock of single variants, by the end of their SKU. */
  stockOf?: Readonly<Record<string, OpeningStock>>;
}

interface MadeOptions extends RowOptions, VariantAxes {}

function row(
  stem: string,
  product: string,
  priceMinor: number,
  rest: Partial<DemoRow> & Pick<DemoRow, 'coding'>,
): DemoRow {
  return {
    stem,
    product,
    priceMinor,
    brand: null,
    content: '',
    unit: 'PCE',
    openPrice: false,
    tracksStock: true,
    variants: null,
    ...rest,
  };
}

/** A packed good with the GTIN-13 of its brand. */
export function pack(
  stem: string,
  brand: Brand,
  product: string,
  content: string,
  priceMinor: number,
  options: RowOptions = {},
): DemoRow {
  return row(stem, product, priceMinor, { brand, content, coding: 'gtin13', ...options });
}

/** A packed good too small for a GTIN-13: it carries a GTIN-8. */
export function smallPack(
  stem: string,
  brand: Brand,
  product: string,
  content: string,
  priceMinor: number,
  options: RowOptions = {},
): DemoRow {
  return row(stem, product, priceMinor, { brand, content, coding: 'gtin8', ...options });
}

/** A loose piece; the label on the shelf carries an in-store code. */
export function piece(stem: string, product: string, priceMinor: number, options: RowOptions = {}): DemoRow {
  return row(stem, product, priceMinor, { coding: 'inStore', ...options });
}

/** Sold by weight, by the gram; the price is that of a kilogram. */
export function byWeight(
  stem: string,
  product: string,
  pricePerKilogramMinor: number,
  options: RowOptions = {},
): DemoRow {
  return row(stem, product, pricePerKilogramMinor, { unit: 'KGM', coding: 'inStore', ...options });
}

/** An item with variants: every size with every combination of properties, each with a GTIN-13 of its own. */
export function made(
  stem: string,
  brand: Brand,
  product: string,
  priceMinor: number,
  { sizes, properties, without, surcharge, stockOf, ...options }: MadeOptions,
): DemoRow {
  const variants: VariantAxes = {
    ...(sizes && { sizes }),
    ...(properties && { properties }),
    ...(without && { without }),
    ...(surcharge && { surcharge }),
    ...(stockOf && { stockOf }),
  };
  return row(stem, product, priceMinor, { brand, coding: 'gtin13', variants, ...options });
}

/** The cashier types the price; there is nothing to count and nothing to scan. */
export function openPriced(stem: string, product: string, options: RowOptions = {}): DemoRow {
  return row(stem, product, 0, { coding: 'none', openPrice: true, tracksStock: false, ...options });
}

/** Work with a fixed price: nothing to count and nothing to scan. */
export function service(
  stem: string,
  product: string,
  priceMinor: number,
  options: RowOptions = {},
): DemoRow {
  return row(stem, product, priceMinor, { coding: 'none', tracksStock: false, ...options });
}
