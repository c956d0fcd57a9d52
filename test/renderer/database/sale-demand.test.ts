import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import type { Sale } from '../../../shared/sale/sale.ts';
import { demandOf } from '../../../shared/stock/availability.ts';
import { createSaleDemand } from '../../../src-renderer/database/sale-demand.ts';

const SKUS = ['A', 'B', 'C'] as const;

/** One write of one of a few sales; what is tendered stays as it is. */
const write = fc.record({
  sale: fc.nat({ max: 5 }),
  status: fc.constantFrom('open', 'parked', 'underPaying', 'abandoned', 'tendered'),
  terminalId: fc.constantFrom('one', 'two'),
  epoch: fc.integer({ min: 1, max: 2 }),
  period: fc.integer({ min: 1, max: 3 }),
  lines: fc.array(
    fc.record({
      sku: fc.constantFrom(...SKUS),
      quantity: fc.integer({ min: -3, max: 5 }),
      disposition: fc.constantFrom('restock', 'damaged', undefined),
    }),
    { maxLength: 4 },
  ),
});

test.prop([fc.array(write, { maxLength: 40 })])(
  'sums of tendered sales are what adding all of them up would give',
  (writes) => {
    const demand = createSaleDemand();
    const sales = new Map<number, Sale>();
    for (const { sale: number, ...state } of writes) {
      const before = sales.get(number);
      if (before?.status === 'tendered') continue;
      const now = { id: String(number), ...state } as unknown as Sale;
      demand.replace(before, now);
      sales.set(number, now);
    }
    for (const sku of SKUS)
      for (const terminalId of ['one', 'two', null])
        for (const epoch of [1, 2])
          for (const period of [1, 2, 3]) {
            const own = [...sales.values()].filter(
              (sale) =>
                sale.epoch >= epoch &&
                (terminalId === null || sale.terminalId === terminalId) &&
                !(sale.status === 'parked' && sale.id === '0'),
            );
            const leftOut = (sale: Sale) => sale.status === 'parked' && sale.id === '0';
            expect(demand.of(sku, { terminalId, epoch, period }, leftOut)).toBe(demandOf(own, sku, period));
          }
  },
);
