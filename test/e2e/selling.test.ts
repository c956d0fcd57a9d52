import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoShop } from '../../src-server/demo/demo-shop.ts';
import { startFakePrinter } from '../main/support/fake-printer.ts';
import { demoVariant } from './support/demo-codes.ts';
import { type OpenTill, OTHER_SHELL, openTill, SHELLS } from './support/open-till.ts';
import { album } from './support/screenshots.ts';
import { type Observer, ServerProcess } from './support/server-process.ts';

let server: ServerProcess;
let observer: Observer;
beforeAll(async () => {
  server = await ServerProcess.start('demo');
  observer = await server.observer();
});

/** Two tills of one shop, each in a shell of its own where both are there; what a browser does otherwise is told elsewhere. */
const [shell = 'electron'] = SHELLS;
let till: OpenTill;
let second: OpenTill;
beforeAll(async () => {
  till = await openTill(shell, server.url, { code: await server.pairingCode() });
  second = await openTill(OTHER_SHELL, server.url, { code: await server.pairingCode() });
  await till.startWork();
  await second.startWork();
});
afterAll(async () => {
  await till?.close();
  await second?.close();
  await server?.verify();
  await server?.remove();
});

describe('a sale', () => {
  const picture = album('selling');

  test('scan, size picker, pay, receipt; a second till sees the stock', async () => {
    const milk = demoVariant('DAI-MLK-1L');
    const before = await observer.stock('DAI-MLK-1L');
    await till.scan(milk.code);
    await till.scan(milk.code);
    await till.untilLine('DAI-MLK-1L', 'reserved');
    await expect.poll(() => till.quantityOf('DAI-MLK-1L')).toBe(2);
    await till.untilLine('DAI-MLK-1L', 'reserved');
    // Every till sees a reservation within a second; the rest is the machine's.
    await expect.poll(() => second.availableOf(milk.item.name)).toBe(String(before.onHand - 2));

    await till.id('search').fill('Organic T-shirt');
    await till.page.locator('[data-testid^="tile-"]').filter({ hasText: 'Organic T-shirt' }).first().click();
    await till.id('axis-colour-Navy').click();
    const navyMedium = till.id('variant-CLO-TEE-NVY-M');
    await navyMedium.waitFor();
    await picture(till.page, 'size-picker');
    await navyMedium.click();
    await till.untilLine('CLO-TEE-NVY-M', 'reserved');
    await till.id('search').fill('');
    await picture(till.page, 'cart');

    await till.id('pay').click();
    await till.id('pay-exact').waitFor();
    await picture(till.page, 'payment');
    await till.page.keyboard.press('Enter');
    await till.id('receipt').waitFor();
    await picture(till.page, 'receipt');
    expect(await till.id('receipt').textContent()).toContain('Organic T-shirt');
    await till.untilSync('synced');

    await expect
      .poll(() => observer.stock('DAI-MLK-1L'))
      .toMatchObject({ onHand: before.onHand - 2, reservedElsewhere: 0 });
    await expect.poll(() => second.availableOf(milk.item.name)).toBe(String(before.onHand - 2));
    await till.nextSale();
  });

  test('exact cash takes no tap but F9 and Enter, and change is shown large', async () => {
    const { code } = demoVariant('DAI-BUTTER-SALT-250');
    await till.scan(code);
    await till.untilLines(1);
    await till.page.keyboard.press('F9');
    await till.id('pay-exact').waitFor();
    await till.page.keyboard.press('Enter');
    await till.id('receipt').waitFor();
    // The next scan starts a new sale.
    await till.scan(code);
    await till.untilLines(1);
    await till.id('pay').click();
    await till.id('pay-amount-500').click();
    await till.id('receipt').waitFor();
    expect(await till.id('change').textContent()).toContain('2.01');
    await picture(till.page, 'change');
    await till.nextSale();
  });

  test('a card is confirmed by the cashier; a declined one goes back to choosing', async () => {
    await till.scan(demoVariant('DAI-MLK-1L').code);
    await till.untilLines(1);
    await till.id('pay').click();
    await till.id('pay-card').click();
    await till.id('card-decline').click();
    await till.id('pay-card').click();
    await picture(till.page, 'card');
    await till.id('card-approve').click();
    await till.id('receipt').waitFor();
    await till.nextSale();
  });

  test('remove and clear give undo; a parked cart comes back as it was', async () => {
    await till.scan(demoVariant('DAI-MLK-1L').code);
    await till.scan(demoVariant('DAI-BUTTER-SALT-250').code);
    await till.untilLines(2);
    await till.line('DAI-MLK-1L').getByTestId('line-remove').click();
    await till.untilLines(1);
    await till.id('undo').click();
    await till.untilLines(2);
    await till.id('clear').click();
    await till.untilLines(0);
    await till.id('undo').click();
    await till.untilLines(2);
    await till.page.keyboard.press('F4');
    await till.untilLines(0);
    await till.id('parked-open').click();
    await till.id('parked-row').first().waitFor();
    await picture(till.page, 'parked');
    await till.id('parked-row').first().locator('[data-testid^="parked-"]').first().click();
    await till.untilLines(2);
    await till.untilLine('DAI-MLK-1L', 'reserved');
    await till.payExactCash();
    await till.nextSale();
  });

  test('an unknown code is told and does not block the next scan', async () => {
    await till.scan('4999999999991');
    await till.id('notice').first().waitFor();
    await picture(till.page, 'unknown-code');
    await till.scan(demoVariant('DAI-MLK-1L').code);
    await till.untilLines(1);
    await till.id('clear').click();
    await till.untilLines(0);
  });
});

