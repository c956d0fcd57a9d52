import { canonicalJson } from '../core/canonical-json.ts';
import { type CartDecision, refuse, settledCart } from './cart.ts';
import type { OpenSale, Sale, SaleLine } from './sale.ts';

/** What an act on a cart can change and undo puts back. Approvals are facts and stay. */
const HEAD = ['cartDiscount', 'customer', 'taxExempt', 'note', 'voidOf'] as const;

export type CartState = Pick<OpenSale, 'lines' | 'ageChecked' | (typeof HEAD)[number]>;

const same = (one: unknown, other: unknown): boolean =>
  one === other || (one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other));

/**
 * Takes one act back: what it changed is as it was before. What has come into the cart since stays where it is; where
 * nothing has, the cart is exactly as before.
 */
export function decideUndo(sale: Sale, before: CartState, after: CartState, at: string): CartDecision {
  if (sale.status !== 'open') return refuse({ code: 'notOpen', status: sale.status });
  const next: OpenSale = { ...(sale as OpenSale), touchedAt: at };
  for (const name of HEAD) {
    if (same(before[name], after[name])) continue;
    delete next[name];
    if (before[name] !== undefined) Object.assign(next, { [name]: before[name] });
  }
  // Somebody has looked at the customer's age: that is a fact, which no undo takes away and an undone clear brings back.
  if (before.ageChecked && !next.ageChecked) next.ageChecked = before.ageChecked;
  next.lines = linesBefore(sale.lines, before.lines, after.lines);
  return { ok: true, sale: settledCart(next) };
}

function linesBefore(
  now: readonly SaleLine[],
  before: readonly SaleLine[],
  after: readonly SaleLine[],
): SaleLine[] {
  const byId = (lines: readonly SaleLine[]) => new Map(lines.map((line) => [line.lineId, line]));
  const [present, past, then] = [byId(now), byId(before), byId(after)];
  const lines = now.flatMap((line) => {
    const was = past.get(line.lineId);
    const became = then.get(line.lineId);
    if (!became) return [line];
    if (!was) return [];
    return same(was, became) ? [line] : [was];
  });
  for (const [index, line] of before.entries())
    if (!then.has(line.lineId) && !present.has(line.lineId))
      lines.splice(Math.min(index, lines.length), 0, line);
  return lines;
}
