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

  it('finds nothing where nothing is like it, and takes an item twice without harm', () => {
    expect(like('zzzzqq')).toEqual([]);
    names.add([{ id: '0', name: 'Mozzarella' }]);
    expect(like('mozarela')).toEqual(['Mozzarella']);
  });
});
