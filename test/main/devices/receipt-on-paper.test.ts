import fs from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Receipt, receiptSchema } from '../../../shared/sale/receipt.ts';
import { parseReceiptCode, parseTrainingCode, receiptCode } from '../../../shared/sale/receipt-code.ts';
import { drawerBytes, paperBytes } from '../../../src-main/devices/escpos-bytes.ts';
import { isCodePage, printableFor } from '../../../src-main/devices/printable-text.ts';
import { receiptRows, testSlipRows } from '../../../src-main/devices/receipt-rows.ts';
import { columnsOf, paperPicture, printedPaper, textOf } from '../support/printed-paper.ts';
import { GERMAN, groceries } from '../support/receipts.ts';

const pictures = path.resolve(import.meta.dirname, '../../../out/pictures/receipts');

function print(receipt: Receipt, columns: number, codePage: 'cp858' | 'cp437' | 'windows1252' = 'cp858') {
  const rows = receiptRows(receiptSchema.parse(receipt), GERMAN, columns, printableFor(codePage));
  const paper = printedPaper(paperBytes(rows, columns, codePage));
  return paper;
}

/** For eyes: out/pictures/receipts, opened in any browser. */
function keepPicture(name: string, paper: ReturnType<typeof printedPaper>, columns: number): void {
  fs.mkdirSync(pictures, { recursive: true });
  fs.writeFileSync(path.join(pictures, `${name}.svg`), paperPicture(paper, columns));
}

const lines = (paper: ReturnType<typeof printedPaper>) =>
  paper.map((row) => (row.kind === 'text' ? textOf(row).trimEnd() : `[${row.kind}]`));

test('a receipt reads on 42 columns as it should', () => {
  expect(lines(print(groceries, 42)).join('\n')).toMatchInlineSnapshot(`
    "      Käse & Brötchen
               Straße der Größe 12
                  01067 Dresden
              St.-Nr. 201/123/45678

    Nr. 4711              22.11.2026, 11:15:30
    Kasse 2   Es bediente Sie Jürgen Østergård
    ------------------------------------------
    Müsli "Crunchy" - Nüsse & Früchte, extra
    groß                                  8,98
      2 x 4,49
    Äpfel Elstar                          4,04
      1,352 kg x 2,99
    T-Shirt Größe                        19,99
      M · weiß
      Rabatt                             -2,00
    ------------------------------------------
    Zwischensumme                        31,01
    Rundung                              -0,01
    Summe         31,00 €

    Karte                                15,00
      Ref. T-0042
    Bar                                  16,00
      Gegeben                            20,00
    Rückgeld                              4,00
    ------------------------------------------
    MwSt.                   Netto MwSt. Brutto
    ermäßigt 7 %            12,17  0,85  13,02
    voll 19 %               15,12  2,87  17,99

             Danke für Ihren Einkauf!

    [qr]

       0190b000-0000-7000-8000-0000000000aa
         abababababababababababababababab
         abababababababababababababababab





    [cut]
    "
  `);
});

test.for([32, 42, 48])('on %i columns nothing is wider than the paper and nothing is lost', (columns) => {
  const paper = print(groceries, columns);
  keepPicture(`groceries-${columns}`, paper, columns);
  for (const row of paper) expect(columnsOf(row)).toBeLessThanOrEqual(columns);
  const all = lines(paper).join(' ').replaceAll(/\s+/g, ' ');
  for (const part of [
    'Müsli "Crunchy" - Nüsse & Früchte, extra groß',
    '1,352 kg x 2,99',
    'Äpfel Elstar 4,04',
    'M · weiß',
    'Jürgen Østergård',
    '-2,00',
    'T-0042',
    'Danke für Ihren Einkauf!',
  ])
    expect(all).toContain(part);
});

test('the total is bold and twice as large, in the euro sign', () => {
  const total = print(groceries, 42).find((row) => textOf(row).startsWith('Summe'));
  expect(total && textOf(total).replaceAll(/\s+/g, ' ')).toBe('Summe 31,00 €');
  expect(
    total?.kind === 'text' && total.signs.every((sign) => sign.bold && sign.width === 2 && sign.height === 2),
  ).toBe(true);
});

test('its code leads back to the sale', () => {
  const code = print(groceries, 32).find((row) => row.kind === 'qr');
  expect(code?.kind === 'qr' && parseReceiptCode(code.text)).toEqual({
    saleId: groceries.saleId,
    hash: groceries.hash,
  });
  expect(parseReceiptCode(receiptCode(groceries).toLowerCase())).not.toBeNull();
  expect(parseReceiptCode('4006381333931')).toBeNull();
});

test('the paper is cut at the end, and only there', () => {
  const kinds = print(groceries, 42).map((row) => row.kind);
  expect(kinds.filter((kind) => kind === 'cut')).toHaveLength(1);
  expect(kinds.lastIndexOf('cut')).toBeGreaterThan(kinds.lastIndexOf('qr'));
});

