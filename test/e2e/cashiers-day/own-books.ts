import type { Item, Variant } from '../../../shared/catalog/item.ts';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';

/** The smallest coin of this shop: what is paid in cash is rounded to it. */
export const COIN_MINOR = 5;

/** One line as the test knows it: what was bought, or with a quantity below zero what came back. */
export interface BookLine {
  readonly item: Item;
  readonly variant: Variant;
  readonly quantity: number;
  /** Asked for one, where it is not what the catalogue says. */
  readonly priceMinor?: number;
  /** Taken off the whole line. */
  readonly discountMinor?: number;
  /** No tax is due on it; its price is without. */
  readonly untaxed?: boolean;
  /** Came back, and does not go on the shelf again. */
  readonly damaged?: boolean;
}

export interface BookedTender {
  readonly kind: 'cash' | 'card' | 'voucher';
  /** What stayed with the shop: cash less change; below zero, what was given back. */
  readonly amountMinor: number;
}

export interface BookedSale {
  readonly saleId: string;
  readonly lines: readonly BookLine[];
  readonly totalMinor: number;
  readonly roundingMinor: number;
  readonly tenders: readonly BookedTender[];
  readonly changeMinor: number;
  /** Another till took the money: it is in that drawer. */
  readonly elsewhere: boolean;
  /** It takes back the sale before it as a whole. */
  readonly isVoid: boolean;
}

const shop = demoShop();
const opening = new Map(
  shop.openingStock.filter(({ storeCode }) => storeCode === 'main').map((row) => [row.sku, row.quantity]),
);

/** Half a cent up, away from zero. */
const rounded = (dividend: number, divisor: number): number =>
  Math.sign(dividend) * Math.floor((2 * Math.abs(dividend) + divisor) / (2 * divisor)) || 0;

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0);

/** To the nearest coin that there is. */
export const inCoins = (minor: number): number => rounded(minor, COIN_MINOR) * COIN_MINOR;

const rateOf = (item: Item): number =>
  shop.taxRates.find(({ taxClass }) => taxClass === item.taxClass)?.ratePpm ?? 0;

const amountOf = ({ variant, quantity, priceMinor, discountMinor = 0 }: BookLine): number =>
  rounded((priceMinor ?? variant.priceMinor) * quantity, 10 ** variant.unit.scale) - discountMinor;

/** As somebody buys it who owes no tax: the tax that is in each price is taken out. */
export const withoutTax = (line: BookLine): BookLine => {
  const ratePpm = rateOf(line.item);
  const { priceMinor } = line.variant;
  return {
    ...line,
    untaxed: true,
    priceMinor: priceMinor - rounded(priceMinor * ratePpm, 1_000_000 + ratePpm),
  };
};

/** A share of everything off the whole cart: whole cents, the odd ones to the largest remainders. */
export function lessPercent(lines: readonly BookLine[], percent: number): BookLine[] {
  const exact = lines.map((line) => (amountOf(line) * percent) / 100);
  const shares = exact.map(Math.floor);
  const left = rounded(sum(lines.map(amountOf)) * percent, 100) - sum(shares);
  const byRemainder = exact.map((share, index) => [share - Math.floor(share), index] as const);
  byRemainder.sort(([a, first], [b, second]) => b - a || first - second);
  for (const [, index] of byRemainder.slice(0, left)) shares[index] = (shares[index] ?? 0) + 1;
  return lines.map((line, index) => ({ ...line, discountMinor: shares[index] ?? 0 }));
}

/** Lines with the deposits that go along with them. */
export function withDeposits(lines: readonly BookLine[]): BookLine[] {
  return lines.flatMap((line) => [
    line,
    ...(line.item.linked ?? []).map(({ sku, quantity }) => {
      const item = shop.items.find(({ variants }) => variants.some((variant) => variant.sku === sku));
      const variant = item?.variants.find((other) => other.sku === sku);
      if (!item || !variant) throw new Error(`${line.variant.sku} has a deposit that is not there: ${sku}`);
      return { item, variant, quantity: quantity * line.quantity };
    }),
  ]);
}

/** Before it is rounded for cash. */
export const totalOf = (lines: readonly BookLine[]): number => sum(withDeposits(lines).map(amountOf));

/** What was taken by one way of paying, in all its parts. */
export const paidBy = (sale: Pick<BookedSale, 'tenders'>, kind: BookedTender['kind']): number =>
  sum(sale.tenders.filter((tender) => tender.kind === kind).map(({ amountMinor }) => amountMinor));

/**
 * The day as somebody with pencil and paper would keep it, from prices and what was handed over alone. It shares no
 * arithmetic with the product.
 */
export class OwnBooks {
  readonly sales: BookedSale[] = [];
  readonly floatMinor: number;
  /** Brought to the safe. */
  readonly drops: number[] = [];
  /** What somebody found in the back room, by SKU. */
  readonly found = new Map<string, number>();

  constructor(floatMinor: number) {
    this.floatMinor = floatMinor;
  }

