import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { demoVariant } from './support/demo-codes.ts';
import { type ElectronTill, launchElectronTill } from './support/electron-till.ts';
import { album } from './support/screenshots.ts';
import { type Observer, ServerProcess, temporaryFolder } from './support/server-process.ts';
import { TillDriver } from './support/till-driver.ts';

const SKU = 'DAI-MLK-1L';
const { code } = demoVariant(SKU);
const english = { LANG: 'en_GB.UTF-8', LANGUAGE: 'en' };

let server: ServerProcess;
let observer: Observer;
let till: ElectronTill;
let driver: TillDriver;
const userData = temporaryFolder('lost-memory');
const picture = album('lost-memory');

beforeAll(async () => {
  server = await ServerProcess.start('demo');
  observer = await server.observer();
});
afterAll(async () => {
  await till?.close();
  await server?.verify();
  await server?.remove();
});

async function open(env: Record<string, string> = {}): Promise<void> {
  till = await launchElectronTill({ userData, env: { ...english, ...env } });
  driver = new TillDriver(till.page);
}

/** What a dying disk leaves of the local store. The journal lies elsewhere. */
function spoilLocalStore(): number {
  const folder = path.join(userData, 'IndexedDB');
  let spoiled = 0;
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/(MANIFEST-\d+|CURRENT|\.ldb|\.log)$/.test(name)) continue;
    const file = path.join(folder, name);
    writeFileSync(file, Buffer.alloc(readFileSync(file).length, 0x5a));
    spoiled += 1;
  }
  return spoiled;
}

test('a till whose store the disk has spoiled takes its own place again, and no sale is lost', async () => {
  const { onHand } = await observer.stock(SKU);
  await open({ EVERTILL_PAIR_SERVER: server.url, EVERTILL_PAIR_CODE: await server.pairingCode() });
  await driver.startWork();
  await driver.untilSync('synced');
  await server.stop('SIGKILL');
  for (let sold = 0; sold < 3; sold += 1) {
    await driver.scan(code);
    await driver.untilLines(1);
    await driver.payExactCash();
    await driver.nextSale();
  }
  await till.close();
  expect(spoilLocalStore()).toBeGreaterThan(0);
  await server.run('demo');
  expect((await observer.stock(SKU)).onHand, 'nobody but the journal knows of them').toBe(onHand);

  await open();
  await driver.id('pair-former').waitFor();
  expect(await driver.id('pair-former').textContent()).toContain('Till 1');
  await picture(till.page, 'pair-again');
  await driver.id('pair-code').fill(await server.pairingCode());
  await driver.id('pair-submit').click();
  await driver.startWork();
  await driver.page.locator('[data-testid="notice"][data-code="storeHealed"]').waitFor();
  await driver.untilSync('synced');
  await expect.poll(async () => (await observer.stock(SKU)).onHand).toBe(onHand - 3);

  await driver.id('sync-pill').click();
  // Three sales and the shift that they belong to.
  await driver.page.locator('[data-testid="till-report"][data-code="storeLost"][data-count="4"]').waitFor();
  await driver.id('journal-whole').waitFor();
  const stick = path.join(userData, 'stick');
  mkdirSync(stick);
  await till.app.evaluate(({ dialog }, folder) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] });
  }, stick);
  await driver.id('journal-export').click();
  await expect.poll(() => driver.id('journal-says').textContent()).toContain(`entries copied to ${stick}`);
  expect(readdirSync(stick)).toHaveLength(1);
  await picture(till.page, 'journal-exported');
});

test('the exported copy doubles nothing at the server, and a journal that is lost gets everything back from the store', async () => {
  const { onHand } = await observer.stock(SKU);
  const { stdout } = await server.command('import-journal', path.join(userData, 'stick'));
  expect(stdout).toContain('4 entries: 0 applied, 4 repeated, 0 kept');
  expect((await observer.stock(SKU)).onHand).toBe(onHand);

  await till.close();
  rmSync(path.join(userData, 'journal'), { recursive: true });
  await open();
  await driver.startWork();
  await driver.untilSync('synced');
  const chains = await till.invoke('journal:chains', undefined);
  if (!chains.ok) throw new Error(chains.failure.code);
  expect(chains.value).toMatchObject([{ entry: 4, sequence: 3, brokenLines: 0 }]);
  expect((await observer.stock(SKU)).onHand).toBe(onHand);
});
