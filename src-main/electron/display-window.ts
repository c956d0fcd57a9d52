import path from 'node:path';
import { BrowserWindow, type Session, session } from 'electron';
import type { DisplayMessage } from '../../shared/display/display-message.ts';
import type { Place } from '../customer-display/decide-place.ts';
import type { DisplayWindow } from '../customer-display/keep-display.ts';
import { lockSession } from './lockdown.ts';
import { DISPLAY_CONTENT_SECURITY_POLICY, DISPLAY_ORIGIN, isAddressOf } from './request-policy.ts';
import { servePage } from './till-files.ts';

export interface DisplayWindowOptions {
  readonly preload: string;
  /** The built pages. */
  readonly pages: string;
  readonly devTools: boolean;
  /** To the till's window, which every key is meant for. */
  readonly giveFocusBack: () => void;
  readonly log: (message: string) => void;
}

let ownSession: Session | null = null;

/** In memory alone: no store, no cookie, no cache outlives the program. It reaches its own files and nothing else. */
function displaySession({ pages, log }: DisplayWindowOptions): Session {
  if (ownSession) return ownSession;
  ownSession = session.fromPartition('customer-display');
  const isDevTool = (address: string) => address.startsWith('devtools:');
  const mayRequest = (address: string) =>
    isAddressOf(DISPLAY_ORIGIN, address) || address.startsWith('data:') || isDevTool(address);
  lockSession(ownSession, mayRequest, log, new Set());
  servePage(ownSession.protocol, path.resolve(pages), {
    origin: DISPLAY_ORIGIN,
    page: 'display.html',
    contentSecurityPolicy: DISPLAY_CONTENT_SECURITY_POLICY,
  });
  return ownSession;
}

/**
 * Opens the customer display. It takes neither the focus nor a key: the till's scanner types into whatever has the focus.
 * On a screen of its own it fills that screen and stands above everything.
 */
export function openDisplayWindow(
  place: Place,
  onGone: (why: 'closed' | 'broken', detail: string) => void,
  options: DisplayWindowOptions,
): DisplayWindow {
  const { log } = options;
  const fills = place.kind === 'screen';
  // A Linux window that cannot have the focus is none of the window manager's: nobody could move it. It gives it back at once.
  const focusable = !fills && process.platform === 'linux';
  const window = new BrowserWindow({
    ...place.bounds,
    // Chromium makes a Linux window that is exactly as large as its screen a pixel smaller on both sides, lest a window
    // manager take it for full screen. Where there is none, that would stay to be seen.
    height: place.bounds.height + (fills && process.platform === 'linux' ? 1 : 0),
    show: false,
    focusable,
    frame: !fills,
    hasShadow: !fills,
    alwaysOnTop: fills,
    skipTaskbar: fills,
    fullscreenable: fills,
    enableLargerThanScreen: fills,
    title: 'Evertill',
    autoHideMenuBar: true,
    backgroundColor: '#ffffff',
    webPreferences: {
      preload: options.preload,
      session: displaySession(options),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      disableDialogs: true,
      spellcheck: false,
      devTools: options.devTools,
    },
  });
  const { webContents } = window;
  let isTakenAway = false;
  const gone = (why: 'closed' | 'broken', detail: string) => {
    if (isTakenAway) return;
    isTakenAway = true;
    onGone(why, detail);
  };
  // What is sent to a page that is still on its way arrives nowhere.
  let isLoaded = false;
  let latest: DisplayMessage | null = null;
  webContents.on('did-finish-load', () => {
    isLoaded = true;
    if (latest) webContents.send('evertill-display', latest);
  });
  window.once('ready-to-show', () => {
    window.showInactive();
    // By its bounds it fills the screen already; where there is a window manager, its bars give way too. On a Mac that
    // would be a space of its own, with an animation.
    if (fills && process.platform !== 'darwin') window.setFullScreen(true);
  });
  if (focusable) window.on('focus', options.giveFocusBack);
  window.on('closed', () => gone('closed', ''));
  webContents.on('render-process-gone', (_event, { reason, exitCode }) =>
    gone('broken', `page gone: ${reason} ${exitCode}`),
  );
  webContents.on('did-fail-load', (_event, code, what) => gone('broken', `load: ${code} ${what}`));
  webContents.on('preload-error', (_event, _file, fault) => gone('broken', `preload: ${fault.message}`));
  webContents.on('will-navigate', (event) => event.preventDefault());
  window.loadURL(`${DISPLAY_ORIGIN}/`).catch((fault: unknown) => log(`display: load: ${String(fault)}`));

  return {
    send: (message: DisplayMessage) => {
      latest = message;
      if (isLoaded && !webContents.isDestroyed()) webContents.send('evertill-display', message);
    },
    // Asked in a world of its own, of which the page knows nothing. It waits for a page that still loads.
    answers: () => webContents.executeJavaScriptInIsolatedWorld(999, [{ code: '0' }]),
    destroy: () => {
      isTakenAway = true;
      if (!window.isDestroyed()) window.destroy();
    },
  };
}
