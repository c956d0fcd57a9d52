import { decideAddLine, decideClear, decideMove, decideQuantity, newSale } from '../../shared/sale/cart.ts';
import type { Sale } from '../../shared/sale/sale.ts';
import { park, recall } from '../../src-renderer/features/parking/parking-acts.ts';
import { newId, nowIso } from '../../src-renderer/runtime/new-id.ts';
import type { Till } from '../../src-renderer/sync/till.ts';
import type { Oracle } from './oracle.ts';
import type { SimTill } from './till/sim-till.ts';
import type { Random } from './world/random.ts';
import type { VirtualClock } from './world/virtual-time.ts';

export const PERSON = '01900000-0000-7000-8000-00000000cccc';

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
  readonly facts: CashierFacts;
  #busy: SimTill['life'] | null = null;
  #doing = { name: '', sinceMs: 0, at: (): string => '' };
  /** What the till has said to be stored: sale id to revision, for the present store. */
  readonly acknowledged = new Map<string, number>();

  constructor(facts: CashierFacts) {
    this.facts = facts;
  }

  get free(): boolean {
    const { machine } = this.facts;
    return machine.till !== null && this.#busy !== machine.life;
  }

  /** What keeps the hands from being free, for a person who reads of it; null when they are. */
  get waitsFor(): string | null {
    const { machine, clock } = this.facts;
    if (this.free) return null;
    if (machine.till === null) return `${machine.name} ${machine.on ? 'is starting' : 'is off'}`;
    const { name, sinceMs, at } = this.#doing;
    const sale = this.openSale(machine.till);
    const { state } = machine.till.connection.getSnapshot();
    return `${machine.name} (${state}) is in the act ${name} for ${((clock.nowMs - sinceMs) / 1000).toFixed(1)} s${at()}; open: ${sale ? `${sale.id} ${sale.status} revision ${sale.revision}` : 'nothing'}`;
  }

  /** Where in the present act it is, as it can be asked later. */
  tellsOfAct(at: () => string): void {
    this.#doing = { ...this.#doing, at: () => `, ${at()}` };
  }

  /** Begins an act; it goes on while the world goes on. */
  act(name: string, work: (till: Till) => Promise<string | null>): void {
    const { machine, oracle, clock, onFault } = this.facts;
    const { life, till } = machine;
    if (!till || !this.free) return;
    this.#busy = life;
    this.#doing = { name, sinceMs: clock.nowMs, at: () => '' };
    void life.run(() =>
      work(till).then(
        (done) => {
          if (!life.alive) return;
          this.#busy = null;
          oracle.count(`act ${name}${done ? `: ${done}` : ''}`);
          this.facts.log(`${machine.name} ${name}: ${done ?? 'done'}`);
        },
        (error: unknown) => {
          if (!life.alive) return;
          this.#busy = null;
          onFault(`${machine.name}: ${name}`, error);
        },
      ),
    );
  }

  /** The till has said that this fact is stored: it is not lost any more. */
  factStored(
    collection: 'shifts' | 'stockCommands',
    id: string,
    moves: { readonly sku: string; readonly quantity: number } | null = null,
  ): void {
    const { name, hasJournal, storeLife } = this.facts.machine;
    this.facts.oracle.factStored({ collection, id, till: name, hadJournal: hasJournal, storeLife, moves });
  }

  /** What an act came to: null is done, otherwise why not. */
  told(outcome: Outcome, till: Till, saleId: string): string | null {
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
        return this.told(
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
      return this.told(
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
      return this.told(
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
      return this.told(await park(till, open.id), till, open.id);
    });
  }

  recall(): void {
    this.act('recall', async (till) => {
      const parked = this.facts.chance.chance(0.5)
        ? till.sales.parked.getSnapshot()[0]
        : till.sales.parked.getSnapshot().at(-1);
      if (!parked) return 'nothing';
      const open = this.openSale(till);
      if (open?.status === 'underPaying') return 'under payment';
      return this.told(await recall(till, parked.id, open?.id ?? null), till, parked.id);
    });
  }

  abandon(): void {
    this.act('abandon', async (till) => {
      const sale = this.openSale(till) ?? till.sales.parked.getSnapshot()[0];
      if (!sale) return 'nothing';
      if (sale.status === 'underPaying') return 'under payment';
      return this.told(
        await till.sales.change(sale.id, (now) => decideMove(now, 'abandoned', nowIso())),
        till,
        sale.id,
      );
    });
  }

  /** Puts away what is open, unless it is being paid. */
  abandonOpen(): void {
    this.act('abandon', async (till) => {
      const sale = this.openSale(till);
      if (sale?.status !== 'open') return 'nothing';
      return this.told(
        await till.sales.change(sale.id, (now) => decideMove(now, 'abandoned', nowIso())),
        till,
        sale.id,
      );
    });
  }
}
