import type { Unit } from '../../../shared/catalog/item.ts';
import type { LineReservation } from '../../../shared/stock/reservation.ts';

export type MarkTone = 'calm' | 'good' | 'warning' | 'danger';

/** How a line's reservation is shown: a tone, an icon's name and words. Colour is never the only sign. */
export interface LineMark {
  readonly tone: MarkTone;
  readonly icon: 'waiting' | 'held' | 'short' | 'lapsed' | 'beyond' | 'alone';
  readonly key:
    | 'reserving'
    | 'reserved'
    | 'notAsked'
    | 'onlyLeft'
    | 'onlyLeftHeldBy'
    | 'noneLeft'
    | 'noneLeftHeldBy'
    | 'lapsed'
    | 'beyondStock';
  readonly granted: number;
  readonly holders: readonly { readonly terminalName: string; readonly quantity: number }[];
  /** Touching the line asks the server again. */
  readonly canAskAgain: boolean;
}

const MANY_HOLDERS = 2;

/**
 * What to show for a line; null where there is nothing to say (a return, an article without stock).
 *
 * @param alone the line takes stock, and there is nobody to ask
 */
export function lineMark(reservation: LineReservation, alone = false): LineMark | null {
  const plain = { granted: 0, holders: [], canAskAgain: false };
  switch (reservation.state) {
    case 'none':
      return alone ? { ...plain, tone: 'calm', icon: 'alone', key: 'notAsked' } : null;
    case 'reserving':
      return { ...plain, tone: 'calm', icon: 'waiting', key: 'reserving' };
    case 'reserved':
      return { ...plain, tone: 'good', icon: 'held', key: 'reserved' };
    case 'lapsed':
      return { ...plain, tone: 'warning', icon: 'lapsed', key: 'lapsed', canAskAgain: true };
    case 'beyondHere':
      return { ...plain, tone: 'danger', icon: 'beyond', key: 'beyondStock', granted: reservation.available };
    case 'beyond': {
      const holders = reservation.heldBy.filter((holder) => holder.quantity > 0);
      const none = reservation.granted <= 0;
      const key = none
        ? holders.length > 0
          ? 'noneLeftHeldBy'
          : 'noneLeft'
        : holders.length > 0
          ? 'onlyLeftHeldBy'
          : 'onlyLeft';
      return {
        tone: 'danger',
        icon: 'short',
        key,
        granted: reservation.granted,
        holders: holders.slice(0, MANY_HOLDERS),
        canAskAgain: true,
      };
    }
  }
}

export type BadgeLevel = 'plenty' | 'low' | 'out' | 'unknown' | 'untracked';

const LOW_PIECES = 5;

/** How an article's stock looks on its tile. `available` in the unit's smallest step, or null while unknown. */
export function badgeLevel(available: number | null, unit: Unit, tracked: boolean): BadgeLevel {
  if (!tracked) return 'untracked';
  if (available === null) return 'unknown';
  if (available <= 0) return 'out';
  return available <= LOW_PIECES * 10 ** unit.scale ? 'low' : 'plenty';
}
