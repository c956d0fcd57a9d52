import { qrDots } from '../../ui/qr-dots.ts';
import type { ReceiptRow } from './receipt-view.ts';

const STYLE = `
body { font: 10.5pt/1.4 Inter, "Segoe UI", Roboto, Arial, sans-serif; color: #000; margin: 0; width: 72mm;
  font-variant-numeric: tabular-nums; }
img { display: block; max-width: 50%; max-height: 20mm; margin: 0 auto 2mm; } p { margin: 0; } .mark { font-weight: 800; font-size: 20pt; text-align: center; text-transform: uppercase; border: 1mm solid #000; margin: 1mm 0 2mm; } .heading { font-weight: 700; font-size: 13pt; text-align: center; } .centred { text-align: center; }
.pair, .total { display: flex; justify-content: space-between; gap: 4mm; } .pair b:last-child { white-space: nowrap; }
.right { white-space: nowrap; } .strong { font-weight: 700; } .total { font-weight: 700; font-size: 14pt; margin: 1mm 0; }
.note { font-size: 9pt; color: #333; } hr { border: 0; border-top: 1px dashed #000; margin: 2mm 0; }
table { width: 100%; border-collapse: collapse; font-size: 9pt; } td { text-align: right; padding: 0; }
td:first-child { text-align: left; } table.code { width: 30mm; height: 30mm; margin: 2mm auto 0; table-layout: fixed; } .code td { font-size: 0; line-height: 0; } .small { font-size: 7pt; color: #333; text-align: center; word-break: break-all; }
`;

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** As a table of cells: readers of mail show no SVG and no pictures that come inside the page. */
function codeHtml(text: string): string {
  const { size, runs } = qrDots(text);
  const rows = Array.from({ length: size }, (_, y) => {
    let x = 0;
    const cells: string[] = [];
    const cell = (length: number, dark: boolean) => {
      if (length > 0) cells.push(`<td colspan="${length}"${dark ? ' bgcolor="#000000"' : ''}></td>`);
    };
    for (const run of runs) {
      if (run.y !== y) continue;
      cell(run.x - x, false);
      cell(run.length, true);
      x = run.x + run.length;
    }
    cell(size - x, false);
    return `<tr>${cells.join('')}</tr>`;
  });
  // Without columns of their own the first row, which is empty, would decide how wide each is.
  const columns = `<colgroup>${'<col>'.repeat(size)}</colgroup>`;
  return `<table class="code" cellspacing="0">${columns}${rows.join('')}</table>`;
}

function rowHtml(row: ReceiptRow): string {
  switch (row.kind) {
    case 'rule':
      return '<hr>';
    case 'picture':
      return `<img src="${escaped(row.url)}" alt="">`;
    case 'code':
      return codeHtml(row.text);
    case 'mark':
    case 'heading':
    case 'centred':
    case 'small':
      return `<p class="${row.kind}">${escaped(row.text)}</p>`;
    case 'total':
      return `<p class="total"><span>${escaped(row.left)}</span><span class="right">${escaped(row.right)}</span></p>`;
    case 'pair': {
      const note = row.note ? `<p class="note">${escaped(row.note)}</p>` : '';
      return `<p class="pair${row.strong ? ' strong' : ''}"><span>${escaped(row.left)}</span><span class="right">${escaped(row.right)}</span></p>${note}`;
    }
    case 'taxes': {
      const rows = row.table.map(
        (cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`,
      );
      return `<table>${rows.join('')}</table>`;
    }
  }
}

const PAIR_MM = 5.4;
const LOGO_MM = 20;
const LETTERS_A_LINE = 26;

function heightMm(row: ReceiptRow): number {
  switch (row.kind) {
    case 'rule':
      return 4.5;
    case 'code':
      return 34;
    case 'mark':
      return 15;
    case 'heading':
      return 7;
    case 'picture':
      return LOGO_MM + 2;
    case 'total':
      return 9;
    case 'taxes':
      return row.table.length * 4.8;
    case 'pair':
      return PAIR_MM * Math.ceil(row.left.length / LETTERS_A_LINE) + (row.note ? 4.6 : 0);
    case 'centred':
      return PAIR_MM * Math.ceil(row.text.length / 38);
    case 'small':
      return 3.8 * Math.ceil(row.text.length / 44);
  }
}

/** Paper as long as the receipt, as a printer's roll is: CSS knows no page of its content's height. */
const pageHeightMm = (rows: readonly ReceiptRow[]): number =>
  Math.ceil(rows.reduce((sum, row) => sum + heightMm(row), 24));

/** A page of its own, without script or anything to load, that main draws as a PDF. */
export function receiptHtml(rows: readonly ReceiptRow[], language: string, title: string): string {
  return `<!doctype html><html lang="${escaped(language)}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style>@page { size: 80mm ${pageHeightMm(rows)}mm; margin: 4mm; }${STYLE}</style></head><body>${rows.map(rowHtml).join('')}</body></html>`;
}

/** A file name that every system takes. */
export const receiptFileName = (storeName: string, businessDate: string, sequence: number): string =>
  `${
    storeName
      .normalize('NFKD')
      .replace(/[^A-Za-z0-9 _-]+/g, '')
      .trim()
      .slice(0, 40) || 'Receipt'
  } ${businessDate} ${sequence}.pdf`;
