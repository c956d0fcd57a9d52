import { describe, expect, test } from 'vitest';
import { holdsMoney, mayMove } from '../../../shared/sale/moves.ts';
import { SALE_STATUSES, TENDER_STATES } from '../../../shared/sale/sale.ts';

/** STOCK.md's drawing of a sale's life, written out a second time: rows go to columns. */
const LIFE = {
  open: { open: false, parked: true, underPaying: true, tendered: true, abandoned: true },
  parked: { open: true, parked: false, underPaying: false, tendered: false, abandoned: true },
  underPaying: { open: true, parked: false, underPaying: false, tendered: true, abandoned: false },
  tendered: { open: false, parked: false, underPaying: false, tendered: false, abandoned: false },
  abandoned: { open: false, parked: false, underPaying: false, tendered: false, abandoned: false },
} as const;

describe('the moves of a sale', () => {
  const pairs = SALE_STATUSES.flatMap((from) =>
    SALE_STATUSES.map((to) => [from, to, LIFE[from][to]] as const),
  );
  test.each(pairs)('%s → %s: %s', (from, to, allowed) => {
    expect(mayMove(from, to)).toBe(allowed);
  });

  test('money that may be on its way holds the sale', () => {
    const holding = TENDER_STATES.filter((state) => holdsMoney([{ state }]));
    expect(holding).toEqual(['pending', 'captured']);
    expect(holdsMoney([{ state: 'authorised-by-another-client' }])).toBe(true);
  });
});
