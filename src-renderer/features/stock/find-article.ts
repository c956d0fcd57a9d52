import { readScannedArticle, type ScanFacts } from '../../../shared/catalog/scanned-article.ts';
import { dayOf } from '../../../shared/staff/store-settings.ts';
import type { CatalogueHit } from '../../database/till-data.ts';
import type { Till } from '../../sync/till.ts';

type Facts = Pick<Till, 'catalogue' | 'settings'>;

/** The article that a scan is about: by its code, by a label of the scale, by a GS1 string. */
export function findScanned({ catalogue, settings }: Facts, codes: readonly string[]): CatalogueHit | null {
  for (const code of codes) {
    const hit = catalogue.findByCode(code);
    if (hit) return hit;
  }
  const facts: ScanFacts = {
    findByCode: (code) => catalogue.findByCode(code),
    embeddedBarcodes: dayOf(settings.getSnapshot()).embeddedBarcodes,
    currency: settings.getSnapshot()?.currency ?? 'EUR',
    // What has passed its day this year is looked up all the same, to be taken off the books.
    today: `${new Date().getUTCFullYear()}-01-01`,
  };
  const scanned = readScannedArticle(codes, facts);
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
