import { writeFileSync } from 'node:fs';
import { gtinCheckDigit } from '../../shared/catalog/gtin.ts';
import { benchItem } from './till-catalogue.ts';

const HEADER =
  'Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Variant Barcode';
const STOCK = 500;

export const benchSku = (index: number) => `SKU-${String(index).padStart(6, '0')}`;

/** What the scanner reads from the n-th article: a GTIN-13 with its check digit. */
export function benchGtin(index: number): string {
  const body = `40${String(index).padStart(10, '0')}`;
  return `${body}${gtinCheckDigit(body)}`;
}

/** The bench's catalogue as Shopify exports a shop: one row an article. */
export function writeShopifyCatalogue(file: string, skus: number): void {
  const rows = Array.from({ length: skus }, (_, index) => {
    const { name, category, variants } = benchItem(index);
    const price = ((variants[0]?.priceMinor ?? 0) / 100).toFixed(2);
    const type = category.replace('Department', 'Aisle');
    return `bench-${index},${name},Bench,${type},true,Title,Default Title,${benchSku(index)},${price},${STOCK},${benchGtin(index)}`;
  });
  writeFileSync(file, `${[HEADER, ...rows].join('\n')}\n`);
}
