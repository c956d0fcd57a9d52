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

/** One line a variant, as a person would note it down. */
function listed({ items }: ProductCsv): string[] {
  return items.flatMap(({ item }) =>
    item.variants.map(({ sku, size, properties, priceMinor, codes }) =>
      [item.name, sku, size ?? '·', Object.values(properties).join('+') || '·', priceMinor, ...codes].join(
        ' | ',
      ),
    ),
  );
}

describe('a Shopify product export', () => {
  const shop = products(fixture('shopify-export.csv'));

  test('becomes items: rows of a handle are variants, options are sizes and properties', () => {
    expect(shop.source).toBe('shopify');
    expect(listed(shop)).toEqual([
      'Harbour Crew Sweater | HCS-NVY-S | S | Navy | 7990 | 4019876000119',
      'Harbour Crew Sweater | HCS-NVY-M | M | Navy | 7990 | 4019876000126',
      'Harbour Crew Sweater | HARBOUR-CREW-SWEATER-RUST-S | S | Rust | 8450',
      'Harbour Crew Sweater | HARBOUR-CREW-SWEATER-RUST-M | M | Rust | 8450',
      'Oilcloth Tote | TOTE-1 | · | · | 4500 | 0012345678905',
      'Deck Shoes | DECK-SHOES-42-LEDER-GUM | 42 | Leder+Gum | 11900',
      'Deck Shoes | DECK-SHOES-43-LEDER-GUM | 43 | Leder+Gum | 11900',
      'Rope Bracelet | ROPE-BRACELET-RED-WHITE | · | Red/White | 1250',
      'Rope Bracelet | ROPE-BRACELET-BLUE-WHITE | · | Blue/White | 1250',
      'Old Map Print | MAP-1 | · | · | 3000',
      'Gift Card | SHOP-GIFT-CARD-25 | · | 25 | 2500',
      'Gift Card | SHOP-GIFT-CARD-50 | · | 50 | 5000',
    ]);
    for (const { item } of shop.items) expect(itemSchema.safeParse(item).error).toBeUndefined();
  });

  test('keeps the names of the options and says which items have sizes', () => {
    const [sweater, , shoes] = shop.items.map(({ item }) => item);
    expect(sweater).toMatchObject({ hasSizes: true, category: 'Knitwear' });
    expect(sweater?.variants[0]?.properties).toEqual({ Colour: 'Navy' });
    expect(shoes?.variants[0]?.properties).toEqual({ Material: 'Leder', Sole: 'Gum' });
    expect(shop.items.map(({ item }) => item.hasSizes)).toEqual([true, false, true, false, false, false]);
  });

  test('files an item under its type, else the end of its category, else its first tag', () => {
    expect(shop.items.map(({ item }) => item.category)).toEqual([
      'Knitwear',
      'Tote Bags',
      'Shoes',
      'gifts',
      'Prints',
      'Gift cards',
    ]);
  });

  test('takes status, tax and gift cards over', () => {
    expect(shop.items.map(({ item }) => item.active)).toEqual([true, true, true, false, false, true]);
    expect(shop.items.map(({ item }) => item.taxClass)).toEqual([
      'standard',
      'standard',
      'standard',
      'zero',
      'standard',
      'zero',
    ]);
    expect(shop.items.map(({ item }) => item.tracksStock)).toEqual([...Array(5).fill(undefined), false]);
  });

  test('gives what the shop has, by line, for what has anything', () => {
    expect(shop.quantities).toEqual([
      { sku: 'HCS-NVY-S', quantity: 4, line: 2 },
      { sku: 'HARBOUR-CREW-SWEATER-RUST-S', quantity: 2, line: 7 },
      { sku: 'TOTE-1', quantity: 12, line: 10 },
      { sku: 'DECK-SHOES-42-LEDER-GUM', quantity: 1, line: 11 },
      { sku: 'DECK-SHOES-43-LEDER-GUM', quantity: 3, line: 12 },
      { sku: 'ROPE-BRACELET-BLUE-WHITE', quantity: 5, line: 14 },
      { sku: 'MAP-1', quantity: 1, line: 15 },
    ]);
  });

  test('counts physical lines: the description before them has line breaks', () => {
    expect(shop.problems).toEqual([
      { line: 8, reason: 'quantity -1 is below zero: none was received' },
      { line: 11, reason: 'barcode "12345" is no valid GTIN: it went in without a code' },
    ]);
    const lines = fixture('shopify-export.csv').split('\n');
    expect(lines[7]).toContain('Rust,,M');
    expect(lines[10]).toContain('deck-shoes');
  });

  test('is read with the new column names too', () => {
    const renamed = products(fixture('shopify-export-new-columns.csv'));
    expect(renamed.problems).toEqual([]);
    expect(listed(renamed)).toEqual([
      'Linen Apron | APR-SAND | · | Sand | 3490 | 4019876000218',
      'Linen Apron | APR-OLIVE | · | Olive | 3490 | 4019876000225',
      'Storm Lantern | STORM-LANTERN | · | · | 5900',
    ]);
    // Hidden in the web shop, and active: it is still sold over the counter.
    expect(renamed.items.map(({ item }) => item.active)).toEqual([true, true]);
    expect(renamed.quantities.map(({ quantity }) => quantity)).toEqual([7, 2, 1]);
  });

  test('without a status, the web shop decides what is active', () => {
    const old = products('Handle,Title,Published,Variant Price\na,A,true,1\nb,B,false,1\nc,C,,1\n');
    expect(old.items.map(({ item }) => item.active)).toEqual([true, false, true]);
  });
});

