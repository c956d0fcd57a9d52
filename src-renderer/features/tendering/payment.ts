import { businessDay } from '../../../shared/core/business-day.ts';
import { decideMove, decideQuantity } from '../../../shared/sale/cart.ts';
import { holdsMoney } from '../../../shared/sale/moves.ts';
import {
  isTendered,
  type OpenSale,
  type Sale,
  type SaleApproval,
  type Tender,
  type TenderedSale,
  type TenderState,
} from '../../../shared/sale/sale.ts';
import {
  addTender,
  cashDueMinor,
  decideCashTender,
  decideTendered,
  resolveTender,
  settlement,
} from '../../../shared/sale/settlement.ts';
import { lineReservation, type SaleResult } from '../../../shared/stock/reservation.ts';
import { createValue, type Readable } from '../../database/readable.ts';
import { newId, nowIso } from '../../runtime/new-id.ts';
import type { Till } from '../../sync/till.ts';

export interface PaymentState {
  readonly phase: /** The server is being asked, 1.5 s at most. What the cashier does meanwhile waits for its answer. */
    | 'asking'
    | 'ready'
    /** The server does not hold everything; `result` names the lines. */
    | 'refused'
    /** Paid or taken over elsewhere. */
    | 'taken'
    /** Offline, beyond stock, and the shop wants a manager for that. */
    | 'manager'
    | 'committing'
    /** The disk refused the commit: nothing is paid. */
    | 'failed';
  readonly asked: 'granted' | 'notAsked' | null;
  readonly result: SaleResult | null;
  /** What is sold beyond stock, where somebody has to agree to it. */
  readonly beyond?: readonly string[];
}

/** What the slip of a card terminal or the voucher says. */
export type SlipFacts = Pick<Tender, 'reference' | 'card'>;

/** What was pressed, and on what grounds. */
export interface GivenBack {
  /** What was due when it was pressed: if that has changed since, it was pressed about something else and nothing is done. */
  readonly ofDueMinor: number;
  /** Somebody agreed to another way than the money came. */
  readonly agreed?: SaleApproval;
}

/** One payment, from Pay to the commit. Every step is durable before the next begins. */
export interface Payment {
  readonly state: Readable<PaymentState>;
  /**
   * Cash of this much was handed over, or is handed back where money is due to the customer; by default exactly what is due.
   * Resolves when it is in the sale (and paid).
   */
  cash(amountMinor?: number, back?: GivenBack): Promise<void>;
  /**
   * Writes the attempt into the sale: the cashier then starts the card terminal, or takes the voucher. Of what is due to the
   * customer an attempt to give it back.
   *
   * @param amountMinor how much of what is due, above zero either way
   */
  start(kind: string, amountMinor?: number, back?: GivenBack): Promise<void>;
  approve(tenderId: string, facts?: SlipFacts): Promise<void>;
  decline(tenderId: string): Promise<void>;
  /** A payment already taken was given back. */
  takeBack(tenderId: string): Promise<void>;
  /** Commits a sale that has nothing left to pay. */
  complete(): Promise<void>;
  /** Somebody who may agreed to sell beyond stock; the sale keeps who it was. */
  managerAgreed(approval: Pick<SaleApproval, 'approvedBy' | 'reason' | 'at'>): Promise<void>;
  /** Sets each line to what the server holds and goes back to the cart. */
  takeWhatIsLeft(): Promise<void>;
  /**
   * Closes here what another till took over: what it holds is that till's now, also lines of which the server never heard. Anything
   * else that was finished elsewhere stays as it is.
   */
  giveUp(): Promise<void>;
  /** Back to the cart; refused while money is taken. */
  cancel(): Promise<void>;
}

export interface PaymentDoor {
  readonly till: Till;
  readonly saleId: string;
  readonly cashierId: string;
  /** Managers and owners need nobody's agreement. */
  readonly mayOversell: boolean;
  readonly onPaid: (sale: TenderedSale) => void;
  readonly onCart: () => void;
  /** Something was not done; `code` is a notice. */
  readonly onRefused: (code: string) => void;
}

/** Nobody hands over this many of the largest note beyond what is due. */
const NOTES_TOO_MANY = 5;

