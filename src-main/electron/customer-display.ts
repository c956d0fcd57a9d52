import { type BrowserWindow, screen } from 'electron';
import type { DisplayMode } from '../../shared/display/display-message.ts';
import { type CustomerDisplay, keepDisplay } from '../customer-display/keep-display.ts';
import { type DisplayWindowOptions, openDisplayWindow } from './display-window.ts';

/** Plugging one cable in is several events, and dragging a window is many. */
const SETTLED_MS = 400;

/** The customer display of a till's window: it follows screens and settings, and ends with the till. */
export function startCustomerDisplay(
  till: () => BrowserWindow | null,
  mode: () => DisplayMode,
  options: Omit<DisplayWindowOptions, 'giveFocusBack'>,
): CustomerDisplay & {
  /** From now on it follows this window. */
  follow(tillWindow: BrowserWindow): void;
} {
  let lastScreenId: number | null = null;
  const tillScreenId = () => {
    const window = till();
    // Minimized it is on no screen: the display stays where it is.
    if (window && !window.isDestroyed() && !window.isMinimized())
      lastScreenId = screen.getDisplayMatching(window.getBounds()).id;
    const isThere = screen.getAllDisplays().some(({ id }) => id === lastScreenId);
    return lastScreenId !== null && isThere ? lastScreenId : screen.getPrimaryDisplay().id;
  };
  const giveFocusBack = () => {
    const window = till();
    if (window && !window.isDestroyed()) window.focus();
  };
  const display = keepDisplay({
    mode,
    screens: () => screen.getAllDisplays(),
    tillScreenId,
    open: (place, onGone) => openDisplayWindow(place, onGone, { ...options, giveFocusBack }),
    log: options.log,
  });
  let settling: NodeJS.Timeout | undefined;
  const changed = () => {
    clearTimeout(settling);
    settling = setTimeout(display.arrange, SETTLED_MS);
  };
  screen.on('display-added', changed);
  screen.on('display-removed', changed);
  screen.on('display-metrics-changed', changed);
  return {
    ...display,
    follow(tillWindow) {
      tillWindow.on('move', changed);
      tillWindow.webContents.on('render-process-gone', display.interrupted);
      tillWindow.webContents.on('did-start-navigation', ({ isMainFrame, isSameDocument }) => {
        if (isMainFrame && !isSameDocument) display.interrupted();
      });
      tillWindow.on('closed', () => {
        clearTimeout(settling);
        display.end();
      });
    },
  };
}
