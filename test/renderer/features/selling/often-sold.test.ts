import { describe, expect, it } from 'vitest';
import type { Item } from '../../../../shared/catalog/item.ts';
import type { TenderedSale } from '../../../../shared/sale/sale.ts';
import { oftenSold } from '../../../../src-renderer/features/selling/often-sold.ts';

const item = (id: string, active = true) => ({ id, name: `Article ${id}`, active }) as Item;
const sale = (...ids: string[]) =>
  ({ lines: ids.map((itemId) => ({ itemId, quantity: 50 })) }) as TenderedSale;
const names = (sales: TenderedSale[], sold: (id: string) => Item | undefined = item) =>
  oftenSold(sales, sold).map(({ id }) => id);

describe('often sold', () => {
  it('is nothing until there are enough different articles', () => {
    expect(names([sale('a', 'b', 'c')])).toEqual([]);
  });

  it('keeps the articles in places that do not depend on their counts', () => {
    expect(names([sale('h', 'g', 'f', 'e', 'd', 'c', 'b', 'a'), sale('h'), sale('h')])).toEqual([
      ...'abcdefgh',
    ]);
  });

  it('leaves out what is no longer sold or no longer known', () => {
    const sold = (id: string) => (id === 'a' ? undefined : item(id, id !== 'b'));
    expect(names([sale(...'abcdefghij')], sold)).toEqual([...'cdefghij']);
  });
});