export function startPayment(door: PaymentDoor): Payment {
  const { till, saleId } = door;
  const state = createValue<PaymentState>({ phase: 'asking', asked: null, result: null });
  const set = (part: Partial<PaymentState>) => state.set({ ...state.getSnapshot(), ...part });
  const cashStep = () => till.settings.getSnapshot()?.cashStepMinor ?? 1;
  // A code that was read as an amount must not become change for billions.
  const mostCashMinor = (dueMinor: number) =>
    dueMinor + NOTES_TOO_MANY * (till.settings.getSnapshot()?.notesMinor.at(-1) ?? dueMinor);
  const openSale = (): OpenSale | null => {
    const sale = till.sales.get(saleId);
    return sale && !isTendered(sale) ? sale : null;
  };

  // Two taps are one act: each waits for the one before, and all wait for the server's answer.
  let queue: Promise<unknown> = begin();
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    const turn = queue.then(act);
    queue = turn.catch((error: unknown) => {
      reportError(error);
      door.onRefused('notSaved');
    });
    return turn.catch(() => undefined);
  };
  const whenReady = (act: () => Promise<void>) =>
    inTurn(async () => {
      const { phase } = state.getSnapshot();
      if (phase === 'ready' || phase === 'failed') await act();
    });

  async function begin(): Promise<void> {
    try {
      const before = openSale();
      if (!before) return door.onCart();
      if (before.status === 'open') {
        const moved = await change((sale) => decideMove(sale, 'underPaying', nowIso()));
        if (!moved) return door.onCart();
      }
      const sale = openSale();
      if (!sale) return door.onCart();
      // Money is in already (the till was restarted in the middle): there is nothing left to ask.
      if (holdsMoney(sale.tenders)) return set({ phase: 'ready' });
      const answer = await till.askUnderPaying(sale);
      if (answer.state === 'granted') return set({ phase: 'ready', asked: 'granted' });
      if (answer.state === 'notAvailable') return set({ phase: 'refused', result: answer.result });
      if (answer.state === 'taken') return set({ phase: 'taken', result: answer.result });
      const beyond = beyondStock(sale);
      set({ phase: beyond.length > 0 ? 'manager' : 'ready', asked: 'notAsked', beyond });
    } catch (error) {
      reportError(error);
      door.onRefused('notSaved');
      door.onCart();
    }
  }

  /** Names of what somebody has to agree to. */
  function beyondStock(sale: OpenSale): string[] {
    if (door.mayOversell || till.settings.getSnapshot()?.oversell !== 'manager') return [];
    const lines = sale.lines.filter((line) => {
      const stock = till.stock.view(line.sku);
      const here = stock.known || till.stock.complete.getSnapshot() ? stock.available : null;
      const { state: held } = lineReservation(sale, line, till.saleResults.get(saleId), false, here);
      return held === 'beyondHere' || held === 'beyond';
    });
    return lines.map(({ name, sku }) => name ?? sku);
  }

  /** One durable write; null when it was refused, and said. */
  async function change(decide: Parameters<Till['sales']['change']>[1]): Promise<OpenSale | null> {
    const decision = await till.sales.change(saleId, decide);
    if (decision.ok) return decision.sale;
    door.onRefused((decision.rejection as { code: string }).code);
    return null;
  }

  /** Changes the tenders of a sale that is under payment; anything else would be a bug of this screen. */
  const withTenders = (edit: (sale: OpenSale) => OpenSale) =>
    change((sale: Sale) =>
      sale.status === 'underPaying'
        ? { ok: true, sale: edit(sale) }
        : { ok: false, rejection: { code: 'notOpen', status: sale.status } },
    );

  const withAgreed = (sale: OpenSale, back: GivenBack | undefined): OpenSale =>
    back?.agreed ? { ...sale, approvals: [...(sale.approvals ?? []), back.agreed] } : sale;
  const isOutdated = (sale: OpenSale, back: GivenBack | undefined): boolean =>
    back !== undefined && settlement(sale, cashStep()).dueMinor !== back.ofDueMinor;

  async function commitWhenPaid(): Promise<void> {
    const sale = openSale();
    const settings = till.settings.getSnapshot();
    const shift = till.shifts.current.getSnapshot();
    if (!sale || !settings || settlement(sale, cashStep()).dueMinor !== 0) return;
    if (sale.tenders.some((tender) => tender.state === 'pending')) return;
    if (!shift) return door.onRefused('noShiftYet');
    const at = nowIso();
    const decision = decideTendered(sale, {
      at,
      // The right day, also on a machine whose clock is hours wrong.
      businessDate: businessDay(
        till.clock.bestNow().toISOString(),
        settings.timeZone,
        settings.dayStartsAtHour,
      ),
      cashierId: door.cashierId,
      shiftId: shift.shiftId,
      period: till.shifts.period(),
      cashStepMinor: cashStep(),
    });
    if (!decision.ok) return;
    set({ phase: 'committing' });
    try {
      // The commit. Before it resolves nothing is shown as paid and nothing prints.
      door.onPaid(await till.commit(decision.draft));
    } catch (error) {
      reportError(error);
      set({ phase: 'failed' });
    }
  }

  const settle = (tenderId: string, to: TenderState, facts?: SlipFacts) =>
    inTurn(async () => {
      if (!(await withTenders((sale) => resolveTender(sale, tenderId, to, facts)))) return;
      await commitWhenPaid();
    });

  return {
    state,
    cash: (wantedMinor, back) =>
      whenReady(async () => {
        const sale = openSale();
        if (!sale || isOutdated(sale, back)) return;
        const dueMinor = cashDueMinor(sale, cashStep());
        if (dueMinor >= 0 && (wantedMinor ?? 0) > mostCashMinor(dueMinor))
          return door.onRefused('tooMuchCash');
        const paid = decideCashTender(sale, wantedMinor, cashStep());
        if (paid) {
          const tender: Tender = { id: newId(), kind: 'cash', ...paid, state: 'captured', at: nowIso() };
          if (!(await withTenders((now) => withAgreed(addTender(now, tender), back)))) return;
        }
        await commitWhenPaid();
      }),
    start: (kind, wantedMinor, back) =>
      whenReady(async () => {
        const sale = openSale();
        if (!sale || sale.tenders.some((tender) => tender.state === 'pending')) return;
        if (isOutdated(sale, back)) return;
        const { dueMinor } = settlement(sale, cashStep());
        const amountMinor =
          Math.sign(dueMinor) * Math.min(wantedMinor ?? Math.abs(dueMinor), Math.abs(dueMinor));
        if (amountMinor === 0) return;
        const tender: Tender = { id: newId(), kind, amountMinor, state: 'pending', at: nowIso() };
        await withTenders((now) => withAgreed(addTender(now, tender), back));
      }),
    approve: (tenderId, facts) => settle(tenderId, 'captured', facts),
    decline: (tenderId) => settle(tenderId, 'declined'),
    takeBack: (tenderId) => settle(tenderId, 'refunded'),
    complete: () => whenReady(commitWhenPaid),
    managerAgreed: (approval) =>
      inTurn(async () => {
        const act = { act: 'sellBeyondStock', cashierId: door.cashierId, ...approval };
        const agreed = await withTenders((sale) => ({
          ...sale,
          oversellApprovedBy: approval.approvedBy,
          approvals: [...(sale.approvals ?? []), act],
        }));
        if (agreed) set({ phase: 'ready' });
      }),
    takeWhatIsLeft: () =>
      inTurn(async () => {
        const held = state.getSnapshot().result?.reservation.lines ?? [];
        if (!(await change((sale) => decideMove(sale, 'open', nowIso())))) return;
        for (const line of held) {
          const wanted = openSale()?.lines.find((other) => other.lineId === line.lineId);
          if (!wanted || wanted.quantity <= line.granted) continue;
          await change((sale) => decideQuantity(sale, line.lineId, Math.max(0, line.granted), nowIso()));
        }
        door.onCart();
      }),
    giveUp: () =>
      inTurn(async () => {
        const { phase, result } = state.getSnapshot();
        const sale = openSale();
        if (phase !== 'taken' || result?.reservation.state !== 'handedOver' || !sale) return;
        if (holdsMoney(sale.tenders) || sale.status !== 'underPaying') return;
        if (!(await change((now) => decideMove(now, 'open', nowIso())))) return;
        await change((now) => decideMove(now, 'abandoned', nowIso()));
      }),
    cancel: () =>
      inTurn(async () => {
        const sale = openSale();
        if (sale?.status !== 'underPaying') return door.onCart();
        if (await change((now) => decideMove(now, 'open', nowIso()))) door.onCart();
      }),
  };
}
