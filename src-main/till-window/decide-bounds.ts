import type { MachineScreen, Rectangle } from '../customer-display/decide-place.ts';

/** Where there is room for it: the screens of the till are drawn for 1024 × 768 to 1920 × 1080. */
const WIDTH = 1280;
const HEIGHT = 860;

/**
 * Where the till's window begins: whole on its screen, so that Pay is never below the edge. In a kiosk it has the whole
 * screen, also where no window manager gives it.
 */
export function decideBounds({ bounds, workArea }: MachineScreen, kiosk: boolean): Rectangle {
  if (kiosk) return bounds;
  const width = Math.min(WIDTH, workArea.width);
  const height = Math.min(HEIGHT, workArea.height);
  return {
    x: workArea.x + Math.floor((workArea.width - width) / 2),
    y: workArea.y + Math.floor((workArea.height - height) / 2),
    width,
    height,
  };
}

const shared = (one: Rectangle, other: Rectangle): number =>
  Math.max(0, Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)) *
  Math.max(0, Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y));

/** Whether a window is nowhere to be seen: its screen was unplugged, and no system has brought it back. */
export const isLost = (window: Rectangle, screens: readonly MachineScreen[]): boolean =>
  screens.length > 0 && screens.every(({ bounds }) => shared(window, bounds) === 0);
