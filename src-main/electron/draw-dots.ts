import { nativeImage } from 'electron';
import type { Dots } from '../devices/escpos-bytes.ts';
import { contentHeight, withHiddenSheet, within } from './hidden-sheet.ts';

const DRAW_WITHIN_MS = 10_000;
/** Tallest picture of a receipt: 3 metres of paper. */
const MOST_DOTS = 24_000;
/** Darker than this is black. Thin letters are drawn grey at their edges, and must not fall apart. */
const BLACK_BELOW = 150;

/** Draws a page as a printer's dots: one dot a CSS pixel, whatever the screen's scale is. */
export function drawDots(html: string, widthDots: number): Promise<Dots> {
  return withHiddenSheet(html, { width: widthDots, height: 100, painted: true }, async (window) => {
    const height = Math.min(MOST_DOTS, Math.max(1, Math.ceil(await contentHeight(window))));
    window.setContentSize(widthDots, height);
    const { webContents } = window;
    webContents.debugger.attach();
    const shot = (await within(
      DRAW_WITHIN_MS,
      'the receipt was not drawn',
      webContents.debugger.sendCommand('Page.captureScreenshot', {
        format: 'png',
        captureBeyondViewport: true,
        clip: { x: 0, y: 0, width: widthDots, height, scale: 1 },
      }),
    )) as { readonly data: string };
    const image = nativeImage.createFromBuffer(Buffer.from(shot.data, 'base64'));
    const size = image.getSize(1);
    const exact =
      size.width === widthDots ? image : image.resize({ width: widthDots, height, quality: 'best' });
    return dotsOfBitmap(exact.toBitmap(), widthDots, height);
  });
}

/** @param bitmap four bytes a pixel, blue first */
function dotsOfBitmap(bitmap: Uint8Array, width: number, height: number): Dots {
  const black = new Uint8Array(width * height);
  for (let dot = 0; dot < black.length; dot += 1) {
    const at = dot * 4;
    const light =
      0.114 * (bitmap[at] ?? 255) + 0.587 * (bitmap[at + 1] ?? 255) + 0.299 * (bitmap[at + 2] ?? 255);
    if (light < BLACK_BELOW) black[dot] = 1;
  }
  return { width, height, black };
}
