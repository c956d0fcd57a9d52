import { useEffect, useState } from 'react';
import { drawerReport } from '../../../shared/shift/drawer-report.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useReadable } from '../../runtime/use-readable.ts';
import type { Till } from '../../sync/till.ts';
import { shiftLedger } from './shift-acts.ts';

/** Not while the sale that filled the drawer is still being shown as paid. */
const LATER_MS = 300;

/** What should lie in the drawer of a shift now. For the eyes of who may see it, and for the limit. */
export const expectedNow = (till: Till, shiftId: string): number =>
  drawerReport({ ...shiftLedger(till), shiftId }).expectedMinor;

/** Whether more cash lies in the drawer than the store wants there. Tells no figure: who may not see what is expected learns none. */
export function useDropDue(): boolean {
  const till = useTill();
  const limitMinor = useStoreSettings()?.drawerLimitMinor;
  const shiftId = useReadable(till.shifts.current)?.shiftId ?? null;
  const events = useReadable(till.shifts.events);
  const sales = useReadable(till.sales.recent);
  const [isDue, setDue] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was sold and moved changes what lies in the drawer
  useEffect(() => {
    if (limitMinor === undefined || shiftId === null) return setDue(false);
    const timer = setTimeout(() => setDue(expectedNow(till, shiftId) > limitMinor), LATER_MS);
    return () => clearTimeout(timer);
  }, [till, limitMinor, shiftId, events, sales]);
  return isDue;
}

/** Says so once when it comes about, and leaves the cashier to choose the moment. */
export function useDropDueNotice(isDue: boolean): void {
  useEffect(() => {
    if (isDue) cashier.tell('info', 'dropDue', {}, 'till');
  }, [isDue]);
}
