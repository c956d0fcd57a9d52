import { describe, expect, it } from 'vitest';
import { newSale } from '../../../shared/sale/cart.ts';
import type { OpenSale, SaleLine } from '../../../shared/sale/sale.ts';
import { decideTaken, isTakeOverOpen, soldOnHere, takenSale } from '../../../shared/sale/take-over.ts';

const uuid = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const AT = '2026-11-22T10:00:00.000Z';
const LATER = '2026-11-22T11:00:00.000Z';

const line = (quantity: number): SaleLine => ({
  lineId: 'l1',
  sku: 'TEA',
  quantity,
  unitPriceMinor: 300,
  discountMinor: 0,
  taxMinor: 0,
});

const parked = (quantity: number): OpenSale => ({
  ...newSale({ id: uuid(1), terminalId: uuid(2), epoch: 4, currency: 'EUR', pricesIncludeTax: true, at: AT }),
  status: 'parked',
  revision: 9,
  lines: [line(quantity)],
  note: 'blue bag',
  approvals: [{ act: 'discount', approvedBy: uuid(5), cashierId: uuid(6), at: AT }],
});
const taker = { newId: uuid(3), terminalId: uuid(4), epoch: 2, cashierId: uuid(7), at: LATER };
const ownAct = { act: 'handOver', approvedBy: uuid(7), cashierId: uuid(7), at: LATER };

describe('taking a parked sale over', () => {
  it('begins with its lines under a new id, parked until the server has answered', () => {
    const taken = takenSale({ ...parked(2), terminalName: 'North' } as OpenSale, taker);
    expect(taken).toMatchObject({
      id: uuid(3),
      terminalId: uuid(4),
      epoch: 2,
      revision: 1,
      status: 'parked',
      takenFrom: uuid(1),
      tenders: [],
    });
    expect(taken).not.toHaveProperty('terminalName');
    expect(taken.lines).toEqual(parked(2).lines);
    expect(isTakeOverOpen(taken)).toBe(true);
    expect(isTakeOverOpen(parked(2))).toBe(false);
  });

  it('is what the server tells, keeps what was agreed to, and is taken once', () => {
    const begun = takenSale(parked(2), taker);
    const taken = { ...begun, approvals: [...(begun.approvals ?? []), ownAct] };
    const { note: _note, ...without } = parked(5);
    const decision = decideTaken(taken, without as OpenSale, LATER);
    if (!decision.ok) throw new Error(decision.rejection.code);
    expect(decision.sale.lines).toMatchObject([{ quantity: 5 }]);
    expect(decision.sale.note).toBeUndefined();
    expect(decision.sale.approvals?.map(({ act }) => act)).toEqual(['discount', 'handOver']);
    expect(decision.sale.status).toBe('parked');
    expect(decideTaken({ ...decision.sale, revision: 2 }, without as OpenSale, LATER).ok).toBe(false);
  });
});

describe('going on with a cart that another till has taken over', () => {
  it('is a sale of its own with the same lines, of which nothing is paid and nothing is taken', () => {
    const cart = { ...parked(2), status: 'open' as const, label: 'Tea', takenFrom: uuid(8) };
    const next = soldOnHere(cart, taker);
    expect(next).toMatchObject({ id: uuid(3), revision: 1, status: 'open', tenders: [], note: 'blue bag' });
    expect(next.lines.map(({ sku, quantity }) => ({ sku, quantity }))).toEqual([{ sku: 'TEA', quantity: 2 }]);
    expect(next).not.toHaveProperty('takenFrom');
    expect(next).not.toHaveProperty('label');
    expect(next.approvals).toEqual(cart.approvals);
  });
});
