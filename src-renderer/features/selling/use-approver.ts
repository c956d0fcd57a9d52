import type { Sale, SaleLine } from '../../../shared/sale/sale.ts';
import { useTill } from '../../runtime/till-context.tsx';

/** It has another price than the catalogue's, or a discount of its own. */
export const isRepriced = ({ discount, listPriceMinor }: SaleLine): boolean =>
  discount !== undefined || listPriceMinor !== undefined;

/** Who agreed to the price or the discount of a line, or of the whole sale; the last word counts. */
export function useApprover(sale: Sale | undefined, lineId: string | undefined): string | undefined {
  const till = useTill();
  const approved = sale?.approvals?.findLast(
    ({ act, lineId: about }) =>
      about === lineId && (lineId !== undefined || act === 'discount' || act === 'largeDiscount'),
  );
  return approved && till.staff.getSnapshot().find(({ id }) => id === approved.approvedBy)?.name;
}
