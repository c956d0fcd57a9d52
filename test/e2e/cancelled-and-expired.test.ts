import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoVariant } from './support/demo-codes.ts';
import { type OpenTill, openTill, SHELLS } from './support/open-till.ts';
import { album } from './support/screenshots.ts';
import { type Observer, ServerProcess } from './support/server-process.ts';

let server: ServerProcess;
let observer: Observer;
beforeAll(async () => {
  server = await ServerProcess.start('demo');
  observer = await server.observer();
});
afterAll(async () => {
  await server?.verify();
  await server?.remove();
});

describe.each(SHELLS)('a payment that is not made, a cart that is left alone, in %s', (shell) => {
  const picture = album(`cancelled-and-expired-${shell}`);
  const { code } = demoVariant('DAI-MLK-1L');
  let till: OpenTill;
  beforeAll(async () => {
    till = await openTill(shell, server.url, { code: await server.pairingCode() });
    await till.startWork();
  });
  afterAll(() => till?.close());

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
    await expect
      .poll(async () => (await observer.stock('DAI-MLK-1L')).reservedElsewhere, { timeout: 10_000 })
      .toBe(0);
  });

  test('a cart left alone lapses by the server’s clock; touching it asks again', async () => {
    await server.command('settings', '--store', 'main', '--set', 'reservationTtlMs=3000');
    await till.scan(code);
    await till.untilLine('DAI-MLK-1L', 'reserved');
    await till.untilLine('DAI-MLK-1L', 'lapsed', 60_000);
    await picture(till.page, 'no-longer-held');
    expect((await observer.stock('DAI-MLK-1L')).reservedElsewhere).toBe(0);
    await server.command('settings', '--store', 'main', '--set', 'reservationTtlMs=900000');
    await till.scan(code);
    await till.untilLine('DAI-MLK-1L', 'reserved');
    await expect.poll(async () => (await observer.stock('DAI-MLK-1L')).reservedElsewhere).toBe(2);
    await till.payExactCash();
    await till.nextSale();
  });
});
