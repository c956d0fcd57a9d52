import { allocate } from '../money/allocate.ts';
import { isTendered, type RefundWay, type Sale, type SaleLine, type Tender } from './sale.ts';
import { type TenderKind, tenderKindsOf } from './tender-kind.ts';
import { lineAmountMinor } from './totals.ts';

const originalOf = ({ returnOf }: SaleLine): string | undefined =>
  typeof returnOf === 'string' ? returnOf : returnOf?.saleId;

const capturedOf = (sale: Pick<Sale, 'tenders'>): Tender[] =>
  sale.tenders.filter(({ state }) => state === 'captured');

/** What a sale gave back by a kind for one of the receipts of which goods came back in it; shared out by what came back of each. */
function givenBackMinor(sale: Sale, kind: string, originalId: string): number {
  const refundMinor = -capturedOf(sale)
    .filter((tender) => tender.kind === kind && tender.amountMinor < 0)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const back = sale.lines.filter(({ quantity }) => quantity < 0);
  const cameBack = (isMine: boolean) =>
    back.reduce(
      (sum, line) =>
        (originalOf(line) === originalId) === isMine ? sum + Math.max(0, -lineAmountMinor(line)) : sum,
      0,
    );
  const [mine, others] = [cameBack(true), cameBack(false)];
  return mine === 0 ? 0 : (allocate(refundMinor, [mine, others])[0] ?? 0);
}

/**
 * By what a receipt was paid, and how much of each has not gone back yet, most first.
 *
 * @param others every sale that may have given some of it back; none twice
 */
export function refundWays(
  original: Pick<Sale, 'id' | 'tenders'>,
  others: Iterable<Sale>,
): readonly RefundWay[] {
  const sales = [...others];
  // A return that was undone as a whole has given nothing back.
  const undone = new Set(sales.map((sale) => (isTendered(sale) ? sale.voidOf : undefined)));
  const earlier = sales.filter(
    (sale) =>
      sale.id !== original.id &&
      sale.status !== 'abandoned' &&
      !undone.has(sale.id) &&
      sale.lines.some((line) => originalOf(line) === original.id),
  );
  const took = new Map<string, RefundWay>();
  for (const tender of capturedOf(original)) {
    const { kind, reference, card } = tender;
    const before = took.get(kind)?.amountMinor ?? 0;
    took.set(kind, {
      kind,
      amountMinor: before + tender.amountMinor,
      ...(reference ? { reference } : {}),
      ...(card ? { card } : {}),
    });
  }
  return [...took.values()]
    .map((way) => ({
      ...way,
      amountMinor:
        way.amountMinor - earlier.reduce((sum, sale) => sum + givenBackMinor(sale, way.kind, original.id), 0),
    }))
    .filter(({ amountMinor }) => amountMinor > 0)
    .sort((a, b) => b.amountMinor - a.amountMinor);
}

/**
 * The ways of all receipts at which a sale points: of this till's own as they are now, of another till's as they were told when
 * the goods were taken back.
 *
 * @param here this till's own sales
 */
export function refundWaysOf(sale: Sale, here: ReadonlyMap<string, Sale>): readonly RefundWay[] {
  const ids = new Set(sale.lines.flatMap((line) => originalOf(line) ?? []));
  const ways = new Map<string, RefundWay>();
  for (const id of ids) {
    const own = here.get(id);
    const told = sale.refundOf?.find(({ saleId }) => saleId === id)?.ways;
    const now =
      own &&
      refundWays(
        own,
        [...here.values()].filter((other) => other.id !== sale.id),
      );
    // Another till may have given some of it back, and this one since: the less of the two is left.
    const left = (told ?? now ?? []).flatMap((way): RefundWay[] => {
      if (!told || !now) return [way];
      const other = now.find(({ kind }) => kind === way.kind)?.amountMinor ?? 0;
      return other === 0 ? [] : [{ ...way, amountMinor: Math.min(way.amountMinor, other) }];
    });
    for (const way of left) {
      const before = ways.get(way.kind);
      ways.set(way.kind, { ...before, ...way, amountMinor: (before?.amountMinor ?? 0) + way.amountMinor });
    }
  }
  return [...ways.values()].sort((a, b) => b.amountMinor - a.amountMinor);
}

/** How money that is due to the customer goes back. Minor units, none below zero. */
export interface RefundPlan {
  /** What each way gives back, the next one first, cash last; together what is due. */
  readonly rows: readonly RefundWay[];
  /** What each way may give back at most by its own share. */
  readonly shares: readonly RefundWay[];
  /** What no way has a share in: nobody knows how it was paid, or no money goes back that way. Any way may give it back. */
  readonly freeMinor: number;
}

/**
 * Money goes back the way it came: by each kind at most what it took and has not given back, what was not cash first. What
 * is left over goes back in cash, or by the first way of the store by which money goes back.
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
  const shares = ways
    .filter(({ kind }) => refundable.has(kind))
    .map((way) => ({ ...way, amountMinor: way.amountMinor - givenNow(way.kind) }))
    .filter(({ amountMinor }) => amountMinor > 0)
    .sort((a, b) => Number(a.kind === 'cash') - Number(b.kind === 'cash') || b.amountMinor - a.amountMinor);
  const rows: RefundWay[] = [];
  let left = dueMinor;
  for (const way of shares) {
    const amountMinor = Math.min(way.amountMinor, left);
    if (amountMinor > 0) rows.push({ ...way, amountMinor });
    left -= amountMinor;
  }
  if (left > 0) {
    const kind = refundable.has('cash') ? 'cash' : ([...refundable][0] ?? 'cash');
    const known = rows.findIndex((row) => row.kind === kind);
    const row = rows[known];
    if (row) rows[known] = { ...row, amountMinor: row.amountMinor + left };
    else rows.push({ kind, amountMinor: left });
  }
  return { rows, shares, freeMinor: left };
}

/** Whether a way may give back so much without anybody's agreement. */
export function isPlanned(plan: RefundPlan, kind: string, amountMinor: number): boolean {
  const share = plan.shares.find((way) => way.kind === kind)?.amountMinor ?? 0;
  return amountMinor <= share + plan.freeMinor;
}
