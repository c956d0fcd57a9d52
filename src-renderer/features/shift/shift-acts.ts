import { businessDay } from '../../../shared/core/business-day.ts';
import { decideMove } from '../../../shared/sale/cart.ts';
import type { Sale } from '../../../shared/sale/sale.ts';
import {
  type CashMovement,
  decideCashMovement,
  decideClosing,
  decideCount,
  decideNoSale,
  decideOpening,
  type ShiftActor,
  type ShiftDecision,
  type ShiftLedger,
  type ShiftRejection,
} from '../../../shared/shift/decide-shift.ts';
import { type ShiftState, shiftStateOf } from '../../../shared/shift/moves.ts';
import type { DenominationCount, ShiftEvent } from '../../../shared/shift/shift-event.ts';
import { newId, nowIso } from '../../runtime/new-id.ts';
import type { Till } from '../../sync/till.ts';

export type ShiftOutcome =
  | { readonly ok: true; readonly event: ShiftEvent }
  | {
      readonly ok: false;
      readonly rejection:
        | ShiftRejection
        /** The settings of the shop have not come yet, or the till is not paired. */
        | { readonly code: 'notReady' }
        /** The disk refused: nothing has happened. */
        | { readonly code: 'notSaved' };
    };

/** Who does it, and who said yes where that is somebody else. */
export interface ShiftPerson {
  readonly cashierId: string;
  readonly approvedBy?: string;
}

/** What is done to a drawer. Each act is one event, durable in the journal before it is shown. */
export interface ShiftActs {
  open(person: ShiftPerson, denominations: readonly DenominationCount[]): Promise<ShiftOutcome>;
  move(person: ShiftPerson, kind: CashMovement, amountMinor: number, reason: string): Promise<ShiftOutcome>;
  noSale(person: ShiftPerson, reason: string): Promise<ShiftOutcome>;
  count(
    person: ShiftPerson,
    wanted: { denominations: readonly DenominationCount[]; blind: boolean; reason?: string },
  ): Promise<ShiftOutcome>;
  close(person: ShiftPerson): Promise<ShiftOutcome>;
  /** Puts an open cart aside, or gives a cart up. False where it could not be, and nothing has changed. */
  putAside(saleId: string): Promise<boolean>;
  giveUp(saleId: string): Promise<boolean>;
}

const MOST_ON_LABEL = 80;

/** This till's sales that are not paid. */
export const runningSales = (till: Till): readonly Sale[] => [
  ...till.sales.open.getSnapshot(),
  ...till.sales.parked.getSnapshot(),
];

/** What the till knows of its present shift. */
export function shiftLedger(till: Till): ShiftLedger {
  const shiftId = till.shifts.current.getSnapshot()?.shiftId ?? null;
  return {
    shiftId,
    currency: till.settings.getSnapshot()?.currency ?? 'EUR',
    events: till.shifts.events.getSnapshot(),
    sales: shiftId === null ? [] : till.sales.ofShift(shiftId),
  };
}

/** Where this till's drawer stands. */
export function shiftState(till: Till): ShiftState {
  const { shiftId, events, sales } = shiftLedger(till);
  return shiftId === null ? 'none' : shiftStateOf(shiftId, events, sales);
}

/** What a cart is called: its own label, or its first articles. */
export function cartName(sale: Pick<Sale, 'label' | 'lines'> | undefined): string {
  const names = (sale?.lines ?? []).slice(0, 2).map((line) => line.name ?? line.sku);
  return (sale?.label || names.join(', ')).slice(0, MOST_ON_LABEL);
}

const actsOf = new WeakMap<Till, ShiftActs>();

/** The acts of a till: always the same ones, so that they wait for each other wherever they are asked for. */
export function shiftActsOf(till: Till): ShiftActs {
  const known = actsOf.get(till) ?? createShiftActs(till);
  actsOf.set(till, known);
  return known;
}

function createShiftActs(till: Till): ShiftActs {
  /** Two taps are one act: the second is decided when the first is written. */
  let queue: Promise<unknown> = Promise.resolve();

  function lastSequence(): number {
    const identity = till.identity.getSnapshot();
    return identity ? till.sales.lastSequence(identity.terminalId, identity.epoch) : 0;
  }

  function actor({ cashierId, approvedBy }: ShiftPerson): ShiftActor | null {
    const settings = till.settings.getSnapshot();
    const identity = till.identity.getSnapshot();
    if (!settings || !identity) return null;
    const bestNow = till.clock.bestNow().toISOString();
    return {
      eventId: newId(),
      terminalId: identity.terminalId,
      epoch: identity.epoch,
      at: nowIso(),
      businessDate: businessDay(bestNow, settings.timeZone, settings.dayStartsAtHour),
      cashierId,
      period: till.shifts.period(),
      ...(approvedBy === undefined ? {} : { approvedBy }),
    };
  }

  function act(
    person: ShiftPerson,
    decide: (ledger: ShiftLedger, actor: ShiftActor) => ShiftDecision,
  ): Promise<ShiftOutcome> {
    const turn = queue.then(async (): Promise<ShiftOutcome> => {
      const who = actor(person);
      if (!who) return { ok: false, rejection: { code: 'notReady' } };
      const decision = decide(shiftLedger(till), who);
      if (!decision.ok) return decision;
      try {
        await till.shifts.append(decision.event);
      } catch (error) {
        reportError(error);
        return { ok: false, rejection: { code: 'notSaved' } };
      }
      return decision;
    });
    queue = turn.catch(() => undefined);
    return turn;
  }

  const moveCart = async (saleId: string, to: 'parked' | 'abandoned'): Promise<boolean> => {
    const label = cartName(till.sales.get(saleId));
    try {
      return (await till.sales.change(saleId, (sale) => decideMove(sale, to, nowIso(), label))).ok;
    } catch (error) {
      reportError(error);
      return false;
    }
  };

  return {
    open: (person, denominations) =>
      act(person, (ledger, who) => decideOpening(ledger, who, { shiftId: newId(), denominations })),
    move: (person, kind, amountMinor, reason) =>
      act(person, (ledger, who) => decideCashMovement(ledger, who, { kind, amountMinor, reason })),
    noSale: (person, reason) => act(person, (ledger, who) => decideNoSale(ledger, who, reason)),
    count: (person, wanted) =>
      act(person, (ledger, who) => decideCount(ledger, who, { ...wanted, lastSequence: lastSequence() })),
    close: (person) =>
      act(person, (ledger, who) => decideClosing(ledger, who, runningSales(till), lastSequence())),
    putAside: (saleId) => moveCart(saleId, 'parked'),
    giveUp: (saleId) => moveCart(saleId, 'abandoned'),
  };
}
