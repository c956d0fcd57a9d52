import { type CartDecision, refuse, settledCart } from './cart.ts';
import type { OpenSale, Sale } from './sale.ts';

export interface Taker {
  /** Minted by the till that takes over, before it asks. */
  readonly newId: string;
  readonly terminalId: string;
  readonly epoch: number;
  readonly cashierId: string;
  readonly at: string;
}

/**
 * A parked sale of another till as this till stores it before it asks for it: parked, so that nobody pays it before the
 * server has said yes. It carries the lines already: what was asked for is not lost with the answer.
 */
export function takenSale(parked: OpenSale, taker: Taker): OpenSale {
  const { terminalName: _till, ...sale } = parked as OpenSale & { terminalName?: unknown };
  return {
    ...(sale as OpenSale),
    id: taker.newId,
    terminalId: taker.terminalId,
    epoch: taker.epoch,
    revision: 1,
    status: 'parked',
    takenFrom: parked.id,
    tenders: [],
    cashierId: taker.cashierId,
    createdAt: taker.at,
    touchedAt: taker.at,
  };
}

/** It was stored and asked for, and the answer has not been heard: only the server knows whose it is. */
export const isTakeOverOpen = (sale: Sale): boolean =>
  sale.takenFrom !== undefined && sale.status === 'parked' && sale.revision === 1;

const TOLD = [
  'lines',
  'label',
  'cartDiscount',
  'customer',
  'taxExempt',
  'note',
  'ageChecked',
  'voidOf',
] as const;

/** The server has moved it: it is what the server tells, whatever the list said before. Stays parked. */
export function decideTaken(sale: Sale, told: Sale, at: string): CartDecision {
  if (!isTakeOverOpen(sale)) return refuse({ code: 'notOpen', status: sale.status });
  const next: OpenSale = { ...(sale as OpenSale), touchedAt: at };
  for (const name of TOLD) {
    delete next[name as 'note'];
    if (told[name] !== undefined) Object.assign(next, { [name]: told[name] });
  }
  // What was agreed to there stays agreed to; that it was taken over stands behind it.
  const there = told.approvals ?? [];
  const known = new Set(there.map(({ act, at: when }) => `${act} ${when}`));
  const here = (sale.approvals ?? []).filter(({ act, at: when }) => !known.has(`${act} ${when}`));
  const approvals = [...there, ...here];
  if (approvals.length > 0) next.approvals = approvals;
  return { ok: true, sale: settledCart(next) };
}

/**
 * A cart that another till has taken over, whose goods are at this counter all the same: the same lines as a sale of its own,
 * which asks for its own reservation. What the other till does with the old one is its affair.
 */
export function soldOnHere(cart: OpenSale, taker: Taker): OpenSale {
  const { takenFrom: _old, label: _label, ...sale } = takenSale(cart, taker);
  return settledCart({ ...sale, status: 'open' });
}
