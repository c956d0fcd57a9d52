import { describe, expect, it } from 'vitest';
import type { Item } from '../../../shared/catalog/item.ts';
import { foldText, searchItems, searchText } from '../../../src-renderer/database/search-items.ts';

const item = (id: string, name: string, over: Partial<Item> = {}): Item => ({
  id,
  name,
  category: 'Food',
  taxClass: 'standard',
  hasSizes: false,
  active: true,
  variants: [
    {
      sku: `SKU-${id}`,
      size: null,
      properties: {},
      codes: [`40000${id}`],
      unit: { code: 'H87', scale: 0 },
      priceMinor: 1,
    },
  ],
  ...over,
});

const items = [
  item('1', 'Dark chocolate'),
  item('2', 'Chocolate milk'),
  item('3', 'Crème brûlée'),
  item('4', 'Weißbier'),
  item('5', 'Hot dog buns', { category: 'Chocolates' }),
];
const byId = new Map(items.map((each) => [each.id, each]));
const texts = new Map(items.map((each) => [each.id, searchText(each)]));
const found = (text: string, most = 10) => searchItems(byId, texts, text, most).map((each) => each.name);

describe('search by a scan', () => {
  it.each([
    {
      text: 'choc',
      says: ['Chocolate milk', 'Dark chocolate', 'Hot dog buns'],
      why: 'names that begin with it first',
    },
    { text: 'CREME', says: ['Crème brûlée'], why: 'without case and accents' },
    { text: 'weiss', says: ['Weißbier'], why: 'ß as people type it' },
    { text: 'milk choc', says: ['Chocolate milk'], why: 'every word, in any order' },
    { text: 'sku-3', says: ['Crème brûlée'], why: 'by SKU' },
    { text: '400004', says: ['Weißbier'], why: 'by code' },
    { text: '   ', says: [], why: 'nothing for nothing' },
    { text: 'pizza', says: [], why: 'nothing where nothing is' },
  ])('"$text": $why', ({ text, says }) => {
    expect(found(text)).toEqual(says);
  });

  it('gives no more than asked for', () => {
    expect(found('c', 2)).toHaveLength(2);
  });

  it('folds as it is documented', () => {
    expect(foldText('Ångström & Straße')).toBe('angstrom & strasse');
  });
});
