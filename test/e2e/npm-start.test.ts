import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAlive } from '../../tools/lib/running.mjs';

const root = path.resolve(import.meta.dirname, '../..');

let folder: string;
const launchers: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'npm-start-'));
});
afterEach(async () => {
  for (const launcher of launchers.splice(0)) await end(launcher, 'SIGTERM');
  await rm(folder, { recursive: true });
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

/** The process of the embedded database, from the file that it keeps while it runs. */
async function databasePid(): Promise<number | undefined> {
  const files = await readdir(path.join(folder, 'server'), { recursive: true });
  const file = files.find((name) => path.basename(name) === 'postmaster.pid');
  if (!file) return undefined;
  return Number((await readFile(path.join(folder, 'server', file), 'utf8')).split('\n')[0]);
}

async function freePort(): Promise<number> {
  const probe = net.createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as net.AddressInfo;
  probe.close();
  return port;
}

test('a first start opens a shop to sell in; killed hard, the next one finds the same shop; ended, nothing is left', async () => {
  const port = await freePort();
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

  const database = await databasePid();
  expect(isAlive(database)).toBe(true);
  expect(await end(second.launcher, 'SIGTERM')).toBe(0);
  expect(isAlive(database)).toBe(false);
  expect(await databasePid()).toBe(undefined);
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
  const { launcher, server } = await start(await freePort(), ['npm', 'start', '--']);
  const database = await databasePid();
  expect(isAlive(database)).toBe(true);
  await end(launcher, 'SIGTERM');
  await expect.poll(() => isAlive(database), { timeout: 20_000 }).toBe(false);
  await expect(fetch(`${server}/healthz`)).rejects.toThrow();
  await expect.poll(databasePid, { timeout: 10_000 }).toBe(undefined);
});
