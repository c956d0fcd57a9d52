import { normalizeCode } from '../../shared/catalog/gtin.ts';
import type { Item } from '../../shared/catalog/item.ts';
import type { PulledDocument } from '../../shared/sync/documents.ts';
import type { PageEntry } from './pulled-store.ts';
import { createListeners, createValue, type Readable } from './readable.ts';
import { searchItems, searchText } from './search-items.ts';
import { createSimilarSearch } from './similar-search.ts';
import type { Catalogue, CatalogueHit, CatalogueProgress, Category } from './till-data.ts';

/** While a catalogue downloads, screens are told this often at most. */
const TELL_EVERY_MS = 100;

export interface CatalogueIndex extends Catalogue {
  apply(entries: readonly PageEntry<PulledDocument<'items'>>[]): void;
  reset(): void;
  setComplete(complete: boolean): void;
}

/** Maps over the whole catalogue. 100,000 variants take a tenth of a second to index. */
export function createCatalogueIndex(): CatalogueIndex {
  const items = new Map<string, Item>();
  const bySku = new Map<string, CatalogueHit>();
  const byCode = new Map<string, CatalogueHit>();
  const byCategory = new Map<string, Map<string, Item>>();
  const texts = new Map<string, string>();
  const sortedItems = new Map<string, readonly Item[]>();
  let sortedCategories: readonly Category[] | null = null;
  let variants = 0;
  let complete = false;

  const revision = createValue(0);
  const progress = createThrottledProgress(() => ({ items: texts.size, variants, complete }), revision);

  function* allItems(): Iterable<Item> {
    for (const item of items.values()) if (item.active) yield item;
  }
  const names = createSimilarSearch(allItems, () => revision.getSnapshot());

  function forget(item: Item): void {
    for (const variant of item.variants) {
      if (bySku.get(variant.sku)?.item.id === item.id) bySku.delete(variant.sku);
      for (const code of variant.codes) {
        const normal = normalizeCode(code);
        if (byCode.get(normal)?.item.id === item.id) byCode.delete(normal);
      }
    }
    if (!item.active) return;
    variants -= item.variants.length;
    texts.delete(item.id);
    byCategory.get(item.category)?.delete(item.id);
    if (byCategory.get(item.category)?.size === 0) byCategory.delete(item.category);
    sortedItems.delete(item.category);
  }

  function remember(item: Item): void {
    items.set(item.id, item);
    for (const variant of item.variants) {
      const hit = { item, variant };
      bySku.set(variant.sku, hit);
      if (item.active) for (const code of variant.codes) byCode.set(normalizeCode(code), hit);
    }
    if (!item.active) return;
    variants += item.variants.length;
    texts.set(item.id, searchText(item));
    const category = byCategory.get(item.category) ?? new Map<string, Item>();
    category.set(item.id, item);
    byCategory.set(item.category, category);
    sortedItems.delete(item.category);
  }

  return {
    findByCode(code) {
      const normal = normalizeCode(code);
      const hit = byCode.get(normal) ?? bySku.get(normal);
      return hit?.item.active ? hit : undefined;
    },
    findBySku: (sku) => bySku.get(sku),
    findItem: (itemId) => items.get(itemId),
    categories() {
      sortedCategories ??= [...byCategory]
        .map(([name, members]) => ({ name, items: members.size }))
        .sort((a, b) => compareNames(a.name, b.name));
      return sortedCategories;
    },
    itemsOf(category) {
      const known = sortedItems.get(category);
      if (known) return known;
      const members = [...(byCategory.get(category)?.values() ?? [])];
      const sorted = members.sort((a, b) => compareNames(a.name, b.name));
      sortedItems.set(category, sorted);
      return sorted;
    },
    search: (text, most = 60) => searchItems(items, texts, text, most),
    allItems,
    async similar(text, most = 60) {
      const ids = await names.like(text, most);
      return ids.flatMap((id) => items.get(id) ?? []).filter((item) => item.active);
    },
    progress: progress.readable,
    revision,
    apply(entries) {
      for (const { document } of entries) {
        const before = items.get(document.id);
        if (before) forget(before);
        if (document._deleted) items.delete(document.id);
        else remember(document);
      }
      sortedCategories = null;
      progress.changed();
    },
    reset() {
      for (const map of [items, bySku, byCode, byCategory, texts, sortedItems]) map.clear();
      sortedCategories = null;
      variants = 0;
      progress.changed();
    },
    setComplete(value) {
      complete = value;
      progress.tellNow();
    },
  };
}

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const compareNames = (a: string, b: string) => collator.compare(a, b);

/** Tells progress and revision at most every 100 ms, and always the last state. */
function createThrottledProgress(
  read: () => CatalogueProgress,
  revision: ReturnType<typeof createValue<number>>,
): { readable: Readable<CatalogueProgress>; changed(): void; tellNow(): void } {
  const listeners = createListeners();
  let snapshot = read();
  let timer: ReturnType<typeof setTimeout> | null = null;
  function tell(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    snapshot = read();
    revision.set(revision.getSnapshot() + 1);
    listeners.notify();
  }
  return {
    readable: { getSnapshot: () => snapshot, subscribe: (listener) => listeners.add(listener) },
    changed() {
      timer ??= setTimeout(tell, TELL_EVERY_MS);
    },
    tellNow: tell,
  };
}
