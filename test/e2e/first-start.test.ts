import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoVariant } from './support/demo-codes.ts';
import { type OpenTill, openTill, SHELLS } from './support/open-till.ts';
import { album } from './support/screenshots.ts';
import { ServerProcess } from './support/server-process.ts';

let server: ServerProcess;
beforeAll(async () => {
  server = await ServerProcess.start('demo');
});
afterAll(() => server?.remove());

describe.each(SHELLS)('a new till in %s', (shell) => {
  const picture = album(`first-start-${shell}`);
  let till: OpenTill;
  beforeAll(async () => {
    till = await openTill(shell, server.url);
  });
  afterAll(() => till?.close());

  test('asks to be paired, and says what is wrong with a code', async () => {
    await till.id('pair-submit').waitFor();
    await picture(till.page, 'pairing');
    await till.pair(server.url, 'ABCD2345');
    await till.id('pair-error').waitFor();
    expect((await till.id('pair-error').textContent())?.trim()).toMatch(/code/i);
    await picture(till.page, 'wrong-code');
  });

  test('says when the server cannot be reached, and keeps what was typed', async () => {
    // Nothing listens on the discard port.
    await till.pair('http://127.0.0.1:9', 'ABCD2345');
    await till.page.waitForFunction(() =>
      /reach|answer/i.test(document.querySelector('[data-testid="pair-error"]')?.textContent ?? ''),
    );
    expect(await till.id('pair-server').inputValue()).toContain('127.0.0.1:9');
    await picture(till.page, 'unreachable');
  });

  test('pairs with the right code, shows who may work, and sells', async () => {
    await till.pair(server.url, await server.pairingCode());
    await till.startWork();
    const milk = demoVariant('DAI-MLK-1L');
    await till.scan(milk.code);
    await till.untilLine('DAI-MLK-1L', 'reserved');
    await picture(till.page, 'first-line');
    await till.payExactCash();
    await picture(till.page, 'receipt');
    await till.untilSync('synced');
  });

  test('is the same till after a restart, and a code is used once', async () => {
    await till.close();
    till = await till.reopen();
    await till.startWork();
    await till.untilSync('synced');
    expect(await till.id('pair-submit').count()).toBe(0);
  });
});
