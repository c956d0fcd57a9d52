import { isTendered, type RefundWay, type Sale, type SaleLine, type Tender } from './sale.ts';
import { lastResort, type TenderKind } from './tender-kind.ts';
import { lineAmountMinor } from './totals.ts';

/**
 * Whose money goes back. A receipt stands for the money that was paid for its goods, by each way. Goods that come back take
 * theirs out of it: what is refunded leaves the shop, and what pays for other goods (an exchange) goes along into the new
 * receipt, remembered as money of an exchange ago. So what was taken in an exchange gives back the money that once came,
 * however many exchanges ago, and no way ever gives back more than it took.
 */
export type MoneyOf = ReadonlyMap<string, readonly RefundWay[]>;

type Money = { -readonly [Member in keyof RefundWay]: RefundWay[Member] };

/** The kind of money of which nobody knows how it came. */
const NOBODY_KNOWS = '';

/** More exchanges than that are told as so many. */
const MOST_EXCHANGES = 8;

/** The sale at which a line of goods that come back points. */
export const originalOf = ({ returnOf }: SaleLine): string | undefined =>
  typeof returnOf === 'string' ? returnOf : returnOf?.saleId;

/** The receipts at which a sale points. */
export const originalsOf = (sale: Pick<Sale, 'lines'>): ReadonlySet<string> =>
  new Set(sale.lines.flatMap((line) => originalOf(line) ?? []));

/** The latest money first: what was paid for the receipt itself, before what went along in an exchange; of each what is not cash. */
export const inRefundOrder = (a: RefundWay, b: RefundWay): number =>
  Number(a.kind === NOBODY_KNOWS) - Number(b.kind === NOBODY_KNOWS) ||
  (a.exchangesAgo ?? 0) - (b.exchangesAgo ?? 0) ||
  Number(a.kind === 'cash') - Number(b.kind === 'cash') ||
  b.amountMinor - a.amountMinor;

const sumOf = (ways: readonly RefundWay[]): number =>
  ways.reduce((sum, { amountMinor }) => sum + amountMinor, 0);

/** Takes out of some money at most so much, of one kind or of any. */
function taken(money: Money[], mostMinor: number, kind?: string): RefundWay[] {
  let left = mostMinor;
  return money.sort(inRefundOrder).flatMap((way) => {
    const amountMinor = kind === undefined || way.kind === kind ? Math.min(left, way.amountMinor) : 0;
    if (amountMinor <= 0) return [];
    left -= amountMinor;
    way.amountMinor -= amountMinor;
    return [{ ...way, amountMinor }];
  });
}

/** What some goods of a receipt take out of its money. */
export const plannedOf = (ways: readonly RefundWay[], mostMinor: number): readonly RefundWay[] =>
  taken(
    ways.map((way) => ({ ...way })),
    mostMinor,
  );

/** Puts ways of the same kind, as many exchanges ago, together. */
export function pooled(ways: Iterable<RefundWay>): Money[] {
  const pool = new Map<string, Money>();
  for (const way of ways) {
    const key = `${way.exchangesAgo ?? 0} ${way.kind}`;
    pool.set(key, { ...way, amountMinor: (pool.get(key)?.amountMinor ?? 0) + way.amountMinor });
  }
  return [...pool.values()].filter(({ amountMinor }) => amountMinor > 0).sort(inRefundOrder);
}

/** What comes back in a sale of each receipt, tax included, in minor units; of goods without one under ''. */
export function backOf(sale: Pick<Sale, 'lines' | 'pricesIncludeTax'>): Map<string, number> {
  const back = new Map<string, number>();
  for (const line of sale.lines) {
    const tax = (sale.pricesIncludeTax ?? true) ? 0 : line.taxMinor;
    const amountMinor = -lineAmountMinor(line) - tax;
    if (line.quantity >= 0 || amountMinor <= 0) continue;
    const id = originalOf(line) ?? '';
    back.set(id, (back.get(id) ?? 0) + amountMinor);
  }
  return back;
}

