import { decideMove, newSale } from '../../shared/sale/cart.ts';
import { holdsMoney } from '../../shared/sale/moves.ts';
import { isTendered, type OpenSale, type Sale } from '../../shared/sale/sale.ts';
import type { SaleRepository } from '../database/sale-repository.ts';

type Terminal = { readonly terminalId: string; readonly epoch: number };

/** The cart of another terminal, as a new one of this: same lines, same place on the screens, nothing of it paid. */
export function carriedCart(cart: OpenSale, terminal: Terminal, id: string, at: string): OpenSale {
  const { currency, pricesIncludeTax = true, cashierId, label, createdAt } = cart;
  return {
    ...newSale({ id, ...terminal, currency, pricesIncludeTax, at, ...(cashierId ? { cashierId } : {}) }),
    status: cart.status === 'parked' ? 'parked' : 'open',
    lines: cart.lines,
    // If the old one was paid after all, on a copy of this till, the server says that it was sold twice.
    takenFrom: cart.id,
    createdAt: createdAt ?? at,
    ...(label ? { label } : {}),
  };
}

/**
 * A till that is paired anew goes on with the carts that it had: the server hears of a terminal that was replaced only what
 * was paid, so each cart becomes a new one of the present terminal, and the old one is closed here. What may hold money stays
 * what it is: it is paid as the sale of the terminal that began it, which is a fact. May be done again at any time, and goes
 * on where it was interrupted.
 *
 * @param leftBehind terminals of other servers: their carts end here
 * @param isStarting nobody pays yet: a cart that was under payment without money in it is an open one again
 * @returns how many carts were carried
 */
export async function carryCarts(
  sales: Pick<SaleRepository, 'all' | 'get' | 'begin' | 'change'>,
  terminal: Terminal,
  leftBehind: readonly string[],
  isStarting: boolean,
  newId: () => string,
  now: () => Date,
): Promise<number> {
  const at = now().toISOString();
  const all = [...sales.all()];
  const carried = new Map(
    all.flatMap((sale) => (sale.takenFrom && sale.status !== 'abandoned' ? [[sale.takenFrom, sale.id]] : [])),
  );
  let count = 0;
  for (const found of all) {
    if (!mayBeCarried(found, terminal.terminalId, isStarting)) continue;
    if (found.status === 'underPaying') await sales.change(found.id, (sale) => decideMove(sale, 'open', at));
    const cart = sales.get(found.id);
    if (!cart || !mayBeCarried(cart, terminal.terminalId, false)) continue;
    // First the new one: a till that dies in between has the lines twice for a moment, never not at all.
    let copyId = carried.get(cart.id);
    if (!copyId && cart.lines.length > 0 && !leftBehind.includes(cart.terminalId)) {
      copyId = newId();
      await sales.begin(carriedCart(cart, terminal, copyId, at));
    }
    const closed = await sales.change(cart.id, (sale) =>
      sale.revision === cart.revision
        ? decideMove(sale, 'abandoned', at)
        : { ok: false, rejection: { code: 'touched' } },
    );
    // Somebody's hand was on it meanwhile: it stays as it is, until the next start.
    if (!closed.ok && copyId) await sales.change(copyId, (sale) => decideMove(sale, 'abandoned', at));
    if (closed.ok) count += 1;
  }
  return count;
}

function mayBeCarried(sale: Sale, terminalId: string, isStarting: boolean): sale is OpenSale {
  if (isTendered(sale) || sale.status === 'abandoned' || sale.terminalId === terminalId) return false;
  return !holdsMoney(sale.tenders) && (sale.status !== 'underPaying' || isStarting);
}
