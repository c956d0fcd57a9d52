import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { expect, it } from 'vitest';
import { chromiumLaunchOptions } from '../../tools/lib/chromium.mjs';
import { openTillFiles } from '../renderer/ui/support/till-page.ts';
import { COVERAGE } from './coverage.ts';
import { DISPLAY_PICTURES } from './display-pictures.ts';
import { STATES } from './look.ts';
import { compare, readPicture, writePalettePng } from './picture.ts';
import { judge, lookAt, ONLY, REFERENCES, TOLERANCE_PER_MILLE, UPDATE } from './references.ts';
import { LOOKS } from './tables.ts';
import { picturesOf, shoot, stillness } from './walk.ts';

const GALLERIES = {
  light: 'language=en&theme=light',
  dark: 'language=en&theme=dark',
  hc: 'language=en&theme=hc',
  training: 'language=en&theme=light&training',
  ar: 'language=ar&theme=light',
  large: 'language=de&theme=light&text=150',
} as const;

it('the kit looks as it was reviewed, in each theme, from right to left and with the largest text', {
  timeout: 900_000,
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
    const why = await judge(`kit/${name}.png`, () => shoot(page, session));
    if (why) differing.push(why);
  }
  await browser.close();
  await gallery.close();
  expect(differing, lookAt(differing)).toEqual([]);
});

it('every screen and panel of the till is pictured in every state, or it is said why there is no such state', () => {
  const wrong = Object.entries(COVERAGE).flatMap(([shown, { rows, not }]) =>
    STATES.flatMap((state) => {
      const isPictured = LOOKS.some((look) => rows.includes(look.screen) && look.state === state);
      if (isPictured && not[state]) return `${shown} ${state}: pictured, and said to be none`;
      return isPictured || not[state] ? [] : `${shown} ${state}: neither pictured nor said why not`;
    }),
  );
  expect(wrong).toEqual([]);
  const known = new Set(Object.values(COVERAGE).flatMap(({ rows }) => rows));
  expect([...new Set(LOOKS.map(({ screen }) => screen))].filter((screen) => !known.has(screen))).toEqual([]);
  expect([...known].filter((name) => !LOOKS.some(({ screen }) => screen === name))).toEqual([]);
  const names = LOOKS.map(({ screen, state }) => `${screen} ${state}`);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
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
  mkdirSync(REFERENCES, { recursive: true });
  const expected = new Set([...LOOKS.flatMap(picturesOf), ...DISPLAY_PICTURES]);
  for (const name of Object.keys(GALLERIES)) expected.add(`kit/${name}.png`);
  const kept = readdirSync(REFERENCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.png'),
  );
  const left = kept.map((name) => name.replaceAll('\\', '/')).filter((name) => !expected.has(name));
  if (UPDATE && ONLY === '') for (const name of left) rmSync(path.join(REFERENCES, name));
  else expect(left).toEqual([]);
});
