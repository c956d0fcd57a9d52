import type { DisplayMode } from '../../shared/display/display-message.ts';

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A screen of the machine, as Electron names it. */
export interface MachineScreen {
  readonly id: number;
  readonly bounds: Rectangle;
  /** Without the system's own bars. */
  readonly workArea: Rectangle;
}

/** Where the customer display stands. */
export interface Place {
  readonly kind: 'screen' | 'window';
  readonly bounds: Rectangle;
}

const WINDOW_WIDTH = 800;
const WINDOW_HEIGHT = 480;

const overlap = (one: Rectangle, other: Rectangle): boolean =>
  one.x < other.x + other.width &&
  other.x < one.x + one.width &&
  one.y < other.y + other.height &&
  other.y < one.y + one.height;

/**
 * Where the customer display belongs, as the machine is now.
 *
 * @param tillScreenId the screen that the till's window stands on
 * @returns null where it is off, or where no screen shows anything but what the till's own shows
 */
export function decidePlace(
  mode: DisplayMode,
  screens: readonly MachineScreen[],
  tillScreenId: number,
): Place | null {
  if (mode === 'off') return null;
  const own = screens.find(({ id }) => id === tillScreenId);
  // A screen that mirrors the till's is told as one of its own in the same place: what fills it would cover the till.
  // From left to right, so that of three screens it is always the same one.
  const others = screens
    .filter(({ id, bounds }) => id !== tillScreenId && !(own && overlap(own.bounds, bounds)))
    .sort((one, other) => one.bounds.x - other.bounds.x || one.bounds.y - other.bounds.y);
  const [other] = others;
  if (mode === 'secondScreen') return other ? { kind: 'screen', bounds: other.bounds } : null;
  const area = (other ?? own ?? screens[0])?.workArea;
  if (!area) return null;
  const width = Math.min(WINDOW_WIDTH, area.width);
  const height = Math.min(WINDOW_HEIGHT, area.height);
  // On another screen in its middle; beside the till in the upper corner away from the cart.
  return other
    ? {
        kind: 'window',
        bounds: {
          x: area.x + Math.floor((area.width - width) / 2),
          y: area.y + Math.floor((area.height - height) / 2),
          width,
          height,
        },
      }
    : { kind: 'window', bounds: { x: area.x, y: area.y, width, height } };
}

export const isSamePlace = (one: Place, other: Place): boolean =>
  one.kind === other.kind &&
  (['x', 'y', 'width', 'height'] as const).every((side) => one.bounds[side] === other.bounds[side]);
