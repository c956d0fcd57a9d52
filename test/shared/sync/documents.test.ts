import { describe, expect, test } from 'vitest';
import { PULLED, PULLED_KEY, PUSHED } from '../../../shared/sync/documents.ts';
import { enrolRequestSchema, pullQuerySchema } from '../../../shared/sync/protocol.ts';
import { id } from '../sale/fixtures.ts';

describe('documents of the wire', () => {
  test('a client that sends the contract’s fields and no more is understood', () => {
    const sale = {
      id: id(1),
      terminalId: id(2),
      epoch: 1,
      revision: 3,
      status: 'open',
      currency: 'EUR',
      lines: [{ lineId: '1', sku: 'MILK', quantity: 2, unitPriceMinor: 119, discountMinor: 0, taxMinor: 16 }],
      tenders: [],
    };
    expect(PUSHED.sales.parse(sale)).toEqual(sale);
  });

  test('fields of a newer client are kept', () => {
    const event = {
      id: id(1),
      shiftId: id(2),
      terminalId: id(3),
      epoch: 1,
      kind: 'opened',
      at: '2026-11-22T08:00:00Z',
      businessDate: '2026-11-22',
      cashierId: id(4),
      period: 1,
      mood: 'calm',
    };
    expect(PUSHED.shifts.parse(event)).toEqual(event);
  });

  test('every pulled collection names its key', () => {
    expect(Object.keys(PULLED_KEY)).toEqual(Object.keys(PULLED));
    for (const [collection, key] of Object.entries(PULLED_KEY))
      expect(Object.keys(PULLED[collection as keyof typeof PULLED].shape)).toContain(key);
  });

  test('a pairing code is forgiving of how it is typed', () => {
    expect(enrolRequestSchema.parse({ code: ' ab12cd34 ', name: 'Till 1' }).code).toBe('AB12CD34');
    expect(enrolRequestSchema.safeParse({ code: 'short', name: 'Till 1' }).success).toBe(false);
  });

  test('a page has at most 1000 documents', () => {
    expect(pullQuerySchema.parse({}).limit).toBe(200);
    expect(pullQuerySchema.safeParse({ limit: '1001' }).success).toBe(false);
  });
});
