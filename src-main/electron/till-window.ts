import { BrowserWindow, screen, type WebContents } from 'electron';
import { decideBounds, isLost } from '../till-window/decide-bounds.ts';
import { TILL_ORIGIN } from './request-policy.ts';

export interface TillWindowOptions {
  readonly preload: string;
  readonly kiosk: boolean;
  readonly devTools: boolean;
  readonly log: (message: string) => void;
}

const CRASHES_WITHIN_MS = 60_000;

/** A page that died is loaded again: the sale is in the local store. One that dies again and again waits longer. */
function reloadAfterCrash(contents: WebContents, log: (message: string) => void): void {
  let crashes: number[] = [];
  contents.on('render-process-gone', (_event, details) => {
    log(`page gone: ${details.reason} ${details.exitCode}`);
    if (details.reason === 'clean-exit') return;
    crashes = [...crashes.filter((at) => Date.now() - at < CRASHES_WITHIN_MS), Date.now()];
    const waitMs = crashes.length > 5 ? 30_000 : 200 * crashes.length;
    setTimeout(() => {
      if (!contents.isDestroyed()) contents.reload();
    }, waitMs);
  });
  contents.on('did-finish-load', () => log('page loaded'));
  contents.on('unresponsive', () => log('page does not respond'));
  contents.on('preload-error', (_event, file, fault) => log(`preload ${file}: ${fault.message}`));
  contents.on('did-fail-load', (_event, code, what, url) => log(`load ${url}: ${code} ${what}`));
}

/** Systems bring windows of an unplugged screen back; a bare one does not, and then nobody could sell. */
const BROUGHT_BACK_WITHIN_MS = 1_000;

/** A till whose screen was unplugged comes onto the one that is left. */
function comeBackWhenLost(window: BrowserWindow, kiosk: boolean, log: (message: string) => void): void {
  let looking: NodeJS.Timeout | undefined;
  const look = () => {
    if (window.isMinimized() || !isLost(window.getBounds(), screen.getAllDisplays())) return;
    window.setBounds(decideBounds(screen.getPrimaryDisplay(), kiosk));
    log('window: its screen is gone; moved onto the one that is left');
  };
  const changed = () => {
    clearTimeout(looking);
    looking = setTimeout(look, BROUGHT_BACK_WITHIN_MS);
  };
  screen.on('display-removed', changed);
  screen.on('display-metrics-changed', changed);
  window.once('closed', () => {
    clearTimeout(looking);
    screen.off('display-removed', changed);
    screen.off('display-metrics-changed', changed);
  });
}

/** Opens the window of the till. */
export function openTillWindow({ preload, kiosk, devTools, log }: TillWindowOptions): BrowserWindow {
  const own = screen.getPrimaryDisplay();
  const window = new BrowserWindow({
    ...decideBounds(own, kiosk),
    minWidth: Math.min(960, own.workArea.width),
    minHeight: Math.min(640, own.workArea.height),
    show: false,
    kiosk,
    title: 'Evertill',
    autoHideMenuBar: true,
    backgroundColor: '#ffffff',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools,
      // A till behind another window still receives reservations and counts its carts down.
      backgroundThrottling: false,
    },
  });
  window.once('ready-to-show', () => window.show());
  reloadAfterCrash(window.webContents, log);
  comeBackWhenLost(window, kiosk, log);
  window.loadURL(`${TILL_ORIGIN}/`).catch((fault: unknown) => log(`load: ${String(fault)}`));
  return window;
}
