import { describe, expect, it } from 'vitest';
import type { Sale, TenderedSale } from '../../../shared/sale/sale.ts';
import { receiptsTyped } from '../../../src-renderer/features/returns/find-receipt.ts';

/** 260 paid sales, of which the list has the newest 200. */
const all = Array.from({ length: 260 }, (_, index) => ({
  id: `01900000-0000-7000-8000-${String(index + 1).padStart(12, '0')}`,
  status: 'tendered',
  sequence: index + 1,
  tenderedAt: new Date(Date.UTC(2026, 10, 1) + index * 60_000).toISOString(),
})) as TenderedSale[];
const recent = all.slice(-200).reverse();
const parked = { id: '01900000-0000-7000-8000-aaaaaaaaaaaa', status: 'parked' } as Sale;
const byId = new Map<string, Sale>([...all, parked].map((sale) => [sale.id, sale]));
const till = {
  sales: { get: (id: string) => byId.get(id), allIds: () => [...byId.keys()] },
  identity: { getSnapshot: () => ({ terminalName: 'Till 1' }) },
} as never;
const numbers = (typed: string) => receiptsTyped(till, recent, typed).shown.map(({ sequence }) => sequence);
const meant = (typed: string) => receiptsTyped(till, recent, typed).meant?.sequence ?? null;

describe('a receipt is found', () => {
  it('by its number, however long ago it was', () => {
    expect(recent.some(({ sequence }) => sequence === 7)).toBe(false);
    expect(numbers('7')).toContain(7);
    expect(numbers('60')).toEqual([260, 160, 60]);
  });

  it('at once where it alone is meant: by its whole number, with this till’s name or none beside it', () => {
    expect(['7', 'Till 1 · 7', '٧', '1/7'].map(meant)).toEqual([7, 7, 7, 7]);
    expect(meant('01900000-0000-7000-8000-000000000012')).toBe(12);
    // Another till's, a part of a number, or one of several ids.
    expect(['Till 2 · 7', '261', '01900000-0000'].map(meant)).toEqual([null, null, null]);
    const asked = (typed: string) => receiptsTyped(till, recent, typed).numbered;
    expect(asked('Till 2 · 7')).toEqual({ number: 7, beside: 'Till 2' });
    expect(asked('261')).toEqual({ number: 261, beside: '' });
    expect(asked('01900000-0000-7')).toBeNull();
  });

  it('by what stands under its code, in whole or how it begins; a cart is no receipt', () => {
    expect(numbers('01900000-0000-7000-8000-000000000012')).toEqual([12]);
    expect(numbers('0190000000007000800000000000001')).toEqual([19, 18, 17, 16, 15, 14, 13, 12, 11, 10]);
    expect(numbers(parked.id)).toEqual([]);
  });

  it('in the list of the newest, while nothing is typed', () => {
    expect(numbers('')).toEqual(recent.map(({ sequence }) => sequence));
  });
});
