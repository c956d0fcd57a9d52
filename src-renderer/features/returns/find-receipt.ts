import { namesTill, readReceiptNumber } from '../../../shared/sale/receipt-number.ts';
import { refundWays } from '../../../shared/sale/refund-plan.ts';
import { returnedOf, returnedTogether, whyNothingBack } from '../../../shared/sale/returns.ts';
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
      readonly whyNothing: ReturnType<typeof whyNothingBack>;
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
          whyNothing: whyNothingBack(own, salesHere(till, cartId)),
        }
      : { state: 'looking' },
  );
  const asked = await till.lookUps.sale(saleId);
  if (asked.state === 'found' && isTendered(asked.value.sale)) {
    const { sale, returned, returns, chain } = asked.value;
    const everywhere = new Map(
      [...returns, ...chain, ...salesHere(till, cartId)].map((other) => [other.id, other]),
    );
    // The server has heard of some of this till's returns; the others are added here.
    const all = returnedTogether(returned, returnedOf(sale, unheardSales(till, cartId)));
    tell({
      state: 'found',
      sale: own ?? sale,
      returned: all,
      checked: true,
      ways: refundWays(sale, everywhere.values()),
      whyNothing: whyNothingBack(sale, everywhere.values()),
    });
  } else if (!own) tell({ state: asked.state === 'unreachable' ? 'unreachable' : 'unknown' });
}

/** What is printed as a sale's id, or its first eight digits, with or without dashes. */
const ID_START = /^[0-9a-f]{8}[0-9a-f-]*$/i;
const WHOLE_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What a typed text means: paid sales of this till, newest first, and the number to look for at the other tills. */
export interface TypedReceipts {
  readonly shown: readonly TenderedSale[];
  /** The one that is meant, where it is of this till and there is no other. */
  readonly meant: TenderedSale | null;
  readonly numbered: { readonly number: number; readonly beside: string } | null;
}

/**
 * Finds by number, however long ago, with or without this till's name; or by the id, or how it begins.
 *
 * @param recent the newest ones, which a part of a number finds, too
 */
export function receiptsTyped(
  { sales, identity }: Pick<Till, 'sales' | 'identity'>,
  recent: readonly TenderedSale[],
  typed: string,
): TypedReceipts {
  if (typed === '') return { shown: recent, meant: null, numbered: null };
  const start = ID_START.test(typed) ? typed.toLowerCase().replaceAll('-', '') : null;
  const numbered = start && /\D/.test(typed) ? null : readReceiptNumber(typed);
  const part = numbered?.beside === '' ? String(numbered.number) : typed;
  const ownName = identity.getSnapshot()?.terminalName ?? '';
  const isOurs = numbered && (numbered.beside === '' || namesTill(numbered.beside, ownName));
  const found = new Map(
    recent.filter(({ sequence }) => String(sequence).includes(part)).map((sale) => [sale.id, sale]),
  );
  const exact: TenderedSale[] = [];
  for (const id of sales.allIds()) {
    const sale = sales.get(id);
    if (!sale || !isTendered(sale)) continue;
    const isNumbered = sale.sequence === numbered?.number;
    const isBegun = start !== null && id.replaceAll('-', '').startsWith(start);
    if (isNumbered || isBegun) found.set(id, sale);
    if ((isNumbered && isOurs) || isBegun) exact.push(sale);
  }
  const shown = [...found.values()].sort((a, b) => (a.tenderedAt < b.tenderedAt ? 1 : -1));
  return { shown, meant: exact.length === 1 ? (exact[0] ?? null) : null, numbered };
}

/** A sale's whole id, as it stands under the code of a receipt: it is looked up at the server, too. */
export const typedSaleId = (typed: string): string | null =>
  WHOLE_ID.test(typed) ? typed.toLowerCase() : null;

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
