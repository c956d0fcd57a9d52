import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { itemSchema } from '../../../shared/catalog/item.ts';
import { type ProductCsv, parseProductCsv } from '../../../src-server/import/product-csv.ts';

function fixture(name: string): string {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');
}

function products(text: string): ProductCsv {
  const result = parseProductCsv(text);
  if ('error' in result) throw new Error(result.error);
  return result;
}

function listed({ items }: ProductCsv): string[] {
  return items.flatMap(({ item }) =>
    item.variants.map(({ sku, size, properties, priceMinor, codes }) =>
      [item.name, sku, size ?? '·', Object.values(properties).join('+') || '·', priceMinor, ...codes].join(
        ' | ',
      ),
    ),
  );
}

describe('a WooCommerce product export', () => {
  const shop = products(fixture('woocommerce-export.csv'));

  test('becomes items: variations join their parent, attributes are sizes and properties', () => {
    expect(shop.source).toBe('woocommerce');
    expect(listed(shop)).toEqual([
      'Meadow T-shirt | meadow-tee-red-s | Small | Red | 2000 | 5001234000113',
      'Meadow T-shirt | MEADOW-TEE-RED-MEDIUM | Medium | Red | 2000',
      // "Green in any size" is three things on a till.
      'Meadow T-shirt | meadow-tee-green-SMALL | Small | Green | 2200',
      'Meadow T-shirt | meadow-tee-green-MEDIUM | Medium | Green | 2200',
      'Meadow T-shirt | meadow-tee-green-LARGE | Large | Green | 2200',
      'Bread & Butter Board | BREAD-BUTTER-BOARD-OAK | · | Oak | 3500',
      'Bread & Butter Board | BREAD-BUTTER-BOARD-BEECH-STEAMED | · | Beech, steamed | 3200',
      'Beeswax Candle | candle | · | · | 990 | 5001234000014',
      'Wool Blanket | blanket | · | · | 9900',
      'Winter Hat | hat | · | · | 2500',
      'Pattern Sheet | pattern | · | · | 450',
      'Clay Pot | -pot- | · | · | 1400',
    ]);
    for (const { item } of shop.items) expect(itemSchema.safeParse(item).error).toBeUndefined();
  });

  test('files items under the end of their first category', () => {
    expect(shop.items.map(({ item }) => item.category)).toEqual([
      'T-shirts',
      'Kitchen',
      'Home',
      'Bedroom',
      'Other',
      'Other',
      'Other',
    ]);
  });

  test('takes tax classes, drafts and what cannot be counted over', () => {
    const byName = new Map(shop.items.map(({ item }) => [item.name, item]));
    expect(byName.get('Winter Hat')?.taxClass).toBe('reduced');
    expect(byName.get('Pattern Sheet')).toMatchObject({ taxClass: 'zero', tracksStock: false });
    expect(byName.get('Clay Pot')?.active).toBe(false);
    expect(byName.get('Beeswax Candle')).toMatchObject({ taxClass: 'standard', active: true });
  });

  test('gives what the shop has', () => {
    expect(shop.quantities).toEqual([
      { sku: 'meadow-tee-red-s', quantity: 5, line: 11 },
      { sku: 'MEADOW-TEE-RED-MEDIUM', quantity: 2, line: 12 },
      { sku: 'BREAD-BUTTER-BOARD-OAK', quantity: 1, line: 15 },
      { sku: 'candle', quantity: 20, line: 4 },
      { sku: 'blanket', quantity: 3, line: 5 },
      { sku: '-pot-', quantity: 6, line: 10 },
    ]);
  });

  test('says by line what was left out and why', () => {
    expect(shop.problems).toEqual([
      { line: 6, reason: 'its sale price has dates: the regular price was taken' },
      { line: 6, reason: 'barcode "40123456789" is no valid GTIN: it went in without a code' },
      { line: 8, reason: 'is a group of other products: its members go in on their own' },
      { line: 9, reason: 'is sold on another site' },
      {
        line: 13,
        reason: 'stands for 3 variants: its stock of 9 belongs to none of them alone and was left out',
      },
      { line: 14, reason: 'is not published: left out' },
      { line: 17, reason: 'its parent "id:999" is not a variable product of this file' },
    ]);
  });

  test('is read with German headers and decimal commas', () => {
    const german = products(fixture('woocommerce-export-german.csv'));
    expect(german.problems).toEqual([]);
    expect(listed(german)).toEqual([
      'Filzpantoffeln | FILZPANTOFFELN-38-GRUN | 38 | Grün | 3990',
      'Filzpantoffeln | FILZPANTOFFELN-40-GRAU | 40 | Grau | 103990',
    ]);
    expect(german.items[0]?.item).toMatchObject({ category: 'Schuhe', hasSizes: true });
    expect(german.quantities).toEqual([{ sku: 'FILZPANTOFFELN-38-GRUN', quantity: 2, line: 3 }]);
  });
});

