import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumLaunchOptions } from '../../tools/lib/chromium.mjs';
import { openTillFiles, openTillLab, type TillFiles } from '../renderer/ui/support/till-page.ts';
import { compare, digestOf, isMadeOf, readPicture, writePalettePng } from './picture.ts';
import { LOOKS, type Look, type LookDesk } from './screens.ts';

const REFERENCES = path.join(import.meta.dirname, 'references');
/** What was seen instead, and where it differs: to be looked at, never kept. */
const DIFFERENCES = path.join(import.meta.dirname, '../../out/looks');
const UPDATE = process.env.EVERTILL_LOOKS_UPDATE === '1';
/** Part of the names, for renewing a few: `npm run looks -- --update receipt`. */
const ONLY = process.env.EVERTILL_LOOKS_ONLY ?? '';

const SIZES = [
  [1024, 768],
  [1366, 768],
  [1920, 1080],
] as const;
const LANGUAGES = ['en', 'de', 'ar'] as const;
const THEMES = ['dark', 'hc'] as const;

const GALLERIES = {
  light: 'language=en&theme=light',
  dark: 'language=en&theme=dark',
  hc: 'language=en&theme=hc',
  training: 'language=en&theme=light&training',
  ar: 'language=ar&theme=light',
  large: 'language=de&theme=light&text=150',
} as const;

/** So many pixels of a thousand may differ: what one Chromium blends otherwise than another. */
const TOLERANCE_PER_MILLE = 0.12;

interface Shot {
  readonly name: string;
  readonly png: Uint8Array;
}

let files: TillFiles;
const expected = new Set<string>();

beforeAll(async () => {
  rmSync(DIFFERENCES, { recursive: true, force: true });
  mkdirSync(REFERENCES, { recursive: true });
  files = await openTillFiles();
});
afterAll(() => files.close());

describe.each(LANGUAGES)('the till in %s', (language) => {
  it('looks as it was reviewed, on each screen and in each state', { timeout: 400_000 }, async () => {
    const lab = await openTillLab({ files });
    const till = await lab.open({ language, prepare: stillness });
    const { page } = till;
    const desk: LookDesk = { lab, till, page };
    const session = await page.context().newCDPSession(page);
    const differing: string[] = [];
    await page.getByTestId('pair-code').waitFor();
    for (const look of LOOKS) {
      if (look.from === 'sale') await goHome(page);
      await page.setViewportSize({ width: 1366, height: 768 });
      await look.arrange(desk).catch((error: unknown) => {
        throw new Error(`${look.screen} ${look.state} (${language}): ${String(error)}`, { cause: error });
      });
      for await (const shot of shotsOf(look, language, page, session)) {
        const why = judge(shot);
        if (why) differing.push(`${shot.name}: ${why}`);
      }
    }
    const { faults } = till;
    await till.close();
    await lab.close();
    expect(faults).toEqual([]);
    expect(differing, 'look at out/looks; `npm run looks -- --update` renews').toEqual([]);
  });
});

it('the kit looks as it was reviewed, in each theme, from right to left and with the largest text', {
  timeout: 400_000,
}, async () => {
  const gallery = await openTillFiles('gallery');
  const browser = await chromium.launch(chromiumLaunchOptions());
  const context = await browser.newContext({
    viewport: { width: 1366, height: 5600 },
    reducedMotion: 'reduce',
  });
  await stillness(context);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const differing: string[] = [];
  for (const [name, query] of Object.entries(GALLERIES)) {
    await page.goto(`${gallery.origin}/gallery.html?${query}`);
    await page.getByTestId('parts').waitFor();
    const shown = { name: `kit/${name}.png`, png: await shoot(page, session) };
    const why = judge(shown);
    if (why) differing.push(`${shown.name}: ${why}`);
  }
  await browser.close();
  await gallery.close();
  expect(differing, 'look at out/looks; `npm run looks -- --update` renews').toEqual([]);
});

it('what is kept loses nothing that is compared, and a digit that changed is seen', () => {
  const width = 320;
  const height = 200;
  // As a screen has it: grounds, and edges blended between two colours.
  const data = new Uint8Array(width * height * 4).fill(255);
  const paint = (left: number, top: number, size: number, shade: (step: number) => number) => {
    for (let y = top; y < top + size; y += 1)
      for (let x = left; x < left + size; x += 1)
        data.set([shade(x - left), shade(x - left) >> 1, 90, 255], (y * width + x) * 4);
  };
  for (let block = 0; block < 8; block += 1)
    paint(block * 36, 20, 30, (step) => (step * 8 + block * 3) & 255);
  const seen = { width, height, data };
  expect(compare(readPicture(writePalettePng(seen)), seen)?.pixels).toBe(0);
  const before = data.slice();
  paint(10, 150, 9, () => 40);
  const allowed = (width * height * TOLERANCE_PER_MILLE) / 1000;
  expect(compare({ width, height, data: before }, seen)?.pixels).toBeGreaterThan(allowed);
});

