import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodedCsv } from '../../src-server/import/decoded-csv.ts';
import { importProducts } from '../../src-server/import/import-products.ts';
import { parseProductCsv } from '../../src-server/import/product-csv.ts';
import { verifyStore } from '../../src-server/stock/verify.ts';
import { type LaneShop, openLaneShop, STORE } from '../server/support/lane-shop.ts';
import { campaign, patienceMs } from './support/campaign.ts';
import { hostileText } from './support/hostile.ts';
import { mutatedBytes } from './support/mutate-bytes.ts';
import type { Random } from './support/random.ts';

const SHOPIFY = [
  ...[
    'Handle',
    'Title',
    'Body (HTML)',
    'Vendor',
    'Type',
    'Tags',
    'Published',
    'Option1 Name',
    'Option1 Value',
  ],
  ...['Variant SKU', 'Variant Inventory Qty', 'Variant Price', 'Variant Barcode', 'Status'],
];
const WOOCOMMERCE = [
  ...[
    'ID',
    'Type',
    'SKU',
    'Name',
    'Published',
    'Tax status',
    'Stock',
    'Regular price',
    'Categories',
    'Parent',
  ],
  ...['Attribute 1 name', 'Attribute 1 value(s)', 'Attribute 2 name', 'Attribute 2 value(s)'],
];
const READ_WITHIN_MS = 30_000;

interface Row {
  readonly cells: string[];
  /** The item that it must become, or have a reason by its line; null where the row itself was spoiled. */
  readonly name: string | null;
}

