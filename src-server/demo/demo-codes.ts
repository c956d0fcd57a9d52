import { gtinCheckDigit } from '../../shared/catalog/gtin.ts';
import { BRAND_PREFIXES } from './demo-brands.ts';
import { draw } from './demo-draw.ts';
import type { DemoRow } from './demo-row.ts';

/**
 * What a scanner may read on a variant: a GTIN of the row's brand, or an in-store code.
 *
 * In-store codes lie in GS1's ranges for restricted circulation. A loose piece has eight digits beginning with 2. What
 * is sold by weight has the scale's label `21 AAAAA WWWWW C` with the article in A and a weight of zero in W: the key
 * under which a printed label finds its article, whatever it weighs. The article's five digits are a code of their own:
 * people type them, and labels with a price (`22 AAAAA PPPPP C`) have no others.
 */
export function codesOf(row: DemoRow, sku: string): string[] {
  switch (row.coding) {
    case 'gtin13':
      return [withCheckDigit(`${prefixOf(row)}${digits(sku, 5)}`)];
    case 'gtin8':
      return [withCheckDigit(`${prefixOf(row).slice(0, 2)}${digits(sku, 5)}`)];
    case 'inStore':
      return row.unit === 'KGM'
        ? [withCheckDigit(`21${digits(sku, 5)}00000`), digits(sku, 5)]
        : [withCheckDigit(`2${digits(sku, 6)}`)];
    case 'none':
      return [];
  }
}

function prefixOf(row: DemoRow): string {
  if (row.brand === null) throw new Error(`${row.stem} has a GTIN and no brand`);
  return BRAND_PREFIXES[row.brand];
}

function digits(sku: string, count: number): string {
  return String(draw(`code ${sku}`, 10 ** count)).padStart(count, '0');
}

function withCheckDigit(body: string): string {
  return `${body}${gtinCheckDigit(body)}`;
}
