import { mkdirSync } from 'node:fs';
import path from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { PNG } from 'pngjs';
import decodeQR from 'qr/decode.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseReceiptCode } from '../../../shared/sale/receipt-code.ts';
import { chromiumLaunchOptions } from '../../../tools/lib/chromium.mjs';
import { openTillFiles, type TillFiles } from '../ui/support/till-page.ts';
import { cartOf, DISPLAY_STATES, messageOf, paidSale } from './support/display-messages.ts';
import { type OpenDisplay, openDisplay } from './support/open-display.ts';

const PICTURES = path.resolve(import.meta.dirname, '../../../out/pictures/customer-display');
const SIZES = [
  [1024, 600],
  [1366, 768],
  [1920, 1080],
] as const;
const LANGUAGES = ['en', 'de', 'ar'] as const;

let files: TillFiles;
let browser: Browser;
let display: OpenDisplay;
let page: Page;

beforeAll(async () => {
  files = await openTillFiles();
  browser = await chromium.launch(chromiumLaunchOptions());
  display = await openDisplay(await browser.newContext(), files.origin);
  ({ page } = display);
  mkdirSync(PICTURES, { recursive: true });
});
afterAll(async () => {
  await browser.close();
  await files.close();
});

/** What stands over an edge of the screen, or is cut by it, and large amounts that are. */
const cutOff = () =>
  page.evaluate(() => {
    const { innerWidth, innerHeight } = window;
    const inList = (element: Element) => element.closest('.display-list') !== null;
    return [...document.querySelectorAll('p, h1, svg, .money, .display-item')]
      .filter((element) => element.getClientRects().length > 0)
      .filter((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const wide = left < -0.5 || right > innerWidth + 0.5;
        const rows = element.parentElement?.closest('.display-rows')?.getBoundingClientRect();
        const hidden = rows !== undefined && (top < rows.top - 0.5 || bottom > rows.bottom + 0.5);
        return wide || hidden || (!inList(element) && (top < -0.5 || bottom > innerHeight + 0.5));
      })
      .map((element) => `${element.className} ${element.textContent}`);
  });

/** The least contrast of money on its ground, and the smallest letters of lines and of large amounts, in pixels. */
const measured = () =>
  page.evaluate(() => {
    const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map((one) =>
        channel(Number(one) / 255),
      );
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    const groundOf = (element: Element): string => {
      for (let at: Element | null = element; at; at = at.parentElement) {
        const { backgroundColor } = getComputedStyle(at);
        if (!/^rgba\(.*, 0\)$|transparent/.test(backgroundColor)) return backgroundColor;
      }
      return 'rgb(255, 255, 255)';
    };
    const ratios = [...document.querySelectorAll('.money')].map((element) => {
      const [dark = 0, light = 0] = [
        luminance(getComputedStyle(element).color),
        luminance(groundOf(element)),
      ].sort((a, b) => a - b);
      return {
        ratio: (light + 0.05) / (dark + 0.05),
        text: element.textContent,
        muted: element.closest('.display-muted') !== null,
      };
    });
    const sizeOf = (selector: string) =>
      Math.min(
        ...[...document.querySelectorAll(selector)].map((element) =>
          Number.parseFloat(getComputedStyle(element).fontSize),
        ),
      );
    return {
      faint: ratios.filter(({ ratio }) => ratio < 7),
      line: sizeOf('.display-line'),
      note: sizeOf('.display-note'),
      hero: sizeOf('.display-hero'),
      moving: document.getAnimations().length,
    };
  });

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(Object.entries(DISPLAY_STATES))(
    '%s is legible, whole and clean on each screen',
    async (state, message) => {
      await display.show(message(language));
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr');
      for (const [width, height] of SIZES) {
        await page.setViewportSize({ width, height });
        await page.screenshot({ path: path.join(PICTURES, `${state}.${language}.${width}.png`) });
        expect(await cutOff(), `${width}`).toEqual([]);
        const { faint, line, note, hero, moving } = await measured();
        expect(faint).toEqual([]);
        expect(moving).toBe(0);
        // A hundredth of the height is the measure: 28 px a line, 20 px a note, 60 px and more what matters most.
        if (line !== Number.POSITIVE_INFINITY) expect(line / height).toBeGreaterThan(0.046);
        if (note !== Number.POSITIVE_INFINITY) expect(note / height).toBeGreaterThan(0.033);
        if (hero !== Number.POSITIVE_INFINITY) expect(hero / height).toBeGreaterThan(0.1);
      }
      await page.evaluate(axe.source);
      const violations = await page.evaluate(async () => {
        const { axe: inPage } = window as unknown as {
          axe: { run(options: object): Promise<{ violations: { id: string; nodes: unknown[] }[] }> };
        };
        const found = await inPage.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] });
        return found.violations.map(({ id, nodes }) => `${id} ${nodes.length}`);
      });
      expect(violations).toEqual([]);
    },
  );
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
        await page.screenshot({
          path: path.join(PICTURES, `${state}.${theme}${training ? '-training' : ''}.png`),
        });
        expect((await measured()).faint, state).toEqual([]);
        expect(await page.getByTestId('display-training').count()).toBe(training ? 1 : 0);
        expect(await cutOff()).toEqual([]);
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
    await page.screenshot({ path: path.join(PICTURES, `dear.${width}.png`) });
    expect(await cutOff(), `${width}`).toEqual([]);
    for (const state of ['cart', 'paying', 'done', 'closed']) {
      const message = DISPLAY_STATES[state]?.('de');
      if (message) await display.show({ ...message, look: { ...message.look, textSize: 150 } });
      await page.screenshot({ path: path.join(PICTURES, `${state}.large.${width}.png`) });
      expect(await cutOff(), `${state} ${width}`).toEqual([]);
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
