import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import type { KeptRows } from './authored-rows.ts';
import { createValue } from './readable.ts';
import type { AuthoredRow } from './row-schemas.ts';
import type { OpenShift, Shifts } from './till-data.ts';

export interface ShiftRepository extends Shifts {
  load(onDamaged: (row: AuthoredRow) => void): Promise<void>;
  /** Stores what the journal has; answers how many of them were not here. */
  recover(events: readonly ShiftEvent[]): Promise<number>;
  /** Periods below this were used by an earlier life of this terminal. */
  raisePeriodFloor(period: number): void;
  /** Their shifts belong to another server: none of them is the current one. */
  leaveBehind(terminalIds: readonly string[]): void;
}

/** Shift events are facts: appended, never changed. The shift is the sum of its events. */
export function createShiftRepository(rows: KeptRows<ShiftEvent>): ShiftRepository {
  const events = createValue<readonly ShiftEvent[]>([]);
  const current = createValue<OpenShift | null>(null);
  let periodFloor = 1;
  let left: readonly string[] = [];

  const own = () => events.getSnapshot().filter(({ terminalId }) => !left.includes(terminalId));

  function publish(all: readonly ShiftEvent[]): void {
    events.set(all);
    current.set(openShiftOf(own()));
  }

  return {
    events,
    current,
    period: () => periodOf(own(), periodFloor),
    raisePeriodFloor(period) {
      periodFloor = Math.max(periodFloor, period);
    },
    leaveBehind(terminalIds) {
      left = terminalIds;
      current.set(openShiftOf(own()));
    },
    async load(onDamaged) {
      const all: ShiftEvent[] = [];
      await rows.load((event) => void all.push(event), onDamaged);
      publish(all.sort(byMoment));
    },
    async recover(recorded) {
      const known = new Set(events.getSnapshot().map((event) => event.id));
      const missing = recorded.filter((event) => !known.has(event.id));
      await rows.putAll(missing);
      if (missing.length > 0) publish([...events.getSnapshot(), ...missing].sort(byMoment));
      return missing.length;
    },
    async append(event) {
      await rows.put(event);
      publish([...events.getSnapshot().filter((other) => other.id !== event.id), event]);
    },
  };
}

/** Ids are UUIDv7, so that equal moments still have an order. */
const byMoment = (a: ShiftEvent, b: ShiftEvent) => a.at.localeCompare(b.at) || a.id.localeCompare(b.id);

/** The last shift that was opened and not closed. */
export function openShiftOf(events: readonly ShiftEvent[]): OpenShift | null {
  const closed = new Set(events.filter((event) => event.kind === 'closed').map((event) => event.shiftId));
  const opened = events.findLast((event) => event.kind === 'opened' && !closed.has(event.shiftId));
  if (!opened) return null;
  const { shiftId, cashierId, at, businessDate, period } = opened;
  return { shiftId, cashierId, openedAt: at, businessDate, period };
}

/** A Z ends its period; what is tendered afterwards belongs to the next. */
export function periodOf(events: readonly ShiftEvent[], floor: number): number {
  return events.reduce(
    (period, event) => Math.max(period, event.kind === 'closed' ? event.period + 1 : event.period),
    floor,
  );
}
