import { describe, expect, it } from 'vitest';
import { denominationsOf, denominationsTotalMinor } from '../../../shared/money/denominations.ts';
import type { Sale, TenderedSale } from '../../../shared/sale/sale.ts';
import {
  closingObstacle,
  decideCashMovement,
  decideClosing,
  decideCount,
  decideNoSale,
  decideOpening,
  type ShiftDecision,
  type ShiftLedger,
} from '../../../shared/shift/decide-shift.ts';
import { SHIFT_MOVES, SHIFT_STATES, shiftAfter, shiftStateOf } from '../../../shared/shift/moves.ts';
import { SHIFT_EVENT_KINDS, type ShiftEvent, shiftEventSchema } from '../../../shared/shift/shift-event.ts';

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const SHIFT = id(1);
let minted = 100;
const actor = (more: object = {}) => {
  minted += 1;
  return {
    ...{ eventId: id(minted), terminalId: id(7), epoch: 1, at: '2026-11-22T08:00:00.000Z' },
    ...{ businessDate: '2026-11-22', cashierId: id(8), period: 3 },
    ...more,
  };
};
const paid = (sequence: number, cashMinor: number): TenderedSale =>
  ({
    ...{
      shiftId: SHIFT,
      period: 3,
      terminalId: id(7),
      epoch: 1,
      sequence,
      totalMinor: cashMinor,
      roundingMinor: 0,
    },
    lines: [{ lineId: 'a', sku: 'A', quantity: 1, unitPriceMinor: cashMinor, discountMinor: 0, taxMinor: 0 }],
    tenders: [{ id: id(2), kind: 'cash', amountMinor: cashMinor, state: 'captured' }],
  }) as unknown as TenderedSale;
const ledger = (events: readonly ShiftEvent[] = [], sales: readonly TenderedSale[] = []): ShiftLedger => ({
  shiftId: events.length > 0 && !events.some((event) => event.kind === 'closed') ? SHIFT : null,
  currency: 'EUR',
  events,
  sales,
});
/** The event of a decision, as the wire would take it. */
function made(decision: ShiftDecision): ShiftEvent {
  if (!decision.ok) throw new Error(decision.rejection.code);
  expect(shiftEventSchema.parse(decision.event)).toEqual(decision.event);
  return decision.event;
}
const codeOf = (decision: ShiftDecision) => (decision.ok ? 'ok' : decision.rejection.code);

const opened = made(
  decideOpening(ledger(), actor(), {
    shiftId: SHIFT,
    denominations: [
      { valueMinor: 5000, count: 2 },
      { valueMinor: 1, count: 0 },
    ],
  }),
);
const COUNT = { denominations: [{ valueMinor: 5000, count: 2 }], blind: true, lastSequence: 0 };

describe('the moves of a shift', () => {
  it('are a table: nothing happens before it is opened or after its Z', () => {
    expect(Object.keys(SHIFT_MOVES)).toEqual([...SHIFT_STATES]);
    expect(Object.keys(SHIFT_MOVES.none)).toEqual(['opened']);
    expect(SHIFT_MOVES.closed).toEqual({});
    for (const kind of SHIFT_EVENT_KINDS)
      expect(shiftAfter('counting', kind)).toBe(
        kind === 'opened' ? null : kind === 'closed' ? 'closed' : kind === 'counted' ? 'counting' : 'open',
      );
    expect(shiftAfter('open', 'closed')).toBeNull();
  });

  it('a sale after the count ends the count: it is no longer true', () => {
    const counted = made(
      decideCount(ledger([opened], [paid(4, 100)]), actor(), { ...COUNT, lastSequence: 4 }),
    );
    expect(shiftStateOf(SHIFT, [opened, counted], [paid(4, 100)])).toBe('counting');
    expect(shiftStateOf(SHIFT, [opened, counted], [paid(4, 100), paid(5, 100)])).toBe('open');
    expect(shiftStateOf(SHIFT, [opened, counted], [{ ...paid(1, 100), epoch: 2 }])).toBe('open');
    expect(shiftStateOf(SHIFT, [opened, counted], [{ ...paid(1, 100), terminalId: id(9) }])).toBe('open');
    expect(shiftStateOf(SHIFT, [opened, counted], [{ ...paid(9, 100), terminalId: id(3) }])).toBe('counting');
    expect(shiftStateOf(id(99), [opened, counted], [])).toBe('none');
  });
});

describe('opening', () => {
  it('takes the float coin by coin, and none at all', () => {
    expect(opened).toMatchObject({
      kind: 'opened',
      amountMinor: 10_000,
      denominations: [{ valueMinor: 5000, count: 2 }],
    });
    const empty = made(decideOpening(ledger(), actor(), { shiftId: SHIFT }));
    expect(empty.amountMinor).toBe(0);
    expect(empty).not.toHaveProperty('denominations');
  });

  it('is refused while a shift is open', () => {
    expect(codeOf(decideOpening(ledger([opened]), actor(), { shiftId: id(5) }))).toBe('notNow');
  });
});

describe('money in and out', () => {
  it.each(['cashIn', 'cashOut', 'drop'] as const)('%s needs an amount and a reason', (kind) => {
    const decide = (amountMinor: number, reason: string) =>
      decideCashMovement(ledger([opened]), actor({ approvedBy: id(9) }), { kind, amountMinor, reason });
    expect(made(decide(500, ' coins '))).toMatchObject({
      kind,
      amountMinor: 500,
      reason: 'coins',
      approvedBy: id(9),
    });
    expect([decide(0, 'x'), decide(-5, 'x'), decide(0.5, 'x')].map(codeOf)).toEqual([
      'noAmount',
      'noAmount',
      'noAmount',
    ]);
    expect(codeOf(decide(5, '  '))).toBe('noReason');
    expect(codeOf(decideCashMovement(ledger(), actor(), { kind, amountMinor: 5, reason: 'x' }))).toBe(
      'notNow',
    );
  });

  it('an opening of the drawer without a sale says why; who approves himself is not named twice', () => {
    const event = made(decideNoSale(ledger([opened]), actor({ approvedBy: id(8) }), 'change'));
    expect(event).toMatchObject({ kind: 'noSale', reason: 'change' });
    expect(event).not.toHaveProperty('approvedBy');
    expect(codeOf(decideNoSale(ledger([opened]), actor(), ' '))).toBe('noReason');
    expect(codeOf(decideNoSale(ledger(), actor(), 'x'))).toBe('notNow');
  });
});

