import { describe, expect, it } from 'vitest';
import type { Variant } from '../../../../shared/catalog/item.ts';
import {
  axesOf,
  choose,
  chosenVariant,
  variantsFor,
  variantsWith,
} from '../../../../src-renderer/features/selling/variant-axes.ts';

const form = (sku: string, size: string | null, properties: Record<string, string>): Variant => ({
  sku,
  size,
  properties,
  codes: [],
  unit: { code: 'PCE', scale: 0 },
  priceMinor: 1000,
});

/** Navy is not made in L. */
const top = {
  hasSizes: true,
  variants: [
    form('RED-S', 'S', { Colour: 'Red' }),
    form('RED-L', 'L', { Colour: 'Red' }),
    form('NVY-S', 'S', { Colour: 'Navy' }),
  ],
};
const axes = axesOf(top);
const axis = (name: string) => axes.find((other) => other.name === name) ?? fail(name);
const fail = (name: string): never => {
  throw new Error(`no axis ${name}`);
};

describe('the axes of an item', () => {
  it('are its properties and then its size, with their values in order', () => {
    expect(axes).toEqual([
      { name: 'Colour', isSize: false, values: ['Red', 'Navy'] },
      { name: 'size', isSize: true, values: ['S', 'L'] },
    ]);
  });

  it('leave out a property that is the same everywhere', () => {
    const one = {
      hasSizes: true,
      variants: [form('A', 'S', { Colour: 'Red' }), form('B', 'M', { Colour: 'Red' })],
    };
    expect(axesOf(one).map((other) => other.name)).toEqual(['size']);
  });
});

describe('forms that lack a property of others', () => {
  const scarf = {
    hasSizes: false,
    variants: [
      form('WOOL', null, { Material: 'Wool' }),
      form('PLAIN', null, {}),
      form('SILK', null, { Material: 'Silk' }),
    ],
  };

  it('have a value of their own, and can be chosen', () => {
    const own = axesOf(scarf);
    expect(own).toEqual([{ name: 'Material', isSize: false, values: ['Wool', '', 'Silk'] }]);
    expect(
      own.flatMap(({ values }) => values.map((value) => chosenVariant(scarf, own, { Material: value })?.sku)),
    ).toEqual(['WOOL', 'PLAIN', 'SILK']);
  });
});

describe('a choice', () => {
  it('is complete when every axis has a value', () => {
    expect(chosenVariant(top, axes, { Colour: 'Red' })).toBeNull();
    expect(chosenVariant(top, axes, { Colour: 'Red', size: 'L' })?.sku).toBe('RED-L');
  });

  it('knows what is not made', () => {
    expect(variantsWith(top, axes, { Colour: 'Navy' }, axis('size'), 'L')).toEqual([]);
    expect(variantsFor(top, axes, { Colour: 'Navy' }).map((variant) => variant.sku)).toEqual(['NVY-S']);
  });

  it('lets go of what the newest answer makes impossible', () => {
    expect(choose(top, axes, { Colour: 'Navy' }, axis('size'), 'L')).toEqual({ size: 'L' });
    expect(choose(top, axes, { Colour: 'Red' }, axis('size'), 'L')).toEqual({ size: 'L', Colour: 'Red' });
  });
});
