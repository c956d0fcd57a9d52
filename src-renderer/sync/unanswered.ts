import { isTendered, type Sale } from '../../shared/sale/sale.ts';
import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { PushedCollection } from '../../shared/sync/documents.ts';

/** What the server said to the push of a revision, where it matters afterwards. */
export interface Heard {
  readonly status: string;
  readonly revision: number;
}

/** What it takes to know whether the server has answered a document. */
export interface AnswerBooks {
  saleOf(saleId: string): Sale | undefined;
  resultOf(saleId: string): SaleResult | null;
  heard(collection: string, id: string): Heard | undefined;
}

/**
 * The one place that decides whether a document of this till is answered. What is not is unsent on the screens, holds back
 * what must come after it, and is due to be sent again: never the one without the others.
 */
export function isAnswered(collection: PushedCollection, id: string, books: AnswerBooks): boolean {
  if (collection !== 'sales') return books.heard(collection, id) !== undefined;
  const sale = books.saleOf(id);
  // Of a row that the disk has spoiled only a person can tell.
  if (!sale) return true;
  return (
    !isSaleUnanswered(sale, books.resultOf(id)) || isSetAside(sale.revision, books.heard('sales', sale.id))
  );
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
function isSetAside(revision: number, heard: Heard | undefined): boolean {
  return heard?.revision === revision;
}
