/**
 * Stock as STOCK.md tells it, in memory, one operation after the other. Written apart from the server's SQL, to be compared
 * with it.
 */
interface Held {
  units: number;
  /** When the grant was last raised. */
  since: number;
}

interface OracleSale {
  status: 'open' | 'parked' | 'underPaying' | 'tendered' | 'abandoned';
  wanted: Map<string, number>;
  held: Map<string, Held>;
}

export class StockOracle {
  readonly onHand = new Map<string, number>();
  readonly sales = new Map<string, OracleSale>();
  #clock = 0;

  receive(sku: string, quantity: number): void {
    this.#clock += 1;
    this.onHand.set(sku, (this.onHand.get(sku) ?? 0) + quantity);
    this.#shrink([sku], null);
  }

  /** A revision that is not paid. Asks for the difference to what is held. */
  ask(id: string, status: 'open' | 'parked' | 'underPaying', wanted: ReadonlyMap<string, number>): void {
    this.#clock += 1;
    const before = this.sales.get(id)?.held ?? new Map<string, Held>();
    const sale: OracleSale = { status, wanted: new Map(wanted), held: new Map() };
    for (const [sku, units] of wanted) {
      const held = before.get(sku);
      sale.held.set(sku, { units: Math.min(held?.units ?? 0, units), since: held?.since ?? this.#clock });
    }
    this.sales.set(id, sale);
    this.#shrink([...new Set([...wanted.keys(), ...before.keys()])], id, before);
    for (const [sku, units] of wanted) {
      const held = sale.held.get(sku) as Held;
      const free = Math.max(0, (this.onHand.get(sku) ?? 0) - this.reserved(sku));
      const extra = Math.min(free, units - held.units);
      if (extra > 0) sale.held.set(sku, { units: held.units + extra, since: this.#clock });
    }
  }

  end(id: string, status: 'abandoned' | 'open'): void {
    this.#clock += 1;
    const sale = this.sales.get(id);
    const skus = [...(sale?.held.keys() ?? [])];
    this.sales.set(id, { status, wanted: new Map(), held: new Map() });
    this.#shrink(skus, null);
  }

  /** Answers what was sold beyond stock. */
  tender(id: string, effect: ReadonlyMap<string, number>): Map<string, number> {
    this.#clock += 1;
    const skus = new Set([...(this.sales.get(id)?.held.keys() ?? []), ...effect.keys()]);
    this.sales.set(id, { status: 'tendered', wanted: new Map(), held: new Map() });
    const short = new Map<string, number>();
    for (const [sku, units] of effect) {
      const after = (this.onHand.get(sku) ?? 0) - units;
      this.onHand.set(sku, after);
      if (units > 0 && after < 0) short.set(sku, Math.min(units, -after));
    }
    this.#shrink([...skus], null);
    return short;
  }

  reserved(sku: string): number {
    let sum = 0;
    for (const sale of this.sales.values()) sum += sale.held.get(sku)?.units ?? 0;
    return sum;
  }

  granted(id: string): Map<string, number> {
    return new Map([...(this.sales.get(id)?.held ?? [])].map(([sku, { units }]) => [sku, units]));
  }

  #shielded(sale: OracleSale, held: ReadonlyMap<string, Held>): boolean {
    return (
      sale.status === 'underPaying' &&
      [...sale.wanted].every(([sku, units]) => (held.get(sku)?.units ?? 0) >= units)
    );
  }

  /** Who asks right now is shielded by what it held before. */
  #shrink(
    skus: readonly string[],
    asking: string | null,
    before: ReadonlyMap<string, Held> = new Map(),
  ): void {
    const shields = new Map(
      [...this.sales].map(([id, sale]) => [id, this.#shielded(sale, id === asking ? before : sale.held)]),
    );
    for (const sku of skus) {
      const onHand = this.onHand.get(sku) ?? 0;
      if (this.reserved(sku) <= Math.max(0, onHand)) continue;
      const queue = [...this.sales]
        .filter(([, sale]) => (sale.held.get(sku)?.units ?? 0) > 0)
        .map(([id, sale]) => ({ held: sale.held.get(sku) as Held, shielded: shields.get(id) as boolean }))
        .sort((a, b) => Number(b.shielded) - Number(a.shielded) || a.held.since - b.held.since);
      let before = 0;
      for (const { held, shielded } of queue) {
        const units = held.units;
        if (!shielded) held.units = Math.min(units, Math.max(0, onHand - before));
        before += units;
      }
    }
  }
}
