import type { ReportSlip, SlipRow } from '../../shared/shift/report-slip.ts';
import { type PaperRow, wrapped } from './paper-rows.ts';

/** An X or a Z, row by row, for paper of a number of columns. Its words and amounts come written out. */
export function reportRows(slip: ReportSlip, columns: number, clean: (text: string) => string): PaperRow[] {
  return slip.rows.flatMap((row) => rowsOf(row, columns, clean));
}

function rowsOf(row: SlipRow, columns: number, clean: (text: string) => string): PaperRow[] {
  switch (row.kind) {
    case 'rule':
      return [{ kind: 'rule' }];
    case 'heading':
      return wrapped(clean(row.text), Math.floor(columns / 2)).map((text) => ({
        ...{ kind: 'text', text, align: 'center' },
        ...{ size: 2, bold: true },
      }));
    case 'centred':
      return wrapped(clean(row.text), columns).map((text) => ({ kind: 'text', text, align: 'center' }));
    case 'pair':
      return [
        {
          ...{ kind: 'pair', left: clean(row.left), right: clean(row.right) },
          ...(row.under ? { indent: 2 } : {}),
          ...(row.strong ? { bold: true } : {}),
        },
      ];
  }
}
