import type { DeviceStore } from '../database/device-store.ts';
import { createValue, type Readable } from '../database/readable.ts';

/** Clocks that differ by less than this are the same: the way to the server takes its time, too. */
export const CLOCK_TOLERANCE_MS = 2 * 60_000;
const KEY = 'clock';
/** Kept this often at most while nothing changes: it also says when the server was last heard. */
const KEEP_EVERY_MS = 60_000;

/** What was known of the two clocks when the server was last heard. */
export interface KnownClock {
  readonly serverAt: string;
  /** What this machine believed at that moment. */
  readonly machineAt: string;
}

/**
 * How far this machine's clock is from the server's, in milliseconds to add; 0 within the tolerance. A machine whose
 * clock stands before the moment at which it last heard the server has been set back since: what was known of it is
 * worth nothing, but time cannot be before that moment.
 */
export function decideOffset(known: KnownClock | null, machineNow: Date): number {
  if (!known) return 0;
  const serverMs = Date.parse(known.serverAt);
  const machineMs = Date.parse(known.machineAt);
  const nowMs = machineNow.getTime();
  if (nowMs < machineMs - CLOCK_TOLERANCE_MS) return Math.max(0, serverMs - nowMs);
  const offsetMs = serverMs - machineMs;
  return Math.abs(offsetMs) <= CLOCK_TOLERANCE_MS ? 0 : offsetMs;
}

/** The best known time. A till whose machine is hours wrong still books its sales on the right day. */
export interface TillClock {
  /** For business dates. The moment of a sale itself is what the machine says: the server marks a clock that is wrong. */
  bestNow(): Date;
  /** How far this machine is from the server, in milliseconds to add; 0 while they agree. */
  readonly offsetMs: Readable<number>;
  /** When the server was last heard, by this machine's clock; null if never. */
  readonly lastContactAt: Readable<string | null>;
  /** The server has told its time, in answer to a request that was sent and answered at these moments of the machine. */
  heard(serverTime: string, sentAt: Date, answeredAt: Date): void;
}

export async function openTillClock(device: DeviceStore, now: () => Date): Promise<TillClock> {
  let known = (await device.get<KnownClock>(KEY)) ?? null;
  let keptAtMs = Number.NEGATIVE_INFINITY;
  const offsetMs = createValue(decideOffset(known, now()));
  const lastContactAt = createValue<string | null>(known?.machineAt ?? null);
  return {
    offsetMs,
    lastContactAt,
    bestNow() {
      const machineNow = now();
      return new Date(machineNow.getTime() + decideOffset(known, machineNow));
    },
    heard(serverTime, sentAt, answeredAt) {
      const machineMs = (sentAt.getTime() + answeredAt.getTime()) / 2;
      known = { serverAt: serverTime, machineAt: new Date(machineMs).toISOString() };
      lastContactAt.set(known.machineAt);
      const offset = decideOffset(known, answeredAt);
      const before = offsetMs.getSnapshot();
      // A figure that trembles by milliseconds is no news.
      const isNews = Math.abs(offset - before) > CLOCK_TOLERANCE_MS || (offset === 0) !== (before === 0);
      if (isNews) offsetMs.set(offset);
      if (!isNews && Math.abs(answeredAt.getTime() - keptAtMs) < KEEP_EVERY_MS) return;
      keptAtMs = answeredAt.getTime();
      device.set(KEY, known).catch(reportError);
    },
  };
}
