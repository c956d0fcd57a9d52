import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemSchema } from '../../../shared/catalog/item.ts';
import { decodedCsv } from '../../../src-server/import/decoded-csv.ts';
import { parseProductCsv } from '../../../src-server/import/product-csv.ts';

function bytes(name: string): Uint8Array {
  return readFileSync(new URL(`fixtures/${name}`, import.meta.url));
}
const FIXTURES = [
  'shopify-export.csv',
  'shopify-export-new-columns.csv',
  'woocommerce-export.csv',
  'woocommerce-export-german.csv',
];
const shopify = decodedCsv(bytes('shopify-export.csv'));

describe('a file that is no product export is refused in one sentence', () => {
  test.each([
    ['nothing', '', 'The file is empty.'],
    ['blank lines', '\uFEFF\r\n  \r\n', 'The file is empty.'],
    ['a header alone', 'Handle,Title,Variant Price\n', 'The file has a header and no products.'],
    ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR', 'binary data'],
    ['a workbook', 'PK\u0003\u0004\u0014\u0000', 'save it as CSV first'],
    ['bytes that are no text', '\ufffd\u0001\ufffd\u0002abc\ufffd', 'binary data'],
    ['another table', 'name,amount\nbread,2\n', 'Its first line begins: name, amount'],
    ['orders of Shopify', 'Name,Email,Financial Status,Paid at\n#1,a@b.example,paid,\n', 'no product export'],
    ['a page', '<!doctype html>\n<html>\n</html>\n', 'no product export'],
    ['nothing but a broken quote', '"Handle,Title\nx,y\n', 'no product export'],
  ])('%s', (_, text, sentence) => {
    const result = parseProductCsv(text);
    if (!('error' in result)) throw new Error('it was read');
    expect(result.error).toContain(sentence);
    expect(result.error).not.toContain('\n');
  });
});

describe('the same export, saved by different programs', () => {
  const expected = parseProductCsv(shopify);

  test('with the line ends of Windows and of old Macs', () => {
    expect(parseProductCsv(shopify.replaceAll('\n', '\r\n'))).toEqual(expected);
    expect(parseProductCsv(shopify.replaceAll('\n', '\r'))).toEqual(expected);
  });

  test('with a byte order mark', () => {
    expect(parseProductCsv(`\uFEFF${shopify}`)).toEqual(expected);
  });

  test.each([[';'], ['\t']])('with %j between the columns', (separator) => {
    const rows = ['Handle,Title,Variant Price', 'a,A,1.50', 'b,B,2'];
    const result = parseProductCsv(rows.join('\n').replaceAll(',', separator));
    expect(result).toEqual(parseProductCsv(rows.join('\n')));
    expect(result).toMatchObject({ items: [{ item: { name: 'A' } }, { item: { name: 'B' } }], problems: [] });
  });

  test('with the hint that Excel puts first; lines are still those of the file', () => {
    const result = parseProductCsv('sep=;\nHandle;Title;Variant Price\na;A;1,50\nb;B;x\n');
    expect(result).toMatchObject({
      items: [{ line: 3, item: { variants: [{ priceMinor: 150 }] } }],
      problems: [{ line: 4 }],
    });
  });

  test('in UTF-8, UTF-16 and the code page of Windows', () => {
    const text = 'Handle,Title,Variant Price\nol,Öl & Käse,1\n';
    const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const expectedName = (raw: Uint8Array) => {
      const result = parseProductCsv(decodedCsv(raw));
      return 'error' in result ? result.error : result.items[0]?.item.name;
    };
    expect(expectedName(Buffer.from(text, 'utf8'))).toBe('Öl & Käse');
    expect(expectedName(Buffer.from(text, 'latin1'))).toBe('Öl & Käse');
    expect(expectedName(utf16)).toBe('Öl & Käse');
    expect(expectedName(utf16.swap16())).toBe('Öl & Käse');
  });
});

