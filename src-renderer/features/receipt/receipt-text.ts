import type { ReceiptRow } from './receipt-view.ts';

/** The receipt as plain text, for readers of mail that draw nothing. */
export function receiptText(rows: readonly ReceiptRow[]): string {
  return rows
    .map(rowText)
    .filter((text) => text !== null)
    .join('\n');
}

function rowText(row: ReceiptRow): string | null {
  switch (row.kind) {
    case 'picture':
    case 'code':
      return null;
    case 'rule':
      return '-'.repeat(40);
    case 'pair':
      return [[row.left, row.right].filter(Boolean).join('  '), ...(row.note ? [`  ${row.note}`] : [])].join(
        '\n',
      );
    case 'total':
      return `${row.left}  ${row.right}`;
    case 'taxes':
      return row.table.map((cells) => cells.join('  ')).join('\n');
    case 'mark':
      return `*** ${row.text} ***`;
    case 'heading':
    case 'centred':
    case 'small':
      return row.text;
  }
}
