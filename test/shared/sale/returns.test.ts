import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { decideClear, decideMove, decideQuantity } from '../../../shared/sale/cart.ts';
import { decideEditLine, decideLineNote } from '../../../shared/sale/cart-pricing.ts';
import { decideVoid, voidLines, whyNotVoid } from '../../../shared/sale/post-void.ts';
import { repriced } from '../../../shared/sale/pricing.ts';
import {
  decideReturn,
  decideScannedBack,
  decideUnverifiedReturn,
  returnableLines,
  returnedOf,
  returnLines,
  unverifiedLines,
  withLinkedChosen,
} from '../../../shared/sale/returns.ts';
import type { OpenSale, SaleLine, TenderedSale } from '../../../shared/sale/sale.ts';
import { wrongTotals } from '../../../shared/sale/told-totals.ts';
import { lineAmountMinor, saleTotals } from '../../../shared/sale/totals.ts';
import { decideUndo } from '../../../shared/sale/undo.ts';

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

const LINE = { lineId: 'a', sku: 'A', quantity: 1, unitPriceMinor: 100, discountMinor: 0, taxMinor: 0 };

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

  const actArb = fc.oneof(
    fc.record({
      act: fc.constant('return' as const),
      index: fc.nat(4),
      quantity: fc.integer({ min: 1, max: 12 }),
    }),
    fc.record({
      act: fc.constant('quantity' as const),
      index: fc.nat(8),
      quantity: fc.integer({ min: -12, max: 12 }),
    }),
    fc.record({ act: fc.constant('note' as const), index: fc.nat(8), quantity: fc.constant(0) }),
    fc.record({ act: fc.constant('clear' as const), index: fc.constant(0), quantity: fc.constant(0) }),
  );
  test.prop([saleArb, fc.array(actArb, { maxLength: 25 })])(
    'whatever is done to a cart with them, nothing comes back twice or goes out, and no more money than was paid',
    (sale, acts) => {
      let cart: OpenSale = EMPTY;
      for (const { act, index, quantity } of acts) {
        const lineId = cart.lines[index]?.lineId ?? '';
        const choice = { lineId: `l${index}`, quantity, reason: 'faulty', disposition: 'restock' as const };
        const decision =
          act === 'return'
            ? // As it was when the receipt was looked up: nothing had come back.
              decideReturn(cart, sale, new Map(), [choice], { at: AT, newLineId })
            : act === 'quantity'
              ? decideEditLine(cart, lineId, { quantity }, AT)
              : act === 'note'
                ? decideLineNote(cart, lineId, 'scratched', AT)
                : decideClear(cart, AT);
        if (decision.ok) cart = decision.sale;
      }
      for (const sold of sale.lines) {
        const back = cart.lines.filter(
          ({ returnOf }) => typeof returnOf === 'object' && returnOf.lineId === sold.lineId,
        );
        const units = 0 - back.reduce((sum, line) => sum + line.quantity, 0);
        const moneyMinor = 0 - back.reduce((sum, line) => sum + lineAmountMinor(line), 0);
        expect(back.every((line) => line.quantity < 0)).toBe(true);
        expect(units).toBeLessThanOrEqual(sold.quantity);
        expect(moneyMinor).toBeLessThanOrEqual(lineAmountMinor(sold));
        if (units === sold.quantity) expect(moneyMinor).toBe(lineAmountMinor(sold));
      }
    },
  );

  test('what was given out upside down is told by whoever adds it up', () => {
    const line = { lineId: 'a', sku: 'A', quantity: 3, unitPriceMinor: 100, discountMinor: 0, taxMinor: 0 };
    const paid = {
      ...EMPTY,
      status: 'tendered',
      lines: [{ ...line, returnOf: { saleId: 'sale', lineId: 'a' } }],
      totalMinor: 300,
      taxMinor: 0,
    } as unknown as TenderedSale;
    expect(wrongTotals(paid)).toMatchObject({ lineIds: ['a'] });
    expect(wrongTotals({ ...paid, voidOf: 'sale' })).toBeNull();
  });

  test('a return that was undone as a whole has not happened', () => {
    const line = { lineId: 'a', sku: 'A', quantity: 3, unitPriceMinor: 100, discountMinor: 0, taxMinor: 0 };
    const sale = { ...EMPTY, id: 'sale', status: 'tendered', lines: [line] } as unknown as TenderedSale;
    const choice = { lineId: 'a', quantity: 2, reason: 'faulty', disposition: 'restock' as const };
    const back = {
      ...EMPTY,
      id: 'back',
      status: 'tendered',
      lines: returnLines(sale, new Map(), [choice], newLineId),
    } as unknown as TenderedSale;
    const undone = decideVoid({ ...EMPTY, id: 'void' }, back, newLineId, AT);
    if (!undone.ok) throw new Error(undone.rejection.code);
    expect(returnedOf(sale, [back]).get('a')).toBe(2);
    expect(returnedOf(sale, [back, undone.sale]).get('a')).toBe(2);
    const paid = { ...undone.sale, status: 'tendered' } as unknown as TenderedSale;
    expect(returnedOf(sale, [back, paid]).get('a')).toBeUndefined();
    // They come back by the receipt on which they were sold, and by no other.
    expect(returnableLines(paid, new Map())).toEqual([]);
    const again = { ...choice, lineId: paid.lines[0]?.lineId ?? '' };
    expect(decideReturn(EMPTY, paid, new Map(), [again], { at: AT, newLineId })).toMatchObject({
      rejection: { code: 'returnedMore', left: 0 },
    });
  });

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

  test('a scanned article is one more of its line: the one with that weight or price, as long as some is left', () => {
    const piece = { lineId: 'a', sku: 'A', quantity: 3, unitPriceMinor: 100, discountMinor: 0, taxMinor: 0 };
    const kilo = { ...piece, sku: 'K', unit: { code: 'KGM', scale: 3 } };
    const lines = returnableLines(
      {
        lines: [
          piece,
          { ...piece, lineId: 'b', unitPriceMinor: 90 },
          { ...kilo, lineId: 'k', quantity: 352 },
          { ...kilo, lineId: 'm', quantity: 500 },
        ],
      },
      new Map([['a', 1]]),
    );
    const chosen: Record<string, number> = {};
    const scan = (scanned: Parameters<typeof decideScannedBack>[2]) => {
      const found = decideScannedBack(lines, (lineId) => chosen[lineId] ?? 0, scanned);
      if (found.ok) chosen[found.lineId] = found.quantity;
      return found.ok ? `${found.lineId}=${found.quantity}` : found.code;
    };
    expect(scan({ sku: 'B' })).toBe('notOnReceipt');
    expect([1, 2].map(() => scan({ sku: 'A' }))).toEqual(['a=1', 'a=2']);
    expect(scan({ sku: 'A', unitPriceMinor: 90 })).toBe('b=1');
    expect(scan({ sku: 'A', quantity: 9 })).toBe('b=3');
    expect(scan({ sku: 'A' })).toBe('noMoreOnReceipt');
    expect(scan({ sku: 'K', quantity: 500 })).toBe('m=500');
    expect(scan({ sku: 'K' })).toBe('k=352');
    expect(scan({ sku: 'K', quantity: 500 })).toBe('noMoreOnReceipt');
  });

  test('a receipt that nobody could look up is kept by its id, with money and tax of today that the server finds right', () => {
    const line = { ...LINE, quantity: -2, unitPriceMinor: 119, taxRatePpm: 190_000 };
    const labelled = { ...line, lineId: 'b', quantity: -1, discount: { kind: 'amount' as const, value: 9 } };
    const back = decideUnverifiedReturn(EMPTY, [line, labelled], AT, 'foreign');
    if (!back.ok) throw new Error(back.rejection.code);
    expect(back.sale.lines).toMatchObject([
      { returnOf: { saleId: 'foreign' }, verified: false, taxMinor: -38, discountMinor: 0 },
      { returnOf: { saleId: 'foreign' }, verified: false, taxMinor: -18, discountMinor: -9 },
    ]);
    expect(saleTotals(back.sale.lines, true).totalMinor).toBe(-348);
    const paid = { ...back.sale, status: 'tendered', totalMinor: -348, taxMinor: -56 } as TenderedSale;
    expect(wrongTotals(paid)).toBeNull();
    // Whoever comes to know the receipt counts them by their article.
    const sold = { ...EMPTY, id: 'foreign', lines: [{ ...LINE, lineId: 'x', quantity: 3 }] };
    expect(returnedOf(sold, [paid]).get('x')).toBe(3);
    expect(unverifiedLines({}, [line], null)[0]).not.toHaveProperty('returnOf');
  });

  test('what went along with a line is chosen with it, and may be lowered', () => {
    const bottle = { ...LINE, lineId: 'b', quantity: 6 };
    const deposit = { ...LINE, lineId: 'd', sku: 'D', quantity: 6, linkedTo: 'b', linkedEach: 1 };
    const lines = returnableLines({ lines: [bottle, deposit] }, new Map([['d', 2]]));
    const chosen = new Map<string, number>();
    const choose = (lineId: string, quantity: number) => {
      for (const [id, much] of withLinkedChosen(lines, (of) => chosen.get(of) ?? 0, lineId, quantity))
        chosen.set(id, much);
      return [chosen.get('b') ?? 0, chosen.get('d') ?? 0];
    };
    expect(choose('b', 2)).toEqual([2, 2]);
    expect(choose('d', 0)).toEqual([2, 0]);
    expect(choose('b', 3)).toEqual([3, 1]);
    expect(choose('b', 6)).toEqual([6, 4]);
    expect(choose('b', 0)).toEqual([0, 0]);
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

  test('is a cart of its own: nothing joins it, nothing leaves it, it cannot wait, and a cleared one is an ordinary cart', () => {
    const line = { lineId: 'a', sku: 'A', quantity: 3, unitPriceMinor: 100, discountMinor: 0, taxMinor: 0 };
    const sold = { ...EMPTY, id: 's', status: 'tendered', lines: [line] } as unknown as TenderedSale;
    const undone = decideVoid(EMPTY, sold, newLineId, AT);
    if (!undone.ok) throw new Error(undone.rejection.code);
    const { sale } = undone;
    const [first] = sale.lines;
    const choice = { lineId: 'a', quantity: 1, reason: 'faulty', disposition: 'restock' as const };
    for (const refused of [
      decideQuantity(sale, first?.lineId ?? '', 0, AT),
      decideReturn(sale, { ...sold, id: 'other' }, new Map(), [choice], { at: AT, newLineId }),
      decideUnverifiedReturn(sale, [line], AT),
      decideMove(sale, 'parked', AT),
    ])
      expect(refused).toMatchObject({ ok: false, rejection: { code: 'isVoid' } });
    const cleared = decideClear(sale, AT);
    if (!cleared.ok) throw new Error(cleared.rejection.code);
    expect(cleared.sale).not.toHaveProperty('voidOf');
    const taken = decideUndo(sale, EMPTY, sale, AT);
    expect(taken).toMatchObject({ ok: true, sale: { lines: [] } });
    expect(taken.ok && taken.sale).not.toHaveProperty('voidOf');
    const again = decideUndo(cleared.sale, sale, cleared.sale, AT);
    expect(again).toMatchObject({ ok: true, sale: { voidOf: 's', lines: [{ quantity: -3 }] } });
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
