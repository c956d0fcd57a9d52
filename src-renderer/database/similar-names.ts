import MiniSearch from 'minisearch';
import { foldText } from './search-items.ts';

/** Of the letters of a word, so many may be wrong: one in four, as people type. */
const WRONG_LETTERS = 0.25;

/** In short words, two letters the wrong way round are two wrong ones of four: more than may be wrong. They are tried put right. */
const SHORT = { least: 3, most: 5 };

/** A text with each pair of neighbours in its short words put the other way round, one at a time. */
function withSwaps(text: string): string[] {
  const words = text.split(/\s+/).filter(Boolean);
  return words.flatMap((word, nth) => {
    const letters = Array.from(word);
    if (letters.length < SHORT.least || letters.length > SHORT.most) return [];
    return letters.slice(1).flatMap((letter, at) => {
      const before = letters[at];
      if (before === undefined || before === letter) return [];
      const swapped = [...letters.slice(0, at), letter, before, ...letters.slice(at + 2)].join('');
      return [words.with(nth, swapped).join(' ')];
    });
  });
}

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
        .search({ combineWith: 'OR', queries: [text, ...withSwaps(text)] })
        .slice(0, most)
        .map((hit) => String(hit.id)),
  };
}
