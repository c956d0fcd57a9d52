import { refundWays } from '../../../shared/sale/refund-plan.ts';
import { returnedOf, returnedTogether } from '../../../shared/sale/returns.ts';
import { isTendered, type RefundWay, type Sale, type TenderedSale } from '../../../shared/sale/sale.ts';
import type { Till } from '../../sync/till.ts';

/** A receipt as far as this till can know it. */
export type FoundReceipt =
  | { readonly state: 'looking' }
  | {
      readonly state: 'found';
      readonly sale: TenderedSale;
      /** What has come back of it in other sales than the cart on the screen, by line, in the unit's smallest step. */
      readonly returned: ReadonlyMap<string, number>;
      /** False: other tills may have taken some of it back, and nobody could be asked. */
      readonly checked: boolean;
      /** By what it was paid, less what has gone back. */
      readonly ways: readonly RefundWay[];
    }
  | { readonly state: 'unknown' }
  | { readonly state: 'unreachable' };

type Facts = Pick<Till, 'sales' | 'lookUps' | 'unsentIds'>;

/**
 * Looks a receipt up: here at once where it is of this till, and on the server, which knows of the other tills.
 *
 * @param cartId the cart on the screen: what comes back in it changes while one looks
 * @param tell called with what is known first, and again with what the server says
 */
export async function findReceipt(
  till: Facts,
  saleId: string,
  cartId: string | null,
  tell: (found: FoundReceipt) => void,
): Promise<void> {
  const here = till.sales.get(saleId);
  const own = here && isTendered(here) ? here : null;
  tell(
    own
      ? {
          state: 'found',
          sale: own,
          returned: returnedOf(own, salesHere(till, cartId)),
          checked: false,
          ways: refundWays(own, salesHere(till, cartId)),
        }
      : { state: 'looking' },
  );
  const asked = await till.lookUps.sale(saleId);
  if (asked.state === 'found' && isTendered(asked.value.sale)) {
    const { sale, returned, returns } = asked.value;
    const everywhere = new Map([...returns, ...salesHere(till, cartId)].map((other) => [other.id, other]));
    // The server has heard of some of this till's returns; the others are added here.
    const all = returnedTogether(returned, returnedOf(sale, unheardSales(till, cartId)));
    tell({
      state: 'found',
      sale: own ?? sale,
      returned: all,
      checked: true,
      ways: refundWays(sale, everywhere.values()),
    });
  } else if (!own) tell({ state: asked.state === 'unreachable' ? 'unreachable' : 'unknown' });
}

function* salesHere({ sales }: Facts, cartId: string | null): Iterable<Sale> {
  for (const id of sales.allIds()) {
    const sale = id === cartId ? undefined : sales.get(id);
    if (sale) yield sale;
  }
}

/** Carts that are not paid yet, and paid sales that the server has not answered. */
function* unheardSales(till: Facts, cartId: string | null): Iterable<Sale> {
  const unsent = new Set(till.unsentIds('sales'));
  for (const sale of salesHere(till, cartId)) if (!isTendered(sale) || unsent.has(sale.id)) yield sale;
}
