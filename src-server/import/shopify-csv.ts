import { CsvColumns } from './csv-columns.ts';
import type { CsvProblem, CsvRecord, CsvTable } from './csv-records.ts';
import type { ProductDraft, VariantDraft } from './product-draft.ts';

/** Both generations of Shopify's column names: `Variant Price` until 2024, `Price` since. */
const HANDLE = ['Handle', 'URL handle'];
const TITLE = ['Title'];
const PRICE = ['Variant Price', 'Price'];
const SKU = ['Variant SKU', 'SKU'];
const BARCODE = ['Variant Barcode', 'Barcode'];
const QUANTITY = ['Variant Inventory Qty', 'Inventory quantity'];
const TAXABLE = ['Variant Taxable', 'Charge tax'];
const PUBLISHED = ['Published', 'Published on online store'];
const STATUS = ['Status'];
const GIFT_CARD = ['Gift Card'];
const TYPE = ['Type'];
const PRODUCT_CATEGORY = ['Product Category'];
const TAGS = ['Tags'];
const OPTIONS = [1, 2, 3].map((n) => ({ name: [`Option${n} Name`], value: [`Option${n} Value`] }));

/** The option that Shopify gives to a product that has none. */
const NO_OPTION = { name: 'title', value: 'default title' };

export function isShopifyExport(header: readonly string[]): boolean {
  const columns = new CsvColumns(header);
  return [HANDLE, TITLE, PRICE].every((names) => columns.has(names));
}

/**
 * The products of a Shopify product export. The rows of a handle are its variants; only the first names the product
 * and its options. Rows that only add a picture are passed over.
 */
export function shopifyProducts(table: CsvTable): { products: ProductDraft[]; problems: CsvProblem[] } {
  const columns = new CsvColumns(table.header);
  const problems: CsvProblem[] = [];
  const groups = new Map<string, CsvRecord[]>();
  for (const record of table.records) {
    const handle = columns.text(record, HANDLE);
    if (handle === '') {
      problems.push({ line: record.line, reason: 'has no handle' });
      continue;
    }
    const group = groups.get(handle);
    if (group) group.push(record);
    else groups.set(handle, [record]);
  }
  const products: ProductDraft[] = [];
  for (const [handle, records] of groups) {
    const product = productOf(columns, handle, records, problems);
    if (product) products.push(product);
  }
  return { products, problems };
}

function productOf(
  columns: CsvColumns,
  handle: string,
  records: readonly CsvRecord[],
  problems: CsvProblem[],
): ProductDraft | null {
  const first = records.find((record) => columns.text(record, TITLE) !== '');
  if (!first) {
    for (const { line } of records) problems.push({ line, reason: `product "${handle}" has no title` });
    return null;
  }
  const names = OPTIONS.map((option) => columns.text(first, option.name));
  const variants: VariantDraft[] = [];
  for (const record of records) {
    if (record !== first && isPictureRow(columns, record)) continue;
    const variant = variantOf(columns, names, record);
    if ('reason' in variant) problems.push(variant);
    else variants.push(variant);
  }
  return {
    handle,
    skuRoot: handle,
    line: first.line,
    name: columns.text(first, TITLE),
    category: categoryOf(columns, first),
    taxClass: isNo(columns.text(first, TAXABLE)) ? 'zero' : 'standard',
    active: isActive(columns, first),
    tracksStock: !isYes(columns.text(first, GIFT_CARD)),
    variants,
  };
}

function isPictureRow(columns: CsvColumns, record: CsvRecord): boolean {
  return [PRICE, SKU, BARCODE, ...OPTIONS.map((option) => option.value)].every(
    (names) => columns.text(record, names) === '',
  );
}

function variantOf(
  columns: CsvColumns,
  names: readonly string[],
  record: CsvRecord,
): VariantDraft | CsvProblem {
  const options: VariantDraft['options'] = [];
  for (const [index, option] of OPTIONS.entries()) {
    const name = names[index] ?? '';
    const value = columns.text(record, option.value);
    if (name === '' && value === '') continue;
    if (name === '') return { line: record.line, reason: `option ${index + 1} "${value}" has no name` };
    if (value === '') return { line: record.line, reason: `option "${name}" has no value` };
    if (name.toLowerCase() === NO_OPTION.name && value.toLowerCase() === NO_OPTION.value) continue;
    options.push({ name, value });
  }
  return {
    line: record.line,
    sku: withoutApostrophe(columns.text(record, SKU)),
    options,
    price: columns.text(record, PRICE),
    barcode: withoutApostrophe(columns.text(record, BARCODE)),
    quantity: columns.text(record, QUANTITY),
  };
}

/** The shop's own type; else the end of Shopify's category path; else the first tag, which small shops sort by. */
function categoryOf(columns: CsvColumns, record: CsvRecord): string {
  const path = columns.text(record, PRODUCT_CATEGORY).split('>').at(-1)?.trim() ?? '';
  const tag = columns.text(record, TAGS).split(',')[0]?.trim() ?? '';
  return columns.text(record, TYPE) || path || tag;
}

/** Older exports have no status and say only whether the web shop shows the product. */
function isActive(columns: CsvColumns, record: CsvRecord): boolean {
  const status = columns.text(record, STATUS).toLowerCase();
  if (status !== '') return status !== 'draft' && status !== 'archived';
  return !isNo(columns.text(record, PUBLISHED));
}

/** Shopify puts an apostrophe before long numbers so that spreadsheets keep their digits. */
function withoutApostrophe(text: string): string {
  return text.replace(/^'/, '').trim();
}

function isYes(text: string): boolean {
  return text.toLowerCase() === 'true';
}

function isNo(text: string): boolean {
  return text.toLowerCase() === 'false';
}
