import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { repriced } from '../../../shared/sale/pricing.ts';
import {
  decideReturn,
  returnableLines,
  returnedOf,
  returnLines,
  voidLines,
  whyNotVoid,
} from '../../../shared/sale/returns.ts';
import type { OpenSale, SaleLine, TenderedSale } from '../../../shared/sale/sale.ts';
import { lineAmountMinor, saleTotals } from '../../../shared/sale/totals.ts';

const AT = '2026-11-23T10:00:00.000Z';
let minted = 0;
const newLineId = () => {
  minted += 1;
  return `new-${minted}`;
};

const lineArb = fc.record({
  quantity: fc.integer({ min: 1, max: 12 }),
  unitPriceMinor: fc.integer({ min: 1, max: 9999 }),
  percent: fc.integer({ min: 0, max: 1_000_000 }),
  taxRatePpm: fc.constantFrom(0, 70_000, 190_000),
});
const saleArb = fc
  .tuple(fc.array(lineArb, { minLength: 1, maxLength: 5 }), fc.boolean(), fc.integer({ min: 0, max: 500 }))
  .map(([parts, pricesIncludeTax, cartOff]): TenderedSale => {
    const lines = parts.map(
      ({ percent, ...part }, index): SaleLine => ({
        ...part,
        lineId: `l${index}`,
        sku: `S${index}`,
        discountMinor: 0,
        taxMinor: 0,
        discount: { kind: 'percent', value: percent },
      }),
    );
    const priced = repriced({ lines, pricesIncludeTax, cartDiscount: { kind: 'amount', value: cartOff } });
    return { ...EMPTY, id: 'sale', status: 'tendered', lines: priced.lines, pricesIncludeTax } as never;
  });
const EMPTY = {
  id: 'cart',
  terminalId: 't',
  epoch: 1,
  revision: 1,
  status: 'open',
  currency: 'EUR',
  lines: [],
  tenders: [],
  pricesIncludeTax: true,
} as unknown as OpenSale;

describe('goods that come back', () => {
  test.prop([saleArb, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 60, maxLength: 60 })])(
    'in whatever parts, they give back what was paid, to the cent, tax included',
    (sale, parts) => {
      const back: OpenSale[] = [];
      for (const part of parts) {
        const returned = returnedOf(sale, back);
        const next = returnableLines(sale, returned).find(({ left }) => left > 0);
        if (!next) break;
        const choice = {
          lineId: next.line.lineId,
          quantity: Math.min(part, next.left),
          reason: 'faulty',
          disposition: 'restock' as const,
        };
        const decision = decideReturn({ ...EMPTY, id: `r${back.length}` }, sale, returned, [choice], {
          at: AT,
          newLineId,
        });
        if (!decision.ok) throw new Error(decision.rejection.code);
        back.push(repriced(decision.sale));
      }
      expect(returnableLines(sale, returnedOf(sale, back)).every(({ left }) => left === 0)).toBe(true);
      const given = back.reduce(
        (sum, cart) => sum + saleTotals(cart.lines, cart.pricesIncludeTax ?? true).totalMinor,
        0,
      );
      const tax = back.reduce((sum, cart) => sum + saleTotals(cart.lines, true).taxMinor, 0);
      const paid = saleTotals(sale.lines, sale.pricesIncludeTax ?? true);
      const asPriced = back.map((cart) => saleTotals(cart.lines, sale.pricesIncludeTax ?? true).totalMinor);
      expect(asPriced.reduce((sum, total) => sum + total, 0) + paid.totalMinor).toBe(0);
      expect(tax + paid.taxMinor).toBe(0);
      expect(given).toBeLessThanOrEqual(0);
      for (const cart of back)
        for (const line of cart.lines) expect(lineAmountMinor(line)).toBeLessThanOrEqual(0);
    },
  );

  test('never more than was sold, also over several tills and without a line that is named', () => {
    const line = { lineId: 'a', sku: 'A', quantity: 3, unitPriceMinor: 100, discountMinor: 0, taxMinor: 0 };
    const sale = { ...EMPTY, id: 'sale', status: 'tendered', lines: [line] } as unknown as TenderedSale;
    const elsewhere = { ...EMPTY, id: 'x', lines: [{ ...line, quantity: -1, returnOf: 'sale' }] };
    const returned = returnedOf(sale, [elsewhere]);
    expect(returned.get('a')).toBe(1);
    const choose = (quantity: number) =>
      decideReturn(
        EMPTY,
        sale,
        returned,
        [{ lineId: 'a', quantity, reason: 'faulty', disposition: 'damaged' }],
        {
          at: AT,
          newLineId,
        },
      );
    expect(choose(3)).toMatchObject({ ok: false, rejection: { code: 'returnedMore', left: 2 } });
    expect(choose(2)).toMatchObject({ ok: true });
    expect(choose(0)).toMatchObject({ ok: false, rejection: { code: 'nothingChosen' } });
    expect(
      decideReturn({ ...EMPTY, currency: 'CHF' }, sale, returned, [], { at: AT, newLineId }),
    ).toMatchObject({
      rejection: { code: 'otherCurrency' },
    });
  });

  test('a foreign receipt is marked', () => {
    const line = { lineId: 'a', sku: 'A', quantity: 1, unitPriceMinor: 100, discountMinor: 0, taxMinor: 0 };
    const choice = { lineId: 'a', quantity: 1, reason: 'other', disposition: 'restock' as const };
    expect(returnLines({ id: 's', lines: [line] }, new Map(), [choice], newLineId, false)[0]).toMatchObject({
      quantity: -1,
      verified: false,
      returnOf: { saleId: 's', lineId: 'a' },
    });
  });
});

describe('a sale that is undone as a whole', () => {
  test.prop([saleArb])('leaves nothing of its money', (sale) => {
    const lines = voidLines(sale, newLineId);
    const undone = saleTotals(lines, sale.pricesIncludeTax ?? true);
    const done = saleTotals(sale.lines, sale.pricesIncludeTax ?? true);
    expect(undone.totalMinor + done.totalMinor).toBe(0);
    expect(undone.taxMinor + done.taxMinor).toBe(0);
    expect(repriced({ ...EMPTY, lines }).lines).toEqual(lines);
  });

  test('is the last one of the running shift, of which nothing came back', () => {
    const sale = {
      ...EMPTY,
      id: 's',
      status: 'tendered',
      shiftId: 'h',
      lines: [],
    } as unknown as TenderedSale;
    const facts = { last: sale, shiftId: 'h', returned: new Map() };
    expect(whyNotVoid(sale, facts)).toBeNull();
    expect(whyNotVoid(sale, { ...facts, last: { ...sale, id: 'later' } })).toEqual({ code: 'notLast' });
    expect(whyNotVoid(sale, { ...facts, shiftId: 'next' })).toEqual({ code: 'otherShift' });
    expect(whyNotVoid(sale, { ...facts, returned: new Map([['a', 1]]) })).toEqual({
      code: 'alreadyReturned',
    });
    expect(whyNotVoid({ ...sale, voidOf: 'x' }, facts)).toEqual({ code: 'isVoid' });
  });
});
