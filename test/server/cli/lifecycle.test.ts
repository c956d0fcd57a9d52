import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';
import { databasePidFile, killDatabase } from '../../support/database-process.ts';
import {
  demoDataDir,
  lastLine,
  newDataDir,
  type RunningServer,
  runCli,
  startCliServer,
} from '../support/cli-process.ts';
import { WireTerminal } from '../support/wire-terminal.ts';

/** The server's life on an embedded database: its first start, its ends, and what stands after each of them. */
let running: RunningServer | null = null;
let clean = () => {};
afterEach(async () => {
  await running?.stop();
  running = null;
  clean();
});

function directory(): string {
  const { dataDir, remove } = newDataDir();
  clean = remove;
  return dataDir;
}

/** With the demo shop in it. What its first start does has tests of its own. */
async function shop(): Promise<string> {
  const { dataDir, remove } = await demoDataDir();
  clean = remove;
  return dataDir;
}

async function start(dataDir: string, ...args: string[]): Promise<RunningServer> {
  running = await startCliServer([...args, '--data', dataDir]);
  return running;
}

async function enrol(server: RunningServer, dataDir: string): Promise<WireTerminal> {
  const { stdout } = await runCli(['pair', '--store', 'main', '--data', dataDir]);
  return WireTerminal.enrol(server.url, lastLine(stdout), 'Till');
}

test('a new data directory has one store, one owner, nothing to sell; Ctrl+C ends the database too', async () => {
  const dataDir = directory();
  const server = await start(dataDir);
  const till = await enrol(server, dataDir);
  expect(await till.pullAll('items')).toEqual([]);
  expect(await till.pullAll('staff')).toMatchObject([{ name: 'Owner', role: 'owner' }]);
  expect(await till.pullAll('settings')).toMatchObject([{ storeId: 'main', storeName: 'Main store' }]);
  expect(existsSync(databasePidFile(dataDir))).toBe(true);
  expect(await server.stop('SIGINT')).toBe(0);
  expect(existsSync(databasePidFile(dataDir))).toBe(false);
});

test('the demo shop is there at the first start, and is left alone at the next', async () => {
  const dataDir = directory();
  const shop = demoShop();
  const server = await start(dataDir, 'demo');
  const till = await enrol(server, dataDir);
  expect((await till.pullAll('items')).length).toBe(shop.items.length);
  expect((await till.pullAll('staff')).map(({ name }) => name)).toEqual(
    expect.arrayContaining(shop.staff.map(({ name }) => name)),
  );
  expect((await till.pullAll('staff')).length).toBe(3);
  const stocked = shop.openingStock.find(({ storeCode, quantity }) => storeCode === 'north' && quantity > 0)!;
  expect((await till.get(`/v1/stock/${encodeURIComponent(stocked.sku)}`)).body.stores[1]).toMatchObject({
    storeId: 'north',
    onHand: stocked.quantity,
  });
  const paid = till.tender(till.open([{ sku: stocked.sku, quantity: 1 }]));
  await till.push('sales', paid);
  const before = await till.stockLevel(stocked.sku);
  expect(await server.stop()).toBe(0);

  const again = await start(dataDir, 'demo');
  const same = new WireTerminal(again.url, till.identity);
  expect(await same.stockLevel(stocked.sku)).toEqual(before);
  expect((await same.get(`/v1/sales/${paid.id}`)).body.sale).toEqual(paid);
  expect(again.output()).not.toContain('Adding the demo shop');
  expect((await runCli(['verify', '--data', dataDir])).code).toBe(0);
});

