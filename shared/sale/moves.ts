import type { SaleStatus, Tender, TenderState } from './sale.ts';

/** The moves of a sale on the till that owns it. Anything that is not here is a bug. */
export const SALE_MOVES: Readonly<Record<SaleStatus, readonly SaleStatus[]>> = {
  open: ['underPaying', 'tendered', 'parked', 'abandoned'],
  underPaying: ['tendered', 'open'],
  parked: ['open', 'abandoned'],
  tendered: [],
  abandoned: [],
};

export function mayMove(from: SaleStatus, to: SaleStatus): boolean {
  return SALE_MOVES[from].includes(to);
}

const WITHOUT_MONEY: ReadonlySet<string> = new Set([
  'declined',
  'cancelled',
  'refunded',
] satisfies TenderState[]);

/**
 * While money may be on its way or has arrived, a sale cannot be reopened, abandoned or handed over. A state that is not
 * known here may be either.
 */
export function holdsMoney(tenders: readonly Pick<Tender, 'state'>[]): boolean {
  return tenders.some((tender) => !WITHOUT_MONEY.has(tender.state));
}
