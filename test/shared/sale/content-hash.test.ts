import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { saleHashText } from '../../../shared/sale/content-hash.ts';
import { FIRST_PREVIOUS_HASH, tenderedSaleSchema } from '../../../shared/sale/sale.ts';
import { AT, emptySale, id } from './fixtures.ts';

const sale = {
  ...emptySale(),
  status: 'tendered' as const,
  sequence: 1,
  period: 1,
  tenderedAt: AT,
  businessDate: '2026-11-22',
  cashierId: id(1),
  shiftId: id(2),
  totalMinor: 0,
  taxMinor: 0,
  roundingMinor: 0,
  previousHash: FIRST_PREVIOUS_HASH,
};

describe('the hash of a tendered sale', () => {
  test('covers everything but itself and the local store’s own members', () => {
    const text = saleHashText(sale);
    expect(saleHashText({ ...sale, hash: 'f'.repeat(64) })).toBe(text);
    expect(saleHashText({ ...sale, _rev: '1-x', _meta: { lwt: 1 } })).toBe(text);
    expect(saleHashText({ ...sale, totalMinor: 1 })).not.toBe(text);
  });

  test('is the same after the wire', () => {
    const hash = createHash('sha256').update(saleHashText(sale)).digest('hex');
    const received = tenderedSaleSchema.parse(JSON.parse(JSON.stringify({ ...sale, hash })));
    expect(createHash('sha256').update(saleHashText(received)).digest('hex')).toBe(hash);
  });
});
