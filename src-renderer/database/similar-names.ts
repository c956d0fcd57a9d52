import MiniSearch from 'minisearch';
import { foldText } from './search-items.ts';

/** Of the letters of a word, so many may be wrong: one in four, as people type. */
const WRONG_LETTERS = 0.25;

export interface NamedItem {
  readonly id: string;
  readonly name: string;
}

/** Names by likeness, for the search that finds nothing as it was typed. */
export interface SimilarNames {
  add(items: readonly NamedItem[]): void;
  /** Ids, likest first. A word of the text need not occur if the others do well. */
  like(text: string, most: number): readonly string[];
}

export function createSimilarNames(): SimilarNames {
  const index = new MiniSearch<NamedItem>({
    fields: ['name'],
    processTerm: (term) => foldText(term),
    searchOptions: {
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 2 ? WRONG_LETTERS : false),
      maxFuzzy: 3,
      combineWith: 'OR',
    },
  });
  return {
    // Handed over while the catalogue changes, an item may come twice.
    add(items) {
      for (const item of items) if (!index.has(item.id)) index.add(item);
    },
    like: (text, most) =>
      index
        .search(text)
        .slice(0, most)
        .map((hit) => String(hit.id)),
  };
}
