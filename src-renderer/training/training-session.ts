import { businessDay } from '../../shared/core/business-day.ts';
import type { Incident } from '../../shared/office/office-request.ts';
import { createValue, type Readable } from '../database/readable.ts';
import { type Approval, useAskedApproval } from '../runtime/approvals.ts';
import { cashier, type Panel, useCashier } from '../runtime/cashier-store.ts';
import type { Device } from '../runtime/device.ts';
import { newId } from '../runtime/new-id.ts';
import { requestFrom } from '../runtime/office-requests.ts';
import type { Till } from '../sync/till.ts';
import { createTrainingDevice } from './training-device.ts';
import { watchForEnd } from './training-end.ts';
import { createTrainingTill, type RealReads, readsOf } from './training-till.ts';

/** Why nobody can begin to practise now: codes of notices. */
export type WhyNoTraining =
  /** A payment is on the screen: it is finished or cancelled first. */
  | 'finishPayment'
  /** The drawer is on the screen: a count that was begun would be lost. */
  | 'leaveDrawerFirst'
  /** Nobody is at the till, or it is not paired. */
  | 'settingsMissing'
  /** That it begins could not be written down, and unseen it does not. */
  | 'notSaved';

/** What changes the real till, or what it has written. */
const OF_THE_REAL: ReadonlySet<Panel | null> = new Set<Panel>(['settings', 'sync', 'pair']);

export interface TrainingSession {
  readonly id: string;
  readonly till: Till;
  readonly device: Device;
  readonly real: RealReads;
}

type Question = 'begin' | 'end' | 'ofTheReal';

/** The real till, the training beside it, and the way from the one to the other and back. */
export interface Training {
  readonly till: Till;
  readonly device: Device;
  /** Null while everything counts. */
  readonly session: Readable<TrainingSession | null>;
  /** The question that stands. `ofTheReal`: something was to be opened that belongs to the real till. */
  readonly asking: Readable<Question | null>;
  ask(what: Question | null): void;
  whyNot(): WhyNoTraining | null;
  /** Puts what everybody was doing away and begins with an empty day. Head office is told who, and who agreed. */
  begin(approval: Approval): Promise<WhyNoTraining | null>;
  /** Back to the real till as it was left: to the same desk for who left it, to their own for anybody else. */
  end(because: Extract<Incident, { what: 'trainingEnded' }>['because']): void;
}

/** @param word what stands on the paper of a rehearsed report, in the language of the till */
export function createTraining(till: Till, device: Device, word: () => string): Training {
  const session = createValue<TrainingSession | null>(null);
  const asking = createValue<Question | null>(null);
  let bringBack = () => {};
  let unwatch = () => {};
  let isBeginning = false;

  function whyNot(): WhyNoTraining | null {
    const { cashierId, screen } = cashier.get();
    if (cashierId === null || till.identity.getSnapshot() === null) return 'settingsMissing';
    if (screen === 'shift') return 'leaveDrawerFirst';
    return screen === 'payment' ? 'finishPayment' : null;
  }

  function today(): string {
    const settings = till.settings.getSnapshot();
    const at = till.clock.bestNow().toISOString();
    return settings ? businessDay(at, settings.timeZone, settings.dayStartsAtHour) : '';
  }

  async function told(staffId: string, incident: Incident): Promise<boolean> {
    const request = requestFrom(till, staffId);
    if (!request) return false;
    try {
      await till.officeRequests.append({ ...request, kind: 'incident', incident });
      return true;
    } catch (error) {
      reportError(error);
      return false;
    }
  }

  /** Whatever was to open it, it is closed again before it is drawn. */
  const guardTheReal = (): (() => void) =>
    useCashier.subscribe(({ panel }) => {
      if (!OF_THE_REAL.has(panel)) return;
      cashier.set({ panel: null });
      asking.set('ofTheReal');
    });

  /** A question that somebody was asked belongs to the till that is left. */
  function leaveScreens(): void {
    asking.set(null);
    useAskedApproval.getState().asked?.answer(null);
  }

  function end(because: Parameters<Training['end']>[0]): void {
    const present = session.getSnapshot();
    if (!present) return;
    unwatch();
    leaveScreens();
    void present.till.close();
    const { cashierId, lockedBy } = cashier.get();
    bringBack();
    const before = cashier.get().cashierId;
    // Who comes next may be anybody.
    if (because !== 'left' || cashierId === null) cashier.lock();
    else if (cashierId !== before) {
      cashier.lock();
      cashier.enter(cashierId);
    }
    session.set(null);
    const staffId = cashierId ?? lockedBy ?? before;
    if (staffId) void told(staffId, { what: 'trainingEnded', sessionId: present.id, because });
  }

  return {
    till,
    device,
    session,
    asking,
    ask: (what) => asking.set(what),
    whyNot,
    async begin(approval) {
      const why = whyNot();
      const { cashierId } = cashier.get();
      if (why || cashierId === null) return why;
      if (isBeginning || session.getSnapshot()) return null;
      isBeginning = true;
      const id = newId();
      const { approvedBy, reason } = approval;
      const isTold = await told(cashierId, {
        what: 'trainingBegun',
        sessionId: id,
        ...(approvedBy === cashierId ? {} : { approvedBy }),
        ...(reason ? { reason } : {}),
      }).finally(() => {
        isBeginning = false;
      });
      if (!isTold) return 'notSaved';
      // The cashier may have gone on meanwhile.
      const stillNot = whyNot();
      if (stillNot || cashier.get().cashierId !== cashierId) {
        void told(cashierId, { what: 'trainingEnded', sessionId: id, because: 'left' });
        return stillNot ?? 'settingsMissing';
      }
      leaveScreens();
      bringBack = cashier.putAway();
      const real = readsOf(till);
      session.set({
        id,
        till: createTrainingTill(real),
        device: createTrainingDevice(device, word),
        real,
      });
      const unwatchEnd = watchForEnd(today, end);
      const unguard = guardTheReal();
      unwatch = () => {
        unwatchEnd();
        unguard();
      };
      return null;
    },
    end,
  };
}
