import { describe, expect, test } from 'vitest';
import { quantity, text } from '../../../shared/core/scalars.ts';
import { tenderSchema } from '../../../shared/sale/sale.ts';

describe('scalars at every door', () => {
  test('text keeps out what a database cannot hold, and nothing else', () => {
    expect(text(20).safeParse('Käse 🧀 ₤').success).toBe(true);
    expect(text(20).safeParse('a\u0000b').success).toBe(false);
    expect(text(20).safeParse('lone \ud83e').success).toBe(false);
  });

  test('a quantity is a whole number', () => {
    expect(quantity.safeParse(1.5).success).toBe(false);
    expect(quantity.safeParse(-2).success).toBe(true);
  });

  test.each(['4111 1111 1111 1111', '4111-1111-1111-1111', 'ref 378282246310005'])(
    'no tender holds a card number: %s',
    (reference) => {
      const tender = {
        id: '01900000-0000-7000-8000-000000000001',
        kind: 'card',
        amountMinor: 100,
        state: 'captured',
      };
      expect(tenderSchema.safeParse({ ...tender, reference }).success).toBe(false);
      expect(tenderSchema.safeParse({ ...tender, reference: 'T-0042 831207' }).success).toBe(true);
    },
  );
});
