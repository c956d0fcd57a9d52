import type { Card } from './card.ts';
import { backOf, inRefundOrder, moneyOf, moneyThen, originalsOf, plannedOf, pooled } from './money-chain.ts';
import type { RefundWay, Sale } from './sale.ts';
import { lastResort, type TenderKind, tenderKindsOf } from './tender-kind.ts';

/**
 * By what a receipt was paid, and how much of each has not gone back yet, as it is to go back. What was taken in an exchange
 * was paid by what paid for the goods that came back for it.
 *
 * @param others every sale that may have given some of it back, and the receipts and returns before it; none twice
 */
export const refundWays = (original: Sale, others: Iterable<Sale>): readonly RefundWay[] =>
  moneyOf([original.id], [...others, original]).get(original.id) ?? [];

/**
 * The ways of all receipts at which a sale points: of this till's own as they are now, of another till's as they were told when
 * the goods were taken back.
 *
 * @param here this till's own sales
 */
export function refundWaysOf(sale: Sale, here: ReadonlyMap<string, Sale>): readonly RefundWay[] {
  const others = [...here.values()].filter((other) => other.id !== sale.id);
  const then = moneyThen(sale, moneyOf(originalsOf(sale), others));
  // Undone as a whole: what paid for it itself goes back, and nothing that paid for what came back in it.
  if (sale.voidOf) return pooled((then.get(sale.voidOf) ?? []).filter((way) => !way.exchangesAgo));
  const back = backOf(sale);
  // Of several receipts each gives back for its own goods.
  const parts = [...then].map(([id, ways]) => (back.size > 1 ? plannedOf(ways, back.get(id) ?? 0) : ways));
  return pooled(parts.flat());
}

/** How money that is due to the customer goes back. Minor units, none below zero. */
export interface RefundPlan {
  /** What each way gives back, the next one first; together what is due. */
  readonly rows: readonly RefundWay[];
  /** What each way may give back at most by its own share; a kind has one for each exchange that it has been through. */
  readonly shares: readonly RefundWay[];
  /** What is known to have come by a way by which no money goes back: the last resort gives it back. */
  readonly shutMinor: number;
  readonly lastResort: string;
  /** What nobody knows how it was paid. Any way may give it back. */
  readonly freeMinor: number;
}

/**
 * Money goes back the way it came: by each kind at most what it took and has not given back, what was not cash first, and what
 * an exchange cost before what the goods before it had cost. What is left over goes back in cash, or by the first way of the
 * store by which money goes back.
 *
 * @param dueMinor what is still to be given back, ≥ 0
 * @param ways by which it was paid, without what this sale has given back itself
 */
export function refundPlan(
  dueMinor: number,
  sale: Pick<Sale, 'tenders'>,
  ways: readonly RefundWay[],
  kinds: readonly TenderKind[] = tenderKindsOf(null),
): RefundPlan {
  const refundable = new Set(kinds.filter((kind) => kind.refundable).map(({ kind }) => kind));
  const givenNow = (kind: string) =>
    -sale.tenders
      .filter((tender) => tender.kind === kind && tender.amountMinor < 0)
      .filter(({ state }) => state === 'captured' || state === 'pending')
      .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const given = new Map<string, number>();
  const shares = [...ways]
    .sort(inRefundOrder)
    .filter(({ kind }) => refundable.has(kind))
    .flatMap((way) => {
      const before = given.get(way.kind) ?? givenNow(way.kind);
      given.set(way.kind, Math.max(0, before - way.amountMinor));
      const amountMinor = way.amountMinor - before;
      return amountMinor > 0 ? [{ ...way, amountMinor }] : [];
    });
  const rows: RefundWay[] = [];
  let left = dueMinor;
  for (const { exchangesAgo: _ago, ...way } of shares) {
    const amountMinor = Math.min(way.amountMinor, left);
    if (amountMinor > 0) addTo(rows, { ...way, amountMinor });
    left -= amountMinor;
  }
  const resort = lastResort(kinds);
  if (left > 0) addTo(rows, { kind: resort, amountMinor: left });
  const shut = ways.reduce((sum, way) => (refundable.has(way.kind) ? sum : sum + way.amountMinor), 0);
  const shutMinor = Math.min(left, shut);
  return { rows, shares, shutMinor, lastResort: resort, freeMinor: left - shutMinor };
}

/** One row a kind, where the kind comes first; of cards one for each, as far as they are known. */
function addTo(rows: RefundWay[], way: RefundWay): void {
  const at = rows.findIndex(
    ({ kind, card }) => kind === way.kind && (!way.card || !card || isSameCard(card, way.card)),
  );
  const row = rows[at];
  if (row) rows[at] = { ...way, ...row, amountMinor: row.amountMinor + way.amountMinor };
  else rows.push(way);
}

const isSameCard = (a: Card, b: Card): boolean => a.last4 === b.last4 && a.scheme === b.scheme;

/** Whether a way may give back so much without anybody's agreement. */
export function isPlanned(plan: RefundPlan, kind: string, amountMinor: number): boolean {
  const share = plan.shares.reduce((sum, way) => (way.kind === kind ? sum + way.amountMinor : sum), 0);
  return amountMinor <= share + plan.freeMinor + (kind === plan.lastResort ? plan.shutMinor : 0);
}
