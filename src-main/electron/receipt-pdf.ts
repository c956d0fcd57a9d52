import fs from 'node:fs/promises';
import path from 'node:path';
import { contentHeight, withHiddenSheet, within } from './hidden-sheet.ts';

const DRAW_WITHIN_MS = 15_000;
const MM_PER_INCH = 25.4;
const PX_PER_MM = 96 / MM_PER_INCH;
/** Receipt paper: 80 mm wide with a margin, as long as what stands on it. */
const PAPER = { widthMm: 80, marginMm: 4, slackMm: 1 };

function drawPdf(html: string): Promise<Uint8Array> {
  const width = Math.round((PAPER.widthMm - 2 * PAPER.marginMm) * PX_PER_MM);
  // Less than any receipt, because a page is at least as tall as its window.
  return withHiddenSheet(html, { width, height: 40 }, async (window) => {
    const height = (await contentHeight(window)) / PX_PER_MM;
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
    return within(DRAW_WITHIN_MS, 'the receipt was not drawn', drawing);
  });
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
