import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoShop } from '../../src-server/demo/demo-shop.ts';
import { demoVariant } from './support/demo-codes.ts';
import { type OpenTill, openTill, SHELLS } from './support/open-till.ts';
import { album } from './support/screenshots.ts';
import { ServerProcess } from './support/server-process.ts';

const [owner, idris] = demoShop().staff;
if (!owner || !idris) throw new Error('the demo shop has nobody');
const [shell] = SHELLS;

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start('demo');
});
afterAll(() => server?.remove());

describe.skipIf(!shell)('the people of the shop', () => {
  const picture = album('staff');
  let till: OpenTill;
  beforeAll(async () => {
    if (shell) till = await openTill(shell, server.url, { code: await server.pairingCode() });
  });
  afterAll(() => till?.close());

  test('log in without the network after a restart, each with a cart of their own', async () => {
    const milk = demoVariant('DAI-MLK-1L');
    await till.id(`cashier-${idris.id}`).click();
    await picture(till.page, 'pin');
    await till.givePin();
    await till.openShift();
    await till.untilSync('synced');
    await server.stop('SIGKILL');

    // The plug is pulled with a cart open: it is the cashier's own after the restart.
    await till.scan(milk.code);
    await till.untilLines(1);
    await till.close();
    till = await till.reopen();
    await till.id(`cashier-${idris.id}`).click();
    await till.id('lock-offline').waitFor();
    await till.page.keyboard.type('9999');
    await till.page.locator('[data-testid="pin-entry"][data-shakes="1"]').waitFor();
    await expect.poll(() => till.id('pin-says').textContent()).toContain('4');
    await picture(till.page, 'wrong-offline');
    await till.givePin('2222');
    await till.untilLines(1);

    // The owner comes to the till: Ctrl+L, a tap and the PIN. Three acts, and the cart is somebody else's.
    await till.page.keyboard.press('Control+l');
    await till.id(`cashier-${owner.id}`).click();
    await till.givePin('1111');
    await till.untilLines(0);
    await till.page.keyboard.press('Control+l');
    await till.id('kept-cart').waitFor();
    await picture(till.page, 'kept-cart');
    await till.id(`cashier-${idris.id}`).click();
    await till.givePin('2222');
    await till.untilLines(1);
    await till.payExactCash();
  });
});
