import { describe, expect, test } from 'vitest';
import { parseProductCsv } from '../../../src-server/import/product-csv.ts';

// Found by test/fuzz/csv.test.ts, or by looking for them with it in mind. Each took minutes, all the memory, or rows with it.

/** Of the processor: what else the machine does is not counted. */
const QUICK_MS = 10_000;
const busyMs = () => process.cpuUsage().user / 1000;
const SHOPIFY =
  'Handle,Title,Vendor,Type,Tags,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price';
const row = (handle: string, title = 'Cup', price = '5.00') => `${handle},${title},V,Cups,,,,,3,${price}`;

function read(text: string) {
  const startedAtMs = busyMs();
  const result = parseProductCsv(text);
  expect(busyMs() - startedAtMs).toBeLessThan(QUICK_MS);
  if ('error' in result) throw new Error(result.error);
  return { names: result.items.map(({ item }) => item.name), problems: result.problems };
}

describe('a file that is far from what a shop exports', () => {
  test('a price that is a hundred thousand spaces is no price', () => {
    const { problems } = read(`${SHOPIFY}\n${row('a', 'Cup', `1${' '.repeat(200_000)}x`)}\n${row('b')}`);
    expect(problems).toMatchObject([{ line: 2, reason: expect.stringContaining('is not an amount') }]);
    expect(problems[0]?.reason.length).toBeLessThan(200);
  });

  test('sixty thousand variations of one product are read in one go', () => {
    const rows = Array.from({ length: 60_000 }, (_, n) => `variation,,V${n},5,id:1,Size,S${n}`);
    const { names, problems } = read(
      `Type,Name,SKU,Regular price,Parent,Attribute 1 name,Attribute 1 value(s),ID\nvariable,Shirt,,,,Size,,1\n${rows.join('\n')}`,
    );
    expect(names).toEqual(['Shirt']);
    expect(problems).toHaveLength(58_000);
  });

  test('a variation that stands for billions of variants is reported, not made', () => {
    const attributes = Array.from({ length: 12 }, (_, n) => n + 1);
    const header = attributes.map((n) => `Attribute ${n} name,Attribute ${n} value(s)`).join(',');
    const values = Array.from({ length: 20 }, (_, n) => `v${n}`)
      .join('|')
      .replaceAll('|', ', ');
    const parent = attributes.map((n) => `A${n},"${values}"`).join(',');
    const child = attributes.map((n) => `A${n},`).join(',');
    const { names, problems } = read(
      `ID,Type,Name,Regular price,Parent,${header}\n1,variable,Shirt,,,${parent}\n2,variation,,5,id:1,${child}\n3,simple,Cup,5,,`,
    );
    expect(names).toEqual(['Cup']);
    expect(problems).toMatchObject([{ line: 3, reason: expect.stringContaining('stands for more than') }]);
  });

  test('a first line with a hundred thousand columns is no header', () => {
    const wide = `${SHOPIFY}${',x'.repeat(100_000)}\n${Array.from({ length: 20_000 }, (_, n) => row(`h${n}`)).join('\n')}`;
    const startedAtMs = busyMs();
    expect(parseProductCsv(wide)).toEqual({ error: expect.stringContaining('columns') });
    expect(busyMs() - startedAtMs).toBeLessThan(QUICK_MS);
  });

  test('rows between two stray quotation marks are read, and the line of the first is told', () => {
    const rows = [row('a'), row('b', '"Bowl'), row('c'), row('d'), row('e', 'Plate"'), row('f')];
    const { names, problems } = read(`${SHOPIFY}\n${rows.join('\n')}`);
    expect(problems.map(({ line }) => line)).toContain(3);
    expect(names).toHaveLength(5);
  });

  test('a zero in a name is told by its line, and is no reason to refuse the file', () => {
    const { names, problems } = read(`${SHOPIFY}\n${row('a', 'C\0p')}\n${row('b')}`);
    expect(names).toEqual(['Cup']);
    expect(problems).toMatchObject([{ line: 2, reason: expect.stringContaining('cannot be stored') }]);
  });

  test('an option that stands there twice is told, not half forgotten', () => {
    const header = 'Handle,Title,Variant Price,Option1 Name,Option1 Value,Option2 Name,Option2 Value';
    const { names, problems } = read(`${header}\na,Cup,5,Colour,red,Colour,blue\nb,Bowl,5,__proto__,x,,`);
    expect(problems).toMatchObject([
      { line: 2, reason: expect.stringContaining('"Colour"') },
      { line: 3, reason: expect.stringContaining('"__proto__"') },
    ]);
    expect(names).toEqual([]);
  });

  test('a hundred thousand rows with a broken quotation mark in every tenth are read as far as they are trusted', () => {
    const rows = Array.from({ length: 100_000 }, (_, n) =>
      row(`h${n}`, n % 10 === 0 ? 'Cup "big' : '"Cup, big"'),
    );
    const { names } = read(`${SHOPIFY}\n${rows.join('\n')}`);
    expect(names.length).toBeGreaterThan(1000);
  });
});
