import type { TenderedSale } from '../sale/sale.ts';
import type { ShiftEvent, ShiftEventKind } from './shift-event.ts';

/** Where the drawer of a till stands: nobody has opened it, it sells, it was counted and waits for its Z, it is closed. */
export const SHIFT_STATES = ['none', 'open', 'counting', 'closed'] as const;
export type ShiftState = (typeof SHIFT_STATES)[number];

/** What may happen to a shift: its own events, and a sale that is tendered in it. */
export type ShiftStep = ShiftEventKind | 'sale';

/** The moves of a shift. A count ends with the next thing that happens in the drawer: it would no longer be true. */
export const SHIFT_MOVES: Readonly<Record<ShiftState, Readonly<Partial<Record<ShiftStep, ShiftState>>>>> = {
  none: { opened: 'open' },
  open: { sale: 'open', cashIn: 'open', cashOut: 'open', drop: 'open', noSale: 'open', counted: 'counting' },
  counting: {
    sale: 'open',
    cashIn: 'open',
    cashOut: 'open',
    drop: 'open',
    noSale: 'open',
    counted: 'counting',
    closed: 'closed',
  },
  closed: {},
};

type Placed = Pick<TenderedSale, 'terminalId' | 'epoch' | 'sequence'>;

/** Where a step leads, or null where it must not be taken. */
export const shiftAfter = (state: ShiftState, step: ShiftStep): ShiftState | null =>
  SHIFT_MOVES[state][step] ?? null;

/**
 * Where a shift stands, from its events in the order in which they happened, and its sales. Facts that do not fit the table
 * (a foreign client's, or what is left of a damaged store) move nothing; a Z always closes.
 */
export function shiftStateOf(
  shiftId: string,
  events: readonly ShiftEvent[],
  sales: readonly (Placed & Pick<TenderedSale, 'shiftId'>)[],
): ShiftState {
  const own = events.filter((event) => event.shiftId === shiftId);
  if (own.some((event) => event.kind === 'closed')) return 'closed';
  const state = own.reduce<ShiftState>((at, { kind }) => shiftAfter(at, kind) ?? at, 'none');
  const count = own.findLast((event) => event.kind === 'counted');
  if (state !== 'counting' || !count) return state;
  // Ids are UUIDv7: a terminal that was enrolled later has the greater one.
  const isAfterCount = ({ terminalId, epoch, sequence }: Placed) =>
    terminalId === count.terminalId && epoch === count.epoch
      ? sequence > (count.lastSequence ?? 0)
      : terminalId > count.terminalId || (terminalId === count.terminalId && epoch > count.epoch);
  return sales.some((sale) => sale.shiftId === shiftId && isAfterCount(sale)) ? 'open' : state;
}
