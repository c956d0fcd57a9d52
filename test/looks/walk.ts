import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';
import { type Language, openTillLab, speak, type TillLab } from '../renderer/ui/support/till-page.ts';
import { faultsFound } from './faults.ts';
import type { Look, LookDesk } from './look.ts';
import { ALL, judge, keep, lookAt, UPDATE } from './references.ts';

export const SIZES = [
  [1024, 768],
  [1366, 768],
  [1920, 1080],
] as const;
export const LANGUAGES = ['en', 'de', 'ar'] as const satisfies readonly Language[];
export const THEMES = ['dark', 'hc'] as const;

const MOST_LOST = 3;

/** The names of all pictures of a row. */
export const picturesOf = ({ screen, state, inAllThemes }: Look): readonly string[] => [
  ...LANGUAGES.flatMap((language) => SIZES.map(([width]) => `${screen}/${state}.${language}.${width}.png`)),
  ...(inAllThemes ? THEMES.map((theme) => `${screen}/${state}.en.1366.${theme}.png`) : []),
];

/**
 * Goes through the rows on one till that is not paired yet. In each the till is looked at in every language and size, and asked
 * what in it is not for everyone. Fails with all that was found.
 */
export async function walk(rows: readonly Look[], prepare: (lab: TillLab) => Promise<void>): Promise<void> {
  const lab = await openTillLab();
  await prepare(lab);
  const till = await lab.open({ prepare: stillness });
  const { page } = till;
  const desk: LookDesk = { lab, till, page };
  const session = await page.context().newCDPSession(page);
  const found: string[] = [];
  await page.getByTestId('pair-code').waitFor();
  let isLost = false;
  let lost = 0;
  for (const [nth, look] of rows.entries()) {
    // Where nothing is reached any more there is one reason, and it has been told.
    if ((isLost && look.from === 'asBefore') || lost > MOST_LOST) continue;
    try {
      if (look.from === 'sale') await goHome(page);
      await page.setViewportSize({ width: 1366, height: 768 });
      await look.arrange(desk);
      for await (const shot of shotsOf(look, nth, desk)) {
        const why = await judge(shot, () => shoot(page, session));
        if (why) found.push(why);
      }
      // From here on the focus is the keyboard's, and shows.
      await page.keyboard.press('Shift');
      found.push(...(await faultsFound(page)).map((fault) => `${look.screen} ${look.state}: ${fault}`));
      isLost = false;
    } catch (error) {
      isLost = true;
      lost += 1;
      keep(`${look.screen}/${look.state}.png`, '.not-reached.png', await page.screenshot());
      found.push(`${look.screen} ${look.state} was not reached: ${String(error).slice(0, 300)}`);
    }
  }
  const { faults } = till;
  await till.close();
  await lab.close();
  expect(faults).toEqual([]);
  expect(found, lookAt(found)).toEqual([]);
}

/** A row in each language and at each size, but not in each language at each size: a square that the next row turns on. */
const isTaken = (nth: number, language: number, size: number): boolean =>
  ALL || UPDATE || (nth + language + size) % SIZES.length === 0;

/** Brings the page to each look of the row, and answers that picture's name. */
async function* shotsOf(look: Look, nth: number, desk: LookDesk): AsyncGenerator<string> {
  const { page } = desk;
  const name = `${look.screen}/${look.state}`;
  // Nothing lies under the pointer, whatever was pressed last.
  await page.mouse.move(1, 1);
  if (look.state !== 'loading')
    await page.waitForFunction(
      () => (document.querySelector('[role="dialog"]') ?? document).querySelector('.spin') === null,
    );
  // A dialog is taken alone: what lies behind it has its own rows. Ids are made anew each time.
  await page.evaluate(() => {
    for (const part of document.querySelectorAll<HTMLElement>('body *'))
      if (
        part.childElementCount === 0 &&
        /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/.test(part.textContent ?? '')
      )
        part.dataset.minted = '';
    document.documentElement.dataset.alone = 'yes';
  });
  await page.evaluate(rememberScrolling);
  for (const [nthLanguage, language] of LANGUAGES.entries()) {
    await speak(page, language);
    if (language !== 'en') await look.again?.(desk);
    for (const [nthSize, [width, height]] of SIZES.entries()) {
      if (!isTaken(nth, nthLanguage, nthSize)) continue;
      // To each size from the one that the row was arranged in: where a list stands comes of the size before.
      await page.setViewportSize({ width: 1366, height: 768 });
      await page.evaluate(scrollAsBefore);
      await page.setViewportSize({ width, height });
      yield `${name}.${language}.${width}.png`;
    }
  }
  await speak(page, 'en');
  await page.setViewportSize({ width: 1366, height: 768 });
  for (const theme of look.inAllThemes ? THEMES : []) {
    await wear(page, theme);
    yield `${name}.en.1366.${theme}.png`;
  }
  await wear(page, 'light');
  await page.evaluate(() => {
    delete document.documentElement.dataset.alone;
    for (const part of document.querySelectorAll<HTMLElement>('[data-minted]')) delete part.dataset.minted;
  });
}

