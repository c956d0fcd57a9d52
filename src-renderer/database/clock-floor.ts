const KEY = 'evertill.clockFloorMs';
/** A floor that is written more often than this costs more than it saves: RxDB needs it only across restarts. */
const WRITE_EVERY_MS = 5_000;

/**
 * RxDB remembers what it has pushed by the clock: a document written while the clock stood behind an earlier write, and
 * then a restart, and it is never pushed. So `Date.now()` is kept from running backwards, across restarts too.
 *
 * Only `Date.now` is held. `new Date()` still tells what the machine believes, and that is what business time is made
 * of: a clock that was once a year ahead must not date this year's sales.
 *
 * Call once, before a database is opened. The audit (src-renderer/sync/audit.ts) is what makes sure; this only makes
 * its work rare.
 */
export function holdClockFloor(storage: Pick<Storage, 'getItem' | 'setItem'> = localStorage): void {
  if (held) return;
  held = true;
  const machineNow = Date.now.bind(Date);
  let floor = Number(readFloor(storage)) || 0;
  let written = floor;
  Date.now = () => {
    const now = machineNow();
    if (now > floor) floor = now;
    if (floor - written >= WRITE_EVERY_MS) {
      written = floor;
      writeFloor(storage, floor);
    }
    return floor;
  };
}

let held = false;

function readFloor(storage: Pick<Storage, 'getItem'>): string | null {
  try {
    return storage.getItem(KEY);
  } catch {
    // A browser that forbids storage by policy: the audit still covers.
    return null;
  }
}

function writeFloor(storage: Pick<Storage, 'setItem'>, floor: number): void {
  try {
    storage.setItem(KEY, String(floor));
  } catch {
    // Full or forbidden; the next write tries again, and the audit covers.
  }
}