/** What of a receipt's money is left where two know of it: of each kind the less. */
function lessOf(known: readonly Money[], told: readonly RefundWay[]): Money[] {
  const money = known.map((way) => ({ ...way }));
  for (const kind of new Set(money.map((way) => way.kind))) {
    const much = (ways: readonly RefundWay[]) => sumOf(ways.filter((way) => way.kind === kind));
    taken(money, Math.max(0, much(money) - much(told)), kind);
  }
  return money;
}

/** The money of a sale's receipts when its goods come back: as it is known here, and no more than the sale was told then. */
export function moneyThen(sale: Sale, money: MoneyOf): Map<string, Money[]> {
  return new Map(
    [...originalsOf(sale)].flatMap((id): [string, Money[]][] => {
      const known = money.get(id)?.map((way) => ({ ...way }));
      const told = sale.refundOf?.find(({ saleId }) => saleId === id)?.ways.map((way) => ({ ...way }));
      if (known && told) return [[id, lessOf(known, told)]];
      const either = known ?? told;
      return either ? [[id, either]] : [];
    }),
  );
}

const capturedOf = (sale: Pick<Sale, 'tenders'>): Tender[] =>
  sale.tenders.filter(({ state }) => state === 'captured');

/** What was paid in a sale, by kind. */
function paidIn(sale: Pick<Sale, 'tenders'>): Money[] {
  return pooled(
    capturedOf(sale)
      .filter(({ amountMinor }) => amountMinor > 0)
      .map(({ kind, amountMinor, reference, card }) => ({
        kind,
        amountMinor,
        ...(reference ? { reference } : {}),
        ...(card ? { card } : {}),
      })),
  );
}

/** What became of the money in one sale. */
interface Settled {
  /** What the sale's own receipt stands for. */
  readonly own: Money[];
  /** What it gave back by ways by which not so much was left, though it is known of all its goods how they were paid. */
  readonly beyond: readonly RefundWay[];
}

/**
 * Takes out of the receipts' money what a sale gave back and what went along into it.
 *
 * @param then the money of its receipts, which becomes less
 */
function settled(sale: Sale, then: ReadonlyMap<string, Money[]>): Settled {
  const own = paidIn(sale);
  const sources = [...backOf(sale)].map(([id, leftMinor]) => {
    const money = then.get(id) ?? [{ kind: NOBODY_KNOWS, amountMinor: leftMinor }];
    return { money, leftMinor, planned: plannedOf(money, leftMinor) };
  });
  const givenBack = pooled(
    capturedOf(sale)
      .filter(({ amountMinor }) => amountMinor < 0)
      .map(({ kind, amountMinor }) => ({ kind, amountMinor: -amountMinor })),
  );
  const beyond: RefundWay[] = [];
  let otherWaysMinor = 0;
  for (const { kind, amountMinor } of givenBack) {
    let left = amountMinor;
    const takeOut = (source: (typeof sources)[number], mostMinor: number, of = kind) => {
      const gone = sumOf(taken(source.money, Math.min(left, mostMinor), of));
      source.leftMinor = Math.max(0, source.leftMinor - gone);
      left -= gone;
    };
    for (const source of sources)
      takeOut(source, Math.min(source.leftMinor, sumOf(source.planned.filter((way) => way.kind === kind))));
    for (const source of sources) takeOut(source, source.leftMinor);
    // Where nobody knows how it came any way is right.
    for (const source of sources) takeOut(source, source.leftMinor, NOBODY_KNOWS);
    for (const source of sources) takeOut(source, left);
    left -= sumOf(taken(own, left, kind));
    if (left > 0) beyond.push({ kind, amountMinor: left });
    otherWaysMinor += left;
  }
  const goesAlong = isTendered(sale);
  for (const source of sources) {
    const anotherWay = Math.min(otherWaysMinor, source.leftMinor);
    taken(source.money, anotherWay);
    otherWaysMinor -= anotherWay;
    if (!goesAlong) continue;
    for (const way of taken(source.money, source.leftMinor - anotherWay))
      own.push({ ...way, exchangesAgo: Math.min(MOST_EXCHANGES, (way.exchangesAgo ?? 0) + 1) });
  }
  return { own: pooled(own), beyond };
}

