import { BrowserWindow, session } from 'electron';

const LOAD_WITHIN_MS = 5_000;

/** Fails with `code` when the work takes longer: a window that never answers must not hold a printer up. */
export async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(what), { code: 'sheetTimeout' })), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A page in a hidden window that has no script, no network and no bridge; closed when `use` is done with it. */
export async function withHiddenSheet<T>(
  html: string,
  size: { readonly width: number; readonly height: number; readonly painted?: boolean },
  use: (window: BrowserWindow) => Promise<T>,
): Promise<T> {
  // Nothing of it is kept, and nothing but the page itself is loaded.
  const sheet = session.fromPartition('hidden-sheet');
  sheet.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !details.url.startsWith('data:') }));
  const window = new BrowserWindow({
    show: false,
    useContentSize: true,
    width: size.width,
    height: size.height,
    webPreferences: {
      session: sheet,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      // Otherwise a window that is not shown paints nothing.
      offscreen: size.painted ?? false,
    },
  });
  try {
    const page = `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
    await within(LOAD_WITHIN_MS, 'the page did not load', window.loadURL(page));
    return await use(window);
  } finally {
    window.destroy();
  }
}

/** How tall the page's content is in CSS pixels, without any script of its own. */
export async function contentHeight({ webContents }: BrowserWindow): Promise<number> {
  webContents.debugger.attach();
  try {
    const metrics = (await within(
      LOAD_WITHIN_MS,
      'the page was not measured',
      webContents.debugger.sendCommand('Page.getLayoutMetrics'),
    )) as { readonly cssContentSize: { readonly height: number } };
    return metrics.cssContentSize.height;
  } finally {
    webContents.debugger.detach();
  }
}
