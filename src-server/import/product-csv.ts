import { type CsvProblem, readCsv } from './csv-records.ts';
import {
  type ImportedItem,
  type ImportedQuantity,
  type ImportSource,
  importedItems,
} from './imported-items.ts';
import { isShopifyExport, shopifyProducts } from './shopify-csv.ts';
import { wooCommerceProducts } from './woocommerce-csv.ts';
import { isWooCommerceExport } from './woocommerce-row.ts';

export interface ProductCsv {
  source: ImportSource;
  items: ImportedItem[];
  /** What the shop says it has, for SKUs that have more than nothing. */
  quantities: ImportedQuantity[];
  /** By line: rows that were left out, and rows that went in without a part of what they say. */
  problems: CsvProblem[];
}

/**
 * Reads a product export of Shopify or WooCommerce as those shops write it. One bad row never stops the others.
 *
 * @param text the whole file as text (`decodedCsv` makes it from bytes)
 * @param currencyExponent digits after the point of the store's currency
 * @returns the products, or one sentence that says why nothing of the file can be used
 */
export function parseProductCsv(text: string, currencyExponent = 2): ProductCsv | { error: string } {
  const table = readCsv(text);
  if ('error' in table) return table;
  const source = sourceOf(table.header);
  if (source === null) return { error: unknownHeader(table.header) };
  if (table.records.length === 0 && table.problems.length === 0)
    return { error: 'The file has a header and no products.' };

  const read = source === 'shopify' ? shopifyProducts(table) : wooCommerceProducts(table);
  const imported = importedItems(source, read.products, currencyExponent);
  const problems = [...table.problems, ...read.problems, ...imported.problems];
  return {
    source,
    items: imported.items,
    quantities: imported.quantities,
    problems: problems.sort((a, b) => a.line - b.line),
  };
}

function sourceOf(header: readonly string[]): ImportSource | null {
  if (isShopifyExport(header)) return 'shopify';
  return isWooCommerceExport(header) ? 'woocommerce' : null;
}

function unknownHeader(header: readonly string[]): string {
  const seen = header.slice(0, 5).join(', ').slice(0, 80);
  return (
    'This is no product export of Shopify (columns Handle, Title, Variant Price …) ' +
    `nor of WooCommerce (columns Type, Name, Regular price …). Its first line begins: ${seen}`
  );
}
