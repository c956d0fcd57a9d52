import { describe, expect, test } from 'vitest';
import { derivedSku, skuWord } from '../../../src-server/import/derived-sku.ts';
import { exactPrice } from '../../../src-server/import/exact-price.ts';
import { derivedItemId } from '../../../src-server/import/item-id.ts';
import { isSizeOption } from '../../../src-server/import/size-option.ts';
import {
  decodedEntities,
  listedValues,
  unescapedCell,
} from '../../../src-server/import/woocommerce-cells.ts';

describe('a price becomes minor units exactly', () => {
  test.each<[string, number, number | null]>([
    ['19.9', 2, 1990],
    ['19,90', 2, 1990],
    ['50', 2, 5000],
    ['0', 2, 0],
    ['0.10', 2, 10],
    ['1.10', 2, 110],
    ['4.35', 2, 435],
    ['1,234.50', 2, 123450],
    ['1.234,50', 2, 123450],
    ['1,234,567.8', 2, 123456780],
    ['€ 5.00', 2, 500],
    ['5,00 €', 2, 500],
    ['19.9900', 2, 1999],
    ['500', 0, 500],
    ['1.125', 3, 1125],
    ['1.125', 2, null],
    ['-1', 2, null],
    ['1e3', 2, null],
    ['12.50.00', 2, null],
    ['', 2, null],
    ['free', 2, null],
  ])('%j with %d digits', (text, exponent, minor) => {
    expect(exactPrice(text, exponent)).toBe(minor);
  });
});

describe('a SKU is derived from handle and options', () => {
  const free = () => false;

  test.each<[string, string[], string]>([
    ['varsity-top', ['Medium'], 'VARSITY-TOP-MEDIUM'],
    ['ocean-blue-shirt', [], 'OCEAN-BLUE-SHIRT'],
    ['deck-shoes', ['42½', 'Hellgrün / weiß'], 'DECK-SHOES-42-1-2-HELLGRUN-WEISS'],
    ['smørrebrød', ['Œuf'], 'SMORREBROD-OEUF'],
  ])('%s %j', (handle, options, sku) => {
    expect(derivedSku(handle, options, free)).toBe(sku);
  });

  test('ends in a hash where it is taken, too long, or written in another script', () => {
    const taken = derivedSku('tee', ['M'], (sku) => sku === 'TEE-M');
    expect(taken).toMatch(/^TEE-M-[0-9A-F]{6}$/);
    expect(derivedSku('tee', ['M'], (sku) => sku === 'TEE-M')).toBe(taken);
    const long = derivedSku('a'.repeat(80), ['M'], free);
    expect(long).toMatch(/^A{57}-[0-9A-F]{6}$/);
    expect(derivedSku('a'.repeat(80), ['L'], free)).not.toBe(long);
    expect(skuWord('Синий')).toMatch(/^[0-9A-F]{6}$/);
    expect(skuWord('Синий')).not.toBe(skuWord('Белый'));
  });
});

test.each([
  'Size',
  'size',
  ' SIZE ',
  'Größe',
  'GRÖSSE',
  'Taille',
  'Talla',
  'Shoe size',
  'Schuhgröße',
  'Sizes',
])('%j is a size', (name) => {
  expect(isSizeOption(name)).toBe(true);
});

test.each(['Colour', 'Title', 'Material', 'Downsized', 'Sized', ''])('%j is no size', (name) => {
  expect(isSizeOption(name)).toBe(false);
});

test('ids are derived per source', () => {
  expect(derivedItemId('shopify', 'mug')).toBe(derivedItemId('shopify', 'mug'));
  expect(derivedItemId('shopify', 'mug')).not.toBe(derivedItemId('woocommerce', 'mug'));
});

test('WooCommerce’s cells are unpacked', () => {
  expect(listedValues('Red, Blue\\, light,Green')).toEqual(['Red', 'Blue, light', 'Green']);
  expect(listedValues(' , ')).toEqual([]);
  expect(unescapedCell("'=SUM")).toBe('=SUM');
  expect(unescapedCell("'-5")).toBe('-5');
  expect(unescapedCell("'tis")).toBe("'tis");
  expect(decodedEntities('Bread &amp; butter &#8211; &#x41;&unknown; &quot;')).toBe(
    'Bread & butter – A&unknown; "',
  );
  expect(decodedEntities('&#xD800;&#0;')).toBe('&#xD800;&#0;');
});
