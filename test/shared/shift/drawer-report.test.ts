import { test as property } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SaleLine, Tender, TenderedSale } from '../../../shared/sale/sale.ts';
import { cashDueMinor, settlement } from '../../../shared/sale/settlement.ts';
import { lineAmountMinor, saleTotals, taxOfMinor } from '../../../shared/sale/totals.ts';
import { type DrawerReport, drawerReport, drawerReportSchema } from '../../../shared/shift/drawer-report.ts';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';

const SHIFT = '01900000-0000-7000-8000-000000000001';
const OTHER_SHIFT = '01900000-0000-7000-8000-000000000002';
const id = (n: number) => `01900000-0000-7000-9000-${String(n).padStart(12, '0')}`;

type Line = Pick<
  SaleLine,
  'sku' | 'quantity' | 'unitPriceMinor' | 'discountMinor' | 'taxClass' | 'taxRatePpm'
>;

/** A paid sale of these lines: part by card, the rest in cash to the coin that exists. */
function sale(
  sequence: number,
  given: readonly Line[],
  more: Partial<TenderedSale> & { cardMinor?: number; step?: number } = {},
): TenderedSale {
  const { cardMinor = 0, step = 1, pricesIncludeTax = true, ...rest } = more;
  const lines = given.map(
    (line, index): SaleLine => ({
      ...line,
      lineId: `l${index}`,
      taxMinor: taxOfMinor(lineAmountMinor(line), line.taxRatePpm ?? 0, pricesIncludeTax),
    }),
  );
  const card: Tender[] =
    cardMinor === 0 ? [] : [{ id: id(1), kind: 'card', amountMinor: cardMinor, state: 'captured' }];
  const amountMinor = cashDueMinor({ lines, tenders: card, pricesIncludeTax }, step);
  const tenders = [...card, { id: id(2), kind: 'cash', amountMinor, state: 'captured' }];
  const { roundingMinor } = settlement({ lines, tenders, pricesIncludeTax }, step);
  return {
    ...{ id: id(sequence), terminalId: id(7), epoch: 1, revision: 1, currency: 'EUR', status: 'tendered' },
    ...{ lines, pricesIncludeTax, sequence, period: 1, shiftId: SHIFT, cashierId: id(8) },
    tenders: [...tenders, { id: id(3), kind: 'card', amountMinor: 99_999, state: 'declined' }],
    ...saleTotalsOf(lines, pricesIncludeTax),
    roundingMinor,
    ...{ tenderedAt: '2026-11-22T10:00:00.000Z', businessDate: '2026-11-22' },
    ...{ previousHash: '0'.repeat(64), hash: '0'.repeat(64) },
    ...rest,
  };
}

const saleTotalsOf = (lines: readonly SaleLine[], includes: boolean) => {
  const { totalMinor, taxMinor } = saleTotals(lines, includes);
  return { totalMinor, taxMinor };
};

const event = (kind: ShiftEvent['kind'], more: Partial<ShiftEvent> = {}): ShiftEvent => ({
  ...{ id: id(900), shiftId: SHIFT, terminalId: id(7), epoch: 1, kind, at: '2026-11-22T08:00:00.000Z' },
  ...{ businessDate: '2026-11-22', cashierId: id(8), period: 1 },
  ...more,
});

const bread: Line = {
  sku: 'BREAD',
  quantity: 2,
  unitPriceMinor: 325,
  discountMinor: 0,
  taxClass: 'reduced',
  taxRatePpm: 70_000,
};
const wine: Line = {
  sku: 'WINE',
  quantity: 1,
  unitPriceMinor: 999,
  discountMinor: 100,
  taxClass: 'standard',
  taxRatePpm: 190_000,
};
const wineBack: Line = { ...wine, quantity: -1, discountMinor: -100 };

const report = (events: readonly ShiftEvent[], sales: readonly TenderedSale[]): DrawerReport =>
  drawerReport({ shiftId: SHIFT, currency: 'EUR', events, sales });

