import { expect, test } from 'vitest';
import type { OpenSale } from '../../../shared/sale/sale.ts';
import { createSaleResultRepository } from '../../../src-renderer/database/sale-result-repository.ts';
import { createStockRepository } from '../../../src-renderer/database/stock-repository.ts';

const id = '01900000-0000-7000-8000-000000000001';
const sale = { id, status: 'parked', lines: [{ lineId: 'a', sku: 'TOP', quantity: 2 }] } as OpenSale;

const resultOf = (state: 'expired' | 'handedOver', version: number) => ({
  serverEpoch: 1,
  document: {
    saleId: id,
    revision: 1,
    // A reservation that has ended names no line.
    reservation: { state, expiresAt: null, lines: [] },
    appliedAt: null,
    exceptions: [],
    version,
  },
});

test('a parked sale that had lapsed leaves the demand when another till takes it over', () => {
  const results = createSaleResultRepository();
  const stock = createStockRepository(
    {
      get: () => sale,
      demand: { replace: () => {}, of: (_sku, _from, hasLeft) => (hasLeft(sale) ? 0 : 2) },
      subscribeSkus: () => () => {},
    },
    results,
  );
  const level = { sku: 'TOP', onHand: 5, reservedElsewhere: 0, soldHere: 0, epoch: 1, period: 1, version: 9 };
  stock.apply([{ serverEpoch: 1, document: level }]);
  results.apply([resultOf('expired', 7)]);
  expect(stock.view('TOP').available).toBe(3);
  results.apply([resultOf('handedOver', 9)]);
  expect(stock.view('TOP').available).toBe(5);
});