async function wear(page: Page, theme: string): Promise<void> {
  await page.evaluate((wanted) => {
    document.documentElement.dataset.theme = wanted;
  }, theme);
}

interface Scrolled {
  scrolled?: Map<Element, { top: number; left: number }>;
}

/** In the page: where each of its lists stands. */
function rememberScrolling(): void {
  const found = new Map<Element, { top: number; left: number }>();
  for (const part of document.querySelectorAll('body *'))
    if (/auto|scroll/.test(getComputedStyle(part).overflow))
      found.set(part, { top: part.scrollTop, left: Math.abs(part.scrollLeft) });
  (window as Scrolled).scrolled = found;
}

/** In the page, at the size and in whatever language. */
async function scrollAsBefore(): Promise<void> {
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  for (const [part, { top, left }] of (window as Scrolled).scrolled ?? []) {
    part.scrollTop = top;
    part.scrollLeft = getComputedStyle(part).direction === 'rtl' ? -left : left;
  }
}

/** In the page. */
async function atRest(): Promise<void> {
  await document.fonts.ready;
  for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
}

/** A picture of the page when it has come to rest: fonts there, nothing turning, two frames painted. */
export async function shoot(page: Page, session: CDPSession): Promise<Uint8Array> {
  await page.evaluate(atRest);
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  return Buffer.from(data, 'base64');
}

/** The button that leads back from wherever a row has ended, the first that is there. */
const WAYS_BACK = ['shift-back', 'receipt-next', 'pay-cancel', 'refused-back'];

/** To the sale screen with an empty cart. */
async function goHome(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1366, height: 768 });
  const search = page.getByTestId('search');
  const isThere = async (testId: string) => (await page.getByTestId(testId).count()) > 0;
  for (let tries = 0; tries < 12; tries += 1) {
    if ((await page.locator('[role="dialog"]').count()) > 0) await page.keyboard.press('Escape');
    else if (await isThere('training-leave')) {
      await page.getByTestId('training-leave').click();
      await page.getByTestId('training-end-yes').click();
    } else if (await isThere('lock-screen')) await page.locator('[data-testid^="cashier-"]').first().click();
    else {
      let way: string | undefined;
      for (const one of WAYS_BACK) if (way === undefined && (await isThere(one))) way = one;
      if (way !== undefined) await page.getByTestId(way).click();
      else if ((await search.count()) > 0) break;
    }
    // Until what was pressed has had its effect.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 40)));
  }
  await search.fill('');
  await page.keyboard.press('Escape');
  if ((await page.getByTestId('cart-line').count()) > 0) {
    await page.getByTestId('clear').click();
    await page.getByTestId('cart-line').first().waitFor({ state: 'detached' });
  }
  await page.mouse.move(2, 2);
  // Whatever led here, nothing has the focus.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

/** Nothing moves, blinks or tells the time of the machine. */
export async function stillness(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const noon = Date.UTC(2026, 2, 14, 9, 24);
    const { prototype } = Intl.DateTimeFormat;
    const format = Object.getOwnPropertyDescriptor(prototype, 'format');
    const { formatToParts } = prototype;
    Object.defineProperty(prototype, 'format', {
      get(this: Intl.DateTimeFormat) {
        const real = format?.get?.call(this) as (at: number) => string;
        return () => real(noon);
      },
    });
    prototype.formatToParts = function toParts(this: Intl.DateTimeFormat) {
      return formatToParts.call(this, noon);
    };
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      '*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; scrollbar-width: none !important } [data-varies], [data-minted] { visibility: hidden !important } [data-minted] { white-space: nowrap !important; overflow: hidden !important } [data-alone] body:has([role="dialog"]) #till { content-visibility: hidden !important } [data-varies="gone"] { display: none !important }',
    );
    const put = () => document.adoptedStyleSheets.push(sheet);
    put();
    document.addEventListener('DOMContentLoaded', () => {
      if (!document.adoptedStyleSheets.includes(sheet)) put();
    });
  });
}
