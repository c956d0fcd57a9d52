import { describe, expect, it } from 'vitest';
import { RECEIPT_LABELS } from '../../../shared/sale/receipt-labels.ts';
import { de } from '../../../src-renderer/languages/de/words.ts';
import { en } from '../../../src-renderer/languages/en/words.ts';

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, path = ''): Map<string, string> {
  const sentences = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') sentences.set(path + key, value);
    else for (const [name, text] of flat(value, `${path}${key}.`)) sentences.set(name, text);
  }
  return sentences;
}

const english = flat(en);
const german = flat(de);
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

/** Words that are the same in both languages. */
const SAME = /^[\p{P}\p{S}\s\d]*$|^(Server|Till|Port|Code|Enter|System|Version|OK|Name|Undo|Offline|Ref\.)$/u;

describe('German beside English', () => {
  it('has every sentence and no other', () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('keeps the values that each sentence shows', () => {
    // A singular may leave its number out.
    const counted = [...english].filter(([key]) => !key.endsWith('_one'));
    const differing = counted.filter(
      ([key, text]) => placeholders(german.get(key) ?? '').join() !== placeholders(text).join(),
    );
    expect(differing).toEqual([]);
    expect([...german.values()].filter((text) => text.trim() === '')).toEqual([]);
  });

  it('is translated: what is the same in both is a name, a sign or a number', () => {
    const same = [...english].filter(([key, text]) => german.get(key) === text).map(([, text]) => text);
    const words = same
      .map((text) => text.replace(/\{\{\w+\}\}/g, '').trim())
      .filter((text) => !SAME.test(text));
    expect(words).toEqual(['http://192.168.1.10:7420']);
  });
});

it('the paper has every word that a receipt asks for', () => {
  expect(Object.keys(en.receipt.paper).sort()).toEqual([...RECEIPT_LABELS].sort());
});
