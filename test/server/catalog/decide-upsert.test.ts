import { expect, test } from 'vitest';
import type { Item } from '../../../shared/catalog/item.ts';
import { decideUpsert, namedBy } from '../../../src-server/catalog/decide-upsert.ts';

const SOAP = '0198a000-0000-7000-8000-000000000001';
const TEA = '0198a000-0000-7000-8000-000000000002';

const item = (id: string, sku: string, codes: string[] = [], more: Partial<Item> = {}): Item => ({
  id,
  name: `Item ${sku}`,
  category: 'Things',
  taxClass: 'standard',
  hasSizes: false,
  active: true,
  variants: [{ sku, size: null, properties: {}, codes, unit: { code: 'H87', scale: 0 }, priceMinor: 100 }],
  ...more,
});

const factsOf = (...items: Item[]) => ({
  items: new Map(items.map((entry) => [entry.id, entry])),
  skuOwners: new Map(items.flatMap((entry) => entry.variants.map((variant) => [variant.sku, entry.id]))),
  codeOwners: new Map(
    items.flatMap((entry) =>
      entry.variants.flatMap((variant) => variant.codes.map((code) => [code, entry.id])),
    ),
  ),
});

test('new items are written, known content is left alone whatever the order of its members', () => {
  const soap = item(SOAP, 'SOAP');
  const reordered = Object.fromEntries(Object.entries(soap).reverse());
  expect(decideUpsert([soap], factsOf())).toMatchObject({ write: [soap], unchanged: [], conflicts: [] });
  expect(decideUpsert([reordered], factsOf(soap))).toMatchObject({ write: [], unchanged: [SOAP] });
});

test('a SKU of another item is a conflict, told with its owner', () => {
  expect(decideUpsert([item(TEA, 'SOAP')], factsOf(item(SOAP, 'SOAP'))).conflicts).toEqual([
    { itemId: TEA, itemName: 'Item SOAP', code: 'skuTaken', sku: 'SOAP', ownerId: SOAP },
  ]);
});

test('a UPC-A and the same number as EAN-13 are one code', () => {
  const { conflicts } = decideUpsert(
    [item(TEA, 'TEA', ['036000291452'])],
    factsOf(item(SOAP, 'SOAP', ['0036000291452'])),
  );
  expect(conflicts).toMatchObject([{ code: 'codeTaken', gtin: '0036000291452', sku: 'TEA', ownerId: SOAP }]);
});

test('inside one file the first to claim a code has it, and an item that gave its code up frees it', () => {
  const both = decideUpsert([item(SOAP, 'SOAP', ['X1']), item(TEA, 'TEA', ['X1'])], factsOf());
  expect(both.write.map(({ id }) => id)).toEqual([SOAP]);
  expect(both.conflicts).toMatchObject([{ itemId: TEA, code: 'codeTaken' }]);

  const moved = decideUpsert(
    [item(SOAP, 'SOAP'), item(TEA, 'TEA', ['X1'])],
    factsOf(item(SOAP, 'SOAP', ['X1'])),
  );
  expect(moved.write.map(({ id }) => id)).toEqual([SOAP, TEA]);
});

test('an item that repeats its own SKU or code is refused whole', () => {
  const shirt = item(SOAP, 'S', ['X1'], { hasSizes: true });
  const sized = (sku: string, size: string, codes: string[]) => ({ ...shirt.variants[0]!, sku, size, codes });
  const twiceSku = { ...shirt, variants: [sized('S', 'M', []), sized('S', 'L', [])] };
  const twiceCode = { ...shirt, variants: [sized('S', 'M', ['X1']), sized('T', 'L', ['X1'])] };
  expect(decideUpsert([twiceSku], factsOf()).conflicts).toMatchObject([{ code: 'skuTaken', sku: 'S' }]);
  expect(decideUpsert([twiceCode], factsOf()).conflicts).toMatchObject([{ code: 'codeTaken', sku: 'T' }]);
});

test('what is no item is told with the place and the reason', () => {
  const { conflicts, write } = decideUpsert([item(SOAP, 'S', [], { hasSizes: true }), null], factsOf());
  expect(write).toEqual([]);
  expect(conflicts).toMatchObject([
    { code: 'invalidItem', path: 'variants.0.size', message: 'is missing' },
    { code: 'invalidItem', itemId: '' },
  ]);
});

test('every SKU and every code is looked up once, in its normal form', () => {
  expect(namedBy([item(SOAP, 'S', ['036000291452', '0036000291452']), item(TEA, 'S')])).toEqual({
    skus: ['S'],
    codes: ['0036000291452'],
  });
});
