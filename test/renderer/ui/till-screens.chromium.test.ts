import { describe, expect, it } from 'vitest';
import { scan } from '../../support/keyboard.ts';
import { axeFaults } from './support/axe-faults.ts';
import { piece, shop, weighed, withForms } from './support/demo-goods.ts';
import { atWork, openDesk, untilStill } from './support/desk.ts';
import { openShift, PAIRING_CODE } from './support/till-page.ts';

const desk = openDesk();

const id = (testId: string) => desk.till.page.getByTestId(testId);
const line = (sku: string) => desk.till.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);

describe('pairing', () => {
  it('says what is wrong with a code and with an address, and goes on from there', async () => {
    desk.till = await desk.lab.open();
    await id('pair-server').fill(desk.lab.wire.url);
    await id('pair-code').fill('WRONG123');
    await id('pair-submit').click();
    await desk.till.page.locator('[data-testid="pair-error"][data-code="wrongPairingCode"]').waitFor();
    await id('pair-server').fill('http://127.0.0.1:9');
    await id('pair-submit').click();
    await desk.till.page.locator('[data-testid="pair-error"][data-code="unreachable"]').waitFor();
    expect(await id('pair-error').textContent()).toContain('http://127.0.0.1:9');
    await id('pair-server').fill(desk.lab.wire.url);
    await id('pair-code').fill(PAIRING_CODE.toLowerCase());
    await id('pair-submit').click();
    await desk.till.page.locator('[data-testid^="cashier-"]').first().waitFor();
    expect(await desk.till.page.locator('[data-testid^="cashier-"]').count()).toBe(shop.staff.length);
  });
});

describe('one till', () => {
  it('is open in one window: a second one says so and touches nothing', async () => {
    const page = await atWork(desk);
    const second = await page.context().newPage();
    await second.goto(page.url());
    await second.locator('[data-testid="open-failed"][data-in-use="true"]').waitFor();
    await scan(page, piece(36).code);
    await line(piece(36).sku).waitFor();
  });
});

describe('without the server', () => {
  it('sells, says so calmly, and catches up', async () => {
    const page = await atWork(desk);
    desk.lab.wire.faults.down = true;
    desk.lab.wire.cutStreams();
    for (const index of [21, 22]) {
      await scan(page, piece(index).code);
      await line(piece(index).sku).waitFor();
      await id('pay').click();
      await id('pay-exact').click();
      await id('receipt').waitFor();
      await id('receipt-next').click();
    }
    await page.locator('[data-testid="sync-pill"][data-state="offline"][data-unsent="2"]').waitFor();
    await id('sync-pill').click();
    await page.locator('[data-testid="outbox-sales"][data-unsent="2"]').waitFor();
    desk.lab.wire.faults.down = false;
    const caughtUp = page.locator('[data-testid="outbox-sales"][data-unsent="0"]').waitFor();
    // The till may find the server again by itself in this very moment; then the button is gone.
    await Promise.race([id('retry-now').click(), caughtUp]);
    await caughtUp;
    await page.keyboard.press('Escape');
    await page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
  });
});

describe('a till whose access was withdrawn', () => {
  it('says so, sells on, and can be paired again', async () => {
    const page = await atWork(desk);
    desk.lab.wire.faults.revoked = true;
    desk.lab.wire.cutStreams();
    await scan(page, piece(25).code);
    await page.locator('[data-testid="sync-pill"][data-state="revoked"]').waitFor();
    await id('pay').click();
    await id('pay-exact').click();
    await id('receipt').waitFor();
    await id('sync-pill').click();
    await id('pair-again').click();
    desk.lab.wire.faults.revoked = false;
    await id('pair-server').fill(desk.lab.wire.url);
    await id('pair-code').fill(PAIRING_CODE);
    await id('pair-submit').click();
    await page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
  });
});

