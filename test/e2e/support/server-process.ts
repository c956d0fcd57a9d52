import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pair } from '../../../src-server/commands/pair.ts';
import { resolveException } from '../../../src-server/commands/resolve.ts';
import { settings } from '../../../src-server/commands/settings.ts';
import { verify } from '../../../src-server/commands/verify.ts';
import { type Database, openDatabase } from '../../../src-server/database/database.ts';
import { findStore } from '../../../src-server/database/terminal-queries.ts';
import { adjustStock } from '../../../src-server/stock/adjust.ts';
import { openApplyLane } from '../../../src-server/sync/apply-lane.ts';
import { onceARun } from '../../support/once-a-run.ts';

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

/** Data as a first start with the demo shop leaves them. Making them takes seconds, a copy a tenth of one. */
const demoShopData = (): Promise<string> =>
  onceARun('demo-shop', async (target) => {
    const server = await ServerProcess.startIn(target, 'demo');
    await server.stop();
  });

/** What `npm run server -- …` runs, as a process of its own. */
export class ServerProcess {
  readonly data: string;
  readonly port: number;
  private readonly env: Readonly<Record<string, string>>;
  private child: ChildProcess | null = null;
  private output = '';

  private constructor(data: string, port: number, env: Readonly<Record<string, string>>) {
    this.data = data;
    this.port = port;
    this.env = env;
  }

  /** A running server on a data directory of its own. `demo`: with the demo shop. */
  static async start(
    mode: 'demo' | 'empty' = 'demo',
    env: Readonly<Record<string, string>> = {},
  ): Promise<ServerProcess> {
    const data = path.join(temporaryFolder('server'), 'data');
    // With owners: where tests run as root, the database runs as another user.
    if (mode === 'demo') await promisify(execFile)('cp', ['-a', await demoShopData(), data]);
    return ServerProcess.startIn(data, mode, env);
  }

  /** On a data directory that may be there already. */
  static async startIn(
    data: string,
    mode: 'demo' | 'empty',
    env: Readonly<Record<string, string>> = {},
  ): Promise<ServerProcess> {
    const server = new ServerProcess(data, await freePort(), env);
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
      { cwd: ROOT, env: { ...process.env, ...this.env }, stdio: ['ignore', 'pipe', 'pipe'] },
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

  /** What a command does, without a process of its own that takes a second to load. The server must run. */
  private async inDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
    const read = (...file: string[]) => readFileSync(path.join(this.data, ...file), 'utf8');
    const port = read('database', 'cluster', 'postmaster.pid').split('\n')[3];
    const password = read('database-password').trim();
    const url = `postgres://evertill:${password}@127.0.0.1:${port}/evertill`;
    const database = openDatabase({ url, maxConnections: 3 });
    try {
      return await work(database);
    } finally {
      await database.end();
    }
  }

  /** What stands in its tables, where no route tells it. The server must run. */
  async rows<Row extends object>(sql: string): Promise<Row[]> {
    return this.inDatabase((database) => database.query<Row>(sql));
  }

  async pairingCode(store = 'main'): Promise<string> {
    const lines = await this.inDatabase((database) => pair(database, store));
    return lines.at(-1) ?? '';
  }

  /** A copy of a server's data is the same server; from now on it is another shop's. */
  async becomeAnother(): Promise<void> {
    await this.inDatabase((database) =>
      database.query('update server_meta set server_id = gen_random_uuid()'),
    );
  }

  /** Changes the store's settings, as the command `settings` does: `name=value`. Its tills hear of it with their next pull. */
  async set(...changes: readonly string[]): Promise<void> {
    await this.inDatabase((database) => settings(database, { store: 'main', set: changes }));
  }

  /** What a person in head office does about the one open exception of this kind. */
  async resolve(
    kind: string,
    act: { act: string; quantity: number; by: string; note: string },
  ): Promise<void> {
    await this.inDatabase(async (database) => {
      const open = await database.query<{ id: string }>(
        `select case_id as id from exception_case where kind = $1 and resolved_at is null`,
        [kind],
      );
      if (open.length !== 1) throw new Error(`${open.length} open exceptions of the kind ${kind}`);
      const line = { id: open[0]?.id ?? '', sku: null, fromStore: null, keepOpen: false, ...act };
      await resolveException(database, openApplyLane({ database, lanes: 1 }), line);
    });
  }

  /** Puts so many on the shelf (or takes them), as the command `adjust` does. */
  async adjust(sku: string, quantity: number): Promise<void> {
    await this.inDatabase(async (database) => {
      const store = await findStore(database, 'main');
      if (!store) throw new Error('the server has no store');
      const lane = openApplyLane({ database, lanes: 1 });
      const wanted = { sku, quantity, reason: 'test', at: new Date() };
      const result = await adjustStock(database, lane, store.store_id, wanted);
      if (!result.ok) throw new Error(`${quantity} of ${sku}: ${result.detail}`);
    });
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
    const differences: string[] = [];
    await this.inDatabase((database) =>
      verify(database, null, (difference) => void differences.push(difference)),
    ).catch((error: unknown) => {
      throw new Error(`${String(error)}\n${differences.join('\n')}`, { cause: error });
    });
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
