import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
const CLI = path.join(ROOT, 'src-server/cli.ts');

const temporary: string[] = [];
process.once('exit', () => {
  for (const folder of temporary) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

/** A folder that the database's own user can reach when the tests run as root. Gone when they end. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), `evertill-${name}-`));
  chmodSync(folder, 0o755);
  temporary.push(folder);
  return folder;
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** What `npm run server -- …` runs, as a process of its own. */
export class ServerProcess {
  readonly data: string;
  readonly port: number;
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(data: string, port: number) {
    this.data = data;
    this.port = port;
  }

  /** A running server on a new data directory. `demo` seeds the demo shop. */
  static async start(mode: 'demo' | 'empty' = 'demo'): Promise<ServerProcess> {
    const server = new ServerProcess(path.join(temporaryFolder('server'), 'data'), await freePort());
    await server.run(mode);
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The last that it said since its last start. */
  get log(): string {
    return this.output;
  }

  /** Starts it again on the same data and port. */
  async run(mode: 'demo' | 'empty' = 'demo'): Promise<void> {
    this.output = '';
    const command = mode === 'demo' ? ['demo'] : [];
    const child = spawn(
      process.execPath,
      [CLI, ...command, '--data', this.data, '--port', String(this.port)],
      { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => {
        this.output = (this.output + String(chunk)).slice(-20_000);
      });
    for (let waited = 0; waited < 90_000; waited += 100) {
      if (child.exitCode !== null)
        throw new Error(`the server ended with ${child.exitCode}:\n${this.output}`);
      const ready = await fetch(`${this.url}/readyz`).then(
        (answer) => answer.ok,
        () => false,
      );
      if (ready) return;
      await sleep(100);
    }
    throw new Error(`the server was not ready in time:\n${this.output}`);
  }

  /** Ends it as Ctrl+C does, or as the kernel does. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(path.dirname(this.data), { recursive: true, force: true });
  }

  /** Runs one of the server's commands on the same data. Rejects with its standard error when it fails. */
  async command(...args: string[]): Promise<{ stdout: string; stderr: string }> {
    return promisify(execFile)(process.execPath, [CLI, ...args, '--data', this.data], {
      cwd: ROOT,
      timeout: 60_000,
    });
  }

  async pairingCode(store = 'main'): Promise<string> {
    const { stdout } = await this.command('pair', '--store', store);
    return stdout.trim().split('\n').at(-1)?.trim() ?? '';
  }

  /** A terminal of the test's own that speaks the wire: to look at what the server holds. */
  async observer(store = 'main'): Promise<Observer> {
    const answer = await fetch(`${this.url}/v1/terminals/enrol`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: await this.pairingCode(store), name: 'Observer' }),
    });
    const { token } = (await answer.json()) as { token: string };
    return new Observer(this.url, token);
  }

  /** Recomputes stock from the ledger; throws when it does not agree. */
  async verify(): Promise<void> {
    await this.command('verify');
  }
}

/** Reads the server as any other client may. */
export class Observer {
  private readonly url: string;
  private readonly token: string;
  constructor(url: string, token: string) {
    this.url = url;
    this.token = token;
  }

  async get<T>(route: string): Promise<T> {
    const answer = await fetch(`${this.url}${route}`, { headers: { authorization: `Bearer ${this.token}` } });
    if (!answer.ok) throw new Error(`${route}: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as T;
  }

  /** On hand and reserved elsewhere of one SKU, from a whole pull. */
  async stock(sku: string): Promise<{ onHand: number; reservedElsewhere: number }> {
    let checkpoint = '';
    for (;;) {
      const page = await this.get<{
        documents: { sku: string; onHand: number; reservedElsewhere: number }[];
        checkpoint: string;
      }>(
        `/v1/sync/stockLevels/pull?limit=1000${checkpoint ? `&checkpoint=${encodeURIComponent(checkpoint)}` : ''}`,
      );
      const found = page.documents.find((level) => level.sku === sku);
      if (found) return found;
      if (page.documents.length === 0) throw new Error(`no stock level of ${sku}`);
      checkpoint = page.checkpoint;
    }
  }
}
