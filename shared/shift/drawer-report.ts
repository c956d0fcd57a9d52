import { z } from 'zod';
import { counter, currencyCode, day, instant, minor, ratePpm, text, uuid } from '../core/scalars.ts';
import type { TenderedSale } from '../sale/sale.ts';
import { lineAmountMinor } from '../sale/totals.ts';
import type { ShiftEvent } from './shift-event.ts';

const part = z.looseObject({ count: counter, grossMinor: minor });
const moved = z.looseObject({ count: counter, amountMinor: minor });

/**
 * What a shift has sold and what should lie in its drawer: the X while it runs, the Z when it is closed. Minor units; what
 * goes back to a customer is below zero. Always: sales + returns + voids = total = Σ gross of the taxes, and
 * total + rounding = Σ tenders.
 */
export const drawerReportSchema = z.looseObject({
  shiftId: uuid,
  currency: currencyCode,
  /** Null where the event that opened it is not known. */
  openedAt: instant.nullable(),
  businessDate: day.nullable(),
  period: counter,
  /** Paid sales, whatever is in them. Training is never counted. */
  receipts: counter,
  /** `count`: receipts with such a line; an exchange counts in both. Gross: with tax, discounts taken off. */
  sales: part,
  returns: part,
  /** Sales that undo another as a whole; they are in neither of the two above. */
  voids: part,
  /** What discounts took off; contained in the figures above. */
  discountMinor: minor,
  taxes: z.array(
    z.looseObject({
      taxClass: text(40),
      taxRatePpm: ratePpm,
      netMinor: minor,
      taxMinor: minor,
      grossMinor: minor,
    }),
  ),
  totalMinor: minor,
  roundingMinor: minor,
  /** What was taken and not given back, less change. */
  tenders: z.array(z.looseObject({ kind: text(40), count: counter, amountMinor: minor })),
  floatMinor: minor,
  payIns: moved,
  payOuts: moved,
  drops: moved,
  /** Times that the drawer was opened without a sale. */
  noSales: counter,
  /** Float, cash of the sales and pay-ins, less pay-outs and drops. */
  expectedMinor: minor,
  /** The last count; null before there was one. */
  countedMinor: minor.nullable(),
  /** Counted less expected: below zero, something is missing. */
  differenceMinor: minor.nullable(),
  counts: counter,
  /** The receipts' numbers: a till that was paired anew in the middle counts from 1 again. */
  sequences: z.array(z.looseObject({ terminalId: uuid, epoch: counter, first: counter, last: counter })),
});
export type DrawerReport = z.infer<typeof drawerReportSchema>;

type CountedSale = Pick<
  TenderedSale,
  | 'shiftId'
  | 'period'
  | 'terminalId'
  | 'epoch'
  | 'sequence'
  | 'lines'
  | 'tenders'
  | 'pricesIncludeTax'
  | 'totalMinor'
  | 'roundingMinor'
> & { readonly voidOf?: unknown; readonly training?: unknown };

export interface ShiftFacts {
  readonly shiftId: string;
  readonly currency: string;
  /** Events of any shifts, in the order in which they happened. */
  readonly events: readonly ShiftEvent[];
  /** Paid sales of any shifts, in any order. */
  readonly sales: readonly CountedSale[];
}

/** X and Z, from the events of a shift and its sales alone. The order of the sales changes nothing. */
export function drawerReport(facts: ShiftFacts): DrawerReport {
  const { shiftId, currency } = facts;
  const events = facts.events.filter((event) => event.shiftId === shiftId);
  const sales = facts.sales.filter((sale) => sale.shiftId === shiftId && sale.training !== true);
  const sold = soldBy(sales);
  const opened = events.find((event) => event.kind === 'opened');
  const counts = events.filter((event) => event.kind === 'counted');
  const movedBy = (kind: ShiftEvent['kind']) => {
    const found = events.filter((event) => event.kind === kind);
    return { count: found.length, amountMinor: sumOf(found, (event) => event.amountMinor ?? 0) };
  };
  const payIns = movedBy('cashIn');
  const payOuts = movedBy('cashOut');
  const drops = movedBy('drop');
  const floatMinor = opened?.amountMinor ?? 0;
  const cashMinor = sold.tenders.find((tender) => tender.kind === 'cash')?.amountMinor ?? 0;
  const expectedMinor = floatMinor + cashMinor + payIns.amountMinor - payOuts.amountMinor - drops.amountMinor;
  const countedMinor = counts.at(-1)?.amountMinor ?? null;
  return {
    shiftId,
    currency,
    openedAt: opened?.at ?? null,
    businessDate: opened?.businessDate ?? null,
    period: Math.max(opened?.period ?? 0, ...sales.map((sale) => sale.period)),
    ...sold,
    floatMinor,
    payIns,
    payOuts,
    drops,
    noSales: events.filter((event) => event.kind === 'noSale').length,
    expectedMinor,
    countedMinor,
    differenceMinor: countedMinor === null ? null : countedMinor - expectedMinor,
    counts: counts.length,
  };
}

