import type { Sale } from '../../shared/sale/sale.ts';
import type { SaleResult } from '../../shared/stock/reservation.ts';
import { FACT_COLLECTIONS, type FactCollection, type PushedCollection } from '../../shared/sync/documents.ts';
import { type Heard, isSaleUnanswered, isSetAside } from './unanswered.ts';

/** A document that was written a moment ago is on its way; the audit is for what was forgotten. */
export const AUDIT_GRACE_MS = 10_000;

export interface AuditFacts {
  readonly sales: Iterable<Sale>;
  resultOf(saleId: string): SaleResult | null;
  heard(collection: string, id: string): Heard | undefined;
  /** Ids of facts other than sales with the moment they were stored. */
  readonly facts: readonly {
    readonly collection: FactCollection;
    readonly id: string;
    readonly storedAt: string;
  }[];
  storedAt(saleId: string): string | undefined;
  readonly now: Date;
  /** Documents written later than this long before `now` are left alone. 0 at the start of the till. */
  readonly graceMs: number;
}

export type Resends = Readonly<Record<PushedCollection, readonly string[]>>;

/**
 * Compares what this till has with what the server has answered, and names what to send again. RxDB's own bookkeeping
 * goes by the clock and has been seen to forget a sale for ever; this does not look at it.
 */
export function decideResends(facts: AuditFacts): Resends {
  const isFresh = (storedAt: string | undefined) => {
    const ageMs =
      storedAt === undefined ? Number.POSITIVE_INFINITY : facts.now.getTime() - Date.parse(storedAt);
    // A clock that was set back makes ages negative: those are not fresh, they are unknown.
    return ageMs >= 0 && ageMs < facts.graceMs;
  };
  const sales: string[] = [];
  for (const sale of facts.sales) {
    if (!isSaleUnanswered(sale, facts.resultOf(sale.id))) continue;
    if (isSetAside(sale.revision, facts.heard('sales', sale.id)) || isFresh(facts.storedAt(sale.id)))
      continue;
    sales.push(sale.id);
  }
  const factsOf = (collection: FactCollection) =>
    facts.facts
      .filter((fact) => fact.collection === collection)
      .filter((fact) => !facts.heard(collection, fact.id) && !isFresh(fact.storedAt))
      .map((fact) => fact.id);
  const resends = FACT_COLLECTIONS.map((collection) => [collection, factsOf(collection)] as const);
  return { sales, ...(Object.fromEntries(resends) as Record<FactCollection, string[]>) };
}
