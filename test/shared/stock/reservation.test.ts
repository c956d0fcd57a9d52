import { describe, expect, test } from 'vitest';
import type { OpenSale, SaleLine } from '../../../shared/sale/sale.ts';
import { lineReservation, type SaleResult } from '../../../shared/stock/reservation.ts';
import { emptySale } from '../sale/fixtures.ts';

const line: SaleLine = {
  lineId: 'l1',
  sku: 'A',
  quantity: 3,
  unitPriceMinor: 100,
  discountMinor: 0,
  taxMinor: 0,
};
const sale: OpenSale = { ...emptySale(), revision: 4, lines: [line] };
const result = (
  revision: number,
  granted: number,
  state: SaleResult['reservation']['state'] = 'live',
): SaleResult => ({
  saleId: sale.id,
  revision,
  version: 1,
  appliedAt: null,
  exceptions: [],
  reservation: {
    state,
    expiresAt: null,
    lines: [
      { lineId: 'l1', sku: 'A', requested: 3, granted, heldBy: [{ terminalName: 'Till 2', quantity: 1 }] },
    ],
  },
});

describe('what is said of a line', () => {
  test('reserving until the server answers this revision', () => {
    expect(lineReservation(sale, line, null, true, 5)).toEqual({ state: 'reserving' });
    expect(lineReservation(sale, line, result(3, 1), true, 5)).toEqual({ state: 'reserving' });
  });

  test('reserved when all is granted, or when an older grant still covers it', () => {
    expect(lineReservation(sale, line, result(4, 3), true, 5)).toEqual({ state: 'reserved' });
    expect(lineReservation(sale, line, result(3, 3), false, 5)).toEqual({ state: 'reserved' });
  });

  test('only N left, and who holds the rest', () => {
    expect(lineReservation(sale, line, result(4, 2), true, -1)).toEqual({
      state: 'beyond',
      granted: 2,
      heldBy: [{ terminalName: 'Till 2', quantity: 1 }],
    });
  });

  test('lapsed when the reservation expired, reserving again once touched', () => {
    expect(lineReservation(sale, line, result(4, 0, 'expired'), true, 5)).toEqual({ state: 'lapsed' });
    expect(lineReservation({ ...sale, revision: 5 }, line, result(4, 0, 'expired'), true, 5)).toEqual({
      state: 'reserving',
    });
  });

  test('offline it speaks by the till’s own figures', () => {
    expect(lineReservation(sale, line, null, false, 0)).toEqual({ state: 'none' });
    expect(lineReservation(sale, line, null, false, -2)).toEqual({ state: 'beyondHere', available: 1 });
    expect(lineReservation(sale, line, null, false, null)).toEqual({ state: 'none' });
  });

  test('a return holds nothing', () => {
    expect(lineReservation(sale, { ...line, quantity: -1 }, null, true, 5)).toEqual({ state: 'none' });
  });
});
