import { isTendered, type Sale, type TenderedSale } from '../../shared/sale/sale.ts';
import type { Queryable, Statement } from '../../src-server/database/database.ts';
import { effectOf } from './effect.ts';
import { Violation } from './violation.ts';

interface Grant {
  readonly terminalId: string;
  readonly epoch: number;
  readonly granted: number;
}

/** What a sale held of a SKU before a batch. */
interface Held {
  readonly sale_id: string;
  readonly sku: string;
  readonly granted: number;
  /** Of this SKU, all that was asked for. */
  readonly whole: boolean;
  readonly status: string;
  readonly revision: number;
}

/** The server's figures of one SKU as one batch left them, with everybody's part in them. */
interface StockAt {
  readonly seq: number;
  readonly onHand: number;
  readonly reserved: number;
  readonly grants: readonly Grant[];
  /** Effect of tendered sales inside `onHand`, by `terminal/epoch`. */
  readonly sold: ReadonlyMap<string, number>;
}

/** A shift event or a stock command that a till has said to be stored. */
interface StoredFact {
  readonly collection: 'shifts' | 'stockCommands';
  readonly id: string;
  readonly till: string;
  readonly hadJournal: boolean;
  readonly storeLife: number;
  /** What it moves: null where that depends on what is there. */
  readonly moves: { readonly sku: string; readonly quantity: number } | null;
}

/** A sale for which a receipt was printed. */
interface Printed {
  readonly sale: TenderedSale;
  readonly till: string;
  readonly hadJournal: boolean;
  readonly storeLife: number;
}

export const effectsOf = (sale: Pick<Sale, 'status' | 'lines'>): Map<string, number> => {
  const effects = new Map<string, number>();
  for (const line of sale.lines)
    effects.set(line.sku, (effects.get(line.sku) ?? 0) + effectOf(line, sale.status === 'tendered'));
  return effects;
};

/**
 * Remembers what really happened, beside the server and the tills: every receipt, every figure after every batch. It
 * asks the server's tables and never its functions, and it forgets nothing.
 */
