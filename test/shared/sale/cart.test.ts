import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Item } from '../../../shared/catalog/item.ts';
import {
  type CartDecision,
  decideAddLine,
  decideClear,
  decideMove,
  decideQuantity,
  mergeKey,
} from '../../../shared/sale/cart.ts';
import { shelfPriceMinor } from '../../../shared/sale/pricing.ts';
import type { OpenSale, Sale } from '../../../shared/sale/sale.ts';
import { lineAmountMinor } from '../../../shared/sale/totals.ts';
import { AT, CHEESE, emptySale, id, MILK, TOP } from './fixtures.ts';

const done = (decision: CartDecision): OpenSale => {
  if (!decision.ok) throw new Error(`refused: ${decision.rejection.code}`);
  return decision.sale;
};
let next = 0;
const add = (sale: Sale, item: Item, variant = 0, quantity = 1, unitPriceMinor?: number) => {
  const chosen = item.variants[variant];
  if (!chosen) throw new Error('no such variant');
  next += 1;
  return decideAddLine(
    sale,
    {
      lineId: id(1000 + next),
      item,
      variant: chosen,
      quantity,
      taxRatePpm: 70_000,
      ...(unitPriceMinor === undefined ? {} : { unitPriceMinor }),
    },
    AT,
  );
};

describe('the cart', () => {
  test('the same form twice is one line; another size is another line', () => {
    let sale = done(add(emptySale(), TOP, 0));
    sale = done(add(sale, TOP, 0, 2));
    sale = done(add(sale, TOP, 1));
    expect(sale.lines.map((line) => [line.sku, line.quantity])).toEqual([
      ['TOP-S', 3],
      ['TOP-M', 1],
    ]);
  });

  test('another price is another line', () => {
    const sale = done(add(done(add(emptySale(), MILK)), MILK, 0, 1, 99));
    expect(sale.lines.map((line) => line.unitPriceMinor)).toEqual([119, 99]);
  });

  test('the price of a label stands beside that of the catalogue, which is what head office compares', () => {
    const [line] = done(add(emptySale(), MILK, 0, 1, 437)).lines;
    expect(line).toMatchObject({ unitPriceMinor: 437, listPriceMinor: 119 });
    expect(shelfPriceMinor(line ?? expect.fail())).toBe(119);
    const [same] = done(add(emptySale(), MILK, 0, 1, 119)).lines;
    expect(same).not.toHaveProperty('listPriceMinor');
    const unpriced = { ...MILK, variants: MILK.variants.map((variant) => ({ ...variant, priceMinor: 0 })) };
    expect(done(add(emptySale(), unpriced, 0, 1, 437)).lines[0]).toMatchObject({ openPrice: true });
  });

  test('weighed goods cost by the gram, rounded half up', () => {
    const sale = done(add(emptySale(), CHEESE, 0, 237));
    expect(lineAmountMinor(sale.lines[0] ?? expect.fail())).toBe(472);
  });

  test('a quantity is absolute and 0 removes the line', () => {
    const sale = done(add(emptySale(), MILK));
    const lineId = sale.lines[0]?.lineId ?? '';
    expect(done(decideQuantity(sale, lineId, 7, AT)).lines[0]?.quantity).toBe(7);
    expect(done(decideQuantity(sale, lineId, 0, AT)).lines).toEqual([]);
    expect(decideQuantity(sale, 'gone', 1, AT)).toEqual({
      ok: false,
      rejection: { code: 'unknownLine', lineId: 'gone' },
    });
  });

  test('a cleared cart has nothing left of who it was for', () => {
    const sale: OpenSale = {
      ...done(add(done(add(emptySale(), MILK)), TOP, 2)),
      customer: { id: id(7), name: 'Ada' },
      cartDiscount: { kind: 'percent', value: 100_000 },
      ageChecked: { age: 18, at: AT, staffId: id(8) },
      note: 'call first',
    };
    expect(done(decideClear(sale, AT))).toEqual(emptySale());
  });

  test('an open-price item needs its price', () => {
    expect(add(emptySale(), { ...MILK, openPrice: true })).toMatchObject({
      ok: false,
      rejection: { code: 'priceMissing' },
    });
  });

  test('a cart whose money may be on its way goes nowhere but to tendered', () => {
    const paying: OpenSale = {
      ...done(decideMove(done(add(emptySale(), MILK)), 'underPaying', AT)),
      tenders: [{ id: id(9), kind: 'card', amountMinor: 119, state: 'pending' }],
    };
    expect(decideMove(paying, 'open', AT)).toMatchObject({ ok: false, rejection: { code: 'moneyTaken' } });
    expect(add(paying, MILK)).toMatchObject({ ok: false, rejection: { code: 'notOpen' } });
    expect(
      done(
        decideMove(
          { ...paying, tenders: [{ id: id(9), kind: 'card', amountMinor: 119, state: 'declined' }] },
          'open',
          AT,
        ),
      ).status,
    ).toBe('open');
  });

  test('an empty cart is not paid', () => {
    expect(decideMove(emptySale(), 'underPaying', AT)).toMatchObject({
      ok: false,
      rejection: { code: 'empty' },
    });
  });

  test.prop([
    fc.array(
      fc.tuple(fc.constantFrom(MILK, TOP, CHEESE), fc.nat({ max: 2 }), fc.integer({ min: 1, max: 9 })),
      { maxLength: 20 },
    ),
  ])('never has two lines of one variation, and no scanned unit is lost', (scans) => {
    let sale: OpenSale = emptySale();
    const wanted = new Map<string, number>();
    for (const [item, index, quantity] of scans) {
      const variant = item.variants[index % item.variants.length];
      if (!variant) continue;
      sale = done(add(sale, item, index % item.variants.length, quantity));
      wanted.set(variant.sku, (wanted.get(variant.sku) ?? 0) + quantity);
    }
    expect(new Set(sale.lines.map(mergeKey)).size).toBe(sale.lines.length);
    expect(new Map(sale.lines.map((line) => [line.sku, line.quantity]))).toEqual(wanted);
  });
});