test('a copy says so', () => {
  expect(lines(print({ ...groceries, copy: true }, 42))).toContainEqual(expect.stringContaining('KOPIE'));
});

test('a rehearsed receipt says so large above and below, has no real number, and nothing that proves it', () => {
  for (const copy of [false, true]) {
    const paper = print({ ...groceries, training: true, copy }, 42);
    keepPicture(`training${copy ? '-copy' : ''}`, paper, 42);
    const texts = paper.filter((row) => row.kind === 'text' && textOf(row).trim() !== '');
    for (const row of [texts[0], texts.at(-1)]) {
      expect(row && textOf(row).trim()).toBe('ÜBUNG');
      const letters = row?.kind === 'text' ? row.signs.filter(({ sign }) => sign !== ' ') : [];
      expect(letters.map(({ width, height }) => width * height)).toEqual(Array(5).fill(4));
    }
    const all = lines(paper).join('\n');
    expect(all).toContain('Übung 4711');
    expect(all).not.toContain('Nr. 4711');
    expect(all).not.toContain(groceries.hash.slice(0, 32));
    const code = paper.find((row) => row.kind === 'qr');
    expect(code?.kind === 'qr' && parseReceiptCode(code.text)).toBeNull();
    expect(code?.kind === 'qr' && parseTrainingCode(code.text)).toEqual({ saleId: groceries.saleId });
    if (copy) expect(all).toContain('KOPIE');
  }
  expect(parseTrainingCode(receiptCode(groceries))).toBeNull();
});

const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 90 })
  .map((value) => value.replaceAll('\u0000', ''));
const amount = fc.integer({ min: -1e13, max: 1e13 });
const anyReceipt = fc
  .record({
    storeName: words,
    currency: fc.constantFrom('EUR', 'JPY', 'KWD', 'GBP'),
    locale: fc.constantFrom('de-DE', 'en-GB', 'de-CH', 'fr-FR', 'ar-EG'),
    totalMinor: amount,
    name: words,
    quantity: fc.integer({ min: -1e9, max: 1e9 }),
    scale: fc.integer({ min: 0, max: 6 }),
    amountMinor: amount,
  })
  .map(({ name, quantity, scale, amountMinor, ...given }) => ({
    ...groceries,
    ...given,
    lines: [
      { ...groceries.lines[0]!, name, variant: name, quantity, unit: { code: 'KGM', scale }, amountMinor },
    ],
    taxes: [{ ...groceries.taxes[0]!, label: name, netMinor: amountMinor, grossMinor: amountMinor }],
    changeMinor: amountMinor,
  }));

test('whatever a receipt says, it stays on the paper and is only text', () => {
  fc.assert(
    fc.property(anyReceipt, fc.constantFrom(32, 42, 48), (receipt, columns) => {
      const paper = print(receipt, columns);
      expect(Math.max(...paper.map(columnsOf))).toBeLessThanOrEqual(columns);
      expect(paper.filter((row) => row.kind === 'cut')).toHaveLength(1);
      expect(paper.some((row) => row.kind === 'drawer')).toBe(false);
    }),
    { numRuns: 150 },
  );
});

test('a return is printed with what goes back', () => {
  const line = { ...groceries.lines[0]!, quantity: -2, amountMinor: -898 };
  const paper = print(
    {
      ...groceries,
      lines: [line],
      subtotalMinor: -898,
      totalMinor: -898,
      roundingMinor: 0,
      taxes: [{ label: 'ermäßigt 7 %', ratePpm: 70_000, netMinor: -839, taxMinor: -59, grossMinor: -898 }],
      tenders: [{ kind: 'cash', amountMinor: -898 }],
      changeMinor: 0,
      copy: true,
    },
    42,
  );
  keepPicture('return-42', paper, 42);
  const all = lines(paper).map((row) => row.replaceAll(/\s+/g, ' '));
  expect(all).toEqual(expect.arrayContaining(['Summe -8,98 €', ' -2 x 4,49', 'Bar -8,98', ' KOPIE']));
});

test('a page without the euro sign and without ø still prints readable words', () => {
  const all = lines(print(groceries, 42, 'cp437')).join('\n');
  expect(all).toContain('31,00 EUR');
  expect(all).toContain('Jürgen Ostergård');
  expect(all).not.toContain('?');
});

test('windows-1252 prints the same words', () => {
  const all = lines(print(groceries, 42, 'windows1252')).join('\n');
  expect(all).toContain('31,00 €');
  expect(all).toContain('Østergård');
});

test('what a name smuggles in is printed, never obeyed', () => {
  const line = { ...groceries.lines[0]!, name: 'Milk\u001bp\u0001\u0019\u00fa\u001dV\u0001 1 l' };
  const paper = print({ ...groceries, lines: [line] }, 42);
  expect(paper.some((row) => row.kind === 'drawer')).toBe(false);
  expect(paper.filter((row) => row.kind === 'cut')).toHaveLength(1);
});

