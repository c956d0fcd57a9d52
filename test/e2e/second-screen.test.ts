import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTwoScreens } from '../../tools/lib/virtual-display.mjs';
import { demoVariant } from './support/demo-codes.ts';
import { type ElectronTill, launchElectronTill } from './support/electron-till.ts';
import { album } from './support/screenshots.ts';
import { ServerProcess, temporaryFolder } from './support/server-process.ts';
import { TillDriver } from './support/till-driver.ts';

// An X server with two outputs: what Electron hears of screens is what it hears at a counter.

const milk = demoVariant('DAI-MLK-1L');
const price = milk.variant.priceMinor;
const picture = album('second-screen');

let screens: Awaited<ReturnType<typeof startTwoScreens>>;
let server: ServerProcess;
let till: ElectronTill;
let driver: TillDriver;

beforeAll(async () => {
  screens = await startTwoScreens({ till: '1280x800', customers: '1024x768' });
  screens.plugIn();
  server = await ServerProcess.start('demo');
  const userData = temporaryFolder('till');
  const settings = { serverUrl: null, language: 'en', theme: 'light', printer: null };
  writeFileSync(
    path.join(userData, 'settings.json'),
    JSON.stringify({ ...settings, display: { mode: 'secondScreen' } }),
  );
  till = await launchElectronTill({
    userData,
    env: {
      DISPLAY: screens.display,
      EVERTILL_PAIR_SERVER: server.url,
      EVERTILL_PAIR_CODE: await server.pairingCode(),
    },
  });
  driver = new TillDriver(till.page);
  await driver.startWork();
});
afterAll(async () => {
  await till?.close();
  await server?.remove();
  screens?.end();
});

/** Where a window is and what it does not leave; null: there is none. */
const windowOf = (address: string) =>
  till.app.evaluate(({ BrowserWindow, screen }, wanted) => {
    const found = BrowserWindow.getAllWindows().find((one) => one.webContents.getURL() === wanted);
    if (!found) return null;
    const { x, y, width, height } = found.getBounds();
    const all = screen.getAllDisplays();
    return {
      bounds: { x, y, width, height },
      onScreen: all.findIndex(({ id }) => id === screen.getDisplayMatching(found.getBounds()).id),
      screens: all.length,
      shown: found.isVisible(),
      focused: found.isFocused(),
    };
  }, address);
const tillWindow = () => windowOf('app://till/');
const displayWindow = () => windowOf('app://display/');
/** The display that is there now. */
const display = async (): Promise<Page> => {
  const found = () => till.app.windows().find((page) => page.url() === 'app://display/' && !page.isClosed());
  await expect.poll(found).toBeDefined();
  return found() as Page;
};
const shownMinor = (page: Page, testId: string) =>
  expect.poll(async () => Number(await page.getByTestId(testId).getAttribute('data-minor')));
const untilTillSays = (state: string) =>
  driver.page.locator(`[data-testid="display-health"][data-state="${state}"]`).waitFor();
const itFillsItsScreen = async () => {
  await expect.poll(displayWindow).toMatchObject({ onScreen: 1, screens: 2, shown: true, focused: false });
  const shown = await display();
  await expect.poll(() => shown.evaluate(() => [innerWidth, innerHeight])).toEqual([1024, 768]);
};

test('it opens by itself on the second screen, fills it, and shows what is scanned, paid and given back', async () => {
  await itFillsItsScreen();
  // On a screen that is lower than it likes to be, all of the till's window is to be seen.
  const own = await tillWindow();
  expect(own).toMatchObject({ bounds: { x: 0, y: 0 }, onScreen: 0 });
  expect(own?.bounds.height).toBeLessThanOrEqual(800);
  const shown = await display();
  await driver.scan(milk.code);
  await shownMinor(shown, 'display-total').toBe(price);
  await untilTillSays('open');
  await picture(driver.page, 'till');
  await picture(shown, 'cart');
  await driver.id('pay').click();
  await driver.page.locator('[data-testid="pay-exact"]:not([disabled])').waitFor();
  for (const key of ['pad-5', 'pad-00', 'pay-cash']) await driver.id(key).click();
  await shownMinor(shown, 'display-change').toBe(500 - price);
  await picture(shown, 'change');
  await driver.id('receipt').waitFor();
  await driver.nextSale();
});

test('unplugged, it goes, the till says so and sells on; a mirror is no second screen; plugged in again, it is back', async () => {
  screens.unplug();
  await expect.poll(displayWindow).toBeNull();
  await driver.scan(milk.code);
  await driver.untilLines(1);
  await untilTillSays('noScreen');
  await picture(driver.page, 'unplugged');
  // What would fill this one would lie over the till.
  screens.mirror();
  await untilTillSays('mirrored');
  await expect.poll(displayWindow).toBeNull();
  screens.plugIn();
  await itFillsItsScreen();
  await shownMinor(await display(), 'display-total').toBe(price);
  await untilTillSays('open');
  await expect.poll(tillWindow).toMatchObject({ onScreen: 0, shown: true, focused: true });
});
