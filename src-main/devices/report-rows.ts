import type { ReportSlip } from '../../shared/shift/report-slip.ts';
import { leftAndRight, type PaperRow, wrapped } from './paper-rows.ts';

/** An X or a Z, row by row, for paper of a number of columns. Its words and amounts come written out. */
export function reportRows(slip: ReportSlip, columns: number, clean: (text: string) => string): PaperRow[] {
  return slip.rows.flatMap((row): PaperRow[] => {
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
        return leftAndRight(clean(row.left), clean(row.right), columns, row.under ? 2 : 0).map((text) => ({
          ...{ kind: 'text', text },
          ...(row.strong ? { bold: true } : {}),
        }));
    }
  });
}
