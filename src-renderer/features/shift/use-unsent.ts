import { isTendered } from '../../../shared/sale/sale.ts';
import { useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import type { Till } from '../../sync/till.ts';

/** What of a shift the server has not answered yet. */
export interface Unsent {
  readonly sales: number;
  /** Its events: float, counts, the Z itself. */
  readonly events: number;
}

function unsentOf(till: Till, shiftId: string): Unsent {
  const events = new Set(
    till.shifts.events
      .getSnapshot()
      .filter((event) => event.shiftId === shiftId)
      .map((event) => event.id),
  );
  const sales = till.unsentIds('sales').filter((id) => {
    const sale = till.sales.get(id);
    return sale !== undefined && isTendered(sale) && sale.shiftId === shiftId;
  });
  return { sales: sales.length, events: till.unsentIds('shifts').filter((id) => events.has(id)).length };
}

/** The same for any shift, live. */
export function useUnsent(): (shiftId: string) => Unsent {
  const till = useTill();
  useReadable(till.outbox);
  return (shiftId) => unsentOf(till, shiftId);
}
