import { decideAddLine, decideClear, decideMove, decideQuantity, newSale } from '../../shared/sale/cart.ts';
import { isTendered, type Sale } from '../../shared/sale/sale.ts';
import { park, recall } from '../../src-renderer/features/parking/parking-acts.ts';
import { openShiftIfNone } from '../../src-renderer/features/staff/open-shift.ts';
import { startPayment } from '../../src-renderer/features/tendering/payment.ts';
import { newId, nowIso } from '../../src-renderer/runtime/new-id.ts';
import type { Till } from '../../src-renderer/sync/till.ts';
import type { Oracle } from './oracle.ts';
import type { SimTill } from './till/sim-till.ts';
import type { Random } from './world/random.ts';
import type { VirtualClock } from './world/virtual-time.ts';

const STRANGER = '01900000-0000-7000-8000-00000000ffff';
const PERSON = '01900000-0000-7000-8000-00000000cccc';

export interface CashierFacts {
  readonly machine: SimTill;
  readonly oracle: Oracle;
  readonly chance: Random;
  readonly clock: VirtualClock;
  readonly onFault: (message: string, error: unknown) => void;
  readonly log: (line: string) => void;
}

type Outcome = { readonly ok: true } | { readonly ok: false; readonly rejection: unknown };

/**
 * A person at a till. Does one thing at a time through the product's own acts, and remembers every sale that was told to
 * be paid. When the till dies under the hands, what was begun never ends.
 */
export class Cashier {
  readonly #facts: CashierFacts;
  #busy: SimTill['life'] | null = null;
  /** What the till has said to be stored: sale id to revision, for the present store. */
  readonly acknowledged = new Map<string, number>();

  constructor(facts: CashierFacts) {
    this.#facts = facts;
  }

  get free(): boolean {
    const { machine } = this.#facts;
    return machine.till !== null && this.#busy !== machine.life;
  }

  /** Begins an act; it goes on while the world goes on. */
  act(name: string, work: (till: Till) => Promise<string | null>): void {
    const { machine, oracle, onFault } = this.#facts;
    const { life, till } = machine;
    if (!till || !this.free) return;
    this.#busy = life;
    void life.run(() =>
      work(till).then(
        (done) => {
          if (!life.alive) return;
          this.#busy = null;
          oracle.count(`act ${name}${done ? `: ${done}` : ''}`);
          this.#facts.log(`${machine.name} ${name}: ${done ?? 'done'}`);
        },
        (error: unknown) => {
          if (!life.alive) return;
          this.#busy = null;
          onFault(`${machine.name}: ${name}`, error);
        },
      ),
    );
  }

