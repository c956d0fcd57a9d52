import { draw } from './demo-draw.ts';
import type { DemoRow, Shelf } from './demo-row.ts';

/** The usual opening stock by shelf: from, and how many steps above it. Pieces; for weights, steps of 10 g. */
const PIECES: Readonly<Record<Shelf, readonly [from: number, steps: number]>> = {
  fast: [24, 60],
  slow: [5, 24],
  rail: [2, 7],
};
const WEIGHTS: Readonly<Record<Shelf, readonly [from: number, steps: number]>> = {
  fast: [800, 3200],
  slow: [150, 750],
  rail: [100, 200],
};
const GRAMS_PER_STEP = 10;

/** The northern store is the smaller one. */
const SHARE_PERCENT = { main: 100, north: 60 } as const;
export type DemoStoreCode = keyof typeof SHARE_PERCENT;

/**
 * What a shelf of that store holds at the start when the row does not say it: in a hundred variants about two have run
 * out, three are down to the last one, six are scarce.
 *
 * @returns whole units of the row's unit: pieces, or grams
 */
export function usualStock(row: DemoRow, shelf: Shelf, store: DemoStoreCode, sku: string): number {
  const luck = draw(`luck ${store} ${sku}`, 100);
  const spread = draw(`stock ${store} ${sku}`, 1_000_000);
  if (luck < 2) return 0;
  if (row.unit === 'KGM') {
    if (luck < 11) return (20 + (spread % 80)) * GRAMS_PER_STEP;
    const [from, steps] = WEIGHTS[shelf];
    return Math.round(((from + (spread % steps)) * SHARE_PERCENT[store]) / 100) * GRAMS_PER_STEP;
  }
  if (luck < 5) return 1;
  if (luck < 11) return 2 + (spread % 2);
  const [from, steps] = PIECES[shelf];
  return Math.max(2, Math.round(((from + (spread % steps)) * SHARE_PERCENT[store]) / 100));
}