describe('broken quotation marks', () => {
  const header = 'Handle,Title,Variant Price';

  test('cost the row that has them and no other', () => {
    const result = parseProductCsv(
      [header, 'a,A,1', 'b,"never closed,2', 'c,C,3', 'd,"a "quote" inside",4', '"e","E ""5"" E",5', ''].join(
        '\n',
      ),
    );
    expect(result).toMatchObject({
      items: [{ line: 2 }, { line: 4 }, { line: 6, item: { name: 'E "5" E' } }],
      problems: [{ line: 3 }, { line: 5 }],
    });
  });

  test('that never end are given up', () => {
    const result = parseProductCsv(
      [header, 'a,A,1', ...Array.from({ length: 300 }, () => 'x,"y"z",1')].join('\n'),
    );
    if ('error' in result) throw new Error(result.error);
    expect(result.items).toHaveLength(1);
    expect(result.problems).toHaveLength(201);
    expect(result.problems.at(-1)).toEqual({
      line: 203,
      reason: 'too many broken quotation marks: the rest was not read',
    });
  });
});

describe('importing again', () => {
  test.each(FIXTURES)('%s gives the same items, with the same ids', (name) => {
    const text = decodedCsv(bytes(name));
    expect(parseProductCsv(text)).toEqual(parseProductCsv(text));
  });

  test('an id belongs to the handle: it stays when all else changes, and differs between shops', () => {
    const idOf = (text: string) => {
      const result = parseProductCsv(text);
      return 'error' in result ? result.error : result.items[0]?.item.id;
    };
    const id = idOf('Handle,Title,Variant Price\nmug,Mug,5\n');
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(idOf('Handle,Title,Variant Price\ncup,Cup,1\nmug,Large mug,7\n')).not.toBe(id);
    expect(idOf('Handle,Title,Variant Price\nmug,Large mug,7\n')).toBe(id);
    expect(idOf('ID,Type,SKU,Name,Regular price\n1,simple,mug,Mug,5\n')).not.toBe(id);
  });

  test('prices follow the currency of the store', () => {
    const yen = parseProductCsv('Handle,Title,Variant Price\na,A,500\nb,B,500.5\n', 0);
    expect(yen).toMatchObject({
      items: [{ item: { variants: [{ priceMinor: 500 }] } }],
      problems: [{ line: 3 }],
    });
  });
});

/** What breaks rows, numbers, names and codes; half of a character and a control character among it. */
const MARKS = [
  '"',
  ',',
  ';',
  '\n',
  '\r',
  "'",
  '\\',
  '.',
  '-',
  ' ',
  'a',
  '1',
  'ö',
  '😀',
  '\ud83d',
  '\u0007',
  '>',
  '&#0;',
];

describe('whatever happens to the rows of a file', () => {
  const damage = fc.array(
    fc.record({
      where: fc.noBias(fc.nat(999)),
      removed: fc.nat(60),
      inserted: fc.string({ unit: fc.constantFrom(...MARKS), maxLength: 12 }),
    }),
    { minLength: 1, maxLength: 6 },
  );

  function damaged(
    original: string,
    cuts: readonly { where: number; removed: number; inserted: string }[],
  ): string {
    const body = original.indexOf('\n') + 1;
    return cuts.reduce((text, { where, removed, inserted }) => {
      const at = body + Math.floor(((text.length - body) * where) / 1000);
      return text.slice(0, at) + inserted + text.slice(at + removed);
    }, original);
  }

  test('what comes out is whole: items as the wire knows them, SKUs and codes once, problems on lines it has', () => {
    let went = 0;
    fc.assert(
      fc.property(fc.constantFrom(...FIXTURES), damage, (name, cuts) => {
        const text = damaged(decodedCsv(bytes(name)), cuts);
        const result = parseProductCsv(text);
        if ('error' in result) throw new Error(result.error);
        const variants = result.items.flatMap(({ item }) => item.variants);
        const skus = variants.map(({ sku }) => sku);
        const codes = variants.flatMap((variant) => variant.codes);
        for (const { item } of result.items) expect(itemSchema.safeParse(item).error).toBeUndefined();
        expect(new Set(result.items.map(({ item }) => item.id)).size).toBe(result.items.length);
        expect(new Set(skus).size).toBe(skus.length);
        expect(new Set(codes).size).toBe(codes.length);
        for (const { sku, quantity } of result.quantities) {
          expect(skus).toContain(sku);
          expect(quantity).toBeGreaterThan(0);
        }
        const lines = text.split(/\r\n?|\n/).length;
        for (const { line } of result.problems) {
          expect(line).toBeGreaterThan(1);
          expect(line).toBeLessThanOrEqual(lines);
        }
        if (variants.length > 0 && result.problems.length > 0) went += 1;
      }),
      { numRuns: 300 },
    );
    // Most damaged files must still give items, or this has shown nothing.
    expect(went).toBeGreaterThan(150);
  });
});