describe('a day at the drawer', () => {
  const events = [
    event('opened', { amountMinor: 15_000 }),
    event('cashIn', { amountMinor: 2_000, reason: 'coins' }),
    event('noSale', { reason: 'change a note' }),
    event('cashOut', { amountMinor: 500, reason: 'window cleaner' }),
    event('drop', { amountMinor: 10_000, reason: 'safe' }),
    event('counted', { amountMinor: 8_000 }),
    event('counted', { amountMinor: 8_048, reason: 'a roll of coins was behind the tray' }),
    event('opened', { shiftId: OTHER_SHIFT, amountMinor: 77 }),
  ];
  const sales = [
    sale(3, [bread, wine]),
    sale(4, [wine], { cardMinor: 899 }),
    sale(5, [wineBack, bread]),
    sale(6, [{ ...bread, quantity: -2 }], { voidOf: id(3) }),
    sale(7, [bread], { shiftId: OTHER_SHIFT }),
    sale(8, [bread], { training: true } as never),
  ];

  it('says what was sold, what came back, and what should lie in the drawer', () => {
    expect(report(events, sales)).toEqual({
      shiftId: SHIFT,
      currency: 'EUR',
      openedAt: '2026-11-22T08:00:00.000Z',
      businessDate: '2026-11-22',
      period: 1,
      receipts: 4,
      // The exchange is in both.
      sales: { count: 3, grossMinor: 650 + 899 + 899 + 650 },
      returns: { count: 1, grossMinor: -899 },
      voids: { count: 1, grossMinor: -650 },
      discountMinor: 100,
      taxes: [
        { taxClass: 'standard', taxRatePpm: 190_000, grossMinor: 899, taxMinor: 144, netMinor: 755 },
        { taxClass: 'reduced', taxRatePpm: 70_000, grossMinor: 650, taxMinor: 43, netMinor: 607 },
      ],
      totalMinor: 1_549,
      roundingMinor: 0,
      tenders: [
        { kind: 'cash', count: 4, amountMinor: 650 },
        { kind: 'card', count: 1, amountMinor: 899 },
      ],
      floatMinor: 15_000,
      payIns: { count: 1, amountMinor: 2_000 },
      payOuts: { count: 1, amountMinor: 500 },
      drops: { count: 1, amountMinor: 10_000 },
      noSales: 1,
      expectedMinor: 15_000 + 650 + 2_000 - 500 - 10_000,
      countedMinor: 8_048,
      differenceMinor: 8_048 - 7_150,
      counts: 2,
      sequences: [{ terminalId: id(7), epoch: 1, first: 3, last: 6 }],
    });
  });

  it('is what the wire takes', () => {
    const made = report(events, sales);
    expect(drawerReportSchema.parse(made)).toEqual(made);
  });

  it('names the first and last number of each epoch', () => {
    const twoEpochs = [
      sale(9, [bread]),
      sale(1, [bread], { epoch: 2 }),
      sale(2, [bread], { epoch: 2 }),
      sale(8, [bread]),
    ];
    expect(report([], twoEpochs).sequences).toEqual([
      { terminalId: id(7), epoch: 1, first: 8, last: 9 },
      { terminalId: id(7), epoch: 2, first: 1, last: 2 },
    ]);
  });

  it('tells of a shift in which nothing happened', () => {
    const empty = report([event('opened', { amountMinor: 100 })], []);
    expect(empty).toMatchObject({ receipts: 0, totalMinor: 0, taxes: [], tenders: [], expectedMinor: 100 });
    expect(empty).toMatchObject({ countedMinor: null, differenceMinor: null, sequences: [] });
  });
});

