// A printer's eyes: reads ESC/POS bytes as a printer does and answers with what would stand on the paper. It has its own
// code page tables, so that it cannot agree with the encoder by accident.

import { PNG } from 'pngjs';

const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0';
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';
const WINDOWS_1252 = new TextDecoder('windows-1252').decode(
  Uint8Array.from({ length: 128 }, (_, index) => index + 128),
);
/** By the number that ESC t selects on an Epson. */
const PAGES: Readonly<Record<number, string>> = {
  0: CP437,
  2: CP850,
  16: WINDOWS_1252,
  19: CP850.replace('ı', '€'),
};

export interface PrintedSign {
  readonly sign: string;
  readonly bold: boolean;
  readonly width: number;
  readonly height: number;
}
export type PrintedRow =
  | { readonly kind: 'text'; readonly signs: readonly PrintedSign[]; readonly align: number }
  | { readonly kind: 'qr'; readonly text: string; readonly align: number }
  /** Dots, eight a byte, as the printer gets them. */
  | {
      readonly kind: 'image';
      readonly width: number;
      readonly height: number;
      readonly dots: Uint8Array;
      readonly align: number;
    }
  | { readonly kind: 'cut' }
  | { readonly kind: 'drawer'; readonly pin: number };

export const textOf = (row: PrintedRow): string =>
  row.kind === 'text' ? row.signs.map((sign) => sign.sign).join('') : '';
/** How many columns of the paper a row covers. */
export const columnsOf = (row: PrintedRow): number =>
  row.kind === 'text' ? row.signs.reduce((sum, sign) => sum + sign.width, 0) : 0;

/** Throws at a command that it does not know: a printer would print it as garbage. */
export function printedPaper(bytes: Uint8Array): PrintedRow[] {
  const rows: PrintedRow[] = [];
  let page = PAGES[0] ?? '';
  let bold = false;
  let size = 0;
  let align = 0;
  let signs: PrintedSign[] = [];
  let qrText = '';
  let at = 0;
  const next = (): number => {
    const byte = bytes[at];
    if (byte === undefined) throw new Error('the bytes end within a command');
    at += 1;
    return byte;
  };
  const symbol = () => {
    const length = next() + next() * 256;
    const data = bytes.subarray(at, at + length);
    at += length;
    if (data[0] === 0x31 && data[1] === 0x50) qrText = Buffer.from(data.subarray(3)).toString('latin1');
    if (data[0] === 0x31 && data[1] === 0x51) rows.push({ kind: 'qr', text: qrText, align });
  };
  const commands: Record<string, () => void> = {
    '1b40': () => {
      bold = false;
      size = 0;
      align = 0;
      page = PAGES[0] ?? '';
    },
    '1c2e': () => undefined,
    '1b4d': () => void next(),
    '1b74': () => {
      const number = next();
      const found = PAGES[number];
      if (!found) throw new Error(`no code page ${number}`);
      page = found;
    },
    '1b45': () => {
      bold = next() === 1;
    },
    '1b61': () => {
      align = next();
    },
    '1d21': () => {
      size = next();
    },
    '1d28': () => {
      if (next() !== 0x6b) throw new Error('an unknown GS ( command');
      symbol();
    },
    '1d76': () => {
      if (next() !== 0x30) throw new Error('an unknown GS v command');
      next();
      const bytesAcross = next() + next() * 256;
      const height = next() + next() * 256;
      const dots = bytes.subarray(at, at + bytesAcross * height);
      if (dots.length < bytesAcross * height) throw new Error('the bytes end within a picture');
      at += dots.length;
      rows.push({ kind: 'image', width: bytesAcross * 8, height, dots, align });
    },
    '1b70': () => {
      rows.push({ kind: 'drawer', pin: next() });
      next();
      next();
    },
    '1d56': () => {
      next();
      rows.push({ kind: 'cut' });
    },
  };
  while (at < bytes.length) {
    const byte = next();
    if (byte === 0x0a) {
      rows.push({ kind: 'text', signs, align });
      signs = [];
    } else if (byte === 0x1b || byte === 0x1c || byte === 0x1d) {
      const name = Buffer.from([byte, next()]).toString('hex');
      const command = commands[name];
      if (!command) throw new Error(`unknown command ${name}`);
      command();
    } else if (byte !== 0x0d) {
      if (byte < 0x20) throw new Error(`control byte ${byte} would be obeyed, not printed`);
      const sign = byte < 0x80 ? String.fromCharCode(byte) : (page[byte - 0x80] ?? '?');
      signs.push({ sign, bold, width: (size >> 4) + 1, height: (size & 15) + 1 });
    }
  }
  if (signs.length > 0) rows.push({ kind: 'text', signs, align });
  return rows;
}

