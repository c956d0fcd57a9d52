import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoVariant } from './support/demo-codes.ts';
import { type OpenTill, OTHER_SHELL, openTill, SHELLS } from './support/open-till.ts';
import { album } from './support/screenshots.ts';
import { type Observer, ServerProcess } from './support/server-process.ts';

let server: ServerProcess;
let observer: Observer;
/** Another till of the shop, which hears of it all. */
let other: OpenTill;
beforeAll(async () => {
  server = await ServerProcess.start('demo');
  observer = await server.observer();
  other = await openTill(OTHER_SHELL, server.url, { code: await server.pairingCode() });
  await other.startWork();
});
afterAll(async () => {
  await other?.close();
  await server?.verify();
  await server?.remove();
});

/** A SKU a shell, so that each counts from its own opening stock. */
const GOODS = { electron: 'DAI-MLK-1L', chromium: 'DAI-BUTTER-SALT-250' } as const;

describe.each(SHELLS)('an outage in %s', (shell) => {
  const picture = album(`outage-${shell}`);
  const sku = GOODS[shell];
  const { item, code } = demoVariant(sku);
  let till: OpenTill;
  beforeAll(async () => {
    till = await openTill(shell, server.url, { code: await server.pairingCode() });
    await till.startWork();
    await till.untilSync('synced');
    // A browser opens the till without its server as soon as its worker has the files.
    if (shell === 'chromium')
      await till.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  });
  afterAll(() => till?.close());

  test('server stopped in the middle of a cart, ten sales, restart offline, server back: each applied once', async () => {
    const before = await observer.stock(sku);
    await till.scan(code);
    await till.untilLine(sku, 'reserved');
    await server.stop('SIGKILL');
    await till.scan(code);
    await till.untilLines(1);
    await expect.poll(() => till.quantityOf(sku)).toBe(2);
    await till.payExactCash();
    await till.nextSale();
    await till.untilSync('offline');
    await picture(till.page, 'offline');
    for (let sold = 1; sold < 5; sold += 1) {
      await till.scan(code);
      await till.untilLines(1);
      await till.payExactCash();
      await till.nextSale();
    }

    await till.close();
    till = await till.reopen();
    await till.startWork();
    await picture(till.page, 'restarted-offline');
    for (let sold = 5; sold < 10; sold += 1) {
      await till.scan(code);
      await till.untilLines(1);
      await till.payExactCash();
      if (sold === 9) await picture(till.page, 'receipt-offline');
      await till.nextSale();
    }
    await expect.poll(() => till.id('sync-pill').textContent()).toMatch(/10/);
    // Ten sales: two units, then nine times one.
    await expect.poll(() => till.availableOf(item.name)).toBe(String(before.onHand - 11));

    await server.run('demo');
    await till.untilSync('synced');
    await picture(till.page, 'synced');
    await expect
      .poll(() => observer.stock(sku))
      .toMatchObject({ onHand: before.onHand - 11, reservedElsewhere: 0 });
    await server.verify();
    await expect.poll(() => till.availableOf(item.name)).toBe(String(before.onHand - 11));
    await other.untilSync('synced');
    await expect.poll(() => other.availableOf(item.name)).toBe(String(before.onHand - 11));
  });
});
