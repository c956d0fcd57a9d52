import { parseReceiptCode } from '../../../shared/sale/receipt-code.ts';

/** What a printed receipt says: which sale it stands for, and the hash that proves it. */
export interface PrintedReceipt {
  readonly saleId: string;
  readonly hash: string;
}

/** Receipts in what a printer was sent. Of a receipt that broke off only what came before counts: it was not printed. */
export function printedReceipts(jobs: readonly Buffer[]): PrintedReceipt[] {
  return jobs.flatMap((job) =>
    [...job.toString('latin1').matchAll(/EV1[0-9A-F]{96}/g)].flatMap(
      ([code]) => parseReceiptCode(code) ?? [],
    ),
  );
}
