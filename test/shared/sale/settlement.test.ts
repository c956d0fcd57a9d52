import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { OpenSale, Tender } from '../../../shared/sale/sale.ts';
import {
  addTender,
  cashDueMinor,
  decideCash,
  decideTendered,
  quickAmounts,
  resolveTender,
  settlement,
} from '../../../shared/sale/settlement.ts';
import { lineAmountMinor, saleTotals } from '../../../shared/sale/totals.ts';
import { AT, anyLine, emptySale, id } from './fixtures.ts';

const NOTES = [500, 1000, 2000, 5000, 10_000];
const facts = { at: AT, businessDate: '2026-11-22', cashierId: id(1), shiftId: id(2), period: 1 };
const tender = (n: number, kind: string, amountMinor: number, givenMinor?: number): Tender => ({
  id: id(n),
  kind,
  amountMinor,
  state: 'captured',
  ...(givenMinor === undefined ? {} : { givenMinor }),
});

for (const pricesIncludeTax of [true, false]) {
  const lines = fc.array(anyLine(pricesIncludeTax), { maxLength: 12 });

  describe(`totals where prices ${pricesIncludeTax ? 'include' : 'exclude'} tax`, () => {
    test.prop([lines])('tax rows, lines and total always add up', (given) => {
      const totals = saleTotals(given, pricesIncludeTax);
      expect(totals.subtotalMinor).toBe(given.reduce((sum, line) => sum + lineAmountMinor(line), 0));
      expect(totals.taxes.reduce((sum, row) => sum + row.grossMinor, 0)).toBe(totals.totalMinor);
      expect(totals.taxes.reduce((sum, row) => sum + row.taxMinor, 0)).toBe(totals.taxMinor);
      expect(totals.taxes.reduce((sum, row) => sum + row.netMinor, 0)).toBe(
        totals.totalMinor - totals.taxMinor,
      );
    });

    test.prop([
      lines,
      fc.constantFrom(1, 5, 10),
      fc.nat({ max: 100_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    ])(
      'card and cash in any split settle to nothing due, and the change is what was given too much',
      (given, step, extra, share) => {
        const sale: OpenSale = { ...emptySale(), pricesIncludeTax, lines: given };
        const { totalMinor } = saleTotals(given, pricesIncludeTax);
        if (totalMinor <= 0 || given.length === 0) return;
        const byCard = Math.floor(totalMinor * share);
        let paying = byCard > 0 ? addTender(sale, tender(1, 'card', byCard)) : sale;
        const due = cashDueMinor(paying, step);
        const { amountMinor, changeMinor } = decideCash(due, due + extra);
        paying = addTender(paying, tender(2, 'cash', amountMinor, due + extra));
        const settled = settlement(paying, step);
        expect(settled.dueMinor).toBe(0);
        expect(settled.changeMinor).toBe(changeMinor);
        expect(changeMinor).toBe(extra);
        expect(settled.paidMinor).toBe(totalMinor + settled.roundingMinor);
        expect(Math.abs(settled.roundingMinor) * 2).toBeLessThanOrEqual(step);
        const decision = decideTendered(paying, { ...facts, cashStepMinor: step });
        if (!decision.ok) return expect.fail(decision.rejection.code);
        expect(decision.draft.tenders.reduce((sum, row) => sum + row.amountMinor, 0)).toBe(
          decision.draft.totalMinor + decision.draft.roundingMinor,
        );
      },
    );
  });
}

describe('paying', () => {
  const line = { lineId: 'a', sku: 'A', quantity: 1, unitPriceMinor: 1003, discountMinor: 0, taxMinor: 160 };
  const priced: OpenSale = { ...emptySale(), lines: [line] };

  test('what is unpaid, unresolved or empty is not tendered', () => {
    expect(decideTendered(priced, facts)).toEqual({ ok: false, rejection: { code: 'due', dueMinor: 1003 } });
    expect(decideTendered(emptySale(), facts)).toEqual({ ok: false, rejection: { code: 'empty' } });
    const waiting = addTender(priced, { ...tender(1, 'card', 1003), state: 'pending' });
    expect(decideTendered(waiting, facts)).toEqual({ ok: false, rejection: { code: 'pendingTender' } });
    expect(decideTendered(resolveTender(waiting, id(1), 'declined'), facts)).toMatchObject({
      ok: false,
      rejection: { code: 'due' },
    });
    expect(decideTendered(resolveTender(waiting, id(1), 'captured', { reference: 'T-77' }), facts).ok).toBe(
      true,
    );
  });

  test('cash rounding is a line of its own, and only for cash', () => {
    expect(cashDueMinor(priced, 5)).toBe(1005);
    expect(settlement(addTender(priced, tender(1, 'cash', 1005)), 5)).toMatchObject({
      roundingMinor: 2,
      dueMinor: 0,
    });
    expect(settlement(addTender(priced, tender(1, 'card', 1003)), 5)).toMatchObject({
      roundingMinor: 0,
      dueMinor: 0,
    });
  });

  test.prop([
    fc.integer({ min: 1, max: 100_000 }),
    fc.constantFrom(5, 10, 50),
    fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 3 }),
  ])('what a card pays after a part in cash is paid to the cent', (total, step, notes) => {
    let sale: OpenSale = { ...emptySale(), lines: [{ ...line, unitPriceMinor: total }] };
    for (const [index, note] of notes.entries()) {
      const given = Math.min(note, Math.floor((total - 1) / step) * step);
      if (given > 0 && settlement(sale, step).paidMinor + given < total)
        sale = addTender(sale, tender(index, 'cash', given));
    }
    const { dueMinor, paidMinor, roundingMinor } = settlement(sale, step);
    fc.pre(roundingMinor === 0);
    expect(dueMinor).toBe(total - paidMinor);
    const paid = settlement(addTender(sale, tender(9, 'card', dueMinor)), step);
    expect([paid.dueMinor, paid.paidMinor + 0]).toEqual([0, total + paid.roundingMinor]);
    expect(Math.abs(paid.roundingMinor) * 2).toBeLessThanOrEqual(step);
  });

  test('after five in cash a card pays 5.03, not 5.05', () => {
    const half = addTender(priced, tender(1, 'cash', 500));
    expect(settlement(half, 5)).toMatchObject({ dueMinor: 503, roundingMinor: 0 });
    expect(cashDueMinor(half, 5)).toBe(505);
    expect(settlement(addTender(half, tender(2, 'card', 503)), 5)).toMatchObject({
      dueMinor: 0,
      roundingMinor: 0,
    });
  });

  test('quick amounts start with the exact one and rise', () => {
    expect(quickAmounts(1003, NOTES)).toEqual([1003, 1500, 2000, 5000]);
    expect(quickAmounts(2000, NOTES)).toEqual([2000, 5000, 10_000]);
    expect(quickAmounts(0, NOTES)).toEqual([]);
  });

  test.prop([fc.integer({ min: 1, max: 50_000 })])('every quick amount pays', (due) => {
    const amounts = quickAmounts(due, NOTES);
    expect(amounts[0]).toBe(due);
    for (const amount of amounts) expect(decideCash(due, amount).amountMinor).toBe(due);
  });
});
