import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { itemSchema } from '../../../shared/catalog/item.ts';
import { variationKey } from '../../../shared/catalog/variation-key.ts';

const properties = fc.dictionary(fc.string({ minLength: 1 }), fc.string(), { maxKeys: 5 });
const size = fc.option(fc.string({ minLength: 1 }));

describe('the variation key', () => {
  test.prop([fc.uuid(), size, properties])('does not depend on the order of properties', (id, s, p) => {
    expect(variationKey(id, s, Object.fromEntries(Object.entries(p).reverse()))).toBe(variationKey(id, s, p));
  });

  test.prop([fc.uuid(), fc.tuple(size, properties), fc.tuple(size, properties)])(
    'tells two forms apart exactly when they differ',
    (id, a, b) => {
      const same =
        a[0] === b[0] &&
        JSON.stringify(Object.entries(a[1]).sort()) === JSON.stringify(Object.entries(b[1]).sort());
      expect(variationKey(id, ...a) === variationKey(id, ...b)).toBe(same);
    },
  );
});

const variant = {
  sku: 'A',
  size: null,
  properties: {},
  codes: [],
  unit: { code: 'PCE', scale: 0 },
  priceMinor: 100,
};
const item = {
  id: '01900000-0000-7000-8000-000000000001',
  name: 'Top',
  category: 'Clothes',
  taxClass: 'standard',
  hasSizes: false,
  active: true,
  variants: [variant],
};

describe('an item', () => {
  test('needs a size exactly where it has sizes', () => {
    expect(itemSchema.safeParse(item).success).toBe(true);
    expect(itemSchema.safeParse({ ...item, hasSizes: true }).success).toBe(false);
    expect(itemSchema.safeParse({ ...item, variants: [{ ...variant, size: 'M' }] }).success).toBe(false);
    expect(
      itemSchema.safeParse({ ...item, hasSizes: true, variants: [{ ...variant, size: 'M' }] }).success,
    ).toBe(true);
  });

  test('has each form once', () => {
    expect(itemSchema.safeParse({ ...item, variants: [variant, { ...variant, sku: 'B' }] }).success).toBe(
      false,
    );
    expect(
      itemSchema.safeParse({
        ...item,
        variants: [variant, { ...variant, sku: 'B', properties: { colour: 'Navy' } }],
      }).success,
    ).toBe(true);
  });
});
