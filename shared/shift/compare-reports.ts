import type { DrawerReport } from './drawer-report.ts';

/** One figure of two reports that should be the same. Null: one of them does not have it at all. */
export interface FigureDifference {
  /** As `sales.grossMinor`, `tenders cash.amountMinor`, `taxes standard 190000.taxMinor`. */
  readonly figure: string;
  readonly told: number | null;
  readonly found: number | null;
}

/**
 * Every figure in which two reports of one shift differ, by name. Only what money and goods follow from: what a till says of
 * itself (its business date, when it was opened) is not judged.
 */
export function reportDifferences(told: DrawerReport, found: DrawerReport): FigureDifference[] {
  const a = figuresOf(told);
  const b = figuresOf(found);
  const names = [...new Set([...a.keys(), ...b.keys()])].sort();
  return names.flatMap((figure) => {
    const left = a.get(figure) ?? null;
    const right = b.get(figure) ?? null;
    return left === right ? [] : [{ figure, told: left, found: right }];
  });
}

function figuresOf(report: DrawerReport): Map<string, number> {
  const figures = new Map<string, number>();
  const note = (name: string, row: Readonly<Record<string, unknown>>, members: readonly string[]) => {
    for (const member of members) {
      const value = row[member];
      if (typeof value === 'number') figures.set(`${name}${name === '' ? '' : '.'}${member}`, value);
    }
  };
  note('', report, ['receipts', 'discountMinor', 'totalMinor', 'roundingMinor', 'floatMinor', 'noSales']);
  note('', report, ['expectedMinor', 'countedMinor', 'differenceMinor', 'counts']);
  for (const part of ['sales', 'returns', 'voids'] as const)
    note(part, report[part], ['count', 'grossMinor']);
  for (const part of ['payIns', 'payOuts', 'drops'] as const)
    note(part, report[part], ['count', 'amountMinor']);
  for (const row of report.taxes)
    note(`taxes ${row.taxClass} ${row.taxRatePpm}`, row, ['netMinor', 'taxMinor', 'grossMinor']);
  for (const row of report.tenders) note(`tenders ${row.kind}`, row, ['count', 'amountMinor']);
  for (const row of report.sequences)
    note(`sequences ${row.terminalId} ${row.epoch}`, row, ['first', 'last']);
  return figures;
}
