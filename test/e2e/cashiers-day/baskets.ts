import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Item, Variant } from '../../../shared/catalog/item.ts';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';
import { ROOT } from '../support/server-process.ts';

/** How a customer pays; each has its own count of taps and keys. */
export type Payment = 'keys' | 'taps' | 'note' | 'card' | 'split';

export interface BasketLine {
  readonly item: Item;
  readonly variant: Variant;
  readonly code: string;
  readonly quantity: number;
}
export interface Basket {
  readonly lines: readonly BasketLine[];
  readonly payment: Payment;
}

const MOST_LINES = 12;
/** A month of a real grocery, a basket a row; where it is not there, baskets of the same shape are drawn. */
const REAL = path.join(ROOT, '../shared/data/groceries-baskets.csv');
/** Of ten customers. */
const PAYMENTS: readonly Payment[] = [
  ...(['keys', 'card', 'note', 'taps', 'keys'] as const),
  ...(['card', 'keys', 'split', 'note', 'keys'] as const),
];

const shop = demoShop();
const opening = new Map(
  shop.openingStock.filter(({ storeCode }) => storeCode === 'main').map((row) => [row.sku, row.quantity]),
);

/** The same numbers on every machine, from 0 up to 1 (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What a scanner reads and nobody is asked about, the most bought first. */
function shelf(random: () => number, without: readonly string[]): Omit<BasketLine, 'quantity'>[] {
  const goods = shop.items.flatMap((item) =>
    item.variants.flatMap((variant) => {
      const [code] = variant.codes;
      const asks = item.minAge !== undefined || item.openPrice === true || variant.unit.scale > 0;
      const scarce = (opening.get(variant.sku) ?? 0) < MOST_LINES;
      if (!code || asks || scarce || !item.active || without.includes(variant.sku)) return [];
      return [{ item, variant, code, order: random() }];
    }),
  );
  return goods.sort((a, b) => a.order - b.order).map(({ item, variant, code }) => ({ item, variant, code }));
}

/** By rank, 0 the most bought: what lies in each basket. */
function* drawnRanks(random: () => number, articles: number): Generator<number[]> {
  const weights = Array.from({ length: articles }, (_, rank) => 1 / (rank + 1));
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const zipf = () => {
    let left = random() * all;
    return weights.findIndex((weight) => {
      left -= weight;
      return left <= 0;
    });
  };
  for (;;) {
    // Half of all baskets hold one to three articles, few hold many: a geometric tail, as the grocery's month has it.
    let size = 1;
    while (size < MOST_LINES && random() < 0.76) size += 1;
    yield Array.from({ length: size }, () => Math.max(0, zipf()));
  }
}

function* realRanks(random: () => number, rows: readonly string[]): Generator<number[]> {
  const baskets = rows.map((row) => row.split(',').map((name) => name.trim()));
  const bought = new Map<string, number>();
  for (const name of baskets.flat()) bought.set(name, (bought.get(name) ?? 0) + 1);
  const ranked = [...bought.keys()].sort((a, b) => (bought.get(b) ?? 0) - (bought.get(a) ?? 0));
  const rankOf = new Map(ranked.map((name, rank) => [name, rank]));
  const usual = baskets.filter((names) => names.length <= MOST_LINES);
  for (;;) yield (usual[Math.floor(random() * usual.length)] ?? []).map((name) => rankOf.get(name) ?? 0);
}

/**
 * The customers of a day. Nothing is sold that is not on the shelf: what is short has stories of its own.
 *
 * @param without what the story sells itself
 */
export function basketsOfDay(
  count: number,
  seed: number,
  without: readonly Pick<BasketLine, 'variant'>[],
): Basket[] {
  const random = chance(seed);
  const sold = without.map(({ variant }) => variant.sku);
  const goods = shelf(random, sold);
  const left = new Map(opening);
  const ranks = existsSync(REAL)
    ? realRanks(random, readFileSync(REAL, 'utf8').trim().split('\n'))
    : drawnRanks(random, goods.length);
  return Array.from({ length: count }, (_, index) => {
    const lines = new Map<string, BasketLine>();
    for (const rank of ranks.next().value as number[]) {
      const article = goods[rank % goods.length];
      if (!article || (left.get(article.variant.sku) ?? 0) < 2) continue;
      const { sku } = article.variant;
      // One in ten is bought twice: scanned twice.
      const quantity = (lines.get(sku)?.quantity ?? 0) + (random() < 0.1 ? 2 : 1);
      lines.set(sku, { ...article, quantity });
      left.set(sku, (left.get(sku) ?? 0) - quantity);
    }
    const [first] = goods;
    if (lines.size === 0 && first) lines.set(first.variant.sku, { ...first, quantity: 1 });
    return { lines: [...lines.values()], payment: PAYMENTS[index % PAYMENTS.length] ?? 'keys' };
  });
}
