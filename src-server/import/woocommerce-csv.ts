import type { CsvProblem, CsvTable } from './csv-records.ts';
import { skuWord } from './derived-sku.ts';
import type { ProductDraft, VariantDraft } from './product-draft.ts';
import { type WooRow, wooRows } from './woocommerce-row.ts';
import { variationsOf } from './woocommerce-variations.ts';

/**
 * The products of a WooCommerce product export: simple products, and variable ones with the variations that name them
 * as their parent, in whatever order the rows stand. What is no article of the shop is reported and left out.
 */
export function wooCommerceProducts(table: CsvTable): { products: ProductDraft[]; problems: CsvProblem[] } {
  const { rows, problems } = wooRows(table);

  const parents = new Map<string, WooRow>();
  for (const row of rows) {
    if (row.kind !== 'variable') continue;
    if (row.id !== '') parents.set(`id:${row.id}`, row);
    if (row.sku !== '') parents.set(row.sku, row);
  }
  const children = new Map<WooRow, WooRow[]>();
  for (const row of rows) {
    if (row.kind !== 'variation') continue;
    const parent = parents.get(row.parent);
    if (!parent)
      problems.push({
        line: row.line,
        reason: `its parent "${row.parent}" is not a variable product of this file`,
      });
    else {
      // Into one list: a new one for each row would copy a large product a hundred thousand times.
      const siblings = children.get(parent);
      if (siblings) siblings.push(row);
      else children.set(parent, [row]);
    }
  }

  const products: ProductDraft[] = [];
  for (const row of rows) {
    if (row.kind === 'variation') continue;
    if (row.kind !== 'simple' && row.kind !== 'variable') {
      problems.push({ line: row.line, reason: leftOutBecause(row.kind) });
      continue;
    }
    if (row.name === '') {
      problems.push({
        line: row.line,
        reason: row.kind === 'simple' ? 'has no name' : 'has no name: its variations were left out too',
      });
      continue;
    }
    const variants =
      row.kind === 'simple' ? [soleVariant(row)] : variationsOf(row, children.get(row) ?? [], problems);
    if (variants.length > 0) products.push(productOf(row, variants, problems));
  }
  return { products, problems };
}

function productOf(row: WooRow, variants: VariantDraft[], problems: CsvProblem[]): ProductDraft {
  return {
    handle: row.sku || (row.id === '' ? skuWord(row.name) : `id:${row.id}`),
    skuRoot: row.sku || row.name,
    line: row.line,
    name: row.name,
    category: row.category,
    taxClass: taxClassOf(row, problems),
    active: row.isPublished,
    tracksStock: !row.isVirtual,
    variants,
  };
}

function soleVariant(row: WooRow): VariantDraft {
  return {
    line: row.line,
    sku: row.sku,
    options: [],
    price: row.price,
    barcode: row.barcode,
    quantity: row.stock,
  };
}

/** Tax classes are free names in WooCommerce; those that it brings are known by what they say. */
function taxClassOf(row: WooRow, problems: CsvProblem[]): string {
  if (row.taxStatus === 'none' || row.taxStatus === 'shipping') return 'zero';
  if (row.taxClass === '' || row.taxClass === 'parent' || row.taxClass === 'standard') return 'standard';
  if (/reduc|reduz|ermä|ermae/.test(row.taxClass)) return 'reduced';
  if (/zero|null|exempt|frei/.test(row.taxClass)) return 'zero';
  problems.push({
    line: row.line,
    reason: `tax class "${row.taxClass}" is not known: it went in with the standard one`,
  });
  return 'standard';
}

function leftOutBecause(kind: string): string {
  if (kind === 'grouped') return 'is a group of other products: its members go in on their own';
  if (kind === 'external') return 'is sold on another site';
  return kind === '' ? 'has no type' : `type "${kind.slice(0, 40)}" is not known`;
}
