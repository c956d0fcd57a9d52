import { givenBeyond } from '../../shared/sale/money-chain.ts';
import { saleSchema, type TenderedSale } from '../../shared/sale/sale.ts';
import { tenderKindsOf } from '../../shared/sale/tender-kind.ts';
import type { Queryable } from '../database/database.ts';
import {
  settingsOfStore,
  type TenderedSaleRow,
  tenderedSalesAfter,
  untrackedAmong,
} from '../database/tendered-sale-queries.ts';
import { chainOf } from '../sales/chain-of.ts';
import { CLOCK_TOLERANCE_MS } from '../sync/clock-skew.ts';
import type { FoundCase } from '../sync/operation.ts';
import { operationLines } from '../sync/sale-lines.ts';
import type { Difference } from './verify.ts';

/** Before every sale. */
export const FIRST_SALE = '00000000-0000-0000-0000-000000000000';

export interface SalesVerified {
  readonly differences: readonly Difference[];
  /** What only other sales show: a time before that of the sale before it, money back by a way by which it never came. */
  readonly cases: readonly FoundCase[];
  /** The last one looked at; null when there were no more. */
  readonly last: string | null;
  readonly count: number;
}

/**
 * Compares paid sales, line by line, with the ledger: each has exactly the movements that its lines say, and a place in its
 * terminal's chain.
 *
 * @param after the sale after which to go on, by id
 */
export async function verifySales(
  database: Queryable,
  storeId: number,
  after: string,
  limit: number,
): Promise<SalesVerified> {
  const rows = await tenderedSalesAfter(database, storeId, after, limit);
  const skus = new Set(rows.flatMap(({ doc }) => doc.lines.map((line) => line.sku)));
  const refunds: FoundCase[] = [];
  for (const { doc } of rows) refunds.push(...(await overpaidBy(database, storeId, doc)));
  const untracked = skus.size > 0 ? await untrackedAmong(database, storeId, [...skus]) : new Set<string>();
  return {
    differences: rows.flatMap((row) => differencesOf(row, untracked)),
    cases: [...rows.flatMap(skewOf), ...refunds],
    last: rows.at(-1)?.sale_id ?? null,
    count: rows.length,
  };
}

/** All paid sales of a store. */
export async function verifyAllSales(database: Queryable, storeId: number): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (let after: string | null = FIRST_SALE; after !== null; ) {
    const portion: SalesVerified = await verifySales(database, storeId, after, 500);
    differences.push(...portion.differences);
    after = portion.last;
  }
  return differences;
}

function differencesOf(row: TenderedSaleRow, untracked: ReadonlySet<string>): Difference[] {
  const { sale_id: saleId, terminal_id: terminalId } = row;
  const lines = new Map(operationLines(row.doc).map((line) => [line.lineNo, line]));
  const differences: Difference[] = [];
  const differs = (sku: string, stored: number, expected: number) =>
    differences.push({ figure: 'movement', sku, stored, expected, saleId, terminalId });
  for (const movement of row.movements ?? []) {
    const line = lines.get(movement.lineNo);
    const expected = line && line.sku === movement.sku ? -line.quantity : 0;
    const kind = movement.quantity < 0 ? 'sale' : 'return';
    if (movement.quantity !== expected || movement.kind !== kind)
      differs(movement.sku, movement.quantity, expected);
    lines.delete(movement.lineNo);
  }
  for (const line of lines.values())
    if (line.quantity !== 0 && line.tracked && !untracked.has(line.sku)) differs(line.sku, 0, -line.quantity);
  if (!row.placed)
    differences.push({ figure: 'place', sku: '', stored: 0, expected: row.doc.sequence, saleId, terminalId });
  return differences;
}

function skewOf(row: TenderedSaleRow): FoundCase[] {
  if (row.earlier_tendered_at === null) return [];
  const backMs = Date.parse(row.earlier_tendered_at) - Date.parse(row.doc.tenderedAt);
  if (!(backMs > CLOCK_TOLERANCE_MS)) return [];
  const detail = { evidence: 'beforeEarlierSale', earlierSaleId: row.earlier_sale_id, backMs };
  return [{ cause: row.sale_id, kind: 'clockSkew', terminal: row.terminal_id, detail }];
}

/** Money of a return that went back by a way by which less had come: the till's own rule, once all its receipts are here. */
async function overpaidBy(db: Queryable, storeId: number, doc: TenderedSale): Promise<FoundCase[]> {
  if (!doc.tenders?.some(({ kind, amountMinor }) => kind !== 'cash' && amountMinor < 0)) return [];
  const [sale, ...others] = [doc, ...(await chainOf(db, storeId, doc))].flatMap(
    (stored) => saleSchema.safeParse(stored).data ?? [],
  );
  if (sale?.id !== doc.id) return [];
  const beyond = givenBeyond(sale, others, tenderKindsOf(await settingsOfStore(db, storeId)));
  if (beyond.length === 0) return [];
  const kinds = new Set(beyond.map(({ kind }) => kind));
  const totalMinor = sale.tenders
    .filter(({ kind, state, amountMinor }) => kinds.has(kind) && state === 'captured' && amountMinor < 0)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const expectedMinor = totalMinor + beyond.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const detail = { totalMinor, expectedMinor, lineIds: [] };
  return [{ cause: sale.id, kind: 'totalMismatch', terminal: doc.terminalId, detail }];
}
