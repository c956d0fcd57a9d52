import { isTendered, type RefundWay, type Sale, type SaleLine, type Tender } from './sale.ts';
import { lineAmountMinor } from './totals.ts';

/**
 * Whose money goes back. A receipt stands for the money that was paid for its goods, by each way. Goods that come back take
 * theirs out of it: what is refunded leaves the shop, and what pays for other goods (an exchange) goes along into the new
 * receipt, remembered as money of an exchange ago. So what was taken in an exchange gives back the money that once came,
 * however many exchanges ago, and no way ever gives back more than it took.
 */
export type MoneyOf = ReadonlyMap<string, readonly RefundWay[]>;

type Money = { -readonly [Member in keyof RefundWay]: RefundWay[Member] };

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

/**
 * Takes out of the receipts' money what a sale gave back and what went along into it.
 *
 * @param then the money of its receipts, which becomes less
 * @returns what the sale's own receipt stands for
 */
function settled(sale: Sale, then: ReadonlyMap<string, Money[]>): Money[] {
  const own = paidIn(sale);
  const sources = [...backOf(sale)].map(([id, leftMinor]) => {
    const money = then.get(id);
    return { money, leftMinor, planned: plannedOf(money ?? [], leftMinor) };
  });
  const givenBack = pooled(
    capturedOf(sale)
      .filter(({ amountMinor }) => amountMinor < 0)
      .map(({ kind, amountMinor }) => ({ kind, amountMinor: -amountMinor })),
  );
  let otherWaysMinor = 0;
  for (const { kind, amountMinor } of givenBack) {
    let left = amountMinor;
    const takeOut = (source: (typeof sources)[number], mostMinor: number) => {
      const most = Math.min(left, mostMinor);
      // Nobody knows how it was paid: any way was right.
      const gone = source.money ? sumOf(taken(source.money, most, kind)) : Math.min(most, source.leftMinor);
      source.leftMinor = Math.max(0, source.leftMinor - gone);
      left -= gone;
    };
    const known = sources.filter(({ money }) => money);
    for (const source of known)
      takeOut(source, Math.min(source.leftMinor, sumOf(source.planned.filter((way) => way.kind === kind))));
    for (const source of known) takeOut(source, source.leftMinor);
    for (const source of sources) if (!source.money) takeOut(source, left);
    for (const source of known) takeOut(source, left);
    left -= sumOf(taken(own, left, kind));
    otherWaysMinor += left;
  }
  const goesAlong = isTendered(sale);
  for (const source of sources) {
    const anotherWay = Math.min(otherWaysMinor, source.leftMinor);
    taken(source.money ?? [], anotherWay);
    otherWaysMinor -= anotherWay;
    if (!goesAlong) continue;
    for (const way of taken(source.money ?? [], source.leftMinor - anotherWay))
      own.push({ ...way, exchangesAgo: Math.min(MOST_EXCHANGES, (way.exchangesAgo ?? 0) + 1) });
  }
  return pooled(own);
}

/**
 * What some receipts stand for, by way, less what has gone back: as of all sales that are known. A receipt that is not
 * among them is told by the sales in which its goods came back, where they say it.
 *
 * @param sales every sale that may have paid for, given back or exchanged some of it; a cart as far as it has given back
 */
export function moneyOf(ids: Iterable<string>, sales: Iterable<Sale>): MoneyOf {
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
    if (isTendered(sale)) money.set(sale.id, settled(sale, then));
    else settled(sale, then);
    for (const [id, left] of then) money.set(id, left);
  };
  for (const sale of [...touching].sort(inTime)) play(sale);
  return new Map([...money].map(([id, ways]) => [id, pooled(ways)]));
}

const timeOf = (sale: Sale): string => (isTendered(sale) ? (sale.tenderedAt ?? '') : '~');
const inTime = (a: Sale, b: Sale): number =>
  timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : a.id < b.id ? -1 : 1;
