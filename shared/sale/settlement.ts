import { roundToStep } from '../money/rounding.ts';
import type { OpenSale, Sale, Tender, TenderedDraft, TenderState } from './sale.ts';
import { saleTotals } from './totals.ts';

export interface Settlement {
  readonly totalMinor: number;
  /** Added (or taken off) because small coins are gone; its own line on the receipt. Only where cash is used. */
  readonly roundingMinor: number;
  readonly paidMinor: number;
  readonly dueMinor: number;
  readonly changeMinor: number;
}

/** Where a payment stands. Minor units. Only captured tenders count. */
export function settlement(
  sale: Pick<Sale, 'lines' | 'tenders' | 'pricesIncludeTax'>,
  cashStepMinor = 1,
): Settlement {
  const { totalMinor } = saleTotals(sale.lines, sale.pricesIncludeTax ?? true);
  const captured = sale.tenders.filter((tender) => tender.state === 'captured');
  const paidMinor = captured.reduce((sum, tender) => sum + tender.amountMinor, 0);
  const changeMinor = captured.reduce(
    (sum, tender) => sum + Math.max(0, (tender.givenMinor ?? tender.amountMinor) - tender.amountMinor),
    0,
  );
  const sumOf = (isCash: boolean) =>
    captured
      .filter((tender) => (tender.kind === 'cash') === isCash)
      .reduce((sum, tender) => sum + tender.amountMinor, 0);
  // Only cash is rounded, and only once it has paid all that is left: until then a card may still pay the rest exactly.
  const usesCash = captured.some((tender) => tender.kind === 'cash');
  const remainder = totalMinor - sumOf(false);
  const rounded = roundToStep(remainder, cashStepMinor);
  const roundingMinor = usesCash && sumOf(true) === rounded ? rounded - remainder : 0;
  return {
    totalMinor,
    roundingMinor,
    paidMinor,
    dueMinor: totalMinor + roundingMinor - paidMinor,
    changeMinor,
  };
}

/** What is due if the rest is paid in cash: the open amount to the coin that exists. */
export function cashDueMinor(
  sale: Pick<Sale, 'lines' | 'tenders' | 'pricesIncludeTax'>,
  cashStepMinor = 1,
): number {
  const { totalMinor } = saleTotals(sale.lines, sale.pricesIncludeTax ?? true);
  const nonCash = sale.tenders
    .filter((tender) => tender.state === 'captured' && tender.kind !== 'cash')
    .reduce((sum, tender) => sum + tender.amountMinor, 0);
  const cash = sale.tenders
    .filter((tender) => tender.state === 'captured' && tender.kind === 'cash')
    .reduce((sum, tender) => sum + tender.amountMinor, 0);
  return roundToStep(totalMinor - nonCash, cashStepMinor) - cash;
}

/**
 * Notes a customer is likely to hand over for an amount: the exact amount first, then the next round sums.
 * @param notesMinor the currency's notes and large coins, rising
 */
export function quickAmounts(dueMinor: number, notesMinor: readonly number[], most = 4): number[] {
  if (dueMinor <= 0) return [];
  const amounts = new Set<number>([dueMinor]);
  for (const note of notesMinor) amounts.add(Math.ceil(dueMinor / note) * note);
  return [...amounts].sort((a, b) => a - b).slice(0, most);
}

/** Splits what was handed over into what pays and what goes back. */
export function decideCash(
  dueMinor: number,
  givenMinor: number,
): { readonly amountMinor: number; readonly changeMinor: number } {
  const amountMinor = dueMinor < 0 ? dueMinor : Math.min(dueMinor, givenMinor);
  return { amountMinor, changeMinor: Math.max(0, givenMinor - amountMinor) };
}

/**
 * The cash tender of an amount that goes over the counter, either way.
 *
 * @param overCounterMinor above zero: handed over, or handed back where money is due to the customer; all of it where nothing is said
 * @returns null when there is nothing to pay. Of less than half the smallest coin a tender of 0 is left: it is paid by rounding
 */
export function decideCashTender(
  sale: Pick<Sale, 'lines' | 'tenders' | 'pricesIncludeTax'>,
  overCounterMinor: number | undefined,
  cashStepMinor = 1,
): Pick<Tender, 'amountMinor' | 'givenMinor'> | null {
  const dueMinor = cashDueMinor(sale, cashStepMinor);
  if (dueMinor === 0)
    return settlement(sale, cashStepMinor).dueMinor === 0 ? null : { amountMinor: 0, givenMinor: 0 };
  const counted = overCounterMinor ?? Math.abs(dueMinor);
  if (counted <= 0) return null;
  if (dueMinor < 0) return { amountMinor: -Math.min(counted, -dueMinor) };
  return { amountMinor: decideCash(dueMinor, counted).amountMinor, givenMinor: counted };
}

export function addTender(sale: OpenSale, tender: Tender): OpenSale {
  return { ...sale, tenders: [...sale.tenders, tender] };
}

export function resolveTender(
  sale: OpenSale,
  tenderId: string,
  state: TenderState,
  facts: Pick<Tender, 'reference' | 'card'> = {},
): OpenSale {
  const tenders = sale.tenders.map((tender) =>
    tender.id === tenderId ? { ...tender, state, ...facts } : tender,
  );
  return { ...sale, tenders };
}

export type TenderRejection =
  | { readonly code: 'due'; readonly dueMinor: number }
  | { readonly code: 'pendingTender' }
  | { readonly code: 'empty' };

/** The fact that the customer has paid, ready for the journal: nothing of it changes afterwards. */
export function decideTendered(
  sale: OpenSale,
  facts: {
    at: string;
    businessDate: string;
    cashierId: string;
    shiftId: string;
    period: number;
    cashStepMinor?: number;
  },
):
  | { readonly ok: true; readonly draft: TenderedDraft }
  | { readonly ok: false; readonly rejection: TenderRejection } {
  if (sale.lines.length === 0) return { ok: false, rejection: { code: 'empty' } };
  if (sale.tenders.some((tender) => tender.state === 'pending'))
    return { ok: false, rejection: { code: 'pendingTender' } };
  const { totalMinor, roundingMinor, dueMinor } = settlement(sale, facts.cashStepMinor ?? 1);
  if (dueMinor !== 0) return { ok: false, rejection: { code: 'due', dueMinor } };
  const { taxMinor } = saleTotals(sale.lines, sale.pricesIncludeTax ?? true);
  const draft: TenderedDraft = {
    ...sale,
    status: 'tendered',
    revision: sale.revision + 1,
    period: facts.period,
    tenderedAt: facts.at,
    businessDate: facts.businessDate,
    cashierId: facts.cashierId,
    shiftId: facts.shiftId,
    totalMinor,
    taxMinor,
    roundingMinor,
  };
  return { ok: true, draft };
}
