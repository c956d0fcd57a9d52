import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import decodeQR from 'qr/decode.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseReceiptCode } from '../../../shared/sale/receipt-code.ts';
import { chromiumLaunchOptions } from '../../../tools/lib/chromium.mjs';
import { openTillFiles, type TillFiles } from '../ui/support/till-page.ts';
import { cartOf, DISPLAY_STATES, messageOf, paidSale } from './support/display-messages.ts';
import { type OpenDisplay, openDisplay } from './support/open-display.ts';
import { cutOff, measured } from './support/seen-by-customers.ts';

const SIZES = [
  [1024, 600],
  [1366, 768],
  [1920, 1080],
] as const;

let files: TillFiles;
let browser: Browser;
let display: OpenDisplay;
let page: Page;

beforeAll(async () => {
  files = await openTillFiles();
  browser = await chromium.launch(chromiumLaunchOptions());
  display = await openDisplay(await browser.newContext(), files.origin);
  ({ page } = display);
});
afterAll(async () => {
  await browser.close();
  await files.close();
});

it.each(['dark', 'hc'] as const)(
  'money stands at 7:1 in %s, also in training, which is marked',
  async (theme) => {
    await page.setViewportSize({ width: 1024, height: 600 });
    for (const training of [false, true])
      for (const state of ['cart', 'paying', 'done', 'idle']) {
        const message = DISPLAY_STATES[state]?.('en');
        if (!message) throw new Error(state);
        await display.show({ ...message, look: { ...message.look, theme, training } });
        expect((await measured(page)).faint, state).toEqual([]);
        expect(await page.getByTestId('display-training').count()).toBe(training ? 1 : 0);
        expect(await cutOff(page)).toEqual([]);
      }
  },
);

it('holds with the largest text, an upright screen and a price of nine figures', async () => {
  const [line] = cartOf('de').lines;
  const sale = { ...cartOf('de'), lines: line ? [{ ...line, unitPriceMinor: 1_234_567_890 }] : [] };
  const dear = messageOf('de', { sale, newestLineId: 'line-0' }, { textSize: 150 });
  for (const [width, height] of [...SIZES, [600, 1024], [800, 480]] as const) {
    await page.setViewportSize({ width, height });
    await display.show(dear);
    expect(await cutOff(page), `${width}`).toEqual([]);
    for (const state of ['cart', 'paying', 'done', 'closed']) {
      const message = DISPLAY_STATES[state]?.('de');
      if (message) await display.show({ ...message, look: { ...message.look, textSize: 150 } });
      expect(await cutOff(page), `${state} ${width}`).toEqual([]);
    }
  }
});

it('keeps the newest line in view, wherever in a long cart it is', async () => {
  await page.setViewportSize({ width: 1024, height: 600 });
  const sale = cartOf('en', 12);
  const newest = page.locator('[data-testid="display-line"][data-newest]');
  for (const at of [107, 3, 60, 106]) {
    const lines = sale.lines.map((line, index) => ({ ...line, name: `Article ${index}` }));
    await display.show(messageOf('en', { sale: { ...sale, lines }, newestLineId: `line-${at}` }));
    await expect.poll(() => newest.textContent()).toContain(`Article ${at}`);
    const seen = await newest.evaluate((row) => {
      const list = row.parentElement?.getBoundingClientRect();
      const own = row.getBoundingClientRect();
      return list !== undefined && own.top >= list.top - 1 && own.bottom <= list.bottom + 1;
    });
    expect(seen, `line ${at}`).toBe(true);
  }
});

it('its code is read by a camera as that of the receipt', async () => {
  await page.setViewportSize({ width: 1024, height: 600 });
  const paid = paidSale('en');
  // In the dark theme, too, it is dark on light.
  await display.show(messageOf('en', { screen: 'receipt', receiptSale: paid }, { theme: 'dark' }));
  const shot = PNG.sync.read(await page.screenshot());
  const read = decodeQR({ width: shot.width, height: shot.height, data: new Uint8Array(shot.data) });
  expect(parseReceiptCode(read)).toEqual({ saleId: paid.id, hash: paid.hash });
});

it('shows nothing of what is no message, and breaks no policy', async () => {
  await display.show(messageOf('en', { sale: cartOf('en') }));
  const before = await page.getByTestId('display').innerHTML();
  expect(display.faults).toEqual([]);
  const wrong = { ...messageOf('en'), cashier: 'Idris' };
  await page.evaluate((message) => {
    const channel = new BroadcastChannel('evertill-display');
    for (const signal of [{ kind: 'show', message }, { kind: 'run', code: 'alert(1)' }, 'nonsense', null])
      channel.postMessage(signal);
  }, wrong as unknown);
  // What comes after it was judged after it.
  await expect.poll(() => display.faults.length).toBe(1);
  expect(display.faults[0]).toContain('not shown');
  expect(await page.getByTestId('display').innerHTML()).toBe(before);
});
