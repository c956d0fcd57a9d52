import type { ReportSlip, SlipRow } from '../../../shared/shift/report-slip.ts';
import { classNames } from '../../ui/class-names.ts';

/** An X or a Z as it would come out of the printer. White in every theme, as paper is. */
export function ReportPaper({ slip }: { slip: ReportSlip }) {
  return (
    <article
      aria-label={slip.title}
      data-testid="report"
      className="receipt-paper selectable money w-[360px] shrink-0 whitespace-normal rounded-sm bg-[#fff] px-6 py-7 text-small text-[#17201b] shadow-float"
    >
      {slip.rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a report never change
        <Row key={index} row={row} />
      ))}
    </article>
  );
}

function Row({ row }: { row: SlipRow }) {
  switch (row.kind) {
    case 'rule':
      return <hr className="my-2.5 border-0 border-t border-dashed border-[#7d897f]" />;
    case 'heading':
      return <p className="mb-0.5 text-center text-strong font-bold tracking-tight">{row.text}</p>;
    case 'centred':
      return <p className="text-center [overflow-wrap:anywhere]">{row.text}</p>;
    case 'pair':
      return (
        <p
          className={classNames(
            'flex items-baseline justify-between gap-4 py-px',
            row.strong && 'font-bold',
            row.under && 'ps-3 text-note text-[#45524b]',
          )}
        >
          <span className="min-w-0">{row.left}</span>
          <span className="shrink-0">{row.right}</span>
        </p>
      );
  }
}
