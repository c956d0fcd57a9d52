import { parseReceiptCode } from '../../../shared/sale/receipt-code.ts';
import { type PrintedRow, printedPaper, textOf } from '../../main/support/printed-paper.ts';

/** What one strip of paper says to whoever reads it. Amounts in minor units. */
export interface PrintedReceipt {
  readonly saleId: string;
  readonly code: string;
  readonly isCopy: boolean;
  readonly totalMinor: number;
  readonly roundingMinor: number;
  readonly cashMinor: number;
  readonly cardMinor: number;
  readonly voucherMinor: number;
  readonly changeMinor: number;
  readonly rows: readonly string[];
}

/** Each strip is read once: it is asked for again and again in the course of a day. */
const read = new WeakMap<Uint8Array, PrintedRow[]>();
function rowsOfJob(job: Uint8Array): PrintedRow[] {
  const rows = read.get(job) ?? printedPaper(job);
  read.set(job, rows);
  return rows;
}

/** What a printer got in a day, told apart. */
export function sortedPaper(jobs: readonly Uint8Array[]) {
  const papers = jobs.map(rowsOfJob);
  return {
    receipts: papers.flatMap((rows) => receiptOn(rows) ?? []),
    /** The rows of each X and Z. */
    reports: papers.map(rowsOn).filter((rows) => rows.some((row) => /^[XZ] REPORT/.test(row))),
    /** Times that the drawer was opened. */
    pulses: papers.flat().filter(({ kind }) => kind === 'drawer').length,
  };
}

const rowsOn = (rows: readonly PrintedRow[]): string[] => rows.map((row) => textOf(row).trim());

function receiptOn(rows: readonly PrintedRow[]): PrintedReceipt | null {
  const codes = rows.flatMap((row) => (row.kind === 'qr' ? [row.text] : []));
  const [code] = codes;
  const parsed = code === undefined ? null : parseReceiptCode(code);
  if (!code || !parsed) return null;
  const text = rowsOn(rows);
  const amount = (word: string) => minorOf(text.findLast((row) => new RegExp(`^${word}\\s`).test(row)) ?? '');
  return {
    ...{ saleId: parsed.saleId, code, rows: text },
    isCopy: text.includes('COPY'),
    totalMinor: amount('Total') ?? Number.NaN,
    roundingMinor: amount('Rounding') ?? 0,
    cashMinor: amount('Cash') ?? 0,
    cardMinor: amount('Card') ?? 0,
    voucherMinor: amount('Voucher') ?? 0,
    changeMinor: amount('Change') ?? 0,
  };
}

/** The amount at the end of a row: `Total   -€1,234.50`. */
export function minorOf(row: string): number | null {
  const [, sign = '', digits] = /([-−]?)[^\d-]*([\d,]+\.\d\d)$/.exec(row) ?? [];
  if (digits === undefined) return null;
  const minor = Number(digits.replaceAll(/[,.]/g, ''));
  return sign === '' || minor === 0 ? minor : -minor;
}