describe('a bad row of a Shopify export is left out and said why; the others go in', () => {
  const header =
    'Handle,Title,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Variant Barcode';
  const read = (...rows: string[]) => products([header, ...rows].join('\n'));
  const good = 'good,Good,Title,Default Title,GOOD,1,1.00,';

  test.each([
    ['no handle', ',Nameless,Title,Default Title,X,1,1.00,', 'has no handle'],
    ['no title', 'x,,Title,Default Title,X,1,1.00,', 'product "x" has no title'],
    ['no price', 'x,X,Title,Default Title,X,1,,', 'has no price'],
    ['a price in words', 'x,X,Title,Default Title,X,1,cheap,', 'price "cheap" is not an amount'],
    ['a price below zero', 'x,X,Title,Default Title,X,1,-2.00,', 'price "-2.00" is not an amount'],
    ['a fraction of a cent', 'x,X,Title,Default Title,X,1,1.005,', 'price "1.005" is not an amount'],
    ['an option without a value', 'x,X,Size,,X,1,1.00,', 'option "Size" has no value'],
    ['a SKU that is taken', 'x,X,Title,Default Title,GOOD,1,1.00,', 'SKU "GOOD" belongs to line 2 already'],
    ['too many columns', 'x,X,Title,Default Title,X,1,1.00,,,,oops', 'has 11 columns where the header has 8'],
    ['a SKU that is too long', `x,X,Title,Default Title,${'S'.repeat(65)},1,1.00,`, 'sku: '],
  ])('%s', (_, bad, reason) => {
    const { items, problems } = read(good, bad, 'also,Also,Title,Default Title,ALSO,1,2.00,');
    expect(items.map(({ itemKey }) => itemKey)).toEqual(['shopify:good', 'shopify:also']);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.line).toBe(3);
    expect(problems[0]?.reason).toContain(reason);
  });

  test('a variant that stands there twice', () => {
    const { items, problems } = read('tee,Tee,Size,M,A,1,1.00,', 'tee,,,M,B,1,1.00,', 'tee,,,L,C,1,1.00,');
    expect(items[0]?.item.variants.map(({ sku }) => sku)).toEqual(['A', 'C']);
    expect(problems).toEqual([{ line: 3, reason: 'repeats the variant of line 2' }]);
  });

  test('its first row: the variants below still have its title and options', () => {
    const { items, problems } = read('tee,Tee,Size,M,A,1,free,', 'tee,,,L,B,1,1.00,');
    expect(items[0]?.item).toMatchObject({
      name: 'Tee',
      hasSizes: true,
      variants: [{ sku: 'B', size: 'L' }],
    });
    expect(problems.map(({ line }) => line)).toEqual([2]);
  });

  test('a barcode that is wrong or taken, a quantity that is none: the row goes in without them', () => {
    const { items, quantities, problems } = read(
      'a,A,Title,Default Title,A,many,1.00,4019876000119',
      'b,B,Title,Default Title,B,1.5,1.00,4019876000119',
      'c,C,Title,Default Title,C,3.0,1.00,4.01988E+12',
    );
    expect(items.map(({ item }) => item.variants[0]?.codes)).toEqual([['4019876000119'], [], []]);
    expect(quantities).toEqual([{ sku: 'C', quantity: 3, line: 4 }]);
    expect(problems).toEqual([
      { line: 2, reason: 'quantity "many" is no whole number: none was received' },
      { line: 3, reason: 'barcode 4019876000119 belongs to A already: it went in without a code' },
      { line: 3, reason: 'quantity "1.5" is no whole number: none was received' },
      { line: 4, reason: 'barcode "4.01988E+12" is no valid GTIN: it went in without a code' },
    ]);
  });

  test('a derived SKU makes way for one that the file writes further down', () => {
    const { items, problems } = read(
      'tee,Tee,Size,M,,1,1.00,',
      'other,Other,Title,Default Title,TEE-M,1,1.00,',
    );
    expect(problems).toEqual([]);
    expect(items.map(({ item }) => item.variants[0]?.sku)).toEqual([
      expect.stringMatching(/^TEE-M-[0-9A-F]{6}$/),
      'TEE-M',
    ]);
  });
});
