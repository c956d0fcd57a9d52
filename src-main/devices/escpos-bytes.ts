import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import type { PaperRow } from './paper-rows.ts';
import type { CodePage } from './printable-text.ts';

const ROWS_BEFORE_CUT = 5;

const newEncoder = (columns: number) =>
  new ReceiptPrinterEncoder({
    language: 'esc-pos',
    columns,
    codepageMapping: 'epson',
    // A sign that the page lacks prints as a question mark; it never stops a receipt.
    errors: 'relaxed',
    feedBeforeCut: ROWS_BEFORE_CUT,
  });

/** The bytes that make an ESC/POS printer draw the rows and cut the paper. */
export function paperBytes(
  rows: readonly PaperRow[],
  columns: number,
  codePage: Exclude<CodePage, 'auto'>,
): Uint8Array {
  const encoder = newEncoder(columns).initialize().codepage(codePage);
  for (const row of rows) {
    if (row.kind === 'space') encoder.newline();
    else if (row.kind === 'rule') encoder.line('-'.repeat(columns));
    else if (row.kind === 'qr')
      encoder.align('center').qrcode(row.text, { model: 2, size: 5, errorlevel: 'm' }).align('left');
    else {
      const size = row.size ?? 1;
      encoder
        .align(row.align ?? 'left')
        .bold(row.bold ?? false)
        .size(size, size);
      encoder.line(row.text);
      encoder.size(1, 1).bold(false).align('left');
    }
  }
  return encoder.cut('partial').encode();
}

/** Opens a cash drawer that hangs on the printer. */
export function drawerBytes(): Uint8Array {
  return newEncoder(42).initialize().pulse(0, 100, 500).encode();
}
