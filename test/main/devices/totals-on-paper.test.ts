import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type Receipt, receiptOf, receiptSchema } from '../../../shared/sale/receipt.ts';
import type { ReceiptLabels } from '../../../shared/sale/receipt-labels.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { wrongTotals } from '../../../shared/sale/told-totals.ts';
import { drawerReport } from '../../../shared/shift/drawer-report.ts';
import type { StoreSettings } from '../../../shared/staff/store-settings.ts';
import { paperBytes } from '../../../src-main/devices/escpos-bytes.ts';
import { printableFor } from '../../../src-main/devices/printable-text.ts';
import { receiptRows } from '../../../src-main/devices/receipt-rows.ts';
import { receiptRows as screenRows } from '../../../src-renderer/features/receipt/receipt-view.ts';
import { bought, exchanged, SHIFT, shop, shopping } from '../../shared/sale/shopping.ts';
import { printedPaper, textOf } from '../support/printed-paper.ts';

// Till, paper, screen, Z and server say the same of one sale, whatever it is.

const settings = (locale: string) =>
  ({
    ...{ storeName: 'Shop', address: [], taxNumber: '', taxClasses: [], receiptFooter: [] },
    ...{ locale, timeZone: 'UTC' },
  }) as unknown as StoreSettings;
/** Every word is its own name. */
const WORDS = new Proxy({}, { get: (_words, name) => String(name) }) as ReceiptLabels;

/** What a row says after its word: the digits, as whole minor units. */
function minorOf(row: string): number {
  const digits = Number(row.replaceAll(/\D/g, ''));
  return /[-−]/.test(row) && digits !== 0 ? -digits : digits;
}

function printed(receipt: Receipt): string[] {
  const rows = receiptRows(receiptSchema.parse(receipt), WORDS, 42, printableFor('cp858'));
  return printedPaper(paperBytes(rows, 42, 'cp858')).map((row) => textOf(row).trim());
}

function agrees(sale: TenderedSale, locale: string): void {
  const paidMinor = sale.totalMinor + sale.roundingMinor;
  const receipt = receiptOf(sale, settings(locale), { terminalName: 'Till 1', cashierName: 'Idris' });
  const paper = printed(receipt);
  const amount = (word: string): number =>
    paper
      .filter((row) => new RegExp(`^${word}\\s`).test(row))
      .reduce((sum, row) => sum + minorOf(row.slice(word.length)), 0);
  expect(amount('total'), paper.join('\n')).toBe(paidMinor);
  expect(amount('rounding')).toBe(sale.roundingMinor);
  expect(amount('cash') + amount('card') + amount('voucher')).toBe(paidMinor);
  expect(amount('change')).toBe(receipt.changeMinor);
  const screen = screenRows(receipt, WORDS).flatMap((row) => (row.kind === 'total' ? [row.right] : []));
  expect(screen.map(minorOf)).toEqual([paidMinor]);
  const { currency } = sale;
  const report = drawerReport({ shiftId: SHIFT, currency, events: [], sales: [sale] });
  expect(report.tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(paidMinor);
  expect(report.sales.grossMinor + report.returns.grossMinor).toBe(sale.totalMinor);
  expect(wrongTotals(sale)).toBeNull();
}

const locale = fc.constantFrom('en-IE', 'de-DE', 'de-CH');

describe('totals are identical on till, paper, screen, Z and server', () => {
  test.prop([shop, shopping, locale])('of a sale', (of, wanted, read) => {
    agrees(bought(wanted, of), read);
  });

  test.prop([shop, shopping, shopping, locale])('of an exchange', (of, first, second, read) => {
    agrees(exchanged(first, second, of), read);
  });
});
