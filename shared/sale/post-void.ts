import { type CartDecision, refuse } from './cart.ts';
import { returnLines } from './returns.ts';
import { isTendered, type Sale, type SaleLine, type TenderedSale } from './sale.ts';

export type VoidRejection =
  | { readonly code: 'notLast' }
  | { readonly code: 'otherShift' }
  | { readonly code: 'alreadyReturned' }
  | { readonly code: 'isVoid' };

/**
 * Whether a sale may be undone as a whole: the last one of this till, in the running shift, of which nothing came back.
 *
 * @returns the rejection, or null where it may
 */
export function whyNotVoid(
  original: TenderedSale,
  facts: {
    readonly last: TenderedSale | undefined;
    readonly shiftId: string | null;
    readonly returned: ReadonlyMap<string, number>;
  },
): VoidRejection | null {
  if (original.voidOf) return { code: 'isVoid' };
  if (facts.last?.id !== original.id) return { code: 'notLast' };
  if (original.shiftId !== facts.shiftId) return { code: 'otherShift' };
  return facts.returned.size > 0 ? { code: 'alreadyReturned' } : null;
}

/** Begins the sale that undoes another. Its money goes back the way it came, on the payment screen. */
export function decideVoid(
  sale: Sale,
  original: TenderedSale,
  newLineId: () => string,
  at: string,
): CartDecision {
  if (isTendered(sale) || sale.status !== 'open') return refuse({ code: 'notOpen', status: sale.status });
  return {
    ok: true,
    sale: { ...sale, voidOf: original.id, lines: voidLines(original, newLineId), touchedAt: at },
  };
}

/** The opposite of every line of a sale, those that came back in it too: what it did to money and stock is undone. */
export function voidLines(original: TenderedSale, newLineId: () => string): SaleLine[] {
  const sold = original.lines.filter((line) => line.quantity > 0);
  const back = returnLines(
    original,
    new Map(),
    sold.map(({ lineId, quantity }) => ({
      lineId,
      quantity,
      reason: 'void',
      disposition: 'restock' as const,
    })),
    newLineId,
  );
  const taken = original.lines
    .filter((line) => line.quantity < 0)
    .map(
      ({ returnOf: _of, returnReason: _why, disposition: _where, verified: _seen, ...line }): SaleLine => ({
        ...line,
        lineId: newLineId(),
        quantity: -line.quantity,
        discountMinor: line.discountMinor === 0 ? 0 : -line.discountMinor,
        taxMinor: line.taxMinor === 0 ? 0 : -line.taxMinor,
        returnOf: { saleId: original.id, lineId: line.lineId },
      }),
    );
  return [...back, ...taken];
}
