import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { givenBeyond, moneyOf } from '../../../shared/sale/money-chain.ts';
import { isPlanned, refundPlan, refundWays, refundWaysOf } from '../../../shared/sale/refund-plan.ts';
import type { RefundWay, Sale, SaleLine, Tender } from '../../../shared/sale/sale.ts';
import { tenderKindsOf } from '../../../shared/sale/tender-kind.ts';
import { saleTotals } from '../../../shared/sale/totals.ts';

let minted = 0;
const tender = (kind: string, amountMinor: number): Tender => {
  minted += 1;
  return { id: `t${minted}`, kind, amountMinor, state: 'captured' };
};
const lineOf = (lineId: string, amountMinor: number, of?: string): SaleLine => ({
  lineId,
  sku: 'A',
  quantity: amountMinor < 0 ? -1 : 1,
  unitPriceMinor: Math.abs(amountMinor),
  discountMinor: 0,
  taxMinor: 0,
  ...(of ? { returnOf: { saleId: of, lineId } } : {}),
});
let clock = 0;
const paid = (id: string, lines: SaleLine[], tenders: Tender[], more: object = {}): Sale => {
  clock += 1;
  const tenderedAt = new Date(1_700_000_000_000 + clock * 1000).toISOString();
  return { id, status: 'tendered', tenderedAt, lines, tenders, ...more } as unknown as Sale;
};
const worldOf = (...sales: Sale[]) => new Map(sales.map((sale) => [sale.id, sale]));
const sum = (ways: readonly { amountMinor: number }[]) =>
  ways.reduce((total, way) => total + way.amountMinor, 0);
const totalOf = (lines: readonly SaleLine[]) => saleTotals(lines, true).totalMinor;
const REFUNDABLE = tenderKindsOf({
  tenderKinds: [
    {
      kind: 'voucher',
      label: 'Voucher',
      opensDrawer: false,
      needsReference: false,
      needsNetwork: false,
      refundable: true,
    },
  ],
});
const planFor = (due: number, cart: Sale, world: ReadonlyMap<string, Sale>) =>
  refundPlan(due, cart, refundWaysOf(cart, world), REFUNDABLE);
const rowsOf = (ways: readonly RefundWay[]) => ways.map(({ kind, amountMinor }) => [kind, amountMinor]);