const quoted = (cell: string): string =>
  /[",;\t\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

/** One row a product, each with a name that no other has. */
function goodRow(shopify: boolean, number: number, random: Random): Row {
  const name = `Thing ${number} ${random.pick(['', 'Größe', '"big"', 'a, b', '茶'])}`.trim();
  const body = random.pick(['', '<p>Soft,\nwarm.</p>', 'plain']);
  const price = random.pick(['5', '5.00', '19,90', '0']);
  return {
    name,
    cells: shopify
      ? [
          `thing-${number}`,
          name,
          body,
          'V',
          'Cups',
          '',
          'TRUE',
          'Title',
          'Default Title',
          `T${number}`,
          '3',
          price,
          '',
          'active',
        ]
      : [`${number}`, 'simple', `T${number}`, name, '1', 'taxable', '3', price, 'Cups', '', '', '', '', ''],
  };
}

/** The same row with some of its cells as nobody should write them. Its name is no longer asked for. */
function spoiled({ cells }: Row, random: Random): Row {
  const copy = [...cells];
  for (let more = random.pick([1, 1, 3]); more > 0; more -= 1) {
    const at = random.int(0, copy.length - 1);
    switch (random.int(0, 5)) {
      case 0:
        copy.splice(at, 1);
        break;
      case 1:
        copy.splice(at, 0, hostileText(random));
        break;
      case 2:
        copy[at] = '';
        break;
      case 3:
        copy[at] = random.pick([
          'variable',
          'variation',
          'id:1',
          '1e9',
          '-3',
          '99999999999',
          '1.234,50',
          '4006381333931',
          '=A1',
          "'+1",
        ]);
        break;
      default:
        copy[at] = hostileText(random).slice(0, random.pick([20, 200, 5000]));
    }
  }
  return { cells: copy, name: null };
}

/** A row as text, now and then with its quotation marks wrong. */
function rowText(row: Row, separator: string, random: Random): string {
  const text = row.cells
    .map((cell) => (cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : quoted(cell)))
    .join(separator);
  if (row.name !== null || random.chance(0.8)) return text;
  const at = random.int(0, text.length);
  return `${text.slice(0, at)}"${text.slice(at)}`;
}

interface Sheet {
  readonly text: string;
  /** Names that nothing in the file has spoiled, with the line on which their row begins. */
  readonly names: ReadonlyMap<string, number>;
}

function sheet(random: Random, rowCount: number): Sheet {
  const shopify = random.chance(0.5);
  const separator = random.pick([',', ',', ',', ';', '\t']);
  const end = random.pick(['\n', '\r\n', '\r']);
  const header = shopify ? SHOPIFY : WOOCOMMERCE;
  const names = new Map<string, number>();
  const texts = [header.map(quoted).join(separator)];
  let line = 2;
  for (let number = 1; number <= rowCount; number += 1) {
    const good = goodRow(shopify, number, random);
    const row = random.chance(0.15) ? spoiled(good, random) : good;
    const text = rowText(row, separator, random);
    if (row.name !== null) names.set(row.name, line);
    texts.push(text);
    line += 1 + (text.replace(/\r\n?/g, '\n').match(/\n/g)?.length ?? 0);
  }
  return { text: texts.join(end) + random.pick(['', end]), names };
}

function encodedAs(text: string, random: Random): Uint8Array {
  switch (random.int(0, 4)) {
    case 0:
      return Buffer.from(`\ufeff${text}`, 'utf16le');
    case 1:
      return Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
    case 2:
      return Buffer.from(`\ufeff${text}`);
    default:
      return Buffer.from(text);
  }
}

function readInTime(bytes: Uint8Array) {
  const startedAtMs = performance.now();
  const read = parseProductCsv(decodedCsv(bytes));
  expect(performance.now() - startedAtMs).toBeLessThan(READ_WITHIN_MS);
  return read;
}

describe('files that are no product export, or hardly one', () => {
  test(
    'each good row goes in or is told by its line, whatever its neighbours are',
    async () => {
      await campaign(
        'csv text',
        ({ random, note }) => {
          const { text, names } = sheet(random, random.pick([1, 5, 60, 60, 500]));
          const bytes = encodedAs(text, random);
          if (random.chance(0.3)) {
            // Whatever becomes of it, it is read in bounded time, and every problem has a line and a reason.
            const read = readInTime(mutatedBytes(random.chance(0.2) ? random.bytes(20_000) : bytes, random));
            note('error' in read ? 'refused whole' : 'damaged');
            if ('error' in read) return expect(read.error).not.toBe('');
            for (const { line, reason } of read.problems)
              expect(line > 0 && reason !== '', reason).toBe(true);
            return;
          }
          const read = readInTime(bytes);
          if ('error' in read) {
            // So many control characters that it is no text.
            if (read.error.includes('binary')) return note('refused whole');
            throw new Error(`${read.error}\n${text.slice(0, 2000)}`);
          }
          const imported = new Set(read.items.map(({ item }) => item.name));
          const told = new Set(read.problems.map(({ line }) => line));
          if (told.size > 0) note('told');
          const givenUp =
            read.problems.find(({ reason }) => reason.includes('the rest was not read'))?.line ??
            Number.POSITIVE_INFINITY;
          for (const [name, line] of names) {
            const isIn = imported.has(name);
            if (isIn) note('in');
            if (!isIn && !told.has(line) && line < givenUp)
              throw new Error(
                `${name} of line ${line} is neither in nor told\n${JSON.stringify(read.problems)}\n${text}`,
              );
          }
        },
        1,
        ['in', 'told', 'damaged', 'refused whole'],
      );
    },
    patienceMs('csv text'),
  );

  let shop: LaneShop;
  beforeAll(async () => {
    shop = await openLaneShop();
  });
  afterAll(() => shop?.close());

  const importText = (text: string) =>
    importProducts({
      database: shop.database,
      storeId: STORE,
      text,
      apply: (storeId, operation) => shop.lane.apply(storeId, operation),
      now: new Date(),
    });

  test(
    'a second import of the same file changes nothing, and the stock agrees with the ledger',
    async () => {
      await campaign(
        'csv import',
        async ({ random, note }) => {
          const { text } = sheet(random, random.pick([1, 10, 100]));
          const bytes = random.chance(0.3)
            ? mutatedBytes(encodedAs(text, random), random)
            : encodedAs(text, random);
          const decoded = decodedCsv(bytes);
          const first = await importText(decoded);
          const second = await importText(decoded);
          if ('error' in first) {
            expect(second).toEqual(first);
            return note('refused whole');
          }
          if ('error' in second) throw new Error(second.error);
          expect({ added: second.added, changed: second.changed, received: second.received }, text).toEqual({
            added: 0,
            changed: 0,
            received: 0,
          });
          expect(second.unchanged, text).toBe(first.added + first.changed + first.unchanged);
          note('imported twice');
        },
        1,
        ['imported twice'],
      );
      expect(await verifyStore(shop.database, STORE)).toEqual([]);
      expect(shop.errors).toEqual([]);
    },
    patienceMs('csv import'),
  );
});
