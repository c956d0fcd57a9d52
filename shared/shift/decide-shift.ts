import { denominationsTotalMinor } from '../money/denominations.ts';
import { holdsMoney } from '../sale/moves.ts';
import type { Sale, TenderedSale } from '../sale/sale.ts';
import { drawerReport } from './drawer-report.ts';
import { type ShiftState, type ShiftStep, shiftAfter, shiftStateOf } from './moves.ts';
import type { DenominationCount, ShiftEvent } from './shift-event.ts';

/** Who acts, where and when: the same in every event. Ids are minted by the caller. */
export interface ShiftActor {
  readonly eventId: string;
  readonly terminalId: string;
  readonly epoch: number;
  readonly at: string;
  readonly businessDate: string;
  readonly cashierId: string;
  /** The period that runs on this till. */
  readonly period: number;
  readonly approvedBy?: string;
}

/** What the till knows of its shifts. */
export interface ShiftLedger {
  /** The shift that is open, or null. */
  readonly shiftId: string | null;
  readonly currency: string;
  readonly events: readonly ShiftEvent[];
  /** Paid sales of the shift. */
  readonly sales: readonly TenderedSale[];
}

/** Where the money is that is put in or taken out: what `SHIFT_MOVES` calls the same. */
export type CashMovement = 'cashIn' | 'cashOut' | 'drop';

export type ShiftRejection =
  /** There is no shift, or one is open already: what was asked cannot follow on where it stands. */
  | { readonly code: 'notNow'; readonly state: ShiftState; readonly step: ShiftStep }
  | { readonly code: 'noAmount' }
  | { readonly code: 'noReason' }
  /** Money is on its way or has arrived for this cart: it is finished first. */
  | { readonly code: 'paymentInFlight'; readonly saleId: string }
  /** This cart is on the screen: it is parked or cleared first. */
  | { readonly code: 'cartOpen'; readonly saleId: string };

export type ShiftDecision =
  | { readonly ok: true; readonly event: ShiftEvent }
  | { readonly ok: false; readonly rejection: ShiftRejection };

const rejected = (rejection: ShiftRejection): ShiftDecision => ({ ok: false, rejection });

function stateOf(ledger: ShiftLedger): ShiftState {
  return ledger.shiftId === null ? 'none' : shiftStateOf(ledger.shiftId, ledger.events, ledger.sales);
}

function eventOf(
  actor: ShiftActor,
  shiftId: string,
  kind: ShiftEvent['kind'],
  facts: Partial<ShiftEvent>,
): ShiftDecision {
  const { eventId, approvedBy, ...who } = actor;
  const approved = approvedBy === undefined || approvedBy === who.cashierId ? {} : { approvedBy };
  return { ok: true, event: { id: eventId, shiftId, kind, ...who, ...approved, ...facts } };
}

/** Rows that count nothing say nothing. */
const countedRows = (denominations: readonly DenominationCount[] | undefined) => {
  const rows = (denominations ?? []).filter((row) => row.count > 0);
  return rows.length > 0 ? { denominations: rows } : {};
};

/** Opens a shift with what lies in the drawer; zero is a float, too. */
export function decideOpening(
  ledger: ShiftLedger,
  actor: ShiftActor,
  wanted: { readonly shiftId: string; readonly denominations?: readonly DenominationCount[] },
): ShiftDecision {
  const state = stateOf(ledger);
  if (shiftAfter(state, 'opened') === null) return rejected({ code: 'notNow', state, step: 'opened' });
  return eventOf(actor, wanted.shiftId, 'opened', {
    amountMinor: denominationsTotalMinor(wanted.denominations ?? []),
    ...countedRows(wanted.denominations),
  });
}

/** Money goes into the drawer or out of it without a sale: always with a reason. */
export function decideCashMovement(
  ledger: ShiftLedger,
  actor: ShiftActor,
  wanted: { readonly kind: CashMovement; readonly amountMinor: number; readonly reason: string },
): ShiftDecision {
  const { kind, amountMinor } = wanted;
  const reason = wanted.reason.trim();
  const state = stateOf(ledger);
  if (ledger.shiftId === null || shiftAfter(state, kind) === null)
    return rejected({ code: 'notNow', state, step: kind });
  if (!Number.isSafeInteger(amountMinor) || amountMinor <= 0) return rejected({ code: 'noAmount' });
  if (reason === '') return rejected({ code: 'noReason' });
  return eventOf(actor, ledger.shiftId, kind, { amountMinor, reason });
}