describe('counting and closing', () => {
  const counted = made(decideCount(ledger([opened], [paid(1, 250)]), actor(), { ...COUNT, lastSequence: 1 }));
  const sold = [paid(1, 250)];

  it('a count keeps what should have been there; a second one says why', () => {
    expect(counted).toMatchObject({
      kind: 'counted',
      amountMinor: 10_000,
      expectedMinor: 10_250,
      blind: true,
    });
    const again = (reason?: string) =>
      decideCount(ledger([opened, counted], sold), actor(), {
        ...COUNT,
        lastSequence: 1,
        ...(reason === undefined ? {} : { reason }),
      });
    expect(codeOf(again())).toBe('noReason');
    expect(made(again('a note stuck to another'))).toMatchObject({ reason: 'a note stuck to another' });
    expect(codeOf(decideCount(ledger(), actor(), COUNT))).toBe('notNow');
  });

  it.each([
    { name: 'a sale', events: [], sales: [paid(1, 250), paid(2, 5)] },
    {
      name: 'an opened drawer',
      events: [made(decideNoSale(ledger([opened, counted], sold), actor(), 'change'))],
      sales: sold,
    },
  ])('$name between two counts makes the second neither blind nor silent', ({ events, sales }) => {
    const count = (reason?: string) =>
      decideCount(ledger([opened, counted, ...events], sales), actor(), {
        ...COUNT,
        ...(reason === undefined ? {} : { reason }),
      });
    expect(codeOf(count())).toBe('noReason');
    expect(made(count('sold meanwhile'))).toMatchObject({ blind: false, reason: 'sold meanwhile' });
  });

  it('the Z carries the frozen report and ends the period', () => {
    const z = made(decideClosing(ledger([opened, counted], sold), actor(), [], 1));
    expect(z).toMatchObject({
      kind: 'closed',
      lastSequence: 1,
      countedMinor: 10_000,
      expectedMinor: 10_250,
      period: 3,
    });
    expect(z.report).toMatchObject({ totalMinor: 250, differenceMinor: -250, counts: 1 });
    expect(codeOf(decideClosing(ledger([opened, counted, z], sold), actor(), [], 1))).toBe('notNow');
  });

  it('is refused without a count, and after a sale that the count does not know', () => {
    expect(codeOf(decideClosing(ledger([opened], sold), actor(), [], 1))).toBe('notNow');
    expect(codeOf(decideClosing(ledger([opened, counted], [...sold, paid(2, 5)]), actor(), [], 2))).toBe(
      'notNow',
    );
  });

  const cart = (saleId: string, more: object): Sale =>
    ({ id: saleId, status: 'open', tenders: [], lines: [{ sku: 'A' }], ...more }) as unknown as Sale;
  it.each([
    { name: 'nothing', running: [], obstacle: null },
    { name: 'an empty cart', running: [cart('a', { lines: [] })], obstacle: null },
    { name: 'parked carts', running: [cart('a', { status: 'parked' })], obstacle: null },
    { name: 'an open cart', running: [cart('a', {})], obstacle: { code: 'cartOpen', saleId: 'a' } },
    {
      name: 'a payment in flight, before everything else',
      running: [cart('a', {}), cart('b', { status: 'underPaying' })],
      obstacle: { code: 'paymentInFlight', saleId: 'b' },
    },
    {
      name: 'money that was taken for a cart, whatever it is called',
      running: [cart('a', { status: 'parked', tenders: [{ state: 'captured' }] })],
      obstacle: { code: 'paymentInFlight', saleId: 'a' },
    },
  ])('in the way of a Z: $name', ({ running, obstacle }) => {
    expect(closingObstacle(running)).toEqual(obstacle);
    const decision = decideClosing(ledger([opened, counted], sold), actor(), running, 1);
    expect(decision.ok ? null : decision.rejection).toEqual(obstacle);
  });
});

describe('what is counted in a drawer', () => {
  it.each([
    { name: 'the currency', of: ['EUR'] as const, first: 20_000, last: 1 },
    { name: 'without coins that are gone', of: ['EUR', undefined, 5] as const, first: 20_000, last: 5 },
    { name: 'a currency without cents', of: ['JPY'] as const, first: 10_000, last: 1 },
    { name: 'one that is not listed', of: ['XTS'] as const, first: 20_000, last: 1 },
    {
      name: "the store's own list, sorted, each once",
      of: ['EUR', [50, 200, 50]] as const,
      first: 200,
      last: 50,
    },
    { name: 'an empty list says nothing', of: ['EUR', []] as const, first: 20_000, last: 1 },
  ])('$name', ({ of: [currency, wanted, step], first, last }) => {
    const values = denominationsOf(currency, wanted, step);
    expect([values[0], values.at(-1)]).toEqual([first, last]);
    expect([...values].sort((a, b) => b - a)).toEqual(values);
  });

  it('is worth what it adds up to', () => {
    expect(
      denominationsTotalMinor([
        { valueMinor: 500, count: 3 },
        { valueMinor: 1, count: 7 },
      ]),
    ).toBe(1507);
  });
});
