import decodeQR from 'qr/decode.js';
import { describe, expect, it } from 'vitest';
import type { Receipt } from '../../../../shared/sale/receipt.ts';
import { parseReceiptCode } from '../../../../shared/sale/receipt-code.ts';
import { receiptFileName, receiptHtml } from '../../../../src-renderer/features/receipt/receipt-html.ts';
import { type ReceiptRow, receiptRows } from '../../../../src-renderer/features/receipt/receipt-view.ts';
import { en } from '../../../../src-renderer/languages/en/words.ts';

const PIECES = { code: 'PCE', scale: 0 };
const KILOS = { code: 'KGM', scale: 3 };

const receipt: Receipt = {
  storeName: 'Café <Zur Kasse>',
  address: ['Lantern Square 12'],
  taxNumber: 'EV 814',
  currency: 'EUR',
  locale: 'de-DE',
  timeZone: 'Europe/Berlin',
  saleId: '01a2049c-95fd-7250-83d3-5771b552b627',
  terminalName: 'Till 1',
  cashierName: 'Idris',
  sequence: 12,
  hash: 'ab'.repeat(32),
  tenderedAt: '2026-11-22T23:30:00.000Z',
  businessDate: '2026-11-22',
  lines: [
    {
      name: 'T-shirt',
      variant: 'Navy · M',
      quantity: 1,
      unit: PIECES,
      unitPriceMinor: 1995,
      discountMinor: 200,
      amountMinor: 1795,
      taxClass: 'standard',
    },
    {
      name: 'Bananas',
      variant: '',
      quantity: 352,
      unit: KILOS,
      unitPriceMinor: 189,
      discountMinor: 0,
      amountMinor: 67,
      taxClass: 'reduced',
    },
  ],
  taxes: [{ label: 'Standard 19 %', ratePpm: 190_000, netMinor: 1508, taxMinor: 287, grossMinor: 1795 }],
  subtotalMinor: 1862,
  totalMinor: 1862,
  roundingMinor: -2,
  tenders: [
    { kind: 'card', amountMinor: 1000, reference: 'A-77' },
    { kind: 'cash', amountMinor: 860, givenMinor: 1000 },
  ],
  kind: 'sale',
  changeMinor: 140,
  footer: ['Thank you'],
  copy: false,
};

const rows = receiptRows(receipt, en.receipt.paper);
const pairs = rows
  .filter((row): row is Extract<ReceiptRow, { kind: 'pair' }> => row.kind === 'pair')
  .map(({ left, right, note }) => [left, right, note]);

describe('the receipt on screen', () => {
  it('is in the store’s own format of amounts and times', () => {
    expect(pairs).toContainEqual(['No. 12', '23.11.2026, 00:30:00', undefined]);
    expect(pairs).toContainEqual(['Bananas', '0,67', '0,352 kg × 1,89']);
  });

  it('shows a line before its discount, and the discount', () => {
    expect(pairs).toContainEqual(['T-shirt', '19,95', 'Navy · M']);
    expect(pairs).toContainEqual(['Discount', '-2,00', undefined]);
  });

  it('rounds to coins in a row of its own, and totals what was paid', () => {
    expect(pairs).toContainEqual(['Rounding', '-0,02', undefined]);
    expect(rows).toContainEqual({ kind: 'total', left: 'Total', right: '18,60\u00a0€' });
    expect(pairs).toContainEqual(['Cash', '10,00', undefined]);
    expect(pairs).toContainEqual(['Card', '10,00', 'Ref. A-77']);
    expect(pairs).toContainEqual(['Change', '1,40', undefined]);
  });

  it('says that it is a copy only when it is one', () => {
    const says = (copy: boolean) =>
      receiptRows({ ...receipt, copy }, en.receipt.paper).some(
        (row) => row.kind === 'heading' && row.text === en.receipt.paper.copy,
      );
    expect([says(false), says(true)]).toEqual([false, true]);
  });
});

describe('the page for the PDF', () => {
  it('carries no script, and no text of the shop is read as markup', () => {
    const html = receiptHtml(rows, 'en', 'Receipt 12');
    expect(html).toContain('Café &lt;Zur Kasse&gt;');
    expect(html).not.toMatch(/<script|<Zur/);
  });

  it('carries the code of the sale, as cells that every reader of mail draws', () => {
    const html = receiptHtml(rows, 'en', 'Receipt 12');
    const table = /<table class="code"[^>]*>(.*?)<\/table>/.exec(html)?.[1] ?? '';
    const modules = [...table.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, cells = '']) =>
      [...cells.matchAll(/<td colspan="(\d+)"( bgcolor="#000000")?>/g)].flatMap(([, length, dark]) =>
        Array.from({ length: Number(length) }, () => dark !== undefined),
      ),
    );
    const PIXELS = 4;
    const side = modules.length * PIXELS;
    const data = new Uint8Array(side * side * 4).fill(255);
    for (let y = 0; y < side; y += 1)
      for (let x = 0; x < side; x += 1)
        if (modules[Math.floor(y / PIXELS)]?.[Math.floor(x / PIXELS)])
          data.set([0, 0, 0], 4 * (y * side + x));
    expect(modules.every((row) => row.length === modules.length)).toBe(true);
    expect(parseReceiptCode(decodeQR({ width: side, height: side, data }))).toEqual({
      saleId: receipt.saleId,
      hash: receipt.hash,
    });
  });

  it('is as long as the receipt', () => {
    const heightOf = (of: readonly ReceiptRow[]) =>
      Number(/size: 80mm (\d+)mm/.exec(receiptHtml(of, 'en', 'x'))?.[1] ?? 0);
    expect(heightOf([...rows, ...rows])).toBeGreaterThan(heightOf(rows) * 1.6);
  });

  it.each([
    ['Café Zur Kasse', 'Cafe Zur Kasse 2026-11-22 12.pdf'],
    ['日本の店', 'Receipt 2026-11-22 12.pdf'],
  ])('of %s has a file name that every system takes', (store, name) => {
    expect(receiptFileName(store, '2026-11-22', 12)).toBe(name);
  });
});
