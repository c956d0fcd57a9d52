import type { Item, Variant } from '../../shared/catalog/item.ts';
import type { SpeedKeyPage } from '../../shared/staff/store-settings.ts';
import type { CatalogueHit } from '../database/till-data.ts';

/** One form of an article as an article of its own, under the manager's words or its own. */
export function speedKeyItem({ item, variant }: { item: Item; variant: Variant }, label?: string): Item {
  const form = [...Object.values(variant.properties), variant.size].filter(Boolean).join(' · ');
  const name = label ?? [item.name, form].filter(Boolean).join(' · ');
  return { ...item, id: `${item.id}/${variant.sku}`, name, variants: [variant] };
}

/**
 * The keys of a page as articles of one form each, in the manager's order and under the manager's words. What the
 * catalogue no longer sells has no key.
 */
export function speedKeyItems(
  page: SpeedKeyPage,
  findBySku: (sku: string) => CatalogueHit | undefined,
): readonly Item[] {
  return page.keys.flatMap(({ sku, label }) => {
    const hit = findBySku(sku);
    return hit?.item.active ? [speedKeyItem(hit, label)] : [];
  });
}