  book(
    saleId: string,
    lines: readonly BookLine[],
    paid: Pick<BookedSale, 'tenders' | 'changeMinor'> & Partial<Pick<BookedSale, 'elsewhere' | 'isVoid'>>,
  ): BookedSale {
    const totalMinor = totalOf(lines);
    const rest =
      totalMinor - sum(paid.tenders.filter(({ kind }) => kind !== 'cash').map((t) => t.amountMinor));
    const usesCash = paid.tenders.some(({ kind }) => kind === 'cash');
    const roundingMinor = usesCash ? inCoins(rest) - rest : 0;
    const paidMinor = sum(paid.tenders.map(({ amountMinor }) => amountMinor));
    if (paidMinor !== totalMinor + roundingMinor)
      throw new Error(`sale ${saleId} comes to ${totalMinor + roundingMinor}, and ${paidMinor} was paid`);
    const { tenders, changeMinor, elsewhere = false, isVoid = false } = paid;
    const own = withDeposits(lines);
    const sale = { saleId, lines: own, totalMinor, roundingMinor, tenders, changeMinor, elsewhere, isVoid };
    this.sales.push(sale);
    return sale;
  }

  /** What went through this till. */
  get here(): readonly BookedSale[] {
    return this.sales.filter(({ elsewhere }) => !elsewhere);
  }

  /** What should lie in the drawer. */
  get expectedMinor(): number {
    return this.floatMinor + sum(this.here.map((sale) => paidBy(sale, 'cash'))) - sum(this.drops);
  }

  /** What an X should say now, and the Z at the end, as far as it follows from prices. */
  get report() {
    const { here } = this;
    const part = (sales: readonly BookedSale[], own: (line: BookLine) => boolean) => ({
      count: sales.filter((sale) => sale.lines.some(own)).length,
      grossMinor: sum(sales.flatMap((sale) => sale.lines.filter(own)).map(amountOf)),
    });
    const plain = here.filter(({ isVoid }) => !isVoid);
    const tendered = (kind: BookedTender['kind']) => {
      const count = here.flatMap(({ tenders }) => tenders).filter((tender) => tender.kind === kind).length;
      return { kind, count, amountMinor: sum(here.map((sale) => paidBy(sale, kind))) };
    };
    return {
      receipts: here.length,
      sales: part(plain, ({ quantity }) => quantity > 0),
      returns: part(plain, ({ quantity }) => quantity < 0),
      voids: part(
        here.filter(({ isVoid }) => isVoid),
        () => true,
      ),
      discountMinor: sum(here.flatMap(({ lines }) => lines.map(({ discountMinor = 0 }) => discountMinor))),
      totalMinor: sum(here.map(({ totalMinor }) => totalMinor)),
      roundingMinor: sum(here.map(({ roundingMinor }) => roundingMinor)),
      tenders: [tendered('cash'), tendered('card'), tendered('voucher')].filter(({ count }) => count > 0),
      taxes: this.taxes,
      floatMinor: this.floatMinor,
      drops: { count: this.drops.length, amountMinor: sum(this.drops) },
      expectedMinor: this.expectedMinor,
    };
  }

  /** What the Z says after a count that fits. */
  get z() {
    const counted = { countedMinor: this.expectedMinor, differenceMinor: 0, counts: 1 };
    return { ...this.report, ...counted };
  }

  /** Gross by tax class and rate, falling by rate; tax contained in each line, half a cent up. */
  private get taxes() {
    const lines = this.here.flatMap((sale) => sale.lines);
    const rows = shop.taxRates.flatMap(({ taxClass, ratePpm }) =>
      (ratePpm === 0 ? [0] : [ratePpm, 0]).flatMap((rate) => {
        const own = lines.filter(
          ({ item, untaxed = false }) =>
            item.taxClass === taxClass && (ratePpm === 0 || untaxed === (rate === 0)),
        );
        if (own.length === 0) return [];
        const grossMinor = sum(own.map(amountOf));
        const taxMinor = sum(own.map((line) => rounded(amountOf(line) * rate, 1_000_000 + rate)));
        return [{ taxClass, taxRatePpm: rate, netMinor: grossMinor - taxMinor, taxMinor, grossMinor }];
      }),
    );
    return rows.sort((a, b) => b.taxRatePpm - a.taxRatePpm || (a.taxClass < b.taxClass ? -1 : 1));
  }

  /** What should be on the shelf of every SKU whose stock is kept, whichever till sold it. */
  get shelf(): Map<string, number> {
    const left = new Map(opening);
    const add = (sku: string, quantity: number) => {
      const before = left.get(sku);
      if (before !== undefined) left.set(sku, before + quantity);
    };
    for (const { variant, quantity, damaged } of this.sales.flatMap((sale) => sale.lines))
      if (!damaged) add(variant.sku, -quantity);
    for (const [sku, quantity] of this.found) add(sku, quantity);
    return left;
  }
}
