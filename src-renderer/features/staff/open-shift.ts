import { businessDay } from '../../../shared/core/business-day.ts';
import { newId, nowIso } from '../../runtime/new-id.ts';
import type { Till } from '../../sync/till.ts';

/**
 * Sees to it that a shift is open: the first cashier of the day opens it by choosing a name. Does nothing while one is
 * open, or before the shop's settings are known.
 */
export async function openShiftIfNone(till: Till, cashierId: string): Promise<void> {
  const settings = till.settings.getSnapshot();
  const identity = till.identity.getSnapshot();
  if (till.shifts.current.getSnapshot() || !settings || !identity) return;
  const at = nowIso();
  await till.shifts.append({
    id: newId(),
    shiftId: newId(),
    terminalId: identity.terminalId,
    epoch: identity.epoch,
    kind: 'opened',
    at,
    businessDate: businessDay(
      till.clock.bestNow().toISOString(),
      settings.timeZone,
      settings.dayStartsAtHour,
    ),
    cashierId,
    period: till.shifts.period(),
  });
}
