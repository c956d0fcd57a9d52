import { normalizeCode } from '../../shared/catalog/gtin.ts';
import { type Item, itemSchema } from '../../shared/catalog/item.ts';
import { canonicalJson } from '../../shared/core/canonical-json.ts';

/** What the catalogue has of the items, SKUs and codes that an upsert touches. */
export interface CatalogueFacts {
  /** Stored items by id, as they were written (without `version`). */
  readonly items: ReadonlyMap<string, Item>;
  /** The item that has a SKU. */
  readonly skuOwners: ReadonlyMap<string, string>;
  /** The item that has a code, by the code's normal form. */
  readonly codeOwners: ReadonlyMap<string, string>;
}

/** Why an item did not go in. The words for it are the caller's. */
export type CatalogueConflict = { readonly itemId: string; readonly itemName: string } & (
  | { readonly code: 'invalidItem'; readonly path: string; readonly message: string }
  | { readonly code: 'skuTaken'; readonly sku: string; readonly ownerId: string }
  | { readonly code: 'codeTaken'; readonly gtin: string; readonly sku: string; readonly ownerId: string }
);

export interface CatalogueDecision {
  readonly write: readonly Item[];
  readonly unchanged: readonly string[];
  readonly conflicts: readonly CatalogueConflict[];
}

/** Every SKU and code that the items name, so that the caller can look up their owners. */
export function namedBy(items: readonly Item[]): { skus: string[]; codes: string[] } {
  const variants = items.flatMap((item) => item.variants);
  return {
    skus: [...new Set(variants.map((variant) => variant.sku))],
    codes: [...new Set(variants.flatMap((variant) => variant.codes.map(normalizeCode)))],
  };
}

/** The same item has the same text, whatever the order of its members. */
const contentOf = (item: Item) => canonicalJson(item);

function firstRepeated(values: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return values.find((value) => seen.size === seen.add(value).size);
}

function conflictWithin(item: Item): CatalogueConflict | null {
  const named = { itemId: item.id, itemName: item.name };
  const sku = firstRepeated(item.variants.map((variant) => variant.sku));
  if (sku !== undefined) return { ...named, code: 'skuTaken', sku, ownerId: item.id };
  const codes = item.variants.flatMap((variant) =>
    [...new Set(variant.codes.map(normalizeCode))].map((gtin) => ({ gtin, sku: variant.sku })),
  );
  const repeated = firstRepeated(codes.map(({ gtin }) => gtin));
  const second = codes.findLast(({ gtin }) => gtin === repeated);
  return second ? { ...named, code: 'codeTaken', ...second, ownerId: item.id } : null;
}

/**
 * Which of the items to write. An item goes in whole or not at all; the first to claim a SKU or a code has it.
 *
 * @param incoming items of any origin; they are checked here against the shared schema
 */
export function decideUpsert(incoming: readonly unknown[], facts: CatalogueFacts): CatalogueDecision {
  const skuOwners = new Map(facts.skuOwners);
  const codeOwners = new Map(facts.codeOwners);
  const stored = new Map(facts.items);
  const write = new Map<string, Item>();
  const unchanged: string[] = [];
  const conflicts: CatalogueConflict[] = [];

  for (const candidate of incoming) {
    const parsed = itemSchema.safeParse(candidate);
    if (!parsed.success) {
      const { id, name } = (candidate ?? {}) as { id?: unknown; name?: unknown };
      const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
      const issue = parsed.error.issues[0];
      conflicts.push({
        itemId: textOf(id),
        itemName: textOf(name),
        code: 'invalidItem',
        path: issue?.path.join('.') ?? '',
        message: issue?.message ?? 'is not an item',
      });
      continue;
    }
    const item = parsed.data;
    const before = stored.get(item.id);
    if (before && contentOf(before) === contentOf(item)) {
      unchanged.push(item.id);
      continue;
    }
    const conflict = conflictWithin(item) ?? conflictWithOthers(item, skuOwners, codeOwners);
    if (conflict) {
      conflicts.push(conflict);
      continue;
    }
    for (const variant of before?.variants ?? []) {
      skuOwners.delete(variant.sku);
      for (const code of variant.codes) codeOwners.delete(normalizeCode(code));
    }
    for (const variant of item.variants) {
      skuOwners.set(variant.sku, item.id);
      for (const code of variant.codes) codeOwners.set(normalizeCode(code), item.id);
    }
    stored.set(item.id, item);
    write.set(item.id, item);
  }
  return { write: [...write.values()], unchanged, conflicts };
}

function conflictWithOthers(
  item: Item,
  skuOwners: ReadonlyMap<string, string>,
  codeOwners: ReadonlyMap<string, string>,
): CatalogueConflict | null {
  const named = { itemId: item.id, itemName: item.name };
  for (const { sku, codes } of item.variants) {
    const skuOwner = skuOwners.get(sku);
    if (skuOwner !== undefined && skuOwner !== item.id)
      return { ...named, code: 'skuTaken', sku, ownerId: skuOwner };
    for (const gtin of codes.map(normalizeCode)) {
      const codeOwner = codeOwners.get(gtin);
      if (codeOwner !== undefined && codeOwner !== item.id)
        return { ...named, code: 'codeTaken', gtin, sku, ownerId: codeOwner };
    }
  }
  return null;
}
