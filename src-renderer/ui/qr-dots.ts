import encodeQR from 'qr';

/** Free modules around a QR code, as its standard asks for. */
const QUIET = 4;

export interface QrDots {
  /** Modules along each side, with the quiet zone. */
  readonly size: number;
  /** Runs of dark modules, row by row. */
  readonly runs: readonly { readonly x: number; readonly y: number; readonly length: number }[];
}

/** @param code digits, capitals and the few signs that QR packs tightly; see shared/sale/receipt-code.ts */
export function qrDots(code: string): QrDots {
  const rows = encodeQR(code, 'raw', { ecc: 'medium', encoding: 'alphanumeric', border: QUIET });
  const runs = rows.flatMap((row, y) => {
    const found: { x: number; y: number; length: number }[] = [];
    for (const [x, dark] of row.entries()) {
      const last = found.at(-1);
      if (dark && last && last.x + last.length === x) last.length += 1;
      else if (dark) found.push({ x, y, length: 1 });
    }
    return found;
  });
  return { size: rows.length, runs };
}

/** The dark modules as one path of an SVG whose view box is `size` by `size`. */
export const qrPath = ({ runs }: QrDots): string =>
  runs.map(({ x, y, length }) => `M${x} ${y}h${length}v1h-${length}z`).join('');
