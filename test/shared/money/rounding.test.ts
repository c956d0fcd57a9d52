import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { multiplyDivideHalfUp, roundToStep } from '../../../shared/money/rounding.ts';

describe('rounding', () => {
  test.each([
    [5, 1, 2, 3],
    [-5, 1, 2, -3],
    [4, 1, 3, 1],
    [1234, 1999, 1000, 2467],
  ])('%i × %i / %i is %i', (a, b, divisor, rounded) => {
    expect(multiplyDivideHalfUp(a, b, divisor)).toBe(rounded);
  });

  test('an amount beyond the safe integers stops the program instead of being wrong', () => {
    expect(() => multiplyDivideHalfUp(2 ** 52, 2 ** 52, 1)).toThrow(/out of range/);
  });

  const factor = fc.integer({ min: -1e9, max: 1e9 });
  test.prop([factor, factor, fc.integer({ min: 1_000_000, max: 1e9 })])(
    'is exact: half away from zero of the true quotient',
    (a, b, divisor) => {
      const wide = BigInt(a) * BigInt(b);
      const magnitude = ((wide < 0n ? -wide : wide) * 2n + BigInt(divisor)) / (2n * BigInt(divisor));
      expect(BigInt(multiplyDivideHalfUp(a, b, divisor))).toBe(wide < 0n ? -magnitude : magnitude);
    },
  );

  test.prop([factor, factor, fc.integer({ min: 1_000_000, max: 1e9 })])(
    'a return mirrors its sale',
    (a, b, divisor) => {
      expect(multiplyDivideHalfUp(-a, b, divisor) + multiplyDivideHalfUp(a, b, divisor)).toBe(0);
    },
  );

  test.prop([fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(1, 5, 10, 50)])(
    'cash rounding finds the nearest coin',
    (amount, step) => {
      const rounded = roundToStep(amount, step);
      expect(Math.abs(rounded % step)).toBe(0);
      expect(Math.abs(rounded - amount) * 2).toBeLessThanOrEqual(step);
    },
  );
});
