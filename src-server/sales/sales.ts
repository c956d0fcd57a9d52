import { originalsOf } from '../../shared/sale/money-chain.ts';
import { MOST_NUMBERED, type NumberedReceipt } from '../../shared/sale/receipt-number.ts';
import { isTendered, type Sale } from '../../shared/sale/sale.ts';
import type { SaleResult } from '../../shared/stock/reservation.ts';
import type { Database } from '../database/database.ts';
import { bumpFeedClock } from '../database/feed-clock.ts';
import { findSalesToHandOver, writeHandOver } from '../database/hand-over-queries.ts';
import { findSale, listParkedSales, returnedLines, salesByNumber } from '../database/sale-lookup-queries.ts';
import { chainOf } from './chain-of.ts';
import { decideHandOver, type HandOverDecision, type HeldLine, type KnownSale } from './decide-hand-over.ts';

/** The till that asks. */
export interface AskingTerminal {
  readonly terminalId: string;
  readonly storeId: number;
  readonly epoch: number;
}

export interface SaleAndResult {
  readonly sale: Sale;
  readonly saleResult: SaleResult;
}

export interface SaleForReturn extends SaleAndResult {
  readonly returned: readonly ReturnedLine[];
  /** The paid sales in which something of it came back. */
  readonly returns: readonly Sale[];
  /** Other paid sales that touched its money: what it took in exchange, the receipts of that, and so on. */
  readonly chain: readonly Sale[];
}

export interface ReturnedLine {
  readonly lineId: string;
  /** In the unit's smallest step, above zero. */
  readonly quantity: number;
}

export type HandOver =
  | ({ readonly ok: true } & SaleAndResult)
  | { readonly ok: false; readonly code: 'notFound' | 'saleTendered' | 'stale'; readonly detail: string };

export interface SalesOptions {
  readonly database: Database;
  /** What the server makes of a sale, as the feed tells it. */
  readonly resultOf: (storeId: number, saleId: string) => Promise<SaleResult | null>;
  readonly onCommitted: (storeId: number) => void;
  readonly now?: () => Date;
}

/** More are not looked through at a counter. */
const PARKED_LIMIT = 500;

/** Sales as the other tills of their store may see them, and take them over. */
export class Sales {
  readonly #options: SalesOptions;
  readonly #now: () => Date;

  constructor(options: SalesOptions) {
    this.#options = options;
    this.#now = options.now ?? (() => new Date());
  }

