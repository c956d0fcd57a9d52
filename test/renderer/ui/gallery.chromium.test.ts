import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumLaunchOptions } from '../../../tools/lib/chromium.mjs';
import { openTillFiles, type TillFiles } from './support/till-page.ts';

let files: TillFiles;
let browser: Browser;
let page: Page;
const faults: string[] = [];

beforeAll(async () => {
  files = await openTillFiles('gallery');
  browser = await chromium.launch(chromiumLaunchOptions());
  const context = await browser.newContext({
    viewport: { width: 1366, height: 900 },
    reducedMotion: 'reduce',
  });
  page = await context.newPage();
  page.on('pageerror', (error) => faults.push(String(error.stack ?? error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
});
afterAll(async () => {
  await browser.close();
  await files.close();
});

const open = async (query: string) => {
  await page.goto(`${files.origin}/gallery.html?${query}`);
  await page.getByTestId('parts').waitFor();
  await page.evaluate(axe.source);
};

/** What axe finds, by rule and element. */
const look = () =>
  page.evaluate(async () => {
    const { axe: inPage } = window as unknown as {
      axe: {
        run(
          where: object,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await inPage.run(
      // Base UI's own guards, which pass on the focus that reaches them.
      { exclude: ['[data-base-ui-focus-guard]'] },
      {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
        resultTypes: ['violations'],
        preload: false,
      },
    );
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html.slice(0, 160)).join(' | ')}`,
    );
  });

describe('every part of the kit in every state', () => {
  it.each([
    'language=en&theme=light',
    'language=en&theme=dark',
    'language=en&theme=hc',
    'language=en&theme=light&training',
    'language=en&theme=dark&training',
    'language=en&theme=hc&training',
    'language=ar&theme=light',
    'language=de&theme=light&text=150',
  ])('has nothing that axe finds (%s)', async (query) => {
    await open(query);
    expect(await look()).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('has nothing that axe finds while a dialog, a list or a menu is open', async () => {
    await open('language=en&theme=light');
    for (const kind of ['narrow', 'panel', 'confirm', 'danger']) {
      await page.getByTestId(`open-${kind}`).click();
      await page.getByRole('dialog').waitFor();
      expect(await look(), kind).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.getByTestId('select').click();
    await page.getByTestId('select-cp1252').waitFor();
    expect(await look(), 'select').toEqual([]);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByTestId('menu').click();
    await page.getByTestId('menu-print').waitFor();
    expect(await look(), 'menu').toEqual([]);
    await page.keyboard.press('Escape');
    // The content security policy of the till allows no inline style element: nobody may write one.
    expect(faults).toEqual([]);
  });

  it('has no target below 48 pixels, at any size of the text', async () => {
    for (const text of ['100', '150']) {
      await open(`language=de&theme=light&text=${text}`);
      const small = await page.evaluate(() =>
        [...document.querySelectorAll('main button, main input, main [role=tab], main [role=radio]')]
          .filter((target) => !target.closest('label'))
          .map((target) => ({ box: target.getBoundingClientRect(), html: target.outerHTML.slice(0, 120) }))
          .filter(({ box }) => box.width > 1 && (box.height < 48 || box.width < 48))
          .map(({ html }) => html),
      );
      expect(small, text).toEqual([]);
    }
  });
});

describe('the parts', () => {
  it('a PIN is typed by keyboard, given whole, and never shown', async () => {
    await open('language=en&theme=light');
    const pad = page.getByTestId('pin-pad').first();
    await pad.getByTestId('pin-1').click();
    await pad.getByTestId('pin-2').click();
    expect(await pad.getByTestId('pin-dots').getAttribute('data-typed')).toBe('2');
    await pad.getByTestId('pin-erase').click();
    await pad.getByTestId('pin-3').click();
    await pad.getByTestId('pin-4').click();
    await pad.getByTestId('pin-5').click();
    expect(await pad.getByTestId('pin-dots').getAttribute('data-typed')).toBe('0');
    await pad.getByTestId('pin-says').filter({ hasText: 'declined' }).waitFor();
  });

  it('cash is counted by taps and by typing, and adds up', async () => {
    await open('language=en&theme=light');
    const sum = page.getByTestId('denominations-sum');
    expect(await sum.getAttribute('data-minor')).toBe(String(4 * 2000 + 7 * 50));
    await page.getByTestId('denomination-5000-more').click();
    await page.getByTestId('denomination-1').fill('12');
    expect(await sum.getAttribute('data-minor')).toBe(String(5000 + 4 * 2000 + 7 * 50 + 12));
  });

  it('a button with a reason is reached by Tab, says why, and does nothing', async () => {
    await open('language=en&theme=light');
    const button = page.getByTestId('with-reason');
    await button.focus();
    expect(await button.getAttribute('aria-disabled')).toBe('true');
    const describedBy = await button.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${describedBy}"]`).textContent()).toContain('could not be asked');
  });

  it('arrow keys go along the line in either direction', async () => {
    await open('language=ar&theme=light');
    expect(await page.evaluate(() => document.dir)).toBe('rtl');
    await page.getByTestId('tabs-sales').focus();
    await page.keyboard.press('ArrowLeft');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe(
      'tabs-shifts',
    );
  });

  it('themes, training, direction and size of the text are switched on the page itself', async () => {
    await open('language=en&theme=light');
    await page.getByTestId('wear-hc').click();
    await page.getByTestId('training-on').click();
    await page.getByTestId('language-ar').click();
    await page.getByTestId('text-size-150').click();
    expect(await page.evaluate(() => ({ ...document.documentElement.dataset, dir: document.dir }))).toEqual({
      theme: 'hc',
      training: 'true',
      textSize: '150',
      dir: 'rtl',
    });
    await page.getByTestId('training-badge').waitFor();
  });
});
