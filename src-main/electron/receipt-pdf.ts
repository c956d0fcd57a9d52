import fs from 'node:fs/promises';
import path from 'node:path';
import { BrowserWindow, session, type WebContents } from 'electron';

const LOAD_WITHIN_MS = 5_000;
const DRAW_WITHIN_MS = 15_000;

async function within<T>(limitMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(Object.assign(new Error(what), { code: 'pdfTimeout' })), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

const MM_PER_INCH = 25.4;
const PX_PER_MM = 96 / MM_PER_INCH;
/** Receipt paper: 80 mm wide with a margin, as long as what stands on it. */
const PAPER = { widthMm: 80, marginMm: 4, slackMm: 1 };

/** How tall the page is, without any script of its own. */
async function contentHeightMm(contents: WebContents): Promise<number> {
  contents.debugger.attach();
  try {
    const metrics = (await contents.debugger.sendCommand('Page.getLayoutMetrics')) as {
      readonly cssContentSize: { readonly height: number };
    };
    return metrics.cssContentSize.height / PX_PER_MM;
  } finally {
    contents.debugger.detach();
  }
}

/** Draws a page in a hidden window that has no script, no network and no bridge. */
async function drawPdf(html: string): Promise<Uint8Array> {
  // Nothing of it is kept, and nothing but the page itself is loaded.
  const sheet = session.fromPartition('receipt-pdf');
  sheet.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !details.url.startsWith('data:') }));
  const window = new BrowserWindow({
    show: false,
    useContentSize: true,
    width: Math.round((PAPER.widthMm - 2 * PAPER.marginMm) * PX_PER_MM),
    // Less than any receipt, because a page is at least as tall as its window.
    height: 40,
    webPreferences: {
      session: sheet,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
    },
  });
  try {
    const page = `data:text/html;charset=utf-8,${encodeURIComponent(html)}`;
    await within(LOAD_WITHIN_MS, 'the receipt did not load', window.loadURL(page));
    const height = await within(LOAD_WITHIN_MS, 'not measured', contentHeightMm(window.webContents));
    const marginInches = PAPER.marginMm / MM_PER_INCH;
    const drawing = window.webContents.printToPDF({
      printBackground: true,
      // A page that names a size of its own keeps it.
      preferCSSPageSize: true,
      pageSize: {
        width: PAPER.widthMm / MM_PER_INCH,
        height: (height + 2 * PAPER.marginMm + PAPER.slackMm) / MM_PER_INCH,
      },
      margins: { top: marginInches, bottom: marginInches, left: marginInches, right: marginInches },
    });
    return await within(DRAW_WITHIN_MS, 'the receipt was not drawn', drawing);
  } finally {
    window.destroy();
  }
}

/** Writes a receipt as a PDF; a name that is taken gets a number. Answers with the path. */
export async function saveReceiptPdf(folder: string, fileName: string, html: string): Promise<string> {
  const pdf = await drawPdf(html);
  await fs.mkdir(folder, { recursive: true });
  const base = fileName.replace(/\.pdf$/i, '');
  for (let copy = 1; ; copy += 1) {
    const file = path.join(folder, `${base}${copy === 1 ? '' : ` (${copy})`}.pdf`);
    try {
      await fs.writeFile(file, pdf, { flag: 'wx' });
      return file;
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
    }
  }
}
