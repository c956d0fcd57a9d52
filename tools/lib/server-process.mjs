import { execFile, spawn } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { childEnv, inProject, node24 } from './project.mjs';

const patience = { readyMs: 180_000, endMs: 20_000, pollMs: 100 };

export const serverCommand = inProject('src-server', 'cli.ts');

/**
 * The server's heap for what lives a moment, in MB a half: a document is garbage as soon as it is answered, and at Node's
 * own 16 MB some are still on their way when it is collected, and are copied (measured: 4 % of the lane's throughput).
 */
export const serverHeapArgs = ['--max-semi-space-size=64'];

/** The arguments of Node before the server's own. */
export const serverNodeArgs = [
  ...serverHeapArgs,
  '--import',
  new URL('./end-with-parent.mjs', import.meta.url).href,
  serverCommand,
];

const isFree = (port) =>
  new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });

/** The wanted port, or the next one that nobody listens on. */
export async function freePort(wanted) {
  for (let port = wanted; port < wanted + 100; port += 1) if (await isFree(port)) return port;
  throw new Error(`no free port between ${wanted} and ${wanted + 99}`);
}

/** What the end of a log says, in words: the messages of JSON lines, other lines as they are. */
export function lastWords(logFile, count = 8) {
  const lines = fs.existsSync(logFile) ? fs.readFileSync(logFile, 'utf8').trim().split('\n') : [];
  return lines
    .slice(-count)
    .map((line) => {
      try {
        const { msg, err } = JSON.parse(line);
        return [msg, err?.message].filter(Boolean).join(': ');
      } catch {
        return line;
      }
    })
    .join('\n');
}

/**
 * Starts the server with its log in a file. A file, not a pipe: a pipe would break with the launcher, and the server
 * could no longer say what it does while it ends.
 * @param {{ command?: string, dataFolder: string, port: number, logFile: string }} options
 */
export function startServer({ command, dataFolder, port, logFile }) {
  fs.mkdirSync(path.dirname(logFile), { recursive: true });
  const log = fs.openSync(logFile, 'w');
  const own = [...(command ? [command] : []), '--data', dataFolder, '--port', String(port)];
  const child = spawn(node24(), [...serverNodeArgs, ...own], {
    cwd: inProject(),
    env: childEnv(),
    stdio: ['ignore', log, log, 'ipc'],
    // Its own process group: Ctrl+C is for the launcher, which ends the window first and the server after it.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
  fs.closeSync(log);
  const ended = new Promise((resolve) => {
    child.on('error', (error) => resolve({ reason: error.message }));
    child.on('exit', (code, signal) =>
      resolve({ reason: signal ? `signal ${signal}` : `exit code ${code}` }),
    );
  });
  return { child, ended };
}

/** Waits until the server says that it is ready; rejects when it ends before that or takes too long. */
export async function untilReady({ port, ended }) {
  const over = [];
  void ended.then(({ reason }) => over.push(reason));
  for (const startedAtMs = Date.now(); Date.now() - startedAtMs < patience.readyMs; ) {
    if (over.length > 0) throw new Error(`the server ended before it was ready (${over[0]})`);
    try {
      const { ok } = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2_000) });
      if (ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, patience.pollMs));
  }
  throw new Error(`the server was not ready after ${patience.readyMs / 1000} s`);
}

/** Asks the server to end, and insists when it does not. */
export async function endServer({ child, ended }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (child.connected) child.send('end', () => {});
  else child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), patience.endMs);
  await ended;
  clearTimeout(insist);
}

/** A new one-use pairing code, from the server's own command. */
export function pairingCode({ dataFolder, port, store }) {
  const args = [serverCommand, 'pair', '--store', store, '--data', dataFolder, '--port', String(port)];
  return new Promise((resolve, reject) => {
    execFile(node24(), args, { cwd: inProject(), env: childEnv() }, (error, stdout, stderr) => {
      if (error) reject(new Error(`no pairing code: ${stderr.trim().split('\n').at(-1) || error.message}`));
      else resolve(stdout.trim().split('\n').at(-1).trim());
    });
  });
}