/** The drawer is opened without a sale: always with a reason. */
export function decideNoSale(ledger: ShiftLedger, actor: ShiftActor, wantedReason: string): ShiftDecision {
  const reason = wantedReason.trim();
  const state = stateOf(ledger);
  if (ledger.shiftId === null || shiftAfter(state, 'noSale') === null)
    return rejected({ code: 'notNow', state, step: 'noSale' });
  return reason === ''
    ? rejected({ code: 'noReason' })
    : eventOf(actor, ledger.shiftId, 'noSale', { reason });
}

export interface CountWanted {
  readonly denominations: readonly DenominationCount[];
  /** The sum that should be there was not on the screen. */
  readonly blind: boolean;
  /** The terminal's last sale. */
  readonly lastSequence: number;
  /** Why it is counted again; only the first count needs none. */
  readonly reason?: string;
}

/** Whether the drawer of a shift has been counted before: whoever counts it again knows the difference. */
const wasCounted = ({ events }: Pick<ShiftLedger, 'events'>, shiftId: string): boolean =>
  events.some((event) => event.shiftId === shiftId && event.kind === 'counted');

/** Counts the drawer. Each count is kept; the last one is the shift's. */
export function decideCount(ledger: ShiftLedger, actor: ShiftActor, wanted: CountWanted): ShiftDecision {
  const state = stateOf(ledger);
  if (ledger.shiftId === null || shiftAfter(state, 'counted') === null)
    return rejected({ code: 'notNow', state, step: 'counted' });
  const reason = wanted.reason?.trim() ?? '';
  // After the first count it is known what should be there, also when something was sold since.
  const again = wasCounted(ledger, ledger.shiftId);
  if (again && reason === '') return rejected({ code: 'noReason' });
  const { expectedMinor } = drawerReport({ ...ledger, shiftId: ledger.shiftId });
  return eventOf(actor, ledger.shiftId, 'counted', {
    amountMinor: denominationsTotalMinor(wanted.denominations),
    denominations: wanted.denominations.filter((row) => row.count > 0),
    blind: wanted.blind && !again,
    lastSequence: wanted.lastSequence,
    expectedMinor,
    ...(reason === '' ? {} : { reason }),
  });
}

/** What keeps a shift from being counted and closed, or null: a payment under way, or a cart on the screen. */
export function closingObstacle(running: readonly Sale[]): ShiftRejection | null {
  // Money first: a cart under payment is open, too.
  const paying = running.find((sale) => sale.status === 'underPaying' || holdsMoney(sale.tenders));
  if (paying) return { code: 'paymentInFlight', saleId: paying.id };
  const open = running.find((sale) => sale.status === 'open' && sale.lines.length > 0);
  return open ? { code: 'cartOpen', saleId: open.id } : null;
}

/**
 * The Z: the shift's totals as they are, frozen. Parked carts may stay for another day.
 *
 * @param running this till's sales that are not tendered
 */
export function decideClosing(
  ledger: ShiftLedger,
  actor: ShiftActor,
  running: readonly Sale[],
  lastSequence: number,
): ShiftDecision {
  const state = stateOf(ledger);
  if (ledger.shiftId === null || shiftAfter(state, 'closed') === null)
    return rejected({ code: 'notNow', state, step: 'closed' });
  const obstacle = closingObstacle(running);
  if (obstacle) return rejected(obstacle);
  const report = drawerReport({ ...ledger, shiftId: ledger.shiftId });
  return eventOf(actor, ledger.shiftId, 'closed', {
    lastSequence,
    // No sale of it lies in a later period than the one that it ends.
    period: Math.max(actor.period, report.period),
    report,
    countedMinor: report.countedMinor ?? 0,
    expectedMinor: report.expectedMinor,
  });
}