describe('rows of a WooCommerce export that need care', () => {
  const header =
    'ID,Type,SKU,Name,Published,"Tax class",Stock,"Regular price",Parent,"Attribute 1 name","Attribute 1 value(s)"';
  const read = (...rows: string[]) => products([header, ...rows].join('\n'));

  test('a variation may stand before its parent, and name it by SKU or by number', () => {
    const { items, problems } = read(
      '2,variation,,Tee - S,1,,1,5,tee,Size,S',
      '3,variation,,Tee - M,1,,1,5,id:1,Size,M',
      '1,variable,tee,Tee,1,,,,,Size,"S, M"',
    );
    expect(problems).toEqual([]);
    expect(items[0]?.item.variants.map(({ size }) => size)).toEqual(['S', 'M']);
  });

  test('an exact variation wins over one for any size', () => {
    const { items } = read(
      '1,variable,tee,Tee,1,,,,,Size,"S, M"',
      '2,variation,any,Tee,1,,,5,tee,Size,',
      '3,variation,exact,Tee - M,1,,,6,tee,Size,M',
    );
    expect(items[0]?.item.variants.map(({ sku, size, priceMinor }) => [sku, size, priceMinor])).toEqual([
      ['any', 'S', 500],
      ['exact', 'M', 600],
    ]);
  });

  test('stock kept for the whole product goes to its only variation, or is reported', () => {
    const one = read('1,variable,tee,Tee,1,,7,,,Size,S', '2,variation,,Tee - S,1,,parent,5,tee,Size,S');
    expect(one.quantities).toEqual([{ sku: 'TEE-S', quantity: 7, line: 3 }]);
    const two = read(
      '1,variable,tee,Tee,1,,7,,,Size,"S, M"',
      '2,variation,,Tee - S,1,,parent,5,tee,Size,S',
      '3,variation,,Tee - M,1,,parent,5,tee,Size,M',
    );
    expect(two.quantities).toEqual([]);
    expect(two.problems).toEqual([
      { line: 2, reason: 'keeps a stock of 7 for all its variations together: it was left out' },
    ]);
  });

  test('the variations of a draft stay with it, and the item is not active', () => {
    const { items, problems } = read(
      '1,variable,tee,Tee,-1,,,,,Size,S',
      '2,variation,,Tee - S,-1,,1,5,tee,Size,S',
    );
    expect(problems).toEqual([]);
    expect(items[0]?.item).toMatchObject({ active: false, variants: [{ size: 'S' }] });
  });

  test.each([
    ['a type that nobody knows', '1,subscription,s,Box,1,,,5,,,', 'type "subscription" is not known'],
    ['no type', '1,,s,Box,1,,,5,,,', 'has no type'],
    ['no name', '1,simple,s,,1,,,5,,,', 'has no name'],
    ['no price', '1,simple,s,Box,1,,,,,,', 'has no price'],
    ['no variations', '1,variable,s,Box,1,,,,,Size,S', 'is a variable product without variations'],
    ['no parent', '1,variation,s,Box,1,,,5,,Size,S', 'its parent "" is not a variable product of this file'],
  ])('%s: left out, and the next one goes in', (_, bad, reason) => {
    const { items, problems } = read(bad, '9,simple,good,Good,1,,,5,,,');
    expect(items.map(({ itemKey }) => itemKey)).toEqual(['woocommerce:good']);
    expect(problems).toEqual([{ line: 2, reason }]);
  });

  test('a tax class of the shop’s own goes in as the standard one, and is reported', () => {
    const { items, problems } = read('1,simple,s,Box,1,luxury,,5,,,');
    expect(items[0]?.item.taxClass).toBe('standard');
    expect(problems).toEqual([
      { line: 2, reason: 'tax class "luxury" is not known: it went in with the standard one' },
    ]);
  });
});
