import { useMemo } from 'react';
import { qrDots, qrPath } from '../ui/qr-dots.ts';

/** The receipt's code as dots, black on white in every theme: a camera has to read it. */
export function ReceiptCode({ code }: { code: string }) {
  const { size, path } = useMemo(() => {
    const dots = qrDots(code);
    return { size: dots.size, path: qrPath(dots) };
  }, [code]);
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      aria-hidden="true"
      className="display-code"
      data-testid="display-code"
      data-code={code}
    >
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
