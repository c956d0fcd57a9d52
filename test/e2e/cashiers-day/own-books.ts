import type { Item, Variant } from '../../../shared/catalog/item.ts';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';

/** One line as the test knows it: what was bought, or with a quantity below zero what came back to the shelf. */
export interface BookLine {
  readonly item: Item;
  readonly variant: Variant;
  readonly quantity: number;
  /** Taken off the whole line. */
  readonly discountMinor?: number;
}

export interface BookedSale {
  readonly saleId: string;
  readonly lines: readonly BookLine[];
  readonly totalMinor: number;
  readonly cashMinor: number;
  readonly cardMinor: number;
  readonly changeMinor: number;
  /** Another till took the money: it is in that drawer. */
  readonly elsewhere: boolean;
}

const shop = demoShop();
const opening = new Map(
  shop.openingStock.filter(({ storeCode }) => storeCode === 'main').map((row) => [row.sku, row.quantity]),
);

/** Half a cent up, away from zero. */
const rounded = (dividend: number, divisor: number): number =>
  Math.sign(dividend) * Math.floor((2 * Math.abs(dividend) + divisor) / (2 * divisor));

const amountOf = ({ variant, quantity, discountMinor = 0 }: BookLine): number =>
  rounded(variant.priceMinor * quantity, 10 ** variant.unit.scale) - discountMinor;

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

export const totalOf = (lines: readonly BookLine[]): number =>
  withDeposits(lines).reduce((sum, line) => sum + amountOf(line), 0);

/**
 * The day as somebody with pencil and paper would keep it, from prices and what was handed over alone. It shares no
 * arithmetic with the product.
 */
export class OwnBooks {
  readonly sales: BookedSale[] = [];
  readonly floatMinor: number;
  /** Brought to the safe. */
  readonly drops: number[] = [];

  constructor(floatMinor: number) {
    this.floatMinor = floatMinor;
  }

  /** @param paid what stayed with the shop: cash less change; below zero, what was given back */
  book(
    saleId: string,
    lines: readonly BookLine[],
    paid: { cashMinor?: number; cardMinor?: number; changeMinor?: number; elsewhere?: boolean },
  ): BookedSale {
    const { cashMinor = 0, cardMinor = 0, changeMinor = 0, elsewhere = false } = paid;
    const totalMinor = totalOf(lines);
    if (cashMinor + cardMinor !== totalMinor)
      throw new Error(`sale ${saleId} comes to ${totalMinor}, and ${cashMinor + cardMinor} was paid`);
    const sale = {
      ...{ saleId, lines: withDeposits(lines), totalMinor },
      ...{ cashMinor, cardMinor, changeMinor, elsewhere },
    };
    this.sales.push(sale);
    return sale;
  }

  private get here(): readonly BookedSale[] {
    return this.sales.filter(({ elsewhere }) => !elsewhere);
  }

  /** What should lie in the drawer. */
  get expectedMinor(): number {
    const sold = this.here.reduce((sum, sale) => sum + sale.cashMinor, 0);
    return this.floatMinor + sold - this.droppedMinor;
  }

  private get droppedMinor(): number {
    return this.drops.reduce((sum, amount) => sum + amount, 0);
  }

  /** What the Z should say, as far as it follows from prices. */
  get z() {
    const lines = this.here.flatMap((sale) => sale.lines);
    const part = (sign: 1 | -1) => {
      const own = (line: BookLine) => line.quantity * sign > 0;
      return {
        count: this.here.filter((sale) => sale.lines.some(own)).length,
        grossMinor: lines.filter(own).reduce((sum, line) => sum + amountOf(line), 0),
      };
    };
    const paid = (key: 'cashMinor' | 'cardMinor') => {
      const sales = this.here.filter((sale) => sale[key] !== 0);
      return { count: sales.length, amountMinor: sales.reduce((sum, sale) => sum + sale[key], 0) };
    };
    return {
      receipts: this.here.length,
      sales: part(1),
      returns: part(-1),
      voids: { count: 0, grossMinor: 0 },
      discountMinor: lines.reduce((sum, line) => sum + (line.discountMinor ?? 0), 0),
      totalMinor: this.here.reduce((sum, sale) => sum + sale.totalMinor, 0),
      roundingMinor: 0,
      tenders: [
        { kind: 'cash', ...paid('cashMinor') },
        { kind: 'card', ...paid('cardMinor') },
      ],
      floatMinor: this.floatMinor,
      drops: { count: this.drops.length, amountMinor: this.droppedMinor },
      expectedMinor: this.expectedMinor,
      countedMinor: this.expectedMinor,
      differenceMinor: 0,
      counts: 1,
    };
  }

  /** Gross by tax class, falling by rate; tax contained in each line, half a cent up. */
  get taxes() {
    const lines = this.here.flatMap((sale) => sale.lines);
    return shop.taxRates.flatMap(({ taxClass, ratePpm }) => {
      const own = lines.filter((line) => line.item.taxClass === taxClass);
      if (own.length === 0) return [];
      const grossMinor = own.reduce((sum, line) => sum + amountOf(line), 0);
      const taxMinor = own.reduce(
        (sum, line) => sum + rounded(amountOf(line) * ratePpm, 1_000_000 + ratePpm),
        0,
      );
      return [{ taxClass, taxRatePpm: ratePpm, netMinor: grossMinor - taxMinor, taxMinor, grossMinor }];
    });
  }

  /** What should be on the shelf of every SKU whose stock is kept, whichever till sold it. */
  get shelf(): Map<string, number> {
    const left = new Map(opening);
    for (const { variant, quantity } of this.sales.flatMap((sale) => sale.lines)) {
      const before = left.get(variant.sku);
      if (before !== undefined) left.set(variant.sku, before - quantity);
    }
    return left;
  }
}
