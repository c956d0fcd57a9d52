import { ean13Modules } from './ean13.ts';

const QUIET = 11;
const HEIGHT = 60;

/** An EAN-13 on the screen, black on white in every theme, for scanners that read from screens. */
export function Barcode({ digits }: { digits: string }) {
  const modules = ean13Modules(digits);
  const width = modules.length + 2 * QUIET;
  const bars = [...modules]
    .map((module, index) => (module === '1' ? `M${index + QUIET} 4h1v${HEIGHT - 8}h-1z` : ''))
    .join('');
  return (
    <svg
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={digits}
      shapeRendering="crispEdges"
      className="w-80 max-w-full rounded-md border border-line"
    >
      <rect width={width} height={HEIGHT} fill="#fff" />
      <path d={bars} fill="#000" />
    </svg>
  );
}
