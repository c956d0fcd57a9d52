import { holdsMoney } from '../../shared/sale/moves.ts';
import type { Sale } from '../../shared/sale/sale.ts';
import type { ReservationState } from '../../shared/stock/reservation.ts';

/** A sale as the server has it. */
export interface KnownSale {
  readonly saleId: string;
  readonly terminalId: string;
  readonly status: Sale['status'];
  readonly reservationState: ReservationState;
  /** The sale that took it over. */
  readonly handedTo: string | null;
  readonly takenFrom: string | null;
  readonly doc: Sale;
}

/** A line of a live reservation. Quantities in the unit's smallest step. */
export interface HeldLine {
  readonly lineId: string;
  readonly lineNo: number;
  readonly sku: string;
  readonly mergeKey: string;
  readonly requested: number;
  readonly granted: number;
  readonly counted: boolean;
  readonly grantedSeq: number;
}

export type HandOverDecision =
  | {
      readonly kind: 'rejected';
      readonly code: 'notFound' | 'saleTendered' | 'stale';
      readonly detail: string;
    }
  /** The same hand-over was done before. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'moved'; readonly lines: readonly HeldLine[] };

const rejected = (code: 'notFound' | 'saleTendered' | 'stale', detail: string): HandOverDecision => ({
  kind: 'rejected',
  code,
  detail,
});

/**
 * Whether a terminal may take a parked sale over, and what its own sale then holds: all that the parked one held and all
 * that it may have been granted already, but of a line that it asks for itself no more than it asks for. Lines that it has
 * not asked for yet move as they are; its next revision says what it really wants.
 *
 * @param taken the parked sale; null when the store has none of that id
 * @param taker what the server has of the sale that takes over, if its till was quicker to push than to ask
 */
export function decideHandOver(
  terminalId: string,
  newId: string,
  taken: (KnownSale & { readonly lines: readonly HeldLine[] }) | null,
  taker: (KnownSale & { readonly lines: readonly HeldLine[] }) | null,
): HandOverDecision {
  if (!taken) return rejected('notFound', 'This store has no such sale.');
  if (taken.handedTo === newId && taker?.terminalId === terminalId) return { kind: 'repeated' };
  if (taken.status === 'tendered') return rejected('saleTendered', 'The sale has been paid.');
  if (taken.handedTo !== null) return rejected('stale', 'Another till has taken it over.');
  if (taken.status !== 'parked') return rejected('stale', `The sale is ${taken.status}, not parked.`);
  if (holdsMoney(taken.doc.tenders))
    return rejected('stale', 'Money was taken for the sale; its own till ends it.');
  if (newId === taken.saleId) return rejected('stale', 'The new sale needs an id of its own.');
  if (taker && (taker.terminalId !== terminalId || taker.handedTo !== null))
    return rejected('stale', 'The new id belongs to another sale.');
  if (taker && (taker.status === 'tendered' || taker.status === 'abandoned'))
    return rejected(taker.status === 'tendered' ? 'saleTendered' : 'stale', 'The new sale has ended.');
  if (taker && taker.takenFrom !== taken.saleId)
    return rejected('stale', 'The new sale does not say that it is taken from this one.');
  return { kind: 'moved', lines: together(taker?.lines ?? [], taken.lines) };
}

/** One line a variation; a line id that both have is kept by the taker. */
function together(own: readonly HeldLine[], moved: readonly HeldLine[]): HeldLine[] {
  const lines = new Map(own.map((line) => [line.mergeKey, line]));
  const ids = new Set(own.map((line) => line.lineId));
  for (const line of moved) {
    const same = lines.get(line.mergeKey);
    if (same) {
      lines.set(line.mergeKey, { ...same, granted: Math.min(same.requested, same.granted + line.granted) });
      continue;
    }
    let lineId = line.lineId;
    while (ids.has(lineId)) lineId = `${lineId}+`;
    ids.add(lineId);
    lines.set(line.mergeKey, { ...line, lineId });
  }
  return [...lines.values()].map((line, lineNo) => ({ ...line, lineNo }));
}