const sumOf = <T>(list: readonly T[], amountOf: (entry: T) => number): number =>
  list.reduce((sum, entry) => sum + amountOf(entry), 0);

type Sold = Pick<
  DrawerReport,
  | 'receipts'
  | 'sales'
  | 'returns'
  | 'voids'
  | 'discountMinor'
  | 'taxes'
  | 'totalMinor'
  | 'roundingMinor'
  | 'tenders'
  | 'sequences'
>;

function soldBy(sales: readonly CountedSale[]): Sold {
  const sold = { count: 0, grossMinor: 0 };
  const returned = { count: 0, grossMinor: 0 };
  const voided = { count: 0, grossMinor: 0 };
  const taxes = new Map<string, DrawerReport['taxes'][number]>();
  const tenders = new Map<string, DrawerReport['tenders'][number]>();
  const sequences = new Map<string, DrawerReport['sequences'][number]>();
  let discountMinor = 0;
  for (const sale of sales) {
    const touched = new Set<typeof sold>(sale.voidOf === undefined ? [] : [voided]);
    for (const line of sale.lines) {
      const amountMinor = lineAmountMinor(line);
      const netMinor = (sale.pricesIncludeTax ?? true) ? amountMinor - line.taxMinor : amountMinor;
      const grossMinor = netMinor + line.taxMinor;
      const figure = sale.voidOf !== undefined ? voided : line.quantity < 0 ? returned : sold;
      figure.grossMinor += grossMinor;
      touched.add(figure);
      discountMinor += line.discountMinor;
      const taxClass = line.taxClass ?? '';
      const taxRatePpm = line.taxRatePpm ?? 0;
      const key = `${taxClass} ${taxRatePpm}`;
      const row = taxes.get(key) ?? { taxClass, taxRatePpm, netMinor: 0, taxMinor: 0, grossMinor: 0 };
      row.netMinor += netMinor;
      row.taxMinor += line.taxMinor;
      row.grossMinor += grossMinor;
      taxes.set(key, row);
    }
    for (const figure of touched) figure.count += 1;
    for (const { kind, state, amountMinor } of sale.tenders) {
      if (state !== 'captured') continue;
      const row = tenders.get(kind) ?? { kind, count: 0, amountMinor: 0 };
      row.count += 1;
      row.amountMinor += amountMinor;
      tenders.set(kind, row);
    }
    const { terminalId, epoch, sequence } = sale;
    const chain = `${terminalId} ${epoch}`;
    const known = sequences.get(chain) ?? { terminalId, epoch, first: sequence, last: sequence };
    known.first = Math.min(known.first, sequence);
    known.last = Math.max(known.last, sequence);
    sequences.set(chain, known);
  }
  return {
    receipts: sales.length,
    sales: sold,
    returns: returned,
    voids: voided,
    discountMinor,
    taxes: [...taxes.values()].sort((a, b) => b.taxRatePpm - a.taxRatePpm || compare(a.taxClass, b.taxClass)),
    totalMinor: sumOf(sales, (sale) => sale.totalMinor),
    roundingMinor: sumOf(sales, (sale) => sale.roundingMinor),
    tenders: [...tenders.values()].sort(
      (a, b) => Number(b.kind === 'cash') - Number(a.kind === 'cash') || compare(a.kind, b.kind),
    ),
    sequences: [...sequences.values()].sort(
      (a, b) => compare(a.terminalId, b.terminalId) || a.epoch - b.epoch,
    ),
  };
}

/** By code unit: the same order on every machine, whatever its language. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
