import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { killDatabase } from '../../support/database-process.ts';
import { endWithTests } from '../../support/left-behind.ts';
import { onceARun } from '../../support/once-a-run.ts';

const CLI = path.resolve(import.meta.dirname, '../../../src-server/cli.ts');
const READY_WITHIN_MS = 180_000;

/** A data directory that does not exist yet, in a folder that the database's own user can reach. */
export function newDataDir(): { dataDir: string; remove: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'evertill-cli-'));
  chmodSync(folder, 0o755);
  return {
    dataDir: path.join(folder, 'data'),
    remove: () => {
      // Of a test that failed in its middle.
      killDatabase(path.join(folder, 'data'));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** A data directory as a first start with the demo shop leaves it: a copy takes a tenth of what that start takes. */
export async function demoDataDir(): Promise<{ dataDir: string; remove: () => void }> {
  const made = await onceARun('demo-shop', async (target) => {
    const server = await startCliServer(['demo', '--data', target]);
    await server.stop();
  });
  const directory = newDataDir();
  // With owners: where tests run as root, the database runs as another user.
  await promisify(execFile)('cp', ['-a', made, directory.dataDir]);
  return directory;
}

export const PIN_KEY = Buffer.alloc(32, 42).toString('base64');

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment of a command: nothing of the developer's own Evertill reaches it. */
function environment(more: Record<string, string>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('EVERTILL_') && name !== 'DATABASE_URL',
  );
  // With a database elsewhere the key of the PINs would be made in the project's own data directory.
  return { ...Object.fromEntries(own), ...(more.DATABASE_URL && { EVERTILL_PIN_KEY: PIN_KEY }), ...more };
}

/** Runs a command of the server to its end. */
export async function runCli(
  args: readonly string[],
  env: Record<string, string> = {},
  input = '',
): Promise<Finished> {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: environment(env),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  child.stderr.on('data', (chunk) => {
    stderr += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

export const lastLine = (text: string): string => text.trimEnd().split('\n').at(-1) ?? '';

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  output(): string;
  /** Ends it; answers its exit code, null when it was killed. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the server as a process of its own, on a port that is free, and waits until it is ready. */
export async function startCliServer(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<RunningServer> {
  const child: ChildProcess = endWithTests(
    spawn(process.execPath, [CLI, ...args, '--port', '0'], {
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    }),
  );
  let output = '';
  const address = await new Promise<string>((resolve, reject) => {
    const impatient = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the server was not ready in time:\n${output}`));
    }, READY_WITHIN_MS);
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        output += String(chunk);
        const ready = /ready at (http:\/\/\S+)\n/.exec(output)?.[1];
        if (!ready) return;
        clearTimeout(impatient);
        resolve(ready);
      });
    child.on('exit', (code) => {
      clearTimeout(impatient);
      reject(new Error(`the server ended with ${code} before it was ready:\n${output}`));
    });
  });
  return {
    url: address,
    port: Number(new URL(address).port),
    output: () => output,
    async stop(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit');
      child.kill(signal);
      const [code] = (await ended) as [number | null];
      return code;
    },
  };
}
