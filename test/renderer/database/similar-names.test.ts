import { describe, expect, it } from 'vitest';
import { createSimilarNames } from '../../../src-renderer/database/similar-names.ts';

const NAMES = [
  'Mozzarella',
  'Müsli mit Früchten',
  'Varsity top',
  'Vanilla ice cream',
  'Baguette',
  'Café crème',
];

describe('names that are like a text', () => {
  const names = createSimilarNames();
  names.add(NAMES.map((name, index) => ({ id: String(index), name })));
  const like = (text: string) => names.like(text, 3).map((id) => NAMES[Number(id)]);

  it.each([
    ['mozarela', 'Mozzarella'],
    ['musli fruchte', 'Müsli mit Früchten'],
    ['varsty', 'Varsity top'],
    ['ice vanila', 'Vanilla ice cream'],
    ['bagette', 'Baguette'],
    ['cafe creme', 'Café crème'],
  ])('%s finds %s', (text, name) => {
    expect(like(text)[0]).toBe(name);
  });

  it('letters the wrong way round and letters left out are found in short words too', () => {
    const groceries = [
      'Milk',
      'Whole milk',
      'Bread',
      'Fruit',
      'Pasta',
      'Salt',
      'Rice',
      'Beef',
      'Onions',
      'Yogurt',
      'Butter',
    ];
    const shelf = createSimilarNames();
    shelf.add(groceries.map((name, index) => ({ id: String(index), name })));
    const missed: string[] = [];
    let tried = 0;
    for (const [index, name] of groceries.entries()) {
      if (name.includes(' ')) continue;
      for (let at = 0; at < name.length - 1; at += 1) {
        const swapped = name.slice(0, at) + name.charAt(at + 1) + name.charAt(at) + name.slice(at + 2);
        if (swapped.toLowerCase() === name.toLowerCase()) continue;
        tried += 1;
        if (!shelf.like(swapped.toLowerCase(), 5).includes(String(index))) missed.push(swapped);
      }
    }
    expect(tried).toBeGreaterThan(35);
    expect(missed).toEqual([]);
  });

  it('finds nothing where nothing is like it, and takes an item twice without harm', () => {
    expect(like('zzzzqq')).toEqual([]);
    names.add([{ id: '0', name: 'Mozzarella' }]);
    expect(like('mozarela')).toEqual(['Mozzarella']);
  });
});
