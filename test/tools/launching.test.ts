import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Running } from '../../tools/lib/running.mjs';
import { freePort, lastWords } from '../../tools/lib/server-process.mjs';

const endWithParent = pathToFileURL(
  path.resolve(import.meta.dirname, '../../tools/lib/end-with-parent.mjs'),
).href;

let folder: string;
const children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'launching-'));
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

async function script(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, text);
  return file;
}

/** Starts a script that says something once it runs, and waits for that. */
async function startScript(file: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await once(child.stdout, 'data');
  return child;
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('it did not start');
  return pid;
}

test('a taken port gives way to the next free one', async () => {
  // Below those that the system gives to whoever asks for any.
  const other = net.createServer().listen(await freePort(30_000 + (process.pid % 2_000)), '127.0.0.1');
  await once(other, 'listening');
  const taken = (other.address() as net.AddressInfo).port;
  try {
    const port = await freePort(taken);
    expect(port).toBeGreaterThan(taken);
    expect(await freePort(port)).toBe(port);
  } finally {
    other.close();
  }
});

test('what an earlier start left running is ended; a stranger with the same number is not', async () => {
  const waits = `console.log('up'); setInterval(() => {}, 1000);`;
  const ours = await startScript(await script('left-behind.mjs', waits));
  const stranger = await startScript(await script('stranger.mjs', waits));

  const before = new Running(folder);
  before.note('till', { pid: pidOf(ours), word: 'left-behind.mjs' });
  before.note('server', { pid: pidOf(stranger), word: 'some-other-program' });
  before.notePort(7431);

  const ended = once(ours, 'exit');
  const after = new Running(folder, { patienceMs: 60_000 });
  expect(await after.clear()).toBe(1);
  expect((await ended)[1]).toBe('SIGTERM');
  expect(stranger.exitCode ?? stranger.signalCode).toBe(null);
  expect(after.port).toBe(7431);
  expect(await new Running(folder).clear()).toBe(0);
});

test('a process that does not end when asked is ended all the same', async () => {
  const file = await script(
    'deaf.mjs',
    `process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000);`,
  );
  const deaf = await startScript(file);
  const before = new Running(folder);
  before.note('server', { pid: pidOf(deaf), word: 'deaf.mjs', endsAlone: true });
  const ended = once(deaf, 'exit');
  await new Running(folder, { patienceMs: 300 }).clear();
  expect((await ended)[1]).toBe('SIGKILL');
});

test('a broken record of what runs is no obstacle', async () => {
  await writeFile(path.join(folder, 'running.json'), '{"processes":');
  expect(await new Running(folder).clear()).toBe(0);
});

test('a server whose launcher was killed ends in order', async () => {
  const diary = path.join(folder, 'diary');
  await script(
    'server.mjs',
    `import fs from 'node:fs';
     process.on('SIGTERM', () => { fs.writeFileSync(${JSON.stringify(diary)}, 'ended in order'); process.exit(0); });
     process.send('up'); setInterval(() => {}, 1000);`,
  );
  const launcher = await script(
    'launcher.mjs',
    `import { spawn } from 'node:child_process';
     const server = spawn(process.execPath, ['--import', ${JSON.stringify(endWithParent)}, ${JSON.stringify(path.join(folder, 'server.mjs'))}], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], detached: true });
     server.on('message', () => console.log('up'));`,
  );
  (await startScript(launcher)).kill('SIGKILL');
  await expect.poll(() => readFile(diary, 'utf8').catch(() => '')).toBe('ended in order');
});

test('the last words of a log are its messages', async () => {
  const log = await script(
    'server.log',
    `{"level":30,"msg":"listening"}\n{"level":50,"msg":"stopped","err":{"message":"disk full"}}\nTypeError: plain\n`,
  );
  expect(lastWords(log)).toBe('listening\nstopped: disk full\nTypeError: plain');
  expect(lastWords(path.join(folder, 'no-such.log'))).toBe('');
});
