import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  addKey,
  addPage,
  finished,
  isSameArrangement,
  labelKey,
  MOST_KEYS,
  MOST_PAGES,
  moved,
  moveKey,
  removeKey,
  renamePage,
} from '../../../src-renderer/features/speed-keys/arrangement.ts';

const page = (name: string, ...skus: string[]) => ({ name, keys: skus.map((sku) => ({ sku })) });

describe('arranging speed keys', () => {
  it.each([
    ['a second page of a name gets a number', () => addPage([page('Page')], 'Page'), ['Page', 'Page 2']],
    ['no more pages than there may be', () => addPage(Array(MOST_PAGES).fill(page('x')), 'y'), 'fullPages'],
    ['a name that another page has', () => renamePage([page('A'), page('B')], 1, ' A '), 'nameTaken'],
    ['its own name', () => renamePage([page('A'), page('B')], 1, 'B'), ['A', 'B']],
    ['no name', () => renamePage([page('A')], 0, '  '), 'noName'],
    ['an article twice', () => addKey([page('A', 's')], 0, 's'), 'twice'],
    [
      'a page that is full',
      () => addKey([page('A', ...Array.from({ length: MOST_KEYS }, (_, n) => `${n}`))], 0, 's'),
      'fullPage',
    ],
  ] as const)('%s', (_, act, expected) => {
    const outcome = act();
    expect(outcome.ok ? outcome.pages.map(({ name }) => name) : outcome.code).toEqual(expected);
  });

  it('labels a key, and gives it its own name back', () => {
    const labelled = labelKey([page('A', 'r', 's')], 0, 1, ' Rye ');
    expect(finished(labelled)[0]?.keys).toEqual([{ sku: 'r' }, { sku: 's', label: 'Rye' }]);
    expect(isSameArrangement(labelKey(labelled, 0, 1, ' '), [page('A', 'r', 's')])).toBe(true);
    expect(isSameArrangement(labelled, [page('A', 'r', 's')])).toBe(false);
  });

  it('moves and removes within its page alone', () => {
    const pages = [page('A', '1', '2', '3'), page('B', '4')];
    expect(moveKey(pages, 0, 0, 9)).toEqual([page('A', '2', '3', '1'), page('B', '4')]);
    expect(removeKey(pages, 0, 1)).toEqual([page('A', '1', '3'), page('B', '4')]);
  });

  test.prop([fc.array(fc.integer()), fc.nat(20), fc.nat(20)])(
    'moving loses and doubles nothing',
    (list, from, to) => {
      const after = moved(list, from, to);
      expect([...after].sort()).toEqual([...list].sort());
      if (from < list.length && to < list.length) expect(after[to]).toBe(list[from]);
      if (from < list.length && to < list.length) expect(moved(after, to, from)).toEqual(list);
    },
  );
});
