import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { isAlive } from '../../tools/lib/running.mjs';
import { freePort } from '../../tools/lib/server-process.mjs';
import { databasePid, endDatabase } from '../support/database-process.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Of all these starts: the first makes a shop there, which takes seconds, and the next ones find it. */
let folder: string;
const launchers: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'npm-start-'));
});
afterEach(async () => {
  for (const launcher of launchers.splice(0)) await end(launcher, 'SIGTERM');
});
afterAll(async () => {
  await endDatabase(path.join(folder, 'server'));
  await rm(folder, { recursive: true, maxRetries: 5 });
});

interface Started {
  launcher: ChildProcess;
  said: string;
  server: string;
  code: string;
}

/** Starts the shop on a machine without a display, and waits for the till's address. */
function start(
  port: number,
  [program, ...before]: string[] = [process.execPath, 'tools/start.mjs'],
): Promise<Started> {
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, DATABASE_URL: _database, ...env } = process.env;
  for (const name of Object.keys(env)) if (name.startsWith('npm_lifecycle')) delete env[name];
  const args = [...before, '--data', folder, '--port', String(port)];
  const launcher = spawn(program as string, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  launchers.push(launcher);
  let said = '';
  return new Promise((resolve, reject) => {
    launcher.on('exit', () => reject(new Error(`it ended before it was ready:\n${said}`)));
    launcher.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    launcher.stdout.on('data', (chunk) => {
      said += String(chunk);
      const address = /The till is at (http:\S+)\/#pair=(\w+)/.exec(said);
      if (!address || !said.includes('Ctrl+C stops everything')) return;
      resolve({ launcher, said, server: address[1] as string, code: address[2] as string });
    });
  });
}

async function end(launcher: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (launcher.exitCode === null && launcher.signalCode === null) {
    launcher.kill(signal);
    await once(launcher, 'exit');
  }
  return launcher.exitCode;
}

/** Not one that the system gives to whoever asks for any: it must still be free at the second start. */
const ownPort = () => freePort(20_000 + (process.pid % 10_000));

/** The process of the embedded database, while it runs. */
const ownDatabase = () => databasePid(path.join(folder, 'server'));

test('a first start opens a shop to sell in; killed hard, the next one finds the same shop; ended, nothing is left', async () => {
  const port = await ownPort();
  const first = await start(port);
  expect(first.said).toContain('There is no display here');
  const page = await fetch(`${first.server}/`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain('<script type="module"');

  const enrolled = await fetch(`${first.server}/v1/terminals/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code: first.code, name: 'Till 1' }),
  });
  expect(enrolled.status).toBe(201);
  const { token, storeId } = (await enrolled.json()) as { token: string; storeId: string };
  expect(storeId).toBe('main');

  await end(first.launcher, 'SIGKILL');
  const second = await start(port);
  expect(second.server).toBe(first.server);
  const items = await fetch(`${second.server}/v1/sync/items/pull?limit=5`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(items.status).toBe(200);
  expect(((await items.json()) as { documents: unknown[] }).documents).toHaveLength(5);

  const database = ownDatabase() ?? expect.fail('no database runs');
  expect(isAlive(database)).toBe(true);
  expect(await end(second.launcher, 'SIGTERM')).toBe(0);
  expect(isAlive(database)).toBe(false);
  expect(ownDatabase()).toBe(null);
  await expect(fetch(`${second.server}/healthz`)).rejects.toThrow();
});

test('a port that another program holds costs one line, not the start', async () => {
  const other = net.createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as net.AddressInfo;
  try {
    const { said, server } = await start(port);
    expect(said).toContain(`Port ${port} is taken by another program; using `);
    expect(new URL(server).port).not.toBe(String(port));
    expect((await fetch(`${server}/readyz`)).status).toBe(200);
  } finally {
    other.close();
  }
});

test('a signal that only npm hears ends everything all the same', async () => {
  const { launcher, server } = await start(await ownPort(), ['npm', 'start', '--']);
  const database = ownDatabase() ?? expect.fail('no database runs');
  expect(isAlive(database)).toBe(true);
  await end(launcher, 'SIGTERM');
  await expect.poll(() => isAlive(database)).toBe(false);
  await expect(fetch(`${server}/healthz`)).rejects.toThrow();
  await expect.poll(ownDatabase).toBe(null);
});
