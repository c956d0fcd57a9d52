import { readScannedArticle } from '../../../shared/catalog/scanned-article.ts';
import type { CatalogueHit } from '../../database/till-data.ts';
import { scanFactsAnyDay } from '../../runtime/scan-facts.ts';
import type { Till } from '../../sync/till.ts';

/** The article that a scan is about: by its code, by a label of the scale, by a GS1 string; also to take it off the books. */
export function findScanned(
  till: Pick<Till, 'catalogue' | 'settings' | 'clock'>,
  codes: readonly string[],
): CatalogueHit | null {
  for (const code of codes) {
    const hit = till.catalogue.findByCode(code);
    if (hit) return hit;
  }
  const scanned = readScannedArticle(codes, scanFactsAnyDay(till));
  return scanned.ok ? scanned.hit : null;
}

const MOST_FOUND = 30;

/** Every form of what a text finds, the likeliest first; a code finds its own form alone. */
export function findForms({ catalogue }: Pick<Till, 'catalogue'>, text: string): readonly CatalogueHit[] {
  const typed = text.trim();
  if (typed === '') return [];
  const exact = catalogue.findByCode(typed);
  if (exact) return [exact];
  return catalogue
    .search(typed, MOST_FOUND)
    .flatMap((item) => item.variants.map((variant) => ({ item, variant })))
    .slice(0, MOST_FOUND);
}

/** What tells one form of an item from another. */
export const formName = ({ variant }: CatalogueHit): string =>
  [...Object.values(variant.properties), variant.size].filter(Boolean).join(' · ');
