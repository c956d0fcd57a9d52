import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { saleHashText } from '../../../shared/sale/content-hash.ts';
import {
  FIRST_PREVIOUS_HASH,
  type Sale,
  type TenderedDraft,
  type TenderedSale,
} from '../../../shared/sale/sale.ts';
import { chainHead, nextLink } from '../../../src-renderer/sync/local-chain.ts';

const TERMINAL = '01900000-0000-7000-8000-000000000001';

const draft = (id: string): TenderedDraft => ({
  id,
  terminalId: TERMINAL,
  epoch: 1,
  revision: 2,
  status: 'tendered',
  currency: 'EUR',
  lines: [],
  tenders: [],
  label: undefined,
  period: 1,
  tenderedAt: '2026-11-22T10:00:00.000Z',
  businessDate: '2026-11-22',
  cashierId: TERMINAL,
  shiftId: TERMINAL,
  totalMinor: 0,
  taxMinor: 0,
  roundingMinor: 0,
});

const link = (sequence: number, over: Partial<TenderedSale> = {}): Sale => ({
  ...draft(`sale-${sequence}`),
  sequence,
  previousHash: FIRST_PREVIOUS_HASH,
  hash: `hash-${sequence}`,
  ...over,
});

describe('the chain of a till without a journal', () => {
  it('begins at 1 with the hash of nothing', () => {
    expect(chainHead([], TERMINAL, 1)).toEqual({ sequence: 0, hash: FIRST_PREVIOUS_HASH });
  });

  it('links each sale to the one before, by a hash that others can check', async () => {
    const first = await nextLink(draft('a'), chainHead([], TERMINAL, 1));
    const second = await nextLink(draft('b'), chainHead([first], TERMINAL, 1));
    expect([first.sequence, second.sequence]).toEqual([1, 2]);
    expect(second.previousHash).toBe(first.hash);
    const asSent = JSON.parse(JSON.stringify(second)) as TenderedSale;
    expect(createHash('sha256').update(saleHashText(asSent)).digest('hex')).toBe(second.hash);
  });

  it('keeps epochs and terminals apart', () => {
    const sales = [link(1), link(2), link(9, { epoch: 2 }), link(7, { terminalId: 'other' })];
    expect(chainHead(sales, TERMINAL, 1)).toEqual({ sequence: 2, hash: 'hash-2' });
    expect(chainHead(sales, TERMINAL, 2)).toEqual({ sequence: 9, hash: 'hash-9' });
  });
});