const lines = fc.array(
  fc.record({
    sku: fc.constantFrom('A', 'B', 'C'),
    quantity: fc.integer({ min: -20, max: 20 }),
    unitPriceMinor: fc.integer({ min: 0, max: 100_000 }),
    discountMinor: fc.integer({ min: -50, max: 50 }),
    taxClass: fc.constantFrom('standard', 'reduced'),
    taxRatePpm: fc.constantFrom(0, 70_000, 190_000, 200_000),
  }),
  { minLength: 1, maxLength: 6 },
);
const sales = fc
  .array(
    fc.record({
      lines,
      step: fc.constantFrom(1, 5),
      cardMinor: fc.integer({ min: 0, max: 5_000 }),
      pricesIncludeTax: fc.boolean(),
      isVoid: fc.boolean(),
    }),
    { maxLength: 12 },
  )
  .map((rows) =>
    rows.map(({ lines: given, isVoid, ...more }, index) =>
      sale(index + 1, given, { ...more, ...(isVoid ? { voidOf: id(index) } : {}) }),
    ),
  );
const amount = fc.integer({ min: 0, max: 1_000_000 });
const movements = fc.array(
  fc.record({ kind: fc.constantFrom('cashIn', 'cashOut', 'drop', 'noSale', 'counted'), amountMinor: amount }),
  { maxLength: 8 },
);
const eventsOf = (floatMinor: number, moved: readonly { kind: string; amountMinor: number }[]) => [
  event('opened', { amountMinor: floatMinor }),
  ...moved.map(({ kind, amountMinor }) => event(kind as ShiftEvent['kind'], { amountMinor })),
];
const sum = (amounts: readonly number[]) => amounts.reduce((total, each) => total + each, 0);

describe('every report adds up', () => {
  property.prop([sales, amount, movements])('to the sales and to itself', (sold, floatMinor, moved) => {
    const made = report(eventsOf(floatMinor, moved), sold);
    expect(made.totalMinor).toBe(sum(sold.map((each) => each.totalMinor)));
    expect(made.sales.grossMinor + made.returns.grossMinor + made.voids.grossMinor).toBe(made.totalMinor);
    expect(sum(made.taxes.map((row) => row.grossMinor))).toBe(made.totalMinor);
    expect(sum(made.taxes.map((row) => row.taxMinor))).toBe(sum(sold.map((each) => each.taxMinor)));
    for (const row of made.taxes) expect(row.netMinor + row.taxMinor).toBe(row.grossMinor);
    expect(sum(made.tenders.map((row) => row.amountMinor))).toBe(made.totalMinor + made.roundingMinor);
    const cash = made.tenders.find((row) => row.kind === 'cash')?.amountMinor ?? 0;
    expect(made.expectedMinor).toBe(
      floatMinor + cash + made.payIns.amountMinor - made.payOuts.amountMinor - made.drops.amountMinor,
    );
    if (made.countedMinor !== null) expect(made.differenceMinor).toBe(made.countedMinor - made.expectedMinor);
    expect(drawerReportSchema.parse(made)).toEqual(made);
  });

  property.prop([
    sales.chain((sold) =>
      fc.tuple(
        fc.constant(sold),
        fc.shuffledSubarray(sold, { minLength: sold.length, maxLength: sold.length }),
      ),
    ),
    movements,
  ])('however its sales are ordered', ([sold, shuffled], moved) => {
    expect(report(eventsOf(100, moved), shuffled)).toEqual(report(eventsOf(100, moved), sold));
  });

  property.prop([sales, fc.nat({ max: 12 })])(
    'in parts as in one: two drawers are one drawer',
    (sold, at) => {
      const both = report([], sold);
      const [first, second] = [report([], sold.slice(0, at)), report([], sold.slice(at))];
      expect(first.totalMinor + second.totalMinor).toBe(both.totalMinor);
      expect(first.expectedMinor + second.expectedMinor).toBe(both.expectedMinor);
      expect(first.receipts + second.receipts).toBe(both.receipts);
      expect(first.discountMinor + second.discountMinor).toBe(both.discountMinor);
    },
  );

  property.prop([sales, movements])(
    'X of everything is the Z: what closes it changes nothing',
    (sold, moved) => {
      const before = eventsOf(0, [...moved, { kind: 'counted', amountMinor: 5 }]);
      const x = report(before, sold);
      expect(report([...before, event('closed', { report: x })], sold)).toEqual(x);
    },
  );
});
