import type { Item } from '../../../shared/catalog/item.ts';
import type { DaySettings } from '../../../shared/staff/store-settings.ts';
import type { CatalogueHit } from '../../database/till-data.ts';

type Page = DaySettings['speedKeys'][number];

/**
 * The keys of a page as articles of one form each, in the manager's order and under the manager's words. What the
 * catalogue no longer sells has no key.
 */
export function speedKeyItems(
  page: Page,
  findBySku: (sku: string) => CatalogueHit | undefined,
): readonly Item[] {
  return page.keys.flatMap(({ sku, label }) => {
    const hit = findBySku(sku);
    if (!hit?.item.active) return [];
    const { item, variant } = hit;
    const form = [...Object.values(variant.properties), variant.size].filter(Boolean).join(' · ');
    const name = label ?? [item.name, form].filter(Boolean).join(' · ');
    return [{ ...item, id: `${item.id}/${sku}`, name, variants: [variant] }];
  });
}