describe('money after an exchange', () => {
  const first = paid('s1', [lineOf('a', 2000)], [tender('card', 2000)]);
  const even = paid('s2', [lineOf('a', -2000, 's1'), lineOf('b', 2000)], []);

  test('goes back to the card that paid for the first article', () => {
    const cart = paid('s3', [lineOf('b', -2000, 's2')], []);
    expect(planFor(2000, cart, worldOf(first, even))).toMatchObject({
      rows: [{ kind: 'card', amountMinor: 2000 }],
      freeMinor: 0,
    });
    // Whatever order the sales are known in, and as often as it was exchanged.
    const again = paid('s3', [lineOf('b', -2000, 's2'), lineOf('c', 2000)], []);
    expect(refundWays(again, [even, first])).toEqual([{ kind: 'card', amountMinor: 2000, exchangesAgo: 2 }]);
    // Nothing of it is left for the first receipt, nor for the second.
    expect(refundWays(first, [again, even])).toEqual([]);
    expect(refundWays(even, [again, first])).toEqual([]);
  });

  test('first by what the exchange cost, the rest as the first receipt', () => {
    const dearer = paid('s2', [lineOf('a', -2000, 's1'), lineOf('b', 2500)], [tender('cash', 500)]);
    const world = worldOf(first, dearer);
    const cart = paid('s3', [lineOf('b', -2500, 's2')], []);
    expect(rowsOf(planFor(2500, cart, world).rows)).toEqual([
      ['cash', 500],
      ['card', 2000],
    ]);
    const plan = planFor(2000, { ...cart, tenders: [tender('cash', -500)] }, world);
    expect(rowsOf(plan.rows)).toEqual([['card', 2000]]);
    expect(isPlanned(plan, 'cash', 1)).toBe(false);
    const cheaper = paid('s2', [lineOf('a', -2000, 's1'), lineOf('b', 1500)], [tender('card', -500)]);
    expect(rowsOf(planFor(1500, cart, worldOf(first, cheaper)).rows)).toEqual([['card', 1500]]);
  });

  test('of another till’s receipt goes by what was told in the exchange', () => {
    const told = {
      refundOf: [
        {
          saleId: 's1',
          ways: [
            { kind: 'card', amountMinor: 1200 },
            { kind: 'cash', amountMinor: 800 },
          ],
        },
      ],
    };
    const exchange = { ...even, ...told } as Sale;
    const cart = paid('s3', [lineOf('b', -2000, 's2')], []);
    expect(rowsOf(planFor(2000, cart, worldOf(exchange)).rows)).toEqual([
      ['card', 1200],
      ['cash', 800],
    ]);
    // Nobody told: any way may give it back.
    expect(planFor(2000, cart, worldOf(even))).toMatchObject({ rows: [{ kind: 'cash' }], freeMinor: 2000 });
  });

  test('comes back to the first receipt where the exchange is undone, which gives back what it took itself', () => {
    const dearer = paid('s2', [lineOf('a', -2000, 's1'), lineOf('b', 2500)], [tender('cash', 500)]);
    const lines = [lineOf('b', -2500, 's2'), { ...lineOf('a', 2000, 's2') }];
    const opposite = paid('v', lines, [], { status: 'open', voidOf: 's2' });
    expect(refundWaysOf(opposite, worldOf(first, dearer))).toEqual([{ kind: 'cash', amountMinor: 500 }]);
    const undone = paid('v', lines, [tender('cash', -500)], { voidOf: 's2' });
    expect(refundWays(first, [dearer, undone])).toEqual([{ kind: 'card', amountMinor: 2000 }]);
    expect(refundWays(dearer, [first, undone])).toEqual([]);
  });

  test('of two receipts in one return comes from each for its own goods', () => {
    const one = paid('o', [lineOf('a', 1000)], [tender('cash', 1000)]);
    const other = paid(
      'p',
      [lineOf('a', 1000), lineOf('b', 2000)],
      [tender('card', 1000), tender('cash', 2000)],
    );
    const both = paid('r', [lineOf('a', -1000, 'o'), lineOf('a', -1000, 'p')], []);
    const { rows } = planFor(2000, both, worldOf(one, other));
    expect(rowsOf(rows)).toEqual([
      ['card', 1000],
      ['cash', 1000],
    ]);
    const given = { ...both, tenders: rows.map(({ kind, amountMinor }) => tender(kind, -amountMinor)) };
    expect(rowsOf(refundWays(other, [one, given]))).toEqual([['cash', 2000]]);
  });

  test('beyond what came by a way is seen, unless somebody agreed, nobody could look it up, or it was the last resort', () => {
    const cart = paid('s3', [lineOf('b', -2000, 's2')], [tender('card', -2000)]);
    const byCash = paid('s1', [lineOf('a', 2000)], [tender('cash', 1500), tender('card', 500)]);
    const beyond = (sale: Sale, original: Sale) => givenBeyond(sale, [original, even], REFUNDABLE);
    expect(beyond(cart, first)).toEqual([]);
    expect(beyond(cart, byCash)).toEqual([{ kind: 'card', amountMinor: 1500 }]);
    const agreed = { ...cart, approvals: [{ act: 'refundOtherWay' }] } as unknown as Sale;
    expect(beyond(agreed, byCash)).toEqual([]);
    const unseen = { ...cart, lines: cart.lines.map((line) => ({ ...line, verified: false })) } as Sale;
    expect(beyond(unseen, byCash)).toEqual([]);
    expect(beyond({ ...cart, tenders: [tender('cash', -2000)] } as Sale, first)).toEqual([]);
    // A return of which the receipt has not arrived is judged when it has.
    expect(givenBeyond(cart, [even], REFUNDABLE)).toEqual([]);
    // What came back later takes nothing from what came back before.
    const later = paid('s4', [lineOf('a', -2000, 's1')], [tender('card', -2000)]);
    expect(givenBeyond(cart, [first, even, later], REFUNDABLE)).toEqual([]);
    expect(givenBeyond(later, [first, even, cart], REFUNDABLE)).toEqual([
      { kind: 'card', amountMinor: 2000 },
    ]);
  });

  const KINDS = ['cash', 'card', 'voucher'] as const;
  const splitArb = fc.array(fc.tuple(fc.constantFrom(...KINDS), fc.integer({ min: 1, max: 3000 })), {
    maxLength: 3,
  });
  const actArb = fc.record({
    prices: fc.array(fc.integer({ min: 1, max: 4000 }), { maxLength: 3 }),
    split: splitArb,
    back: fc.array(fc.nat(1000), { maxLength: 3 }),
    asTheyLike: fc.boolean(),
    undoes: fc.integer({ min: 0, max: 9 }).map((dice) => dice === 0),
  });

  test.prop([fc.array(actArb, { minLength: 1, maxLength: 14 })])(
    'however often goods are sold, exchanged, brought back and undone, no way gives back more than came by it',
    (acts) => {
      const world = new Map<string, Sale>();
      const left = new Map<string, Set<string>>();
      let last: Sale | null = null;
      const pay = (due: number, split: readonly (readonly [string, number])[]) => {
        const tenders: Tender[] = [];
        for (const [kind, most] of split) {
          const amount = Math.min(most, due - sum(tenders));
          if (amount > 0) tenders.push(tender(kind, amount));
        }
        const rest = due - sum(tenders);
        return rest > 0 ? [...tenders, tender('cash', rest)] : tenders;
      };
      for (const [nth, act] of acts.entries()) {
        const id = `s${nth}`;
        if (
          act.undoes &&
          last &&
          !last.voidOf &&
          left.get(last.id)?.size === last.lines.filter(({ quantity }) => quantity > 0).length
        ) {
          const opposite = last.lines.map((line) => ({
            ...lineOf(line.lineId, -line.quantity * line.unitPriceMinor),
            returnOf: { saleId: last?.id ?? '', lineId: line.lineId },
          }));
          for (const line of last.lines)
            if (typeof line.returnOf === 'object' && line.quantity < 0)
              left.get(line.returnOf.saleId)?.add(line.lineId);
          left.delete(last.id);
          last = paid(
            id,
            opposite,
            last.tenders.map((each) => tender(each.kind, -each.amountMinor)),
            { voidOf: last.id },
          );
          world.set(id, last);
          continue;
        }
        const home = [...left].flatMap(([saleId, lines]) => [...lines].map((lineId) => ({ saleId, lineId })));
        const back = new Set(act.back.flatMap((dice) => home[dice % Math.max(1, home.length)] ?? []));
        const lines = [
          ...[...back].map(({ saleId, lineId }) => {
            const sold = world.get(saleId)?.lines.find((line) => line.lineId === lineId);
            left.get(saleId)?.delete(lineId);
            return lineOf(lineId, -(sold?.unitPriceMinor ?? 0), saleId);
          }),
          ...act.prices.map((price, index) => lineOf(`${id}l${index}`, price)),
        ];
        if (lines.length === 0) continue;
        let cart = paid(id, lines, [], { status: 'underPaying' });
        let due = totalOf(lines);
        if (due > 0) cart.tenders = pay(due, act.split);
        while (due < 0) {
          const plan = planFor(-due, cart, world);
          expect(plan.freeMinor).toBe(0);
          const [row] =
            act.asTheyLike &&
            new Set(
              cart.lines.flatMap(({ returnOf }) => (typeof returnOf === 'object' ? returnOf.saleId : [])),
            ).size === 1
              ? [...plan.shares].reverse()
              : plan.rows;
          if (!row) throw new Error('nothing gives it back');
          const amount = Math.min(row.amountMinor, -due);
          expect(isPlanned(plan, row.kind, amount)).toBe(true);
          due += amount;
          cart = { ...cart, tenders: [...cart.tenders, tender(row.kind, -amount)] };
        }
        // Whoever judges it finds nothing, and sees each unit that had gone back by a way it did not come.
        last = { ...cart, status: 'tendered' } as Sale;
        const others = [...world.values()];
        expect(givenBeyond(last, others, REFUNDABLE)).toEqual([]);
        const strange = {
          ...last,
          tenders: [...last.tenders, tender('wallet', -1), tender('cash', 1)],
        } as Sale;
        const seen = back.size > 0 ? [{ kind: 'wallet', amountMinor: 1 }] : [];
        expect(givenBeyond(strange, others, REFUNDABLE)).toEqual(seen);
        world.set(id, last);
        left.set(id, new Set(lines.filter(({ quantity }) => quantity > 0).map(({ lineId }) => lineId)));
      }
      for (const kind of KINDS)
        expect(
          sum([...world.values()].flatMap(({ tenders }) => tenders.filter((each) => each.kind === kind))),
        ).toBeGreaterThanOrEqual(0);
      // What a receipt stands for is what its goods at the customers' cost: nothing is lost on the way, and nothing is there twice.
      const money = moneyOf(left.keys(), world.values());
      for (const [id, lineIds] of left)
        expect(sum(money.get(id) ?? [])).toBe(
          totalOf(
            world.get(id)?.lines.filter(({ lineId, quantity }) => quantity > 0 && lineIds.has(lineId)) ?? [],
          ),
        );
    },
  );
});
