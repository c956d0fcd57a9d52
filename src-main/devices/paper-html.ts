import type { PaperRow } from './paper-rows.ts';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? sign);

/** A dot of the printer is a pixel of the page; 24 dots a row, as a printer's own letters are. */
const STYLE = `html,body{margin:0;background:#fff;color:#000}
body{font:21px/27px "Noto Sans Mono","DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
.twice{font-size:42px;line-height:50px;font-weight:700}.bold{font-weight:700}.centred{text-align:center}
.pair{display:flex;justify-content:space-between;align-items:flex-end;gap:12px}.pair>*:last-child{white-space:pre}
img{display:block;max-width:50%;max-height:200px;margin:0 auto 12px}
hr{border:0;border-top:2px dashed #000;margin:12px 0}`;

const classOf = (...names: readonly (string | false | undefined)[]): string =>
  names.filter(Boolean).join(' ');

function rowHtml(row: PaperRow): string {
  switch (row.kind) {
    case 'rule':
      return '<hr>';
    case 'space':
      return '<div>&nbsp;</div>';
    case 'text': {
      const names = classOf(
        row.size === 2 && 'twice',
        row.bold && 'bold',
        row.align === 'center' && 'centred',
      );
      return `<div dir="auto" class="${names}">${escaped(row.text)}</div>`;
    }
    case 'pair': {
      const names = classOf('pair', row.size === 2 && 'twice', row.bold && 'bold');
      const indent = row.indent ? ` style="padding-inline-start:${row.indent * 12}px"` : '';
      return `<div class="${names}"${indent}><span dir="auto">${escaped(row.left)}</span><bdi>${escaped(row.right)}</bdi></div>`;
    }
    case 'picture':
      return `<img src="${escaped(row.url)}" alt="">`;
    case 'qr':
      return '';
  }
}

/** Rows of paper as a page that is as many pixels wide as the paper has dots. It loads nothing and runs nothing. */
export function paperHtml(rows: readonly PaperRow[], widthDots: number, rightToLeft: boolean): string {
  return `<!doctype html><html dir="${rightToLeft ? 'rtl' : 'ltr'}"><head><meta charset="utf-8"><style>${STYLE}body{width:${widthDots}px}</style></head><body>${rows.map(rowHtml).join('')}</body></html>`;
}

/** Whether most of what has a direction runs from right to left. */
export function runsRightToLeft(rows: readonly PaperRow[]): boolean {
  let balance = 0;
  for (const row of rows) {
    const text = row.kind === 'text' ? row.text : row.kind === 'pair' ? row.left : '';
    balance += (text.match(/[\u0590-\u08ff\ufb1d-\ufefc]/g) ?? []).length * 2;
    balance -= (text.match(/\p{L}/gu) ?? []).length;
  }
  return balance > 0;
}