test.for(['cp858', 'cp437', 'cp850', 'windows1252', 'cp852', 'cp866'] as const)(
  'no sign of Unicode becomes a command in %s',
  (codePage) => {
    const clean = printableFor(codePage);
    const arrows = '☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼⌂';
    const commandsIn = (text: string) =>
      paperBytes([{ kind: 'text', text }], 48, codePage).filter((byte) => byte < 0x20).length;
    const printable = clean(arrows);
    expect(commandsIn(printable)).toBe(commandsIn('x'.repeat(printable.length)));
  },
);

test.for(['ar-EG', 'fa-IR', 'fr-FR', 'sv-SE'])('the change given in %s is printed in figures', (locale) => {
  const change = lines(print({ ...groceries, locale, tenders: [], changeMinor: -123_456 }, 42));
  expect(change.find((row) => row.includes('ckgeld'))).not.toContain('?');
});

test('a sign without any stand-in becomes a question mark, not a fault', () => {
  const clean = printableFor('cp858');
  expect(clean('١٢٣٬٤٥٠٫٩٩ ०१')).toBe('123,450.99 01');
  expect(clean('łódź ő 茶 5 € „ja“ …')).toBe('lódz o ? 5 € "ja" ...');
});

test('code pages are known by their names, and choosing by itself is none of them', () => {
  expect(['cp858', 'cp437', 'cp850', 'windows1252', 'iso8859-15'].map(isCodePage)).not.toContain(false);
  expect(['auto', 'nope', ''].map(isCodePage)).not.toContain(true);
});

test('the test slip shows ruler, page and signs', () => {
  const rows = testSlipRows(GERMAN, 42, 'cp858', printableFor('cp858'));
  const paper = printedPaper(paperBytes(rows, 42, 'cp858'));
  keepPicture('test-slip', paper, 42);
  const all = lines(paper);
  expect(all).toContain('123456789012345678901234567890123456789012');
  expect(all).toContainEqual(expect.stringContaining('ÄÖÜ äöü ß é è ç ñ å ø € £'));
});

test('the drawer is opened by a pulse and nothing is printed or cut', () => {
  const paper = printedPaper(drawerBytes());
  expect(paper.filter((row) => row.kind === 'drawer')).toEqual([{ kind: 'drawer', pin: 0 }]);
  expect(paper.some((row) => row.kind === 'cut' || textOf(row) !== '')).toBe(false);
});

test('discounts, another price, notes, a customer, an exemption and a return are said where they are', () => {
  const [muesli, , shirt] = groceries.lines;
  const paper = print(
    {
      ...groceries,
      kind: 'refund',
      customer: 'Verein „Die Brücke“',
      taxExempt: 'Bescheinigung 12',
      note: 'Ohne Tüte',
      lines: [
        { ...(muesli as Receipt['lines'][number]), listPriceMinor: 499, note: 'Dose verbeult' },
        {
          ...(shirt as Receipt['lines'][number]),
          discountMinor: 300,
          cartDiscountMinor: 100,
          discountPpm: 100_000,
          amountMinor: 1699,
        },
        { ...(shirt as Receipt['lines'][number]), quantity: -1, discountMinor: 0, amountMinor: -1999 },
      ],
      tenders: [{ kind: 'voucher', label: 'Gutschein', amountMinor: -1500 }],
      changeMinor: 0,
    },
    42,
  );
  keepPicture('refund-42', paper, 42);
  const text = lines(paper).join('\n');
  expect(text.slice(text.indexOf('Nr. 4711'), text.indexOf('[qr]'))).toMatchInlineSnapshot(`
    "Nr. 4711              22.11.2026, 11:15:30
    Kasse 2   Es bediente Sie Jürgen Østergård
    Kunde Verein "Die Brücke"
    Ohne Tüte
    ------------------------------------------
    Müsli "Crunchy" - Nüsse & Früchte, extra
    groß                                  8,98
      2 x 4,49
      statt 4,99
      Dose verbeult
    T-Shirt Größe                        19,99
      M · weiß
      Rabatt 10 %                        -2,00
      Rabatt auf den Einkauf             -1,00
    T-Shirt Größe                       -19,99
      M · weiß
      Rückgabe
      -1 x 19,99
    ------------------------------------------
    Zwischensumme                        31,01
    Rundung                              -0,01
    Summe         31,00 €

    Gutschein                           -15,00
    ------------------------------------------
    Steuerbefreit: Bescheinigung 12
    MwSt.                   Netto MwSt. Brutto
    ermäßigt 7 %            12,17  0,85  13,02
    voll 19 %               15,12  2,87  17,99

             Danke für Ihren Einkauf!

    "
  `);
});
