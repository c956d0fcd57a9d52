import { describe, expect, test } from 'vitest';
import { expandRow, glyphOf } from '../../../src-server/demo/demo-item.ts';
import {
  byWeight,
  type DemoCategory,
  type DemoRow,
  made,
  openPriced,
  pack,
} from '../../../src-server/demo/demo-row.ts';

const category: DemoCategory = {
  code: 'TST',
  name: 'Test shelf',
  hue: 5,
  taxClass: 'reduced',
  shelf: 'slow',
  rows: [],
};
const expand = (row: DemoRow) => expandRow(category, row);

describe('a row of the demo catalogue', () => {
  test('packed: one variant with a GTIN of its brand', () => {
    const { item, stock } = expand(pack('MLK-1L', 'Dunmeadow', 'Whole milk', '1 L', 129, { stock: [3, 1] }));
    expect(item).toMatchObject({
      name: 'Whole milk 1 L (Dunmeadow)',
      category: 'Test shelf',
      taxClass: 'reduced',
      hasSizes: false,
      active: true,
    });
    expect(item.variants).toMatchObject([
      { sku: 'TST-MLK-1L', size: null, properties: {}, unit: { code: 'PCE', scale: 0 }, priceMinor: 129 },
    ]);
    expect(item.variants[0]?.codes[0]).toMatch(/^4017301\d{6}$/);
    expect(stock.map(({ quantity }) => quantity)).toEqual([3, 1]);
  });

  test('weighed: counted in grams, priced by the kilogram', () => {
    const { item, stock } = expand(byWeight('PEAR', 'Pears', 299, { stock: [1.25, 0] }));
    expect(item.variants[0]).toMatchObject({ unit: { code: 'KGM', scale: 3 }, priceMinor: 299 });
    expect(item.variants[0]?.codes[0]).toMatch(/^21\d{5}00000\d$/);
    expect(stock.map(({ quantity }) => quantity)).toEqual([1250, 0]);
  });

  test('with an open price: nothing to scan and nothing to count', () => {
    const { item, stock } = expand(openPriced('WRAP', 'Gift wrapping'));
    expect(item).toMatchObject({ openPrice: true, tracksStock: false });
    expect(item.variants).toMatchObject([{ codes: [], priceMinor: 0 }]);
    expect(stock).toEqual([]);
  });

  test('with sizes and colours: every combination that is made, dearer sizes included', () => {
    const { item, stock } = expand(
      made('TEE', 'Northloom', 'T-shirt', 1995, {
        sizes: ['M', 'XXL'],
        properties: { colour: ['Navy', 'Red'] },
        without: ['RED-XXL'],
        surcharge: { XXL: 200 },
        stockOf: { 'NVY-M': [1, 0] },
      }),
    );
    expect(item.hasSizes).toBe(true);
    expect(
      item.variants.map(({ sku, size, properties, priceMinor }) => [sku, size, properties, priceMinor]),
    ).toEqual([
      ['TST-TEE-NVY-M', 'M', { colour: 'Navy' }, 1995],
      ['TST-TEE-NVY-XXL', 'XXL', { colour: 'Navy' }, 2195],
      ['TST-TEE-RED-M', 'M', { colour: 'Red' }, 1995],
    ]);
    expect(stock.filter(({ sku }) => sku === 'TST-TEE-NVY-M').map(({ quantity }) => quantity)).toEqual([
      1, 0,
    ]);
  });

  test('that names a form it does not have is a mistake, and says so', () => {
    const misspelt = (axes: Parameters<typeof made>[4]) => () =>
      expand(made('TEE', 'Northloom', 'T-shirt', 1, axes));
    expect(misspelt({ sizes: ['M'], without: ['L'] })).toThrow('TST-TEE has no form L');
    expect(misspelt({ sizes: ['M'], stockOf: { S: [1, 1] } })).toThrow('TST-TEE has no form S');
    expect(misspelt({ sizes: ['M'], surcharge: { XL: 1 } })).toThrow('TST-TEE has no size XL');
  });

  test('keeps its id and code when rows are added around it', () => {
    const row = pack('MLK-1L', 'Dunmeadow', 'Whole milk', '1 L', 129);
    expect(expand(row)).toEqual(expandRow({ ...category, rows: [openPriced('NEW', 'New')] }, row));
  });

  test.each([
    ['Whole milk 3.5 %', 'Wm'],
    ['Bananas', 'Ba'],
    ['Nuts and raisins', 'Nr'],
    ["Chef's knife", 'Ck'],
    ['Crème fraîche', 'Cf'],
  ])('shows %s as %s', (product, glyph) => {
    expect(glyphOf(product)).toBe(glyph);
  });
});