/** All that became of the money of some receipts. */
function replayed(ids: Iterable<string>, sales: Iterable<Sale>) {
  const known = new Map([...sales].map((sale) => [sale.id, sale]));
  // A sale that was undone as a whole took and gave nothing, and nor did the one that undid it.
  const undone = new Set<string>();
  for (const sale of known.values())
    if (isTendered(sale) && sale.voidOf) for (const id of [sale.id, sale.voidOf]) undone.add(id);
  const counts = (sale: Sale) => sale.status !== 'abandoned' && !undone.has(sale.id);
  const returnsOf = new Map<string, Sale[]>();
  for (const sale of known.values())
    if (counts(sale))
      for (const id of originalsOf(sale)) returnsOf.set(id, [...(returnsOf.get(id) ?? []), sale]);

  // All that could have touched their money: their own receipts, what came back of each, and the receipts of that, in turn.
  const touching = new Set<Sale>();
  const looked = new Set<string>();
  const toLook = [...ids];
  for (let id = toLook.pop(); id !== undefined; id = toLook.pop()) {
    if (looked.has(id)) continue;
    looked.add(id);
    const own = known.get(id);
    for (const sale of [...(own && counts(own) ? [own] : []), ...(returnsOf.get(id) ?? [])]) {
      touching.add(sale);
      toLook.push(...originalsOf(sale));
    }
  }

  const money = new Map<string, Money[]>();
  const beyondOf = new Map<string, readonly RefundWay[]>();
  const played = new Set<Sale>();
  const play = (sale: Sale): void => {
    if (played.has(sale)) return;
    played.add(sale);
    // A clock that went wrong does not put goods back before they were sold.
    for (const id of originalsOf(sale)) {
      const original = known.get(id);
      if (original && touching.has(original)) play(original);
    }
    const then = moneyThen(sale, money);
    const { own, beyond } = settled(sale, then);
    if (isTendered(sale)) money.set(sale.id, own);
    if (beyond.length > 0) beyondOf.set(sale.id, beyond);
    for (const [id, left] of then) money.set(id, left);
  };
  for (const sale of [...touching].sort(inTime)) play(sale);
  return { money, beyondOf };
}

/**
 * What some receipts stand for, by way, less what has gone back: as of all sales that are known. A receipt that is not
 * among them is told by the sales in which its goods came back, where they say it.
 *
 * @param sales every sale that may have paid for, given back or exchanged some of it; a cart as far as it has given back
 */
export function moneyOf(ids: Iterable<string>, sales: Iterable<Sale>): MoneyOf {
  const { money } = replayed(ids, sales);
  const known = (ways: readonly Money[]) => pooled(ways.filter(({ kind }) => kind !== NOBODY_KNOWS));
  return new Map([...money].map(([id, ways]) => [id, known(ways)]));
}

/**
 * What a paid sale gave back beyond what had come by those ways and had not gone back before it, in whatever exchanges. Not
 * what somebody agreed to, what goes back by the last resort of the store, nor what nobody could look up.
 *
 * @param others the sales that touched the money of its receipts
 */
export function givenBeyond(
  sale: Sale,
  others: Iterable<Sale>,
  kinds: readonly TenderKind[],
): readonly RefundWay[] {
  const isAgreed = sale.approvals?.some(({ act }) => act === 'refundOtherWay') ?? false;
  if (isAgreed || sale.lines.some(({ verified }) => verified === false)) return [];
  const { beyondOf } = replayed(originalsOf(sale), [...others, sale]);
  return (beyondOf.get(sale.id) ?? []).filter(({ kind }) => kind !== lastResort(kinds));
}

const timeOf = (sale: Sale): string => (isTendered(sale) ? (sale.tenderedAt ?? '') : '~');
const inTime = (a: Sale, b: Sale): number =>
  timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : a.id < b.id ? -1 : 1;
