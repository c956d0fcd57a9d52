import encodeQR from 'qr';
import { useMemo } from 'react';

/** Free modules around a QR code, as its standard asks for. */
const QUIET = 4;

/** The receipt's code as dots, black on white in every theme: a camera has to read it. */
export function ReceiptCode({ code }: { code: string }) {
  const { size, path } = useMemo(() => {
    const rows = encodeQR(code, 'raw', { ecc: 'medium', encoding: 'alphanumeric', border: QUIET });
    const dots = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size: rows.length, path: dots.join('') };
  }, [code]);
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      aria-hidden="true"
      className="display-code"
      data-testid="display-code"
      data-code={code}
      data-varies
    >
      <path fill="#fff" d={`M0 0h${size}v${size}H0z`} />
      <path fill="#000" d={path} />
    </svg>
  );
}