export class Oracle {
  readonly printed = new Map<string, Printed>();
  readonly facts = new Map<string, StoredFact>();
  readonly counts: Record<string, number> = {};
  /** SKUs that may stand below zero: somebody sold or took what he did not hold. */
  readonly #excused = new Set<string>();
  readonly #nowMs: () => number;
  #seenSeq = 0;
  /** Sales whose every line the server has promised to hold while money changes hands: when. */
  readonly #promised = new Map<string, number>();
  /** Counts what was written: nothing new needs no second look. */
  writes = 0;
  /** One a life of the server's data: the last is the present one. */
  #histories = [new Map<string, StockAt[]>()];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  count(what: string, by = 1): void {
    this.counts[what] = (this.counts[what] ?? 0) + by;
  }

  excused(sku: string): boolean {
    return this.#excused.has(sku);
  }

  /** The server went back to an older state. What its figures were is known again from what is there now. */
  async restored(pg: Queryable): Promise<void> {
    this.#histories.push(new Map());
    this.#promised.clear();
    this.#seenSeq = 0;
    await this.#observe(pg, 'true');
  }

  async begin(pg: Queryable): Promise<void> {
    await this.#observe(pg, 'true');
  }

  /** Runs a statement of the server and looks at what it left, before anybody else may. */
  async around(pg: Queryable, statement: Statement, run: () => Promise<object[]>): Promise<object[]> {
    if (statement.text === 'transaction') {
      this.writes += 1;
      await this.#observe(pg, `k.seq > ${this.#seenSeq}`);
      return [];
    }
    if (statement.name !== 'apply-batch') return run();
    const heldBefore = await pg.query<Held>(
      `select l.sale_id, l.sku, sum(l.granted) as granted, bool_and(l.granted = l.requested) as whole, s.status, s.revision
         from sale_line l join sale s on s.store_id = l.store_id and s.sale_id = l.sale_id
        where l.counted group by l.sale_id, l.sku, s.status, s.revision`,
    );
    const [{ seq: before }] = (await pg.query<{ seq: number }>(
      'select max(seq) as seq from feed_clock where scope > 0',
    )) as [{ seq: number }];
    this.writes += 1;
    const rows = await run();
    await this.afterBatch(pg, before, heldBefore, rows as { status?: string; code?: string }[]);
    return rows;
  }

  async afterBatch(
    pg: Queryable,
    before: number,
    heldBefore: readonly Held[],
    answers: readonly { status?: string; code?: string | null }[],
  ): Promise<void> {
    for (const { status, code } of answers) {
      this.count(`answer ${status ?? '?'}`);
      if (code) this.count(`code ${code}`);
    }
    // 3. At the moment of a grant, Σ grants ≤ on hand.
    const beyond = await pg.query<{ sku: string; on_hand: number; reserved: number }>(
      `select k.sku, k.on_hand, k.reserved from stock k
        where k.reserved > k.on_hand and exists (
          select from sale_line l where l.store_id = k.store_id and l.sku = k.sku and l.counted and l.granted > 0 and l.granted_seq > $1)`,
      [before],
    );
    if (beyond.length > 0)
      throw new Violation('3 Σ grants ≤ on hand', `granted more than is there: ${JSON.stringify(beyond)}`);
    // Whenever on hand falls below what is reserved, grants shrink that are not under payment.
    const unshrunk = await pg.query<{ sku: string; on_hand: number; reserved: number }>(
      `select k.sku, k.on_hand, k.reserved from stock k
        where k.reserved > greatest(k.on_hand, 0) and exists (
          select from sale_line l join sale s on s.store_id = l.store_id and s.sale_id = l.sale_id
           where l.store_id = k.store_id and l.sku = k.sku and l.counted and l.granted > 0 and s.status <> 'underPaying')`,
    );
    if (unshrunk.length > 0)
      throw new Violation('grants shrink', `grants did not shrink: ${JSON.stringify(unshrunk)}`);
    await this.#checkShielded(pg, heldBefore);
    // 6. Which tenders of this batch did not hold all that they took?
    const held = new Map(heldBefore.map((row) => [`${row.sale_id}/${row.sku}`, Number(row.granted)]));
    const taken = await pg.query<{ sale_id: string; sku: string; kind: string; units: number }>(
      `select cause_id as sale_id, sku, kind, -sum(quantity) as units from movement where seq > $1 group by 1, 2, 3`,
      [before],
    );
    for (const { sale_id: id, sku, kind, units } of taken) {
      this.count(`movement ${kind}`);
      const isSale = kind === 'sale' || kind === 'return';
      if (Number(units) <= 0 || (isSale && (held.get(`${id}/${sku}`) ?? 0) >= Number(units))) continue;
      this.#excused.add(sku);
      const promisedMs = this.#promised.get(id);
      // By the server's clock it holds at least so long.
      if (isSale && promisedMs !== undefined && this.#nowMs() - promisedMs < 60_000)
        throw new Violation(
          '6 what was granted is there',
          `money was taken for ${units} of ${sku} in sale ${id}, and ${held.get(`${id}/${sku}`) ?? 0} was held`,
        );
    }
    const [lapsed] = await pg.query<{ count: number }>(
      `select count(*) as count from sale where reservation_state = 'expired' and result_seq > $1`,
      [before],
    );
    this.count('expiries', Number(lapsed?.count ?? 0));
    await this.#observe(pg, `k.seq > ${this.#seenSeq}`);
  }

  /** A sale under payment whose every line was granted keeps what it holds, whatever becomes of the stock. */
  async #checkShielded(pg: Queryable, before: readonly Held[]): Promise<void> {
    const shielded = new Set(before.map((row) => row.sale_id));
    for (const row of before) if (row.status !== 'underPaying' || !row.whole) shielded.delete(row.sale_id);
    if (shielded.size === 0) return;
    const less = await pg.query<{ sale_id: string; sku: string; granted: number; requested: number }>(
      `select l.sale_id, l.sku, l.granted, l.requested
         from sale_line l join sale s on s.store_id = l.store_id and s.sale_id = l.sale_id
         join json_to_recordset($1::json) b (sale_id uuid, revision int) on b.sale_id = s.sale_id and b.revision = s.revision
        where l.counted and s.status = 'underPaying' and s.reservation_state = 'live' and l.granted < l.requested`,
      [JSON.stringify(before.filter((row) => shielded.has(row.sale_id)))],
    );
    if (less.length > 0)
      throw new Violation('under payment nothing shrinks', `shrunk under payment: ${JSON.stringify(less)}`);
  }

  async #observe(pg: Queryable, which: string): Promise<void> {
    const rows = await pg.query<{
      sku: string;
      seq: number;
      onHand: number;
      reserved: number;
      grants: Grant[];
    }>(
      `select k.sku, k.seq, k.on_hand as "onHand", k.reserved,
         coalesce((select json_agg(json_build_object('terminalId', l.terminal_id, 'epoch', l.epoch, 'granted', l.granted))
           from sale_line l where l.store_id = k.store_id and l.sku = k.sku and l.counted and l.granted > 0), '[]') as grants
       from stock k where ${which}`,
    );
    const sold = await pg.query<{ sku: string; who: string; units: number }>(
      `select m.sku, s.terminal_id || '/' || s.epoch as who, -sum(m.quantity) as units
         from movement m join sale s on s.store_id = m.store_id and s.sale_id = m.cause_id
         join stock k on k.store_id = m.store_id and k.sku = m.sku
        where ${which} group by 1, 2`,
    );
    for (const row of rows) {
      const { sku } = row;
      this.#seenSeq = Math.max(this.#seenSeq, row.seq);
      if (row.onHand < 0) {
        this.count('oversold figures');
        if (!this.#excused.has(sku))
          throw new Violation(
            '6 what was granted is there',
            `${sku} is ${row.onHand} though everything was granted`,
          );
      }
      if (row.reserved < 0)
        throw new Violation('2 reserved = Σ live grants', `${sku}: reserved is ${row.reserved}`);
      const histories = this.#histories.at(-1) as Map<string, StockAt[]>;
      const history = histories.get(sku) ?? [];
      history.push({
        seq: row.seq,
        onHand: row.onHand,
        reserved: row.reserved,
        grants: row.grants,
        sold: new Map(sold.filter((each) => each.sku === sku).map((each) => [each.who, Number(each.units)])),
      });
      histories.set(sku, history);
    }
  }

  /** The server's figures of a SKU as a document of this version may tell them: in the present, or before a restore. */
  stockAt(sku: string, version: number): StockAt[] {
    return this.#histories.flatMap((history) => history.get(sku)?.findLast((at) => at.seq <= version) ?? []);
  }

  /**
   * What a till may promise of a SKU: the server's figure of that version without the till's part, and the whole truth of
   * the till in its place. Never looks at periods, `soldHere` or `reservedElsewhere`.
   */
  expectedAvailable(
    at: StockAt,
    who: { readonly terminalId: string; readonly epoch: number },
    demand: number,
  ): number {
    const others = at.grants
      .filter((grant) => grant.terminalId !== who.terminalId || grant.epoch !== who.epoch)
      .reduce((sum, grant) => sum + grant.granted, 0);
    const soldByIt = at.sold.get(`${who.terminalId}/${who.epoch}`) ?? 0;
    return at.onHand + soldByIt - others - demand;
  }

  /** The server said that every line is granted, before money changes hands. */
  promise(saleId: string): void {
    this.#promised.set(saleId, this.#nowMs());
  }

  /** Asked anew, and not answered: what was said of an earlier state of the cart is over. */
  promiseNothing(saleId: string): void {
    this.#promised.delete(saleId);
  }

  printReceipt(till: string, sale: Sale, storeLife: number, hadJournal: boolean): void {
    if (!isTendered(sale))
      throw new Violation(
        '5 a receipt arrives',
        `${till} printed a receipt of a sale that is ${sale.status}`,
      );
    const before = this.printed.get(sale.id);
    // Without a journal nobody remembers what an older copy of the store has forgotten.
    const isForgotten = !hadJournal && before?.storeLife !== storeLife;
    if (before && before.sale.hash !== sale.hash && !isForgotten)
      throw new Violation('5 a receipt arrives', `${till} printed two different receipts of sale ${sale.id}`);
    this.printed.set(sale.id, { sale, till, storeLife, hadJournal });
    this.count('receipts');
  }

  /** The till has said that it is stored. */
  factStored(fact: StoredFact): void {
    this.facts.set(fact.id, fact);
    this.count('facts stored');
  }
}
