import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoShop } from '../../src-server/demo/demo-shop.ts';
import { demoVariant } from './support/demo-codes.ts';
import { type ElectronTill, launchElectronTill } from './support/electron-till.ts';
import { SHELLS } from './support/open-till.ts';
import { album } from './support/screenshots.ts';
import { ServerProcess } from './support/server-process.ts';
import { TillDriver } from './support/till-driver.ts';

const [owner] = demoShop().staff;
const milk = demoVariant('DAI-MLK-1L');
const picture = album('customer-display');

describe.skipIf(!SHELLS.includes('electron'))('the customer display of the till’s own window', () => {
  let server: ServerProcess;
  let till: ElectronTill;
  let driver: TillDriver;

  beforeAll(async () => {
    server = await ServerProcess.start('demo');
    till = await launchElectronTill({
      env: {
        LANG: 'en_GB.UTF-8',
        LANGUAGE: 'en',
        EVERTILL_PAIR_SERVER: server.url,
        EVERTILL_PAIR_CODE: await server.pairingCode(),
      },
    });
    driver = new TillDriver(till.page);
    // The display is a manager's to set.
    await driver.id(`cashier-${owner?.id}`).click();
    await driver.givePin();
    await driver.openShift();
  });
  afterAll(async () => {
    await till?.close();
    await server?.remove();
  });

  const displayPages = () => till.app.windows().filter((page) => page.url() === 'app://display/');
  /** The display that is there now; another one after each time it was opened anew. */
  const display = async (but?: Page): Promise<Page> => {
    const found = () => displayPages().find((page) => page !== but && !page.isClosed());
    await expect.poll(found).toBeDefined();
    return found() as Page;
  };
  const onDisplay = (page: Page, testId: string) => page.getByTestId(testId);
  const untilScene = (page: Page, scene: string) =>
    page.locator(`[data-testid="display"][data-scene="${scene}"]`).waitFor();
  const shownMinor = (page: Page, testId: string) =>
    expect.poll(async () => Number(await onDisplay(page, testId).getAttribute('data-minor')));
  const tillHasFocus = () =>
    till.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getFocusedWindow()?.webContents.getURL().startsWith('app://till/'),
    );
  const setMode = async (mode: string) => {
    await driver.id('settings-open').click();
    await driver.id('settings-display').click();
    await driver.id(`display-mode-${mode}`).click();
  };
  const closeSettings = async () => {
    await driver.page.keyboard.press('Escape');
    await driver.id('settings-panel').waitFor({ state: 'detached' });
  };

  test('opens as a window that takes nothing from the till, knows nothing, and reaches nothing', async () => {
    expect(displayPages()).toHaveLength(0);
    await till.app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      window?.focus();
      window?.on('blur', () => {
        (globalThis as { blurred?: number }).blurred =
          ((globalThis as { blurred?: number }).blurred ?? 0) + 1;
      });
    });
    await setMode('window');
    const shown = await display();
    await untilScene(shown, 'idle');
    await driver.page.locator('[data-testid="display-state"][data-code="open"]').waitFor();
    await closeSettings();
    await picture(shown, 'idle');

    const seen = await shown.evaluate(async () => {
      const bridge = (window as unknown as { evertillDisplay?: object }).evertillDisplay ?? {};
      const reached = await Promise.all(
        ['app://till/', 'http://127.0.0.1:1/', '/index.html'].map((address) =>
          fetch(address).then(
            () => 'reached',
            () => 'refused',
          ),
        ),
      );
      return {
        bridge: Object.keys(bridge),
        others: ['evertill', 'require', 'process', 'module'].filter((name) => name in window),
        reached,
        stored: (await indexedDB.databases()).length,
      };
    });
    expect(seen).toEqual({
      bridge: ['receive'],
      others: [],
      reached: ['refused', 'refused', 'refused'],
      stored: 0,
    });
    const facts = await till.app.evaluate(async ({ BrowserWindow, ipcMain }) => {
      const window = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith('app://display/'),
      );
      const handlers = (
        ipcMain as unknown as { _invokeHandlers: Map<string, (...args: unknown[]) => unknown> }
      )._invokeHandlers;
      const contents = window?.webContents;
      return {
        preferences: (
          contents as unknown as { getLastWebPreferences(): Record<string, unknown> } | undefined
        )?.getLastWebPreferences(),
        kept: contents?.session.isPersistent(),
        denied: await handlers.get('evertill')?.(
          { senderFrame: contents?.mainFrame, sender: contents },
          'secret:get',
          { name: 'terminalToken' },
        ),
      };
    });
    expect(facts.preferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
    });
    expect(facts.kept).toBe(false);
    expect(facts.denied).toMatchObject({ ok: false, failure: { code: 'denied' } });
  });

  test('shows what is scanned, what is due and the change, while the till keeps the focus', async () => {
    const shown = await display();
    await driver.scan(milk.code);
    await driver.scan(milk.code);
    await shownMinor(shown, 'display-total').toBe(2 * milk.variant.priceMinor);
    expect(await onDisplay(shown, 'display-line').count()).toBe(1);
    expect(await onDisplay(shown, 'display-line').textContent()).toContain(milk.item.name);
    await picture(shown, 'cart');
    await driver.id('pay').click();
    await untilScene(shown, 'paying');
    await shownMinor(shown, 'display-due').toBe(2 * milk.variant.priceMinor);
    await driver.page.locator('[data-testid="pay-exact"]:not([disabled])').waitFor();
    for (const key of ['pad-5', 'pad-00', 'pay-cash']) await driver.id(key).click();
    await driver.id('receipt').waitFor();
    await shownMinor(shown, 'display-change').toBe(500 - 2 * milk.variant.priceMinor);
    expect(await onDisplay(shown, 'display-code').getAttribute('data-code')).toMatch(/^EV1/);
    await picture(shown, 'change');
    await expect.poll(tillHasFocus).toBe(true);
    expect(await till.app.evaluate(() => (globalThis as { blurred?: number }).blurred ?? 0)).toBe(0);
  });

  test('comes back after a kill and after a hang, and the till sells on meanwhile', async () => {
    const killed = await display();
    await till.app.evaluate(({ BrowserWindow }) => {
      const window = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith('app://display/'),
      );
      process.kill(window?.webContents.getOSProcessId() ?? Number.NaN, 'SIGKILL');
    });
    await driver.scan(milk.code);
    await driver.untilLines(1);
    const second = await display(killed);
    await shownMinor(second, 'display-total').toBe(milk.variant.priceMinor);
    // It hangs for good: the till does not notice, and main does.
    void second
      .evaluate(() => {
        for (;;);
      })
      .catch(() => undefined);
    await driver.scan(milk.code);
    await expect.poll(() => driver.quantityOf(milk.variant.sku)).toBe(2);
    await driver.id('pay').click();
    await driver.page.locator('[data-testid="pay-exact"]:not([disabled])').waitFor();
    await driver.id('pay-exact').click();
    await driver.id('receipt').waitFor();
    const third = await display(second);
    await untilScene(third, 'done');
    await expect.poll(() => till.log()).toMatch(/display: page gone: killed/);
    await expect.poll(() => till.log()).toMatch(/display: no answer within/);
    await expect.poll(tillHasFocus).toBe(true);
    await driver.nextSale();
  });

  test('gives the focus back when somebody clicks into it, and goes with the till’s window', async () => {
    // What a second screen is like: second-screen.test.ts. Here there is one, and it is told.
    await setMode('secondScreen');
    await driver.page.locator('[data-testid="display-state"][data-code="noScreen"]').waitFor();
    await expect.poll(displayPages).toHaveLength(0);
    await driver.id('display-mode-window').click();
    await closeSettings();
    await driver.scan(milk.code);
    await untilScene(await display(), 'cart');
    await till.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.webContents.getURL().startsWith('app://display/'))
        ?.focus(),
    );
    await expect.poll(tillHasFocus).toBe(true);
    const ended = new Promise((resolve) => till.app.process().once('exit', resolve));
    await till.app.evaluate(({ BrowserWindow }) => {
      const own = BrowserWindow.getAllWindows().find((one) =>
        one.webContents.getURL().startsWith('app://till/'),
      );
      setTimeout(() => own?.close(), 20);
    });
    expect(await ended).toBe(0);
  });
});
