import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { isPlanned, refundPlan, refundWays, refundWaysOf } from '../../../shared/sale/refund-plan.ts';
import type { RefundWay, Sale, SaleLine, Tender } from '../../../shared/sale/sale.ts';
import { tenderKindsOf } from '../../../shared/sale/tender-kind.ts';

let minted = 0;
const tender = (kind: string, amountMinor: number, state = 'captured'): Tender => {
  minted += 1;
  return {
    id: `00000000-0000-7000-8000-${String(minted).padStart(12, '0')}`,
    kind,
    amountMinor,
    state,
  };
};
const lineOf = (amountMinor: number, saleId?: string): SaleLine => ({
  lineId: 'a',
  sku: 'A',
  quantity: amountMinor < 0 ? -1 : 1,
  unitPriceMinor: Math.abs(amountMinor),
  discountMinor: 0,
  taxMinor: 0,
  ...(saleId ? { returnOf: { saleId, lineId: 'a' } } : {}),
});
const sale = (id: string, lines: SaleLine[], tenders: Tender[], more: object = {}): Sale =>
  ({ id, status: 'tendered', lines, tenders, ...more }) as unknown as Sale;
const kindsOf = (refundable: Readonly<Record<string, boolean>>) =>
  tenderKindsOf({
    tenderKinds: Object.entries(refundable).map(([kind, yes]) => ({
      kind,
      label: kind,
      opensDrawer: false,
      needsReference: false,
      needsNetwork: false,
      refundable: yes,
    })),
  });
const sum = (ways: readonly RefundWay[]) => ways.reduce((total, way) => total + way.amountMinor, 0);
const of = (ways: readonly RefundWay[], kind: string) =>
  ways.find((way) => way.kind === kind)?.amountMinor ?? 0;

describe('money that goes back', () => {
  const parts = fc.array(
    fc.tuple(fc.constantFrom('cash', 'card', 'voucher', 'wallet'), fc.integer({ min: 1, max: 9000 })),
    { maxLength: 5 },
  );
  test.prop([parts, fc.integer({ min: 1, max: 40_000 }), fc.boolean(), fc.boolean()])(
    'comes to what is due, and no way gives back more than its share, but that which takes what nobody has a share in',
    (paid, due, cash, voucher) => {
      const kinds = kindsOf({ cash, voucher, wallet: false });
      const ways = refundWays(
        sale(
          's',
          [],
          paid.map(([kind, amount]) => tender(kind, amount)),
        ),
        [],
      );
      const plan = refundPlan(due, { tenders: [] }, ways, kinds);
      expect(sum(plan.rows)).toBe(due);
      const over = plan.rows.filter(({ kind, amountMinor }) => amountMinor > of(plan.shares, kind));
      expect(sum(over) - over.reduce((total, { kind }) => total + of(plan.shares, kind), 0)).toBe(
        plan.freeMinor + plan.shutMinor,
      );
      expect(over.length).toBeLessThanOrEqual(1);
      expect(plan.shares.some(({ kind }) => kind === 'wallet' || (kind === 'voucher' && !voucher))).toBe(
        false,
      );
      for (const { kind, amountMinor } of plan.rows) {
        expect(amountMinor).toBeGreaterThan(0);
        expect(isPlanned(plan, kind, amountMinor)).toBe(true);
      }
      // What is known to have come by a way that is shut does not come out of another's pocket.
      expect(isPlanned(plan, 'stranger', plan.freeMinor)).toBe(true);
      expect(isPlanned(plan, 'stranger', plan.freeMinor + 1)).toBe(false);
      if (plan.freeMinor + plan.shutMinor === 0 && cash)
        expect(plan.rows.slice(0, -1).some(({ kind }) => kind === 'cash')).toBe(false);
    },
  );

  test.prop([parts, fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength: 8 })])(
    'in however many returns, each way gives back at most what it took',
    (paid, returns) => {
      const original = sale(
        's',
        [lineOf(50_000)],
        paid.map(([kind, amount]) => tender(kind, amount)),
      );
      const took = refundWays(original, []);
      const earlier: Sale[] = [];
      for (const [index, due] of returns.entries()) {
        const open = sale(`r${index}`, [lineOf(-due, 's')], []);
        const here = new Map([original, ...earlier].map((other) => [other.id, other]));
        const kinds = kindsOf({ voucher: true, wallet: true });
        const plan = refundPlan(due, open, refundWaysOf(open, here), kinds);
        earlier.push({ ...open, tenders: plan.rows.map((row) => tender(row.kind, -row.amountMinor)) });
      }
      const gone = (kind: string) =>
        -earlier
          .flatMap((other) => other.tenders)
          .reduce((total, each) => (each.kind === kind ? total + each.amountMinor : total), 0);
      for (const { kind, amountMinor } of took)
        if (kind !== 'cash') expect(gone(kind)).toBeLessThanOrEqual(amountMinor);
    },
  );

  test('of a split goes back to the card first, and only what is left of it', () => {
    const original = sale(
      's',
      [],
      [tender('cash', 300), tender('card', 700), tender('card', 50, 'declined')],
    );
    const back = sale('r', [lineOf(-400, 's')], [tender('card', -400)]);
    const undone = sale('v', [], [tender('card', 400)], { voidOf: 'r' });
    expect(refundWays(original, [])).toEqual([
      { kind: 'card', amountMinor: 700 },
      { kind: 'cash', amountMinor: 300 },
    ]);
    expect(refundWays(original, [back, undone])).toMatchObject([{ amountMinor: 700 }, {}]);
    const plan = refundPlan(500, { tenders: [] }, refundWays(original, [back]));
    expect(plan).toMatchObject({
      rows: [
        { kind: 'card', amountMinor: 300 },
        { kind: 'cash', amountMinor: 200 },
      ],
      freeMinor: 0,
    });
    expect(isPlanned(plan, 'cash', 300)).toBe(true);
    expect(isPlanned(plan, 'cash', 301)).toBe(false);
    const half = refundPlan(200, { tenders: [tender('card', -300)] }, refundWays(original, [back]));
    expect(half.rows).toEqual([{ kind: 'cash', amountMinor: 200 }]);
  });

  test('of two receipts in one return is shared out by what came back of each', () => {
    const both = sale('r', [lineOf(-100, 's'), lineOf(-300, 'o')], [tender('card', -400)]);
    expect(refundWays(sale('s', [], [tender('card', 500)]), [both])).toEqual([
      { kind: 'card', amountMinor: 400 },
    ]);
  });

  test('of another till’s receipt goes by what was told when the goods came back, less what went back here since', () => {
    const cart = sale('c', [lineOf(-100, 's')], [], {
      status: 'open',
      refundOf: [
        { saleId: 's', ways: [{ kind: 'card', amountMinor: 90 }] },
        { saleId: 'gone', ways: [{ kind: 'wallet', amountMinor: 9 }] },
      ],
    });
    expect(refundWaysOf(cart, new Map())).toEqual([{ kind: 'card', amountMinor: 90 }]);
    const here = new Map([['s', sale('s', [], [tender('card', 50), tender('cash', 50)])]]);
    expect(refundWaysOf(cart, here)).toEqual([{ kind: 'card', amountMinor: 50 }]);
    expect(refundWaysOf(sale('n', [lineOf(-5, 'unknown')], []), here)).toEqual([]);
  });
});
