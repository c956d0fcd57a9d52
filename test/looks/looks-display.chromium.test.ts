import { type Browser, type CDPSession, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumLaunchOptions } from '../../tools/lib/chromium.mjs';
import { DISPLAY_STATES, messageOf } from '../renderer/display/support/display-messages.ts';
import { type OpenDisplay, openDisplay } from '../renderer/display/support/open-display.ts';
import { cutOff, measured } from '../renderer/display/support/seen-by-customers.ts';
import { openTillFiles, type TillFiles } from '../renderer/ui/support/till-page.ts';
import {
  DISPLAY_LANGUAGES,
  DISPLAY_LOOKS,
  DISPLAY_SIZES,
  displayPicture,
  isPictured,
} from './display-pictures.ts';
import { faultsFound } from './faults.ts';
import { judge, lookAt } from './references.ts';
import { shoot, stillness } from './walk.ts';

let files: TillFiles;
let browser: Browser;
let display: OpenDisplay;
let session: CDPSession;

beforeAll(async () => {
  files = await openTillFiles();
  browser = await chromium.launch(chromiumLaunchOptions());
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  await stillness(context);
  display = await openDisplay(context, files.origin);
  session = await context.newCDPSession(display.page);
});
afterAll(async () => {
  await browser.close();
  await files.close();
});

const judged = async (name: string) => {
  const why = await judge(name, () => shoot(display.page, session));
  return why ? [why] : [];
};

describe.each(DISPLAY_LANGUAGES)('the customer display in %s', (language) => {
  it.each(Object.entries(DISPLAY_STATES))(
    '%s: as reviewed, legible, whole and clean',
    async (state, message) => {
      const { page } = display;
      const found: string[] = [];
      await display.show(message(language));
      expect(await page.evaluate(() => document.documentElement.dir)).toBe(language === 'ar' ? 'rtl' : 'ltr');
      for (const [width, height] of DISPLAY_SIZES) {
        await page.setViewportSize({ width, height });
        if (isPictured(state, width)) found.push(...(await judged(displayPicture(state, language, width))));
        expect(await cutOff(page), `${width}`).toEqual([]);
        const { faint, line, note, hero, moving } = await measured(page);
        expect(faint).toEqual([]);
        expect(moving).toBe(0);
        // A hundredth of the height is the measure: 28 px a line at 600, 20 px a note, what matters most 60 px and more.
        expect(line / height).toBeGreaterThan(0.046);
        expect(note / height).toBeGreaterThan(0.033);
        expect(hero / height).toBeGreaterThan(0.1);
      }
      // Its structure is the same in each.
      if (language === 'en') found.push(...(await faultsFound(page)));
      expect(found, lookAt(found)).toEqual([]);
    },
  );
});

it('in the dark, in high contrast and in training, too', async () => {
  await display.page.setViewportSize({ width: 1024, height: 600 });
  const found: string[] = [];
  for (const [name, look] of Object.entries(DISPLAY_LOOKS)) {
    const message = DISPLAY_STATES.paying?.('en') ?? messageOf('en');
    await display.show({ ...message, look: { ...message.look, ...look } });
    found.push(...(await judged(displayPicture('paying', 'en', 1024, name))));
    expect((await measured(display.page)).faint, name).toEqual([]);
    expect(await display.page.getByTestId('display-training').count()).toBe(look.training ? 1 : 0);
    expect(await cutOff(display.page), name).toEqual([]);
  }
  expect(found, lookAt(found)).toEqual([]);
});