describe('two tills after the last unit', () => {
  const picture = album('last-unit');
  const { code } = demoVariant('DRI-SMOOTHIE-RED');

  test('one gets it, the other is told who holds it; released, it goes to who still wants it', async () => {
    await Promise.all([till.scan(code), second.scan(code)]);
    const stateOf = async (at: OpenTill) => {
      await at.page.waitForFunction(() =>
        /^(reserved|beyond)$/.test(
          document.querySelector('[data-testid="cart-line"]')?.getAttribute('data-state') ?? '',
        ),
      );
      return at.line('DRI-SMOOTHIE-RED').getAttribute('data-state');
    };
    const states = [await stateOf(till), await stateOf(second)];
    expect(states.sort()).toEqual(['beyond', 'reserved']);
    const [winner, loser] = (await stateOf(till)) === 'reserved' ? [till, second] : [second, till];
    await picture(winner.page, 'has-it');
    await picture(loser.page, 'is-told');
    await expect.poll(() => loser.line('DRI-SMOOTHIE-RED').textContent()).toMatch(/Till|Terminal/i);
    const held = await observer.stock('DRI-SMOOTHIE-RED');
    expect(held).toMatchObject({ onHand: 1, reservedElsewhere: 1 });

    // The one without it is refused before money changes hands, and goes back to the cart.
    await loser.id('pay').click();
    await loser.id('refused-line').first().waitFor();
    await picture(loser.page, 'refused-before-payment');
    await loser.id('refused-back').click();
    await loser.id('search').waitFor();

    await winner.line('DRI-SMOOTHIE-RED').getByTestId('line-remove').click();
    await winner.untilLines(0);
    await loser.untilLine('DRI-SMOOTHIE-RED', 'reserved');
    await loser.payExactCash();
    await loser.untilSync('synced');
    // The pill is calm: what takes no longer than a moment never leaves "synced".
    await expect
      .poll(() => observer.stock('DRI-SMOOTHIE-RED'))
      .toMatchObject({ onHand: 0, reservedElsewhere: 0 });
    await loser.nextSale();
  });
});

describe('a payment that is not made, a cart that is left alone', () => {
  const picture = album('cancelled-and-expired');
  const { code } = demoVariant('DAI-MLK-1L');

  test('a cancelled payment goes back to the cart, which keeps what it holds', async () => {
    const before = await observer.stock('DAI-MLK-1L');
    await till.scan(code);
    await till.untilLine('DAI-MLK-1L', 'reserved');
    await till.id('pay').click();
    await till.id('pay-exact').waitFor();
    await till.id('pay-cancel').click();
    await till.id('search').waitFor();
    await till.untilLine('DAI-MLK-1L', 'reserved');
    expect(await observer.stock('DAI-MLK-1L')).toMatchObject({ onHand: before.onHand, reservedElsewhere: 1 });
    await till.id('clear').click();
    await till.untilLines(0);
    await expect.poll(async () => (await observer.stock('DAI-MLK-1L')).reservedElsewhere).toBe(0);
  });

  test('a cart left alone lapses by the server’s clock; touching it asks again', async () => {
    await server.set('reservationTtlMs=3000');
    await till.scan(code);
    // It was reserved before; a machine that is slower than the reservation is long does not show it any more.
    await till.untilLine('DAI-MLK-1L', 'lapsed');
    await picture(till.page, 'no-longer-held');
    await expect.poll(async () => (await observer.stock('DAI-MLK-1L')).reservedElsewhere).toBe(0);
    await server.set('reservationTtlMs=900000');
    await till.scan(code);
    await till.untilLine('DAI-MLK-1L', 'reserved');
    await expect.poll(async () => (await observer.stock('DAI-MLK-1L')).reservedElsewhere).toBe(2);
    await till.payExactCash();
    await till.nextSale();
  });
});

describe.runIf(shell === 'electron')('a printer', () => {
  const picture = album('printer');

  test('the receipt prints on a network printer, and a printer that is off loses nothing', async () => {
    const printer = await startFakePrinter();
    await till.id('settings-open').click();
    await till.id('settings-printer').click();
    await till.id('printer-host').fill('127.0.0.1');
    await till.id('printer-port').fill(String(printer.port));
    await till.id('printer-save').click();
    // A cashier does not say where receipts go: the owner agrees, in place.
    await till.id('approval').locator('[data-testid^="reason-"]').first().click();
    await till.id('pin-pad').waitFor();
    await till.page.keyboard.type(demoShop().staff[0]?.pin ?? '');
    await till.id('approval').waitFor({ state: 'detached' });
    await picture(till.page, 'settings');
    await till.id('dialog-close').click();
    await till.scan(demoVariant('DAI-MLK-1L').code);
    await till.untilLines(1);
    await till.payExactCash();
    await till.id('receipt-print').click();
    // The drawer's pulse came before it, with the cash.
    await expect.poll(() => printer.jobs.some((job) => job.length > 200)).toBe(true);
    await printer.end();
    await till.id('receipt-print').click();
    await till.page.locator('[data-testid="device-says"][data-tone="bad"]').waitFor();
    await picture(till.page, 'printer-off');
    await till.nextSale();
  });
});