export const isBlack = (
  { width, dots }: { width: number; dots: Uint8Array },
  x: number,
  y: number,
): boolean => (((dots[(y * width + x) >> 3] ?? 0) >> (7 - (x & 7))) & 1) === 1;

function pngOf(row: { width: number; height: number; dots: Uint8Array }): Buffer {
  const png = new PNG({ width: row.width, height: row.height });
  for (let y = 0; y < row.height; y += 1)
    for (let x = 0; x < row.width; x += 1)
      png.data.set(isBlack(row, x, y) ? [0, 0, 0, 255] : [255, 253, 245, 255], (y * row.width + x) * 4);
  return PNG.sync.write(png);
}

const CELL = { width: 12, height: 24, margin: 20 };
const escaped = (sign: string) => sign.replace(/[<&>"]/g, (found) => `&#${found.charCodeAt(0)};`);

/** The paper as an SVG picture, for eyes: 12 by 24 dots a sign, as Font A has. A QR code is drawn as a frame with its text. */
export function paperPicture(rows: readonly PrintedRow[], columns: number): string {
  const paperWidth = columns * CELL.width + 2 * CELL.margin;
  const parts: string[] = [];
  let y = CELL.margin;
  const leftOf = (width: number, align: number) =>
    CELL.margin + (align === 1 ? 0.5 : align === 2 ? 1 : 0) * (columns * CELL.width - width);
  for (const row of rows) {
    if (row.kind === 'text') {
      const height = Math.max(1, ...row.signs.map((sign) => sign.height)) * CELL.height;
      let x = leftOf(columnsOf(row) * CELL.width, row.align);
      for (const { sign, bold, width, height: tall } of row.signs) {
        const scale = `translate(${x} ${y + height - 6 * tall}) scale(${width} ${tall})`;
        parts.push(`<text transform="${scale}"${bold ? ' font-weight="bold"' : ''}>${escaped(sign)}</text>`);
        x += width * CELL.width;
      }
      y += height + 4;
    } else if (row.kind === 'qr') {
      const side = 185;
      const x = leftOf(side, row.align);
      parts.push(
        `<rect x="${x}" y="${y}" width="${side}" height="${side}" fill="none" stroke="black"/>`,
        ...(row.text.match(/.{1,16}/g) ?? []).map(
          (part, index) => `<text x="${x + 8}" y="${y + 24 + index * 20}" font-size="15">${part}</text>`,
        ),
      );
      y += side + 4;
    } else if (row.kind === 'image') {
      const href = `data:image/png;base64,${pngOf(row).toString('base64')}`;
      const { width, height } = row;
      parts.push(
        `<image x="${leftOf(width, row.align)}" y="${y}" width="${width}" height="${height}" href="${href}"/>`,
      );
      // The next picture stands right under it.
      y += height;
    } else if (row.kind === 'cut') {
      parts.push(
        `<line x1="0" x2="${paperWidth}" y1="${y}" y2="${y}" stroke="red" stroke-dasharray="8 6"/>`,
        `<text x="4" y="${y + 16}" font-size="12" fill="red">cut</text>`,
      );
      y += 20;
    } else {
      parts.push(`<text x="4" y="${y + 16}" font-size="12" fill="red">drawer ${row.pin}</text>`);
      y += 20;
    }
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${paperWidth}" height="${y + CELL.margin}" font-family="DejaVu Sans Mono, monospace" font-size="19"><rect width="100%" height="100%" fill="#fffdf5"/>${parts.join('')}</svg>`;
}
