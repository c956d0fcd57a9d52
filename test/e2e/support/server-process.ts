import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { pair } from '../../../src-server/commands/pair.ts';
import { resolveException } from '../../../src-server/commands/resolve.ts';
import { settings } from '../../../src-server/commands/settings.ts';
import { verify } from '../../../src-server/commands/verify.ts';
import { type Database, openDatabase } from '../../../src-server/database/database.ts';
import { findStore } from '../../../src-server/database/terminal-queries.ts';
import { adjustStock } from '../../../src-server/stock/adjust.ts';
import { openApplyLane } from '../../../src-server/sync/apply-lane.ts';
import { databasePidFile, endDatabase } from '../../support/database-process.ts';
import { endWithTests } from '../../support/left-behind.ts';
import { onceARun } from '../../support/once-a-run.ts';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
const CLI = path.join(ROOT, 'src-server/cli.ts');
const READY_WITHIN_MS = 120_000;
const END_WITHIN_MS = 60_000;

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

/** Data as a first start with the demo shop leaves them. Making them takes seconds, a copy a tenth of one. */
const demoShopData = (): Promise<string> =>
  onceARun('demo-shop', async (target) => {
    const server = await ServerProcess.startIn(target, 'demo');
    await server.stop();
  });

/** What `npm run server -- …` runs, as a process of its own. */
export class ServerProcess {
  readonly data: string;
  /** That the system gave it at its first start; 0 before. */
  private port = 0;
  private readonly env: Readonly<Record<string, string>>;
  private child: ChildProcess | null = null;
  private output = '';
  private pool: { readonly url: string; readonly database: Database } | null = null;

  private constructor(data: string, env: Readonly<Record<string, string>>) {
    this.data = data;
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
    const server = new ServerProcess(data, env);
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
    const args = [CLI, ...command, '--data', this.data, '--port', String(this.port)];
    const child = endWithTests(
      spawn(process.execPath, args, {
        cwd: ROOT,
        env: { ...process.env, ...this.env },
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
    this.child = child;
    const address = await new Promise<string>((resolve, reject) => {
      const fail = (what: string) => {
        clearTimeout(late);
        reject(new Error(`the server ${what}:\n${this.output}`));
      };
      const late = setTimeout(() => {
        child.kill('SIGKILL');
        fail('was not ready in time');
      }, READY_WITHIN_MS);
      child.once('error', ({ message }) => fail(message));
      child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk) => {
          this.output = (this.output + String(chunk)).slice(-20_000);
          const ready = /ready at (http:\/\/\S+)\n/.exec(this.output)?.[1];
          if (!ready) return;
          clearTimeout(late);
          resolve(ready);
        });
    });
    this.port = Number(new URL(address).port);
  }

  /** Ends it as Ctrl+C does, or as the kernel does. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    // A server leaves its database running for others that use it.
    await this.leaveDatabase();
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const late = setTimeout(() => child.kill('SIGKILL'), END_WITHIN_MS);
    await ended;
    clearTimeout(late);
    if (signal === 'SIGTERM' && child.signalCode === 'SIGKILL')
      throw new Error(`the server did not end when it was asked to:\n${this.output}`);
  }

  /** Stops it and removes its data. */
  async remove(): Promise<void> {
    await this.stop();
    // The database of a server that was killed lives on, for the next one: here there is none.
    await endDatabase(this.data);
    rmSync(path.dirname(this.data), { recursive: true, force: true, maxRetries: 5 });
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
    const port = readFileSync(databasePidFile(this.data), 'utf8').split('\n')[3];
    const password = readFileSync(path.join(this.data, 'database-password'), 'utf8').trim();
    const url = `postgres://evertill:${password}@127.0.0.1:${port}/evertill`;
    // Kept between calls: what is polled would else log in anew each time.
    if (this.pool?.url !== url) {
      void this.leaveDatabase();
      this.pool = { url, database: openDatabase({ url, maxConnections: 3, onError: () => undefined }) };
    }
    return work(this.pool.database);
  }

  private async leaveDatabase(): Promise<void> {
    const pool = this.pool;
    this.pool = null;
    await pool?.database.end();
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
