import { createHash } from 'node:crypto';

const LENGTH_MAX = 64;
const HASH_DIGITS = 6;
/** Letters that have no accent to drop. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'SS',
  Æ: 'AE',
  Ø: 'O',
  Œ: 'OE',
  Ł: 'L',
  Đ: 'D',
  Þ: 'TH',
  '½': '-1-2',
};

/**
 * The SKU of a variant that its shop gave none, from its handle and the values of its options in their order:
 * `varsity-top` in `Medium` is `VARSITY-TOP-MEDIUM`. Always the same for the same variant.
 *
 * @param isTaken SKUs that something else has; such a SKU, or one that is too long, ends in a few digits of a hash
 */
export function derivedSku(
  handle: string,
  options: readonly string[],
  isTaken: (sku: string) => boolean,
): string {
  const readable = [handle, ...options].map(skuWord).join('-');
  if (readable.length <= LENGTH_MAX && !isTaken(readable)) return readable;
  const mark = hashOf([handle, ...options].join('\n'));
  return `${readable.slice(0, LENGTH_MAX - HASH_DIGITS - 1).replace(/-$/, '')}-${mark}`;
}

/** Upper-case letters A to Z, digits and hyphens; a text that has none of them (another script) becomes a hash. */
export function skuWord(text: string): string {
  const latin = text
    .toUpperCase()
    .replace(/[ÆØŒŁĐÞß½]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '');
  const word = latin.replace(/[^A-Z0-9]+/g, '-').replace(/^-|-$/g, '');
  return word === '' ? hashOf(text) : word;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS).toUpperCase();
}