  #told(outcome: Outcome, till: Till, saleId: string): string | null {
    if (!outcome.ok) return (outcome.rejection as { code: string }).code;
    const sale = till.sales.get(saleId);
    if (sale) this.acknowledged.set(saleId, sale.revision);
    return null;
  }

  openSale(till: Till): Sale | undefined {
    return till.sales.open.getSnapshot().at(-1);
  }

  scan(sku: string, quantity: number): void {
    this.act('scan', async (till) => {
      const hit = till.catalogue.findBySku(sku);
      const identity = till.identity.getSnapshot();
      const settings = till.settings.getSnapshot();
      if (!hit || !identity || !settings) return 'not ready';
      const at = nowIso();
      const line = { lineId: newId(), ...hit, quantity, taxRatePpm: 190_000 };
      const open = this.openSale(till);
      if (open?.status === 'underPaying') return 'under payment';
      if (open)
        return this.#told(
          await till.sales.change(open.id, (sale) => decideAddLine(sale, line, at)),
          till,
          open.id,
        );
      const sale = newSale({
        id: newId(),
        terminalId: identity.terminalId,
        epoch: identity.epoch,
        currency: settings.currency,
        pricesIncludeTax: true,
        at,
      });
      const begun = decideAddLine(sale, line, at);
      if (!begun.ok) return begun.rejection.code;
      await till.sales.begin(begun.sale);
      this.acknowledged.set(sale.id, 1);
      return 'begun';
    });
  }

  changeQuantity(quantity: number): void {
    this.act('quantity', async (till) => {
      const open = this.openSale(till);
      const line = open?.lines.at(-1);
      if (!open || !line) return 'nothing';
      return this.#told(
        await till.sales.change(open.id, (sale) => decideQuantity(sale, line.lineId, quantity, nowIso())),
        till,
        open.id,
      );
    });
  }

  clear(): void {
    this.act('clear', async (till) => {
      const open = this.openSale(till);
      if (!open) return 'nothing';
      return this.#told(
        await till.sales.change(open.id, (sale) => decideClear(sale, nowIso())),
        till,
        open.id,
      );
    });
  }

  park(): void {
    this.act('park', async (till) => {
      const open = this.openSale(till);
      if (open?.status !== 'open') return 'nothing';
      return this.#told(await park(till, open.id), till, open.id);
    });
  }

  recall(): void {
    this.act('recall', async (till) => {
      const parked = this.#facts.chance.chance(0.5)
        ? till.sales.parked.getSnapshot()[0]
        : till.sales.parked.getSnapshot().at(-1);
      if (!parked) return 'nothing';
      const open = this.openSale(till);
      if (open?.status === 'underPaying') return 'under payment';
      return this.#told(await recall(till, parked.id, open?.id ?? null), till, parked.id);
    });
  }

  abandon(): void {
    this.act('abandon', async (till) => {
      const sale = this.openSale(till) ?? till.sales.parked.getSnapshot()[0];
      if (!sale) return 'nothing';
      if (sale.status === 'underPaying') return 'under payment';
      return this.#told(
        await till.sales.change(sale.id, (now) => decideMove(now, 'abandoned', nowIso())),
        till,
        sale.id,
      );
    });
  }

  /** Pays the open sale as the payment screen does. `change`: the shopper changes his mind after being asked. */
  pay(how: 'cash' | 'card' | 'declined' | 'changes mind' | 'take what is left'): void {
    this.act('pay', async (till) => {
      const { machine, oracle, clock, chance } = this.#facts;
      await openShiftIfNone(till, PERSON);
      const open = this.openSale(till);
      if (!open || open.lines.length === 0) return 'nothing';
      const storeLife = machine.storeLife;
      let paid = false;
      const payment = startPayment({
        till,
        saleId: open.id,
        cashierId: PERSON,
        mayOversell: true,
        onPaid: (sale) => {
          paid = true;
          // The receipt prints now.
          oracle.printReceipt(machine.name, sale, storeLife, machine.hasJournal);
        },
        onCart: () => {},
        onRefused: () => {},
      });
      const { state } = payment;
      const phaseAfter = async (...waiting: string[]): Promise<string> => {
        while (waiting.includes(state.getSnapshot().phase)) {
          await new Promise<void>((resolve) => {
            const stop = state.subscribe(() => {
              stop();
              resolve();
            });
          });
        }
        return state.getSnapshot().phase;
      };
      const timeout = new Promise<string>((resolve) => setTimeout(() => resolve('stuck'), 30_000));
      const phase = await Promise.race([phaseAfter('asking'), timeout]);
      oracle.count(`payment ${phase}${state.getSnapshot().asked === 'notAsked' ? ', not asked' : ''}`);
      if (phase === 'refused') {
        if (how === 'take what is left') await payment.takeWhatIsLeft();
        else await payment.cancel();
        return 'refused';
      }
      if (phase === 'taken') return 'taken';
      if (state.getSnapshot().asked === 'granted') oracle.promise(open.id);
      if (phase !== 'ready') return phase;
      if (how === 'changes mind') {
        await payment.cancel();
        return 'changed mind';
      }
      await clock.wait(chance.between(0, 1_500));
      if (how === 'card' || how === 'declined') {
        await payment.startCard();
        const pending = till.sales.get(open.id)?.tenders.find((tender) => tender.state === 'pending');
        await clock.wait(chance.between(100, 4_000));
        if (pending && how === 'declined') {
          await payment.declineCard(pending.id);
          await payment.cancel();
          return 'declined';
        }
        if (pending) await payment.approveCard(pending.id);
        else await payment.cash();
      } else await payment.cash();
      if (!paid && state.getSnapshot().phase === 'ready') await payment.complete();
      return paid ? 'paid' : `not paid (${state.getSnapshot().phase})`;
    });
  }

  /** A return of something that this till sold. */
  takeReturn(): void {
    this.act('return', async (till) => {
      const { chance } = this.#facts;
      const identity = till.identity.getSnapshot();
      const settings = till.settings.getSnapshot();
      const recent = till.sales.recent
        .getSnapshot()
        .filter((sale) => sale.lines.some((line) => line.quantity > 0));
      if (!identity || !settings || recent.length === 0 || this.openSale(till)) return 'nothing';
      const original = chance.pick(recent);
      const line = original.lines.find((each) => each.quantity > 0);
      if (!line) return 'nothing';
      const at = nowIso();
      const sale = newSale({
        id: newId(),
        terminalId: identity.terminalId,
        epoch: identity.epoch,
        currency: settings.currency,
        pricesIncludeTax: true,
        at,
      });
      const back = {
        ...line,
        lineId: newId(),
        quantity: -chance.between(1, line.quantity),
        discountMinor: 0,
        returnOf: { saleId: original.id, lineId: line.lineId },
        disposition: chance.chance(0.7) ? ('restock' as const) : ('damaged' as const),
      };
      await till.sales.begin({ ...sale, lines: [back] });
      this.acknowledged.set(sale.id, 1);
      return 'begun';
    });
  }

  stockCommand(kind: 'receipt' | 'adjustment' | 'count', sku: string, quantity: number): void {
    this.act(kind, async (till) => {
      const identity = till.identity.getSnapshot();
      if (!identity) return 'not ready';
      const level = till.stock.view(sku).level as { version?: number } | null;
      const sequence = Math.max(
        0,
        ...till.sales.recent
          .getSnapshot()
          .filter((sale) => sale.terminalId === identity.terminalId && sale.epoch === identity.epoch)
          .map((sale) => sale.sequence),
      );
      await till.stockCommands.append({
        id: newId(),
        terminalId: identity.terminalId,
        kind,
        sku,
        quantity,
        reason: 'simulated',
        staffId: PERSON,
        at: nowIso(),
        ...(kind === 'count' && level?.version !== undefined
          ? { stockVersion: level.version, afterSequence: sequence, epoch: identity.epoch }
          : {}),
      });
      return null;
    });
  }

  /** A document that the server has to keep for a person stands between the others: it says to be another till's. */
  writeNonsense(): void {
    this.act('nonsense', async (till) => {
      const identity = till.identity.getSnapshot();
      const settings = till.settings.getSnapshot();
      if (!identity || !settings) return 'not ready';
      await till.stockCommands.append({
        id: newId(),
        kind: 'adjustment',
        sku: 'S1',
        quantity: 1,
        reason: 'not mine',
        staffId: PERSON,
        at: nowIso(),
        terminalId: STRANGER,
      });
      return null;
    });
  }

  /** The Z: ends the period. */
  closeShift(): void {
    this.act('close shift', async (till) => {
      const shift = till.shifts.current.getSnapshot();
      const identity = till.identity.getSnapshot();
      if (!shift || !identity || this.openSale(till)?.status === 'underPaying') return 'nothing';
      const sequence = Math.max(
        0,
        ...till.sales.recent
          .getSnapshot()
          .filter((sale) => sale.terminalId === identity.terminalId && sale.epoch === identity.epoch)
          .map((sale) => sale.sequence),
      );
      await till.shifts.append({
        id: newId(),
        shiftId: shift.shiftId,
        terminalId: identity.terminalId,
        epoch: identity.epoch,
        kind: 'closed',
        at: nowIso(),
        businessDate: shift.businessDate,
        cashierId: PERSON,
        period: till.shifts.period(),
        lastSequence: sequence,
      });
      return null;
    });
  }

  /** Takes over a sale that another till has parked, as SYNC.md says: stored first, then asked for. */
  takeOver(ask: (path: string, body?: unknown) => Promise<unknown>): void {
    this.act('take over', async (till) => {
      const { chance, oracle } = this.#facts;
      const identity = till.identity.getSnapshot();
      const settings = till.settings.getSnapshot();
      if (!identity || !settings || this.openSale(till)) return 'nothing';
      const listed = (await ask('/v1/sales?status=parked')) as { sales?: Sale[] } | null;
      const others = (listed?.sales ?? []).filter((sale) => sale.terminalId !== identity.terminalId);
      if (others.length === 0) return 'nothing';
      const parked = chance.pick(others);
      const at = nowIso();
      const sale = newSale({
        id: newId(),
        terminalId: identity.terminalId,
        epoch: identity.epoch,
        currency: settings.currency,
        pricesIncludeTax: true,
        at,
      });
      const asAsked = chance.chance(0.5) ? parked.lines : [];
      await till.sales.begin({ ...sale, takenFrom: parked.id, lines: asAsked });
      this.acknowledged.set(sale.id, 1);
      const answer = (await ask(`/v1/sales/${parked.id}/hand-over`, { newId: sale.id })) as {
        sale?: Sale;
      } | null;
      if (!answer?.sale) {
        await till.sales.change(sale.id, (now) => decideMove(now, 'abandoned', nowIso()));
        return 'refused or unheard';
      }
      oracle.count('hand-overs');
      const { lines } = answer.sale;
      await till.sales.change(sale.id, (now) =>
        isTendered(now)
          ? { ok: false, rejection: { code: 'notOpen' } }
          : { ok: true, sale: { ...now, lines, touchedAt: nowIso() } as never },
      );
      return 'taken';
    });
  }
}