  /** The store's parked sales, the newest first, each with the name of its till. */
  async parked({ storeId }: AskingTerminal): Promise<(Sale & { terminalName?: string })[]> {
    const rows = await listParkedSales(this.#options.database, storeId, PARKED_LIMIT);
    return rows.map(({ doc, terminal_name: name }) => ({ ...doc, ...(name && { terminalName: name }) }));
  }

  /** A sale with what has come back of its lines, for a return. */
  async findForReturn(terminal: AskingTerminal, saleId: string): Promise<SaleForReturn | null> {
    const found = await this.find(terminal, saleId);
    if (!found) return null;
    const { database } = this.#options;
    const [rows, all] = await Promise.all([
      returnedLines(database, terminal.storeId, saleId),
      chainOf(database, terminal.storeId, found.sale),
    ]);
    const returned = rows.map(({ line_id: lineId, quantity }) => ({ lineId, quantity }));
    const isReturn = (sale: Sale) => originalsOf(sale).has(saleId);
    return {
      ...found,
      returned,
      returns: all.filter(isReturn),
      chain: all.filter((sale) => !isReturn(sale)),
    };
  }

  /** The receipts with a number, of whatever till of the store. */
  async byNumber({ storeId }: AskingTerminal, number: number): Promise<NumberedReceipt[]> {
    const rows = await salesByNumber(this.#options.database, storeId, number, MOST_NUMBERED);
    const receipts = rows.flatMap(({ doc, terminal_id: terminalId, terminal_name: terminalName }) => {
      if (!isTendered(doc)) return [];
      const { id: saleId, tenderedAt, currency } = doc;
      const totalMinor = doc.totalMinor + doc.roundingMinor;
      const named = terminalName ? { terminalName } : {};
      return [{ saleId, number, terminalId, ...named, tenderedAt, totalMinor, currency }];
    });
    return receipts.sort((a, b) => (a.tenderedAt < b.tenderedAt ? 1 : -1));
  }

  async find({ storeId }: AskingTerminal, saleId: string): Promise<SaleAndResult | null> {
    const row = await findSale(this.#options.database, storeId, saleId);
    const saleResult = row && (await this.#options.resultOf(storeId, saleId));
    return row && saleResult ? { sale: row.doc, saleResult } : null;
  }

  /** True where the sale that this one was taken from was paid after all: the new one must not be paid too. */
  async wasTakenFromTendered({ storeId }: AskingTerminal, takenFrom: string): Promise<boolean> {
    return (await findSale(this.#options.database, storeId, takenFrom))?.status === 'tendered';
  }

  /**
   * Moves a parked sale's grants to a new sale of the asking till, in one transaction. Asked again with the same ids it
   * answers the same. The grants lapse like any others if the new sale is never pushed.
   */
  async handOver(terminal: AskingTerminal, takenId: string, newId: string): Promise<HandOver> {
    const { database, onCommitted } = this.#options;
    const { storeId } = terminal;
    const now = this.#now();
    const decision = await database.transaction(async (tx): Promise<HandOverDecision> => {
      const seq = await bumpFeedClock(tx, storeId);
      const { sales, lines } = await findSalesToHandOver(tx, storeId, [takenId, newId]);
      const known = (id: string) => {
        const row = sales.find((sale) => sale.sale_id === id);
        return row ? { ...knownSale(row), lines: linesOf(lines, id) } : null;
      };
      const taken = known(takenId);
      const decided = decideHandOver(terminal.terminalId, newId, taken, known(newId));
      if (decided.kind === 'moved' && taken)
        await writeHandOver(tx, {
          storeId,
          seq,
          now,
          terminalId: terminal.terminalId,
          epoch: terminal.epoch,
          takenId,
          newId,
          doc: takenDocument(taken.doc, terminal, newId),
          lines: decided.lines.map((line) => ({
            line_id: line.lineId,
            line_no: line.lineNo,
            sku: line.sku,
            merge_key: line.mergeKey,
            requested: line.requested,
            granted: line.granted,
            counted: line.counted,
            granted_seq: line.grantedSeq,
          })),
        });
      return decided;
    });
    if (decision.kind === 'rejected') return { ok: false, code: decision.code, detail: decision.detail };
    if (decision.kind === 'moved') onCommitted(storeId);
    const found = await this.find(terminal, newId);
    return found ? { ok: true, ...found } : { ok: false, code: 'notFound', detail: 'The new sale is gone.' };
  }
}

function knownSale(row: Awaited<ReturnType<typeof findSalesToHandOver>>['sales'][number]): KnownSale {
  return {
    saleId: row.sale_id,
    terminalId: row.terminal_id,
    status: row.status,
    reservationState: row.reservation_state,
    handedTo: row.handed_to,
    takenFrom: row.taken_from,
    doc: row.doc,
  };
}

function linesOf(rows: Awaited<ReturnType<typeof findSalesToHandOver>>['lines'], saleId: string): HeldLine[] {
  return rows
    .filter((row) => row.sale_id === saleId)
    .map((row) => ({
      lineId: row.line_id,
      lineNo: row.line_no,
      sku: row.sku,
      mergeKey: row.merge_key,
      requested: row.requested,
      granted: row.granted,
      counted: row.counted,
      grantedSeq: row.granted_seq,
    }));
}

/** The lines of the parked sale as the beginning of the taker's own. */
function takenDocument(doc: Sale, terminal: AskingTerminal, newId: string): Sale {
  return {
    ...doc,
    id: newId,
    terminalId: terminal.terminalId,
    epoch: terminal.epoch,
    revision: 0,
    status: 'open',
    takenFrom: doc.id,
    tenders: [],
  } as Sale;
}
