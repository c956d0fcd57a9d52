import { isTendered, type Sale } from '../../shared/sale/sale.ts';
import type { SaleResult } from '../../shared/stock/reservation.ts';

/** What the server said to the push of a revision, where it matters afterwards. */
export interface Heard {
  readonly status: string;
  readonly revision: number;
}

/** True while the server has not answered the newest revision of a sale. Answers are results, not push statuses. */
export function isSaleUnanswered(
  sale: Sale,
  result: Pick<SaleResult, 'revision' | 'appliedAt'> | null,
): boolean {
  if (!result) return true;
  if (isTendered(sale)) return result.appliedAt === null;
  // A sale that the server has already applied is over, whatever revision this till still shows.
  return result.appliedAt === null && result.revision < sale.revision;
}

/**
 * The server has given its last word about this very revision, and no result will tell: it keeps the document for a
 * person, it could not read it, or it applied a sale of the terminal that this one replaced, whose results go to that
 * terminal. Sending it again by itself would change nothing; a later revision is sent as always.
 */
export function isSetAside(revision: number, heard: Heard | undefined): boolean {
  return heard?.revision === revision;
}
