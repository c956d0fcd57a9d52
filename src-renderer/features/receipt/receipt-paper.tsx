import { useEffect, useState } from 'react';
import { classNames } from '../../ui/class-names.ts';
import { type QrDots, qrDots, qrPath } from '../../ui/qr-dots.ts';
import type { ReceiptRow } from './receipt-view.ts';

/** The receipt as it would come out of the printer. White in every theme, as paper is. */
export function ReceiptPaper(props: { rows: readonly ReceiptRow[]; label: string }) {
  return (
    <article
      aria-label={props.label}
      data-testid="receipt"
      className="receipt-paper selectable money w-[340px] shrink-0 whitespace-normal rounded-sm bg-[#fff] px-6 py-7 text-small text-[#17201b] shadow-float"
    >
      {props.rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a receipt never change
        <Row key={index} row={row} />
      ))}
    </article>
  );
}

/** Drawn once the receipt is on the screen: nobody waits for it to go on selling. Its place is kept free from the start. */
function Code({ text }: { text: string }) {
  const [dots, setDots] = useState<QrDots | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setDots(qrDots(text)));
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div className="mx-auto mt-2 size-40" data-varies="gone" data-testid="receipt-code" data-code={text}>
      {dots ? (
        <svg viewBox={`0 0 ${dots.size} ${dots.size}`} shapeRendering="crispEdges" aria-hidden="true">
          <path fill="#000" d={qrPath(dots)} />
        </svg>
      ) : null}
    </div>
  );
}

function Row({ row }: { row: ReceiptRow }) {
  switch (row.kind) {
    case 'rule':
      return <hr className="my-2.5 border-0 border-t border-dashed border-[#7d897f]" />;
    case 'picture':
      return <img src={row.url} alt="" className="mx-auto mb-2 max-h-20 max-w-1/2" />;
    case 'code':
      return <Code text={row.text} />;
    case 'mark':
      return (
        <p className="my-1 border-3 border-current py-1 text-center text-sum font-bold tracking-tight uppercase">
          {row.text}
        </p>
      );
    case 'heading':
      return <p className="mb-0.5 text-center text-strong font-bold tracking-tight">{row.text}</p>;
    case 'centred':
      return <p className="text-center">{row.text}</p>;
    case 'small':
      return (
        <p data-varies="gone" className="mt-1 text-center text-note text-[#566259] [overflow-wrap:anywhere]">
          {row.text}
        </p>
      );
    case 'total':
      return (
        <p className="flex items-baseline justify-between py-1 text-title font-bold tracking-tight">
          <span>{row.left}</span>
          <span>{row.right}</span>
        </p>
      );
    case 'pair':
      return (
        <div className={classNames('py-px', row.strong && 'font-bold')}>
          <p className="flex items-baseline justify-between gap-4">
            <span className="min-w-0">{row.left}</span>
            <span className="shrink-0">{row.right}</span>
          </p>
          {row.note ? <p className="text-note text-[#45524b]">{row.note}</p> : null}
        </div>
      );
    case 'taxes':
      return (
        <table className="w-full text-note">
          <tbody>
            {row.table.map((cells) => (
              <tr key={cells.join('|')}>
                {cells.map((cell, column) => (
                  <td
                    // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change
                    key={column}
                    className={column === 0 ? 'text-start' : 'text-end'}
                  >
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      );
  }
}