describe('for everyone', () => {
  it('switches language and theme at once, and keeps them', async () => {
    const page = await atWork(desk);
    await id('settings-open').click();
    await id('language-de').click();
    await page.getByText('Einstellungen dieser Kasse').waitFor();
    await id('theme-dark').click();
    await page.locator('html[data-theme="dark"]').waitFor({ state: 'attached' });
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByText('Wer ist an der Kasse?').waitFor();
  });

  // In light each screen is asked beside its picture (test/looks).
  it('has no fault that axe finds on any screen, in dark and in high contrast', async () => {
    desk.till = await desk.lab.open();
    const { page } = desk.till;
    const found: string[] = [];
    const look = async (screen: string) => {
      for (const theme of ['dark', 'hc']) await lookIn(theme, screen);
    };
    const lookIn = async (theme: string, screen: string) => {
      await page.evaluate((worn) => {
        document.documentElement.dataset.theme = worn;
      }, theme);
      const faults = await axeFaults(page);
      found.push(...faults.map((fault) => `${screen} (${theme}) ${fault}`));
    };
    const lookAtPanel = async (open: () => Promise<void>, panel: string) => {
      await open();
      await id(panel).waitFor();
      await look(panel);
      await page.keyboard.press('Escape');
      await id(panel).waitFor({ state: 'detached' });
    };

    await id('pair-code').waitFor();
    await id('pair-server').fill(desk.lab.wire.url);
    await id('pair-code').fill('WRONG123');
    await id('pair-submit').click();
    await id('pair-error').waitFor();
    await look('pairing');
    await id('pair-code').fill(PAIRING_CODE);
    await id('pair-submit').click();
    const cashier = page.locator('[data-testid^="cashier-"]').first();
    await cashier.waitFor();
    await id('catalogue-progress').waitFor({ state: 'detached' });
    await look('cashiers');
    await cashier.click();
    await id('shift-open-confirm').waitFor();
    await look('open-shift');
    await openShift(page);
    await scan(page, piece(23).code);
    await scan(page, '4000000000006');
    await page.locator('[data-testid="cart-line"][data-state="reserved"]').waitFor();
    await id('notice').waitFor();
    await untilStill(page);
    await look('sale');
    await lookAtPanel(() => page.keyboard.press('F1'), 'help');
    await lookAtPanel(() => page.keyboard.press('F6'), 'parked-panel');
    await lookAtPanel(() => id('sync-pill').click(), 'sync-panel');
    await lookAtPanel(() => id('settings-open').click(), 'settings-panel');
    await id('search').fill(withForms.name);
    await lookAtPanel(() => id(`tile-${withForms.id}`).click(), 'variant-picker');
    await id('search').fill(weighed.name);
    await lookAtPanel(() => id(`tile-${weighed.id}`).click(), 'weight-question');
    await page.keyboard.press('F9');
    await page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
    await look('payment');
    await id('pay-card').click();
    await id('card-dialog').waitFor();
    await look('card');
    await id('card-approve').click();
    await id('receipt').waitFor();
    await look('receipt');
    expect(found).toEqual([]);
  });

  it('has targets of 48 pixels, keys of 64 and a Pay of 72 on the smallest screen', async () => {
    const page = await atWork(desk, { width: 1024, height: 768 });
    await scan(page, piece(24).code);
    await line(piece(24).sku).waitFor();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button:not([tabindex="-1"]), [data-testid="line-remove"], input')]
        .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 90) }))
        .filter(({ box }) => box.width > 0 && (box.height < 48 || box.width < 48))
        .map(({ html }) => html),
    );
    expect(small).toEqual([]);
    for (const key of ['7', '0', 'point', 'enter'])
      expect((await id(`pad-${key}`).boundingBox())?.height).toBeGreaterThanOrEqual(64);
    expect((await id('pay').boundingBox())?.height).toBe(72);
    // Everything fits: nothing of the cart's foot is below the edge.
    const pay = await id('pay').boundingBox();
    expect((pay?.y ?? 0) + (pay?.height ?? 0)).toBeLessThanOrEqual(768);
  });
});
