import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../../../src-server/database/database.ts';
import { openEmbeddedPostgres } from '../../../src-server/database/embedded-postgres.ts';
import { verifyStore } from '../../../src-server/stock/verify.ts';
import { databasePid, databasePidFile, endDatabase } from '../../support/database-process.ts';

let folder: string;
/** As a first start leaves it. Making it takes a second, a copy a tenth of one. */
let made: string;
let dataDir: string;
let tests = 0;
beforeAll(async () => {
  folder = await fs.mkdtemp(path.join(os.tmpdir(), 'evertill-embedded-'));
  await fs.chmod(folder, 0o755);
  made = path.join(folder, 'made');
  await (await openEmbeddedPostgres({ dataDir: made })).stop();
});
beforeEach(async () => {
  tests += 1;
  dataDir = path.join(folder, `data-${tests}`);
  // With owners: where tests run as root, the database runs as another user.
  await promisify(execFile)('cp', ['-a', made, dataDir]);
});
afterEach(() => endDatabase(dataDir));
afterAll(() => fs.rm(folder, { recursive: true, force: true, maxRetries: 5 }));

const pidFile = (): string => databasePidFile(dataDir);
const pidOfDatabase = (): number => databasePid(dataDir) ?? expect.fail('no database runs');

async function query<Row extends object>(url: string, text: string): Promise<Row[]> {
  const database = openDatabase({ url, maxConnections: 1 });
  try {
    return await database.query<Row>(text);
  } finally {
    await database.end();
  }
}

test('a second opening joins the first; after the end the next one starts with the data, its password for the owner alone', async () => {
  const first = await openEmbeddedPostgres({ dataDir });
  expect(first.started).toBe(true);
  await query(first.url, 'create table kept as select 1 as n');
  const second = await openEmbeddedPostgres({ dataDir });
  expect([second.started, second.port]).toEqual([false, first.port]);
  await first.stop();
  const again = await openEmbeddedPostgres({ dataDir });
  expect(again.started).toBe(true);
  expect(await query(again.url, 'select n from kept')).toEqual([{ n: 1 }]);
  expect((await fs.stat(path.join(dataDir, 'database-password'))).mode & 0o777).toBe(0o600);
  await again.stop();
});

test('a process number left behind by a power cut, now of another program, does not keep it from starting', async () => {
  const first = await openEmbeddedPostgres({ dataDir });
  const text = await fs.readFile(pidFile(), 'utf8');
  await first.stop();
  await fs.writeFile(pidFile(), text.replace(/^\d+/, String(process.pid)));
  const next = await openEmbeddedPostgres({ dataDir });
  expect(next.started).toBe(true);
  await next.stop();
});

test('a lost password file is said, with the process to end', async () => {
  const first = await openEmbeddedPostgres({ dataDir });
  const file = path.join(dataDir, 'database-password');
  const password = await fs.readFile(file);
  await fs.writeFile(file, 'another');
  await expect(openEmbeddedPostgres({ dataDir })).rejects.toThrow(
    /refuses the password in .*database-password/,
  );
  await fs.writeFile(file, password);
  await first.stop();
});

test('killed under load, lane and database at once: the next start has every sale that was acknowledged, once', async () => {
  const child = spawn(process.execPath, [path.resolve('test/server/support/selling-process.ts'), dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: string[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    acknowledged.push(...lines);
  });
  while (acknowledged.length < 300) await once(child.stdout, 'data');
  const database = pidOfDatabase();
  child.kill('SIGKILL');
  process.kill(database, 'SIGKILL');
  await once(child, 'close');
  const server = await openEmbeddedPostgres({ dataDir });
  const sales = await query<{ sale_id: string }>(
    server.url,
    `select sale_id from sale where status = 'tendered'`,
  );
  const found = new Set(sales.map((sale) => sale.sale_id));
  expect(acknowledged.filter((id) => !found.has(id))).toEqual([]);
  const [stock] = await query<{ sold: number }>(server.url, 'select sold from stock');
  expect(stock?.sold).toBe(found.size);
  const pool = openDatabase({ url: server.url, maxConnections: 1 });
  expect(await verifyStore(pool, 1)).toEqual([]);
  await pool.end();
  await server.stop();
});

test('the database outlives a killed process and is joined by the next', async () => {
  const script = `const { openEmbeddedPostgres } = await import(${JSON.stringify(path.resolve('src-server/database/embedded-postgres.ts'))});
    await openEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} }); console.log('up'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const before = pidOfDatabase();
  child.kill('SIGKILL');
  await once(child, 'close');
  const next = await openEmbeddedPostgres({ dataDir });
  expect([next.started, pidOfDatabase()]).toEqual([false, before]);
  await next.stop();
  await expect(fs.stat(pidFile())).rejects.toThrow(/ENOENT/);
});