test('a killed seeding is completed by the next start', async () => {
  const dataDir = directory();
  const child = spawn(
    process.execPath,
    [
      path.resolve(import.meta.dirname, '../../../src-server/cli.ts'),
      'demo',
      '--data',
      dataDir,
      '--port',
      '0',
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  for await (const chunk of child.stdout) if (String(chunk).includes('Adding the demo shop')) break;
  child.kill('SIGKILL');
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');

  const shop = demoShop();
  const server = await start(dataDir, 'demo');
  const till = await enrol(server, dataDir);
  expect((await till.pullAll('items')).length).toBe(shop.items.length);
  const levels = new Map((await till.pullAll('stockLevels')).map((level) => [level.sku, level.onHand]));
  for (const { storeCode, sku, quantity } of shop.openingStock)
    if (storeCode === 'main') expect(levels.get(sku), sku).toBe(quantity);
  expect((await runCli(['verify', '--data', dataDir])).code).toBe(0);
});

test.each([
  ['the server', false],
  ['the server and its database', true],
])('kill -9 of %s in the middle of the rush loses no acknowledged sale', async (_what, databaseToo) => {
  const dataDir = await shop();
  const server = await start(dataDir, 'demo');
  const till = await enrol(server, dataDir);
  const { sku } = demoShop().openingStock.find(
    ({ storeCode, quantity }) => storeCode === 'main' && quantity > 20,
  )!;
  const acknowledged: string[] = [];
  const sell = async () => {
    for (;;) {
      const sale = till.open([{ sku, quantity: 1 }]);
      const [answer] = await till.push('sales', till.tender(sale));
      if (answer?.status === 'applied') acknowledged.push(answer.id);
    }
  };
  const rush = Promise.allSettled([sell(), sell(), sell(), sell()]);
  await expect.poll(() => acknowledged.length).toBeGreaterThan(30);
  if (databaseToo) expect(killDatabase(dataDir)).toBe(true);
  await server.stop('SIGKILL');
  await rush;

  const again = await start(dataDir, 'demo');
  const same = new WireTerminal(again.url, till.identity);
  for (const id of acknowledged)
    expect((await same.get(`/v1/sales/${id}`)).body.saleResult?.reservation.state, id).toBe('converted');
  expect((await runCli(['verify', '--data', dataDir])).code).toBe(0);
  expect(await again.stop()).toBe(0);
  expect(existsSync(databasePidFile(dataDir))).toBe(false);
});

test('two servers on one data directory sell from one stock, and the last one ends the database', async () => {
  const dataDir = await shop();
  const first = await start(dataDir, 'demo');
  const second = await startCliServer(['--data', dataDir]);
  const till = await enrol(first, dataDir);
  const across = new WireTerminal(second.url, till.identity);
  const { sku } = demoShop().openingStock.find(
    ({ storeCode, quantity }) => storeCode === 'main' && quantity > 5,
  )!;
  await till.push('sales', till.open([{ sku, quantity: 2 }]));
  await across.push('sales', across.open([{ sku, quantity: 1 }]));
  expect((await across.get(`/v1/stock/${encodeURIComponent(sku)}`)).body.stores[0].reserved).toBe(3);
  expect(await first.stop()).toBe(0);
  expect((await across.get('/readyz')).status).toBe(200);
  expect(await second.stop()).toBe(0);
  expect(existsSync(databasePidFile(dataDir))).toBe(false);
});

test('commands and servers that come and go at once on new data all do their work', async () => {
  const dataDir = directory();
  const [server, ...paired] = await Promise.all([
    start(dataDir),
    ...Array.from({ length: 4 }, () => runCli(['pair', '--store', 'main', '--data', dataDir])),
  ]);
  for (const { code, stdout, stderr } of paired) {
    expect(stderr.replace('Creating the database …\n', '')).toBe('');
    expect(code).toBe(0);
    await WireTerminal.enrol(server.url, lastLine(stdout), 'Till');
  }
  // The server leaves while commands arrive: whoever is last ends the database.
  const [ended, ...late] = await Promise.all([
    server.stop(),
    ...Array.from({ length: 4 }, () => runCli(['verify', '--data', dataDir])),
  ]);
  expect(ended).toBe(0);
  expect(late.map(({ code, stderr }) => [code, stderr])).toEqual(late.map(() => [0, '']));
  expect(existsSync(databasePidFile(dataDir))).toBe(false);
});

test('a command that is interrupted ends the database it had started; given again it completes', async () => {
  const dataDir = directory();
  const file = path.join(path.dirname(dataDir), 'many.csv');
  const rows = Array.from(
    { length: 5_000 },
    (_, n) => `h${n},Thing ${n},V,T,true,Title,Default Title,S${n},1.00,2,`,
  );
  writeFileSync(
    file,
    `Handle,Title,Vendor,Type,Published,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Inventory Qty,Variant Barcode\n${rows.join('\n')}\n`,
  );
  const cli = path.resolve(import.meta.dirname, '../../../src-server/cli.ts');
  const child = spawn(process.execPath, [cli, 'import', file, '--store', 'main', '--data', dataDir], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk) => {
    told += String(chunk);
  });
  await expect.poll(() => existsSync(databasePidFile(dataDir))).toBe(true);
  child.kill('SIGINT');
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(1);
  expect(told).toContain('Interrupted');
  expect(existsSync(databasePidFile(dataDir))).toBe(false);

  const again = await runCli(['import', file, '--store', 'main', '--data', dataDir]);
  expect(again).toMatchObject({ code: 0, stderr: '' });
  expect((await runCli(['verify', '--data', dataDir])).code).toBe(0);
});