it('no picture is kept of what is no longer there', () => {
  const kept = readdirSync(REFERENCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.png'),
  );
  const left = kept.map((name) => name.replaceAll('\\', '/')).filter((name) => !expected.has(name));
  if (UPDATE && ONLY === '') for (const name of left) rmSync(path.join(REFERENCES, name));
  else expect(left).toEqual([]);
});

async function* shotsOf(look: Look, language: string, page: Page, session: CDPSession): AsyncGenerator<Shot> {
  const name = `${look.screen}/${look.state}.${language}`;
  // Nothing lies under the pointer, whatever was pressed last.
  await page.mouse.move(1, 1);
  if (look.state !== 'loading') await page.waitForFunction(() => document.querySelector('.spin') === null);
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    yield { name: `${name}.${width}.png`, png: await shoot(page, session) };
  }
  if (!look.inAllThemes || language !== 'en') return;
  await page.setViewportSize({ width: 1366, height: 768 });
  for (const theme of THEMES) {
    await wear(page, theme);
    yield { name: `${name}.1366.${theme}.png`, png: await shoot(page, session) };
  }
  await wear(page, 'light');
}

async function wear(page: Page, theme: string): Promise<void> {
  await page.evaluate((wanted) => {
    document.documentElement.dataset.theme = wanted;
  }, theme);
}

/**
 * A picture of the page when it has come to rest: fonts there, nothing turning, two frames painted. A dialog is taken
 * alone: what lies behind it has its own rows.
 */
async function shoot(page: Page, session: CDPSession): Promise<Uint8Array> {
  await page.evaluate(async () => {
    document.documentElement.dataset.alone = 'yes';
    await document.fonts.ready;
    for (let frame = 0; frame < 2; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
  });
  const { data } = await session.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true });
  await page.evaluate(() => {
    delete document.documentElement.dataset.alone;
  });
  return Buffer.from(data, 'base64');
}

/** Why this is not what was reviewed; null when it is, or when it is what will be reviewed now. */
function judge({ name, png }: Shot): string | null {
  expected.add(name);
  const file = path.join(REFERENCES, name);
  const isThere = existsSync(file);
  if (isThere && isMadeOf(readFileSync(file), png)) return null;
  const seen = readPicture(png);
  const difference = isThere ? compare(readPicture(readFileSync(file)), seen) : null;
  const allowed = (seen.width * seen.height * TOLERANCE_PER_MILLE) / 1000;
  if (difference && difference.pixels <= allowed && !(UPDATE && name.includes(ONLY))) return null;
  if (UPDATE && name.includes(ONLY)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, writePalettePng(seen, digestOf(png)));
    return null;
  }
  keep(name, '.seen.png', png);
  if (difference) keep(name, '.where.png', difference.where);
  return difference ? `${difference.pixels} pixels differ` : isThere ? 'another size' : 'never reviewed';
}

function keep(name: string, ending: string, png: Uint8Array): void {
  const file = path.join(DIFFERENCES, name.replace(/\.png$/, ending));
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, png);
}

/** To the sale screen with an empty cart, from wherever a row has ended. */
async function goHome(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1366, height: 768 });
  const search = page.getByTestId('search');
  for (let tries = 0; tries < 8; tries += 1) {
    if ((await page.locator('[role="dialog"]').count()) > 0) await page.keyboard.press('Escape');
    else if ((await page.getByTestId('training-leave').count()) > 0) {
      await page.getByTestId('training-leave').click();
      await page.getByTestId('training-end-yes').click();
    } else if ((await page.getByTestId('lock-screen').count()) > 0)
      await page.locator('[data-testid^="cashier-"]').first().click();
    else if ((await page.getByTestId('shift-back').count()) > 0) await page.getByTestId('shift-back').click();
    else if ((await page.getByTestId('receipt-next').count()) > 0)
      await page.getByTestId('receipt-next').click();
    else if ((await page.getByTestId('pay-cancel').count()) > 0) await page.getByTestId('pay-cancel').click();
    else if ((await search.count()) > 0) break;
    await page.waitForTimeout(50);
  }
  await search.fill('');
  await page.keyboard.press('Escape');
  if ((await page.getByTestId('cart-line').count()) > 0) {
    await page.getByTestId('clear').click();
    await page.getByTestId('cart-line').first().waitFor({ state: 'detached' });
  }
  await page.mouse.move(2, 2);
}

/** Nothing moves, blinks or tells the time of the machine. */
async function stillness(context: BrowserContext): Promise<void> {
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
      '*, *::before, *::after { animation: none !important; transition: none !important; caret-color: transparent !important; scrollbar-width: none !important } [data-varies], [data-alone] body:has([role="dialog"]) #till { visibility: hidden !important } [data-varies="gone"] { display: none !important }',
    );
    const put = () => document.adoptedStyleSheets.push(sheet);
    put();
    document.addEventListener('DOMContentLoaded', () => {
      if (!document.adoptedStyleSheets.includes(sheet)) put();
    });
  });
}
