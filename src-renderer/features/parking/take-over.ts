import { decideMove } from '../../../shared/sale/cart.ts';
import { isTendered, type OpenSale, type Sale } from '../../../shared/sale/sale.ts';
import { decideTaken, soldOnHere, takenSale } from '../../../shared/sale/take-over.ts';
import { type Approval, recordedApproval } from '../../runtime/approvals.ts';
import { newId, nowIso } from '../../runtime/new-id.ts';
import type { Till } from '../../sync/till.ts';

/** Why the server does not give a parked sale away. */
export const TAKE_OVER_REFUSALS = ['saleTendered', 'stale', 'notFound'] as const;
export type TakeOverRefusal = (typeof TAKE_OVER_REFUSALS)[number];

export type TakeOverOutcome =
  /** It is this till's, and parked here. */
  | { readonly state: 'moved'; readonly saleId: string }
  | { readonly state: 'refused'; readonly code: TakeOverRefusal }
  /** Nobody knows yet whose it is: it stands among the parked ones and can be asked for again. */
  | { readonly state: 'unanswered' };

type Facts = Pick<Till, 'sales' | 'identity' | 'lookUps'>;

/** Stores a parked sale of another till under a new id, then asks for it. */
export async function takeOver(
  till: Facts,
  parked: OpenSale,
  who: { readonly cashierId: string; readonly approval: Approval },
): Promise<TakeOverOutcome> {
  const identity = till.identity.getSnapshot();
  if (!identity) return { state: 'unanswered' };
  const { terminalId, epoch } = identity;
  const { cashierId, approval } = who;
  const taken = takenSale(parked, { newId: newId(), terminalId, epoch, cashierId, at: nowIso() });
  const approvals = [...(taken.approvals ?? []), recordedApproval('handOver', approval)];
  const begun = await till.sales.begin({ ...taken, approvals });
  return askAgain(till, begun);
}

/** Asks once more for a sale that was stored and whose answer was not heard: asked twice, it is moved once. */
export async function askAgain(till: Facts, taken: OpenSale): Promise<TakeOverOutcome> {
  const { id, takenFrom } = taken;
  if (takenFrom === undefined) return { state: 'refused', code: 'notFound' };
  const answer = await till.lookUps.handOver(takenFrom, id);
  if (answer.state === 'moved') {
    const told = await asItWasParked(till, takenFrom, answer.sale);
    const done = await till.sales.change(id, (now) => decideTaken(now, told, nowIso()));
    // Asked twice at once: the other one has taken its lines.
    return done.ok || till.sales.get(id)?.status === 'parked'
      ? { state: 'moved', saleId: id }
      : { state: 'refused', code: 'stale' };
  }
  const refusal = answer.state === 'refused' && TAKE_OVER_REFUSALS.find((code) => code === answer.code);
  if (!refusal) return { state: 'unanswered' };
  await giveUp(till, id);
  return { state: 'refused', code: refusal };
}

/** A till that was quicker to push than to ask is told its own sale back; what was parked last is in the one that it took. */
async function asItWasParked({ lookUps }: Facts, takenFrom: string, told: Sale): Promise<Sale> {
  if (told.status === 'open') return told;
  const there = await lookUps.sale(takenFrom);
  return there.state === 'found' && !isTendered(there.value.sale) ? there.value.sale : told;
}

/** Lets a parked sale go that this till no longer has, or never got. */
export async function giveUp({ sales }: Pick<Till, 'sales'>, saleId: string): Promise<boolean> {
  return (await sales.change(saleId, (now) => decideMove(now, 'abandoned', nowIso()))).ok;
}

/**
 * Goes on here, as a sale of its own, with a cart that another till has taken over. First the new one is stored: a till that
 * dies in between shows the goods twice, never not at all. Answers its id.
 */
export async function sellHere(
  till: Pick<Till, 'sales' | 'identity'>,
  cart: OpenSale,
  cashierId: string | null,
): Promise<string> {
  const { terminalId, epoch } = till.identity.getSnapshot() ?? cart;
  const taker = {
    newId: newId(),
    terminalId,
    epoch,
    cashierId: cashierId ?? cart.cashierId ?? '',
    at: nowIso(),
  };
  const begun = await till.sales.begin(soldOnHere(cart, taker));
  await giveUp(till, cart.id);
  return begun.id;
}
