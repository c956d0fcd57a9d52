import type { CsvProblem } from './csv-records.ts';
import { skuWord } from './derived-sku.ts';
import type { VariantDraft } from './product-draft.ts';
import type { WooRow } from './woocommerce-row.ts';

/** As many as an item may have: what stands for more is not written out. */
const VARIANTS_MAX = 2000;
/** Of all open variations of a product together, also where most of them are variants that others name. */
const FORMS_MAX = 20_000;

type Option = VariantDraft['options'][number];

/**
 * The variants of a variable product. A variation may leave an attribute open ("any size"); a till needs to know which
 * one is sold, so it becomes one variant for each value of the parent's, except those that another variation names.
 */
export function variationsOf(
  parent: WooRow,
  children: readonly WooRow[],
  problems: CsvProblem[],
): VariantDraft[] {
  // A disabled variation is not sold. In a draft all of them are disabled, and so is the item.
  const sold = children.filter((child) => child.isPublished || !parent.isPublished);
  for (const child of children)
    if (!sold.includes(child)) problems.push({ line: child.line, reason: 'is not published: left out' });
  if (sold.length === 0) {
    problems.push({ line: parent.line, reason: 'is a variable product without variations' });
    return [];
  }

  const written = new Set(
    sold.filter((child) => !isOpen(child)).map((child) => keyOf(combinations(parent, child)[0] ?? [])),
  );
  const variants: VariantDraft[] = [];
  let opened = 0;
  for (const child of sold) {
    const count = isOpen(child) ? countOfForms(parent, child) : 1;
    opened += isOpen(child) ? count : 0;
    if (count > 1 && (variants.length + count > VARIANTS_MAX || opened > FORMS_MAX)) {
      problems.push({
        line: child.line,
        reason: `stands for more than the ${VARIANTS_MAX} variants that an item may have`,
      });
      continue;
    }
    const forms = combinations(parent, child).filter((form) => !isOpen(child) || !written.has(keyOf(form)));
    if (forms.length === 0) {
      problems.push({ line: child.line, reason: 'stands for any value of an attribute that has none' });
      continue;
    }
    for (const form of forms) variants.push(variantOf(parent, child, form, forms.length === 1));
    if (forms.length > 1) reportShared(child, forms.length, problems);
  }
  reportParentStock(parent, variants, problems);
  return variants;
}

function isOpen(child: WooRow): boolean {
  return child.attributes.some(({ values }) => values.length === 0);
}

function countOfForms(parent: WooRow, child: WooRow): number {
  return child.attributes.reduce(
    (count, { name, values }) => count * (values.length > 0 ? 1 : valuesOf(parent, name).length),
    1,
  );
}

/** Every choice of one value for each of the variation's attributes. */
function combinations(parent: WooRow, child: WooRow): Option[][] {
  let forms: Option[][] = [[]];
  for (const { name, values } of child.attributes) {
    const choices = values.length > 0 ? [values.join(', ')] : valuesOf(parent, name);
    forms = forms.flatMap((form) => choices.map((value) => [...form, { name, value }]));
  }
  return forms;
}

function valuesOf(parent: WooRow, name: string): string[] {
  return (
    parent.attributes.find((attribute) => attribute.name.toLowerCase() === name.toLowerCase())?.values ?? []
  );
}

function keyOf(form: readonly Option[]): string {
  const pairs = form.map(({ name, value }) => JSON.stringify([name.toLowerCase(), value.toLowerCase()]));
  return pairs.sort((a, b) => (a < b ? -1 : 1)).join();
}

function variantOf(parent: WooRow, child: WooRow, options: Option[], isOnly: boolean): VariantDraft {
  // Older exports repeat the parent's SKU where the variation has none.
  const own = child.sku === parent.sku ? '' : child.sku;
  const opened = options.filter(
    ({ name }) => child.attributes.find((attribute) => attribute.name === name)?.values.length === 0,
  );
  return {
    line: child.line,
    sku: own === '' || isOnly ? own : [own, ...opened.map(({ value }) => skuWord(value))].join('-'),
    options,
    price: child.price,
    barcode: isOnly ? child.barcode : '',
    quantity: isOnly && child.stock.toLowerCase() !== 'parent' ? child.stock : '',
  };
}

function reportShared(child: WooRow, count: number, problems: CsvProblem[]): void {
  const lost = [
    ...(child.stock === '' || child.stock.toLowerCase() === 'parent' ? [] : [`stock of ${child.stock}`]),
    ...(child.barcode === '' ? [] : [`barcode ${child.barcode}`]),
  ];
  if (lost.length > 0)
    problems.push({
      line: child.line,
      reason: `stands for ${count} variants: its ${lost.join(' and ')} belongs to none of them alone and was left out`,
    });
}

/** Stock that WooCommerce keeps for the whole product cannot be shared out. */
function reportParentStock(parent: WooRow, variants: VariantDraft[], problems: CsvProblem[]): void {
  if (parent.stock === '' || parent.stock === '0') return;
  const [only, ...others] = variants;
  if (only && others.length === 0 && only.quantity === '') only.quantity = parent.stock;
  else if (variants.some((variant) => variant.quantity === ''))
    problems.push({
      line: parent.line,
      reason: `keeps a stock of ${parent.stock} for all its variations together: it was left out`,
    });
}
