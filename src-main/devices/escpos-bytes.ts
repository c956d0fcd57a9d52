import ReceiptPrinterEncoder from '@point-of-sale/receipt-printer-encoder';
import { laidOut, type PaperRow } from './paper-rows.ts';
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

type Encoder = ReturnType<typeof newEncoder>;
type PlacedRow = ReturnType<typeof laidOut>[number];

function addRow(encoder: Encoder, row: PlacedRow, columns: number): void {
  // Drawn before, where anything can draw.
  if (row.kind === 'picture') return;
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

/**
 * The bytes that make an ESC/POS printer draw the rows and cut the paper.
 *
 * @param pictures the rows that are pictures, as dots; one that is not among them is left out
 */
export function paperBytes(
  rows: readonly PaperRow[],
  columns: number,
  codePage: Exclude<CodePage, 'auto'>,
  pictures: ReadonlyMap<PaperRow, Dots> = new Map(),
): Uint8Array {
  const encoder = newEncoder(columns).initialize().codepage(codePage);
  for (const row of laidOut(rows, columns)) {
    const dots = pictures.get(row);
    if (dots) addDots(encoder, dots);
    else addRow(encoder, row, columns);
  }
  return encoder.cut('partial').encode();
}

/** Dots in black and white, a row after the other; `width` is a multiple of 8. */
export interface Dots {
  readonly width: number;
  readonly height: number;
  /** One byte a dot: 1 is black. */
  readonly black: Uint8Array;
}

const DOTS_A_COLUMN = 12;
export const dotsOf = (columns: number): number => columns * DOTS_A_COLUMN;

function addDots(encoder: Encoder, { width, height, black }: Dots): void {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let dot = 0; dot < black.length; dot += 1) if (black[dot]) data.fill(0, dot * 4, dot * 4 + 3);
  encoder.image({ data, width, height } as Parameters<Encoder['image']>[0], {
    width,
    height,
    algorithm: 'threshold',
    mode: 'raster',
  });
}

/**
 * The same paper as pictures, for what no code page has: other scripts, or a shop's own letter. Codes stay the printer's own,
 * which scan better than any drawing.
 *
 * @param draw rows between two codes as dots, `dotsOf(columns)` wide
 */
export async function picturedBytes(
  rows: readonly PaperRow[],
  columns: number,
  draw: (rows: readonly PaperRow[], widthDots: number) => Promise<Dots>,
): Promise<Uint8Array> {
  const encoder = newEncoder(columns).initialize();
  let waiting: PaperRow[] = [];
  const flush = async () => {
    if (waiting.length > 0) addDots(encoder, await draw(waiting, dotsOf(columns)));
    waiting = [];
  };
  for (const row of rows) {
    if (row.kind !== 'qr') {
      waiting.push(row);
      continue;
    }
    await flush();
    addRow(encoder, row, columns);
  }
  await flush();
  return encoder.cut('partial').encode();
}

/** Opens a cash drawer that hangs on the printer. */
export function drawerBytes(): Uint8Array {
  return newEncoder(42).initialize().pulse(0, 100, 500).encode();
}
