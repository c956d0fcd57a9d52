import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Tender } from '../../../shared/sale/sale.ts';
import { decideCashTender, settlement } from '../../../shared/sale/settlement.ts';
import { tenderKindsOf } from '../../../shared/sale/tender-kind.ts';

const VOUCHER = {
  kind: 'voucher',
  label: 'Voucher',
  opensDrawer: false,
  needsReference: true,
  needsNetwork: false,
  refundable: false,
};
const tender = (kind: string, amountMinor: number, state = 'captured'): Tender => ({
  id: '00000000-0000-7000-8000-000000000001',
  kind,
  amountMinor,
  state,
});
const line = (amountMinor: number) => ({
  lineId: 'a',
  sku: 'A',
  quantity: amountMinor < 0 ? -1 : 1,
  unitPriceMinor: Math.abs(amountMinor),
  discountMinor: 0,
  taxMinor: 0,
});

describe('ways of paying', () => {
  test('cash and card are there, the shop’s own come after them and may say otherwise of these', () => {
    expect(tenderKindsOf(null).map(({ kind }) => kind)).toEqual(['cash', 'card']);
    expect(tenderKindsOf({ tenderKinds: [VOUCHER] }).map(({ kind }) => kind)).toEqual([
      'cash',
      'card',
      'voucher',
    ]);
    const strict = { ...VOUCHER, kind: 'card', needsReference: true };
    expect(tenderKindsOf({ tenderKinds: [strict] })[1]).toEqual(strict);
  });

  test.prop([
    fc.integer({ min: -100_000, max: 100_000 }).filter((amount) => amount !== 0),
    fc.constantFrom(1, 5, 10),
    fc.array(fc.tuple(fc.constantFrom('cash', 'card', 'voucher'), fc.integer({ min: 1, max: 40_000 })), {
      maxLength: 6,
    }),
  ])('however a sale or a return is split, its parts come to what it costs', (total, step, parts) => {
    let sale = { lines: [line(total)], tenders: [] as Tender[], pricesIncludeTax: true };
    const add = (kind: string, size?: number) => {
      const { dueMinor } = settlement(sale, step);
      const part =
        kind === 'cash'
          ? decideCashTender(sale, size, step)
          : { amountMinor: Math.sign(dueMinor) * Math.min(size ?? 0, Math.abs(dueMinor)) };
      if (part) sale = { ...sale, tenders: [...sale.tenders, { ...tender(kind, 0), ...part }] };
    };
    for (const [kind, size] of parts) add(kind, size);
    add('cash');
    const { totalMinor, roundingMinor, paidMinor, dueMinor } = settlement(sale, step);
    expect(totalMinor).toBe(total);
    expect(dueMinor).toBe(0);
    expect(paidMinor).toBe(total + roundingMinor);
    expect(Math.abs(roundingMinor)).toBeLessThanOrEqual(Math.floor(step / 2));
  });
});
