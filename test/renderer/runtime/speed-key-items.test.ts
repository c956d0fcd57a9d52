import { expect, it } from 'vitest';
import type { Item } from '../../../shared/catalog/item.ts';
import { speedKeyItems } from '../../../src-renderer/runtime/speed-key-items.ts';

const unit = { code: 'PCE', scale: 0 };
const variant = (sku: string, size: string | null) => ({
  ...{ sku, size, properties: {}, codes: [], unit, priceMinor: 100 },
});
const shirt: Item = {
  ...{ id: 'i', name: 'Shirt', category: 'c', taxClass: 't', hasSizes: true, active: true },
  variants: [variant('S', 'S'), variant('M', 'M')],
};
const gone: Item = { ...shirt, active: false };

it('a page of keys is one form each, in its order and words; what is no longer sold has no key', () => {
  const find = (sku: string) => {
    const found = shirt.variants.find((each) => each.sku === sku);
    if (found) return { item: shirt, variant: found };
    return sku === 'GONE' ? { item: gone, variant: variant('GONE', null) } : undefined;
  };
  const page = {
    name: 'Top',
    keys: [{ sku: 'M' }, { sku: 'GONE' }, { sku: 'X' }, { sku: 'S', label: 'Small one' }],
  };
  expect(
    speedKeyItems(page, find).map(({ name, variants }) => [name, variants.map(({ sku }) => sku)]),
  ).toEqual([
    ['Shirt · M', ['M']],
    ['Small one', ['S']],
  ]);
});
