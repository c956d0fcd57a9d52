import { describe, expect, test } from 'vitest';
import { stockEffect } from '../../../shared/stock/stock-effect.ts';

/** quantity, disposition, tracksStock, tendered → units taken from the shelf */
const TABLE = [
  [3, undefined, undefined, false, 3],
  [3, undefined, undefined, true, 3],
  [-2, 'restock', undefined, false, 0],
  [-2, 'restock', undefined, true, -2],
  [-2, undefined, undefined, true, -2],
  [-2, 'damaged', undefined, true, 0],
  [3, undefined, false, true, 0],
] as const;

describe('the effect of a line on stock', () => {
  test.each(TABLE)(
    'quantity %i, disposition %s, tracksStock %s, tendered %s: %i',
    (quantity, disposition, tracksStock, tendered, effect) => {
      const line = {
        quantity,
        ...(disposition ? { disposition } : {}),
        ...(tracksStock === undefined ? {} : { tracksStock }),
      };
      expect(stockEffect(line, tendered)).toBe(effect);
    },
  );
});
