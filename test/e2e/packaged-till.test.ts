import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { demoVariant } from './support/demo-codes.ts';
import { type ElectronTill, launchElectronTill } from './support/electron-till.ts';
import { album } from './support/screenshots.ts';
import { ServerProcess } from './support/server-process.ts';
import { TillDriver } from './support/till-driver.ts';

let server: ServerProcess;
let till: ElectronTill;
beforeAll(async () => {
  server = await ServerProcess.start('demo');
  const code = await server.pairingCode();
  till = await launchElectronTill({
    packaged: true,
    env: { EVERTILL_PAIR_SERVER: server.url, EVERTILL_PAIR_CODE: code },
  });
});
afterAll(async () => {
  await till?.close();
  await server?.verify();
  await server?.remove();
});

describe('the packaged application', () => {
  test('starts, is what was packaged, and makes a sale that its journal holds', async () => {
    const packaged = await till.app.evaluate(({ app }) => app.isPackaged);
    expect(packaged).toBe(true);
    const driver = new TillDriver(till.page);
    await driver.startWork();
    await driver.scan(demoVariant('DAI-MLK-1L').code);
    await driver.untilLine('DAI-MLK-1L', 'reserved');
    await driver.payExactCash();
    await album('packaged-till')(till.page, 'receipt');
    const observer = await server.observer();
    const { stock } = demoVariant('DAI-MLK-1L');
    await expect.poll(async () => (await observer.stock('DAI-MLK-1L')).onHand).toBe(stock - 1);
  });
});
