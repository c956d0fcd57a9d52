import os from 'node:os';

/** Nearest rank: the value that p of all are at most. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => percentile(values, 0.5);

export interface BenchLine {
  readonly name: string;
  readonly product: string;
  readonly limit: string;
  /** Product over limit, where the limit was measured in this run; otherwise product over the budget. */
  readonly ratio: number | null;
  /** The ratio that may not be passed; null for what is only told. */
  readonly most: number | null;
  /** The ratio that must be reached, where more is better. */
  readonly least?: number | null;
  /** Share of stalled time. A time in absolute terms is not judged while other programs hold the processors. */
  readonly machineBusy?: number;
}

/** Above this share a clock tells more about the neighbours than about the product. */
const BUSY = 0.25;

export function printHead(title: string, versions: Readonly<Record<string, string>>): void {
  const cpu = os.cpus()[0]?.model.trim() ?? 'unknown processor';
  console.log(`${title}: ${os.cpus().length} × ${cpu}, ${os.platform()} ${os.release()}`);
  console.log(
    Object.entries(versions)
      .map(([name, version]) => `${name} ${version}`)
      .join(', '),
  );
  console.log(row('name', 'product', 'limit', 'ratio', 'verdict'));
}

/** Prints a line; answers false when the product missed its limit. */
export function printLine(line: BenchLine): boolean {
  const { name, product, limit, ratio, most, least = null, machineBusy = 0 } = line;
  const kept = ratio === null || ((most === null || ratio <= most) && (least === null || ratio >= least));
  const isJudged = kept || !(machineBusy > BUSY);
  const bound = most !== null ? `≤ ${most}` : `≥ ${least}`;
  const judged = kept ? 'kept' : 'MISSED';
  const busy = `not judged: ${Math.round(machineBusy * 100)} % of the time stalled by other programs`;
  const verdict = most === null && least === null ? 'told' : `${isJudged ? judged : busy} (${bound})`;
  console.log(row(name, product, limit, ratio === null ? '–' : ratio.toFixed(2), verdict));
  return kept || !isJudged;
}

const row = (name: string, product: string, limit: string, ratio: string, verdict: string) =>
  `${name.padEnd(52)} ${product.padEnd(26)} ${limit.padEnd(26)} ${ratio.padStart(6)}  ${verdict}`;
