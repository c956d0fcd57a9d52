import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { allocate } from '../../../shared/money/allocate.ts';

const weights = fc.array(fc.nat({ max: 1_000_000 }), { minLength: 1, maxLength: 30 });

describe('sharing an amount out', () => {
  test('gives odd units to the largest remainders, earlier first', () => {
    expect(allocate(100, [1, 1, 1])).toEqual([34, 33, 33]);
    expect(allocate(-100, [1, 1, 1])).toEqual([-34, -33, -33]);
    expect(allocate(5, [0, 0])).toEqual([3, 2]);
    expect(allocate(5, [])).toEqual([]);
  });

  test.prop([fc.integer({ min: -1e12, max: 1e12 }), weights])(
    'shares sum to the whole and lie within one unit of the exact share',
    (total, given) => {
      const shares = allocate(total, given);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(total);
      const sum = given.reduce((acc, weight) => acc + weight, 0);
      if (sum === 0) return;
      for (const [index, share] of shares.entries()) {
        const off = BigInt(share) * BigInt(sum) - BigInt(total) * BigInt(given[index] ?? 0);
        expect((off < 0n ? -off : off) < BigInt(sum)).toBe(true);
      }
    },
  );
});
