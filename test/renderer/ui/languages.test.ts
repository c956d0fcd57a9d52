import { describe, expect, it } from 'vitest';
import { RECEIPT_LABELS } from '../../../shared/sale/receipt-labels.ts';
import { ar } from '../../../src-renderer/languages/ar/words.ts';
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
const arabic = flat(ar);
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

describe('Arabic beside English', () => {
  const FORMS = ['zero', 'one', 'two', 'few', 'many', 'other'];

  it('has every sentence, each counted one in its six forms, and no other', () => {
    const wanted = [...english.keys()].flatMap((key) => {
      const counted = /^(.*)_(one|other)$/.exec(key)?.[1];
      return counted ? FORMS.map((form) => `${counted}_${form}`) : [key];
    });
    expect([...arabic.keys()].sort()).toEqual([...new Set(wanted)].sort());
  });

  it('keeps the values that each sentence shows', () => {
    // None, one and two are words of their own; what counts up is in the others.
    const differing = [...arabic].filter(([key, text]) => {
      const form = /_(zero|one|two|few|many|other)$/.exec(key)?.[1];
      if (form === 'zero' || form === 'one' || form === 'two') return false;
      const source = english.get(key) ?? english.get(key.replace(/_(few|many)$/, '_other')) ?? '';
      return placeholders(text).join() !== placeholders(source).join();
    });
    expect(differing).toEqual([]);
  });

  it('is written in Arabic letters: what is not is an address, a sign or the name of a key', () => {
    const foreign = [...arabic.values()]
      .filter((text) => !/\p{Script=Arabic}/u.test(text.replace(/\{\{\w+\}\}/g, '')))
      .map((text) => text.replace(/\{\{\w+\}\}/g, '').trim())
      .filter((text) => !SAME.test(text));
    expect([...new Set(foreign)].sort()).toEqual(['Ctrl', 'Del', 'Ins', 'http://192.168.1.10:7420']);
  });
});

it('the paper has every word that a receipt asks for', () => {
  expect(Object.keys(en.receipt.paper).sort()).toEqual([...RECEIPT_LABELS].sort());
});
