import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { NO_FRAME_MS } from '../../../src-renderer/features/customer-display/after-paint.ts';
import { scan } from '../../support/keyboard.ts';
import { piece, shop } from '../ui/support/demo-goods.ts';
import { openDesk } from '../ui/support/desk.ts';
import { openShift, pair } from '../ui/support/till-page.ts';

const desk = openDesk();
const [owner] = shop.staff;
const id = (testId: string) => desk.till.page.getByTestId(testId);
const line = (sku: string) => desk.till.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
const untilScene = (display: Page, scene: string) =>
  display.locator(`[data-testid="display"][data-scene="${scene}"]`).waitFor();

/** The owner at a till in a browser, in the settings' section of the display, with the display set to a window. */
async function atSettings(): Promise<Page> {
  desk.till = await desk.lab.open();
  const { page } = desk.till;
  await pair(desk.lab, desk.till);
  await id(`cashier-${owner?.id}`).click();
  await openShift(page);
  await id('catalogue-progress').waitFor({ state: 'detached' });
  await id('settings-open').click();
  await id('settings-display').click();
  // A browser lets no page choose a screen.
  expect(await id('display-mode-secondScreen').count()).toBe(0);
  await id('display-mode-window').click();
  await page.locator('[data-testid="display-state"][data-code="closed"]').waitFor();
  return page;
}

async function openedDisplay(page: Page): Promise<Page> {
  const popup = page.waitForEvent('popup');
  await id('display-open').click();
  return popup;
}

const leaveSettings = async (page: Page) => {
  await page.keyboard.press('Escape');
  await id('settings-panel').waitFor({ state: 'detached' });
};

it('a till in a browser opens the display as a second window, which follows it, outlives its reload, and goes when it is off', async () => {
  const page = await atSettings();
  await saysWhatIsBlocked(page);
  const display = await openedDisplay(page);
  await untilScene(display, 'idle');
  await page.locator('[data-testid="display-state"][data-code="open"]').waitFor();
  await leaveSettings(page);
  const { priceMinor, sku } = piece(5);
  await tellsAfterThePaint(page);
  await display.locator(`[data-testid="display-total"][data-minor="${priceMinor}"]`).waitFor();
  // A display that is loaded anew asks for what it missed.
  await display.reload();
  await display.locator(`[data-testid="display-total"][data-minor="${priceMinor}"]`).waitFor();
  // An outage is nothing that a customer sees.
  desk.lab.wire.faults.down = true;
  desk.lab.wire.cutStreams();
  await page.locator('[data-testid="sync-pill"][data-state="offline"]').waitFor();
  expect(await display.getByTestId('display').textContent()).not.toMatch(/offline|server|connect/i);
  await page.keyboard.press('Control+l');
  await untilScene(display, 'paused');
  await page.reload();
  await id(`cashier-${owner?.id}`).click();
  await line(sku).waitFor();
  await display.locator(`[data-testid="display-total"][data-minor="${priceMinor}"]`).waitFor();
  await id('settings-open').click();
  await id('settings-display').click();
  const closed = display.waitForEvent('close');
  await id('display-mode-off').click();
  await closed;
});

/** What every browser does where pop-up windows are not allowed. */
async function saysWhatIsBlocked(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { open } = window;
    window.open = () => {
      window.open = open;
      return null;
    };
  });
  await id('display-open').click();
  await page.locator('[data-testid="display-state"][data-code="blocked"]').waitFor();
  expect(await id('display-state').textContent()).toMatch(/pop-up/);
}

/** A scan is on its way to the till's own screen before anybody is told of it; what is only typed is told to nobody. */
async function tellsAfterThePaint(page: Page): Promise<void> {
  await page.evaluate((noFrameMs) => {
    // A starved machine draws no frame for longer than the till waits for one; what is asked here is what comes after it.
    const { setTimeout: real } = window;
    const patient = (act: () => void, ms = 0) => real(act, ms === noFrameMs ? 1_000_000 : ms);
    Object.assign(window, { setTimeout: patient });
    const seen: string[] = [];
    (window as unknown as { seen: string[] }).seen = seen;
    const { postMessage } = BroadcastChannel.prototype;
    BroadcastChannel.prototype.postMessage = function post(this: BroadcastChannel, message: unknown) {
      const told = message as { kind?: string; message?: { scene: { kind: string } } };
      if (told.kind === 'show') seen.push(`told ${told.message?.scene.kind}`);
      postMessage.call(this, message);
    };
    new MutationObserver(() => {
      if (seen.at(-1) === 'line') return;
      seen.push('line');
      requestAnimationFrame(() => seen.push('frame'));
    }).observe(document.querySelector('#cart ul, #cart') ?? document.body, {
      childList: true,
      subtree: true,
    });
  }, NO_FRAME_MS);
  const seen = () => page.evaluate(() => (window as unknown as { seen: string[] }).seen);
  await scan(page, piece(5).code);
  await line(piece(5).sku).waitFor();
  await expect.poll(async () => (await seen()).filter((one) => one.startsWith('told')).length).toBe(1);
  const order = await seen();
  expect(order.indexOf('line')).toBeGreaterThanOrEqual(0);
  // The frame that shows the line was drawn before anything was told.
  expect(order.indexOf('frame')).toBeLessThan(order.indexOf('told cart'));
  expect(order.indexOf('line')).toBeLessThan(order.indexOf('frame'));
  for (const key of ['pad-4', 'pad-7', 'pad-erase', 'pad-erase']) await id(key).click();
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50))));
  expect((await seen()).filter((one) => one.startsWith('told'))).toHaveLength(1);
}
