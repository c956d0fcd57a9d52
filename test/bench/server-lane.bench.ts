// The server's apply lane beside pgbench, on the same PostgreSQL in the same run. Both count requests of 64 clients that wait
// for their answer: of pgbench one transaction with an UPDATE and an INSERT; of the product one durable document of a
// basket, judged at the door, with grants, ledger, per-terminal figures and exceptions.
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Database, openDatabase } from '../../src-server/database/database.ts';
import { openEmbeddedPostgres } from '../../src-server/database/embedded-postgres.ts';
import { migrate } from '../../src-server/database/migrate.ts';
import { verifyStore } from '../../src-server/stock/verify.ts';
import { openApplyLane } from '../../src-server/sync/apply-lane.ts';
import { median, percentile, printHead, printLine } from './bench-report.ts';
import { enrol, type LoadResult, makeStore, makeTill, runLoad, STORE } from './server-lane-load.ts';

const CLIENTS = 64;
const ROUNDS = Number(process.env.EVERTILL_BENCH_ROUNDS ?? 5);
const BASKETS = Number(process.env.EVERTILL_BENCH_BASKETS ?? 120);
const WARM_BASKETS = 10;
const SECONDS = 4;
const SKUS = 2000;

const run = promisify(execFile);
const random = (below: number): number => Math.floor(Math.random() * below);

async function findPgbench(): Promise<string | null> {
  const debian = await fs.readdir('/usr/lib/postgresql').catch(() => [] as string[]);
  for (const candidate of [
    'pgbench',
    ...debian.map((version) => `/usr/lib/postgresql/${version}/bin/pgbench`),
  ])
    if (
      await run(candidate, ['--version']).then(
        () => true,
        () => false,
      )
    )
      return candidate;
  return null;
}

const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'evertill-bench-'));
await fs.chmod(dataDir, 0o755);
const server = await openEmbeddedPostgres({ dataDir });
const admin = openDatabase({ url: server.url, maxConnections: 2 });
const databaseUrl = (name: string): string => server.url.replace(/\/[^/]*$/, `/${name}`);

/** A database of its own for each round: no round pays for the rows of the one before. */
async function inFreshDatabase<T>(name: string, work: (database: Database) => Promise<T>): Promise<T> {
  await admin.query(`create database ${name}`);
  await migrate(databaseUrl(name));
  const database = openDatabase({ url: databaseUrl(name), maxConnections: 4 });
  try {
    return await work(database);
  } finally {
    await database.end();
    await admin.query(`drop database ${name} with (force)`);
  }
}

async function measureLane(name: string, hotSku: boolean): Promise<LoadResult & { oversold: number }> {
  return inFreshDatabase(name, async (database) => {
    const enough = 10_000_000;
    await makeStore(database, SKUS, (n) => (!hotSku && n % 10 === 0 ? random(40) : enough));
    const lineCount = hotSku ? 1 : 3;
    const tills = Array.from({ length: CLIENTS }, () =>
      makeTill(BASKETS, lineCount, () => (hotSku ? 1 : random(SKUS))),
    );
    // Plans are made and code is compiled at first use; a shop's server does that once a day.
    const warming = Array.from({ length: CLIENTS }, () =>
      makeTill(WARM_BASKETS, lineCount, () => (hotSku ? 1 : random(SKUS))),
    );
    await enrol(database, [...tills, ...warming]);
    await database.query('analyze');
    const lane = openApplyLane({
      database,
      onError: (error) => console.error('lane:', error instanceof Error ? error.message : error),
    });
    await runLoad(lane, warming);
    const result = await runLoad(lane, tills);
    await lane.close();
    const differences = await verifyStore(database, STORE);
    if (differences.length > 0)
      throw new Error(`the ledger disagrees: ${JSON.stringify(differences.slice(0, 3))}`);
    const [row] = await database.query<{ oversold: number; applied: number }>(
      `select (select count(*)::int from exception_case where kind = 'oversold') as oversold,
         (select count(*)::int from sale where status = 'tendered') as applied`,
    );
    if (row?.applied !== CLIENTS * (BASKETS + WARM_BASKETS) || result.statuses.applied !== result.documents)
      throw new Error(`not everything was applied: ${JSON.stringify({ ...row, ...result.statuses })}`);
    if (!hotSku && (result.partial === 0 || row.oversold === 0))
      throw new Error('the bench must meet partial grants and oversold sales');
    return { ...result, oversold: row.oversold };
  });
}

async function preparePgbench(): Promise<void> {
  await admin.query(
    `create table limit_stock (sku int primary key, available bigint not null) with (fillfactor = 50)`,
  );
  await admin.query(
    `create table limit_order (order_id uuid primary key, sku int not null, doc jsonb not null)`,
  );
  await admin.query(`insert into limit_stock select n, 1000000000 from generate_series(0, ${SKUS - 1}) n`);
  await admin.query('analyze limit_stock');
}

/**
 * A server that has run for a while writes its log into files that it has used before. A new one makes and empties each file
 * first, 16 MB at a time, in the middle of whatever it measures.
 */
async function useLogFilesAgain(): Promise<void> {
  await admin.query('create table if not exists log_filler (n int)');
  for (let file = 0; file < 12; file += 1) {
    await admin.query('insert into log_filler values (1)');
    await admin.query('select pg_switch_wal()');
  }
  await admin.query('checkpoint');
}

/** Transactions a second of pgbench with the built-in protocol at its quickest: prepared statements. */
async function measurePgbench(pgbench: string, hotRow: boolean): Promise<number> {
  const script = path.join(dataDir, hotRow ? 'one.sql' : 'many.sql');
  await fs.writeFile(
    script,
    `\\set sku ${hotRow ? '1' : `random(0, ${SKUS - 1})`}
begin;
update limit_stock set available = available - 1 where sku = :sku;
insert into limit_order values (gen_random_uuid(), :sku, '{"quantity": 1}');
commit;
`,
  );
  const { stdout } = await run(pgbench, [
    ...['--no-vacuum', '--protocol=prepared', `--client=${CLIENTS}`, '--jobs=2', `--time=${SECONDS}`],
    `--file=${script}`,
    server.url,
  ]);
  return Number(/tps = ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
}

let kept = true;
try {
  const pgbench = await findPgbench();
  const [about] = await admin.query<{ version: string }>(
    `select current_setting('server_version') as version`,
  );
  printHead('Server lane', { node: process.versions.node, PostgreSQL: about?.version ?? '?' });
  // pgbench is 64 processes and the product two: on a busy machine the scheduler serves pgbench first.
  const busy = os.loadavg()[0] ?? 0;
  if (busy > os.cpus().length / 2)
    console.log(
      `The machine is busy (load ${busy.toFixed(1)}): the ratios below are lower than they are on a quiet one.`,
    );
  if (pgbench !== null) await preparePgbench();
  const cases = [
    { name: '3-line baskets, 64 clients', hot: false, least: 0.6 },
    { name: 'every basket on one SKU, 64 clients', hot: true, least: 8 },
  ];
  for (const { name, hot, least } of cases) {
    const results: (LoadResult & { oversold: number })[] = [];
    const limits: number[] = [];
    // Side by side in time: a machine that is slow for some seconds is slow for both of a pair.
    const ratios: number[] = [];
    await useLogFilesAgain();
    for (let round = 0; round < ROUNDS; round += 1) {
      if (pgbench !== null) limits.push(await measurePgbench(pgbench, hot));
      const result = await measureLane(`bench_${hot ? 'hot' : 'many'}_${round}`, hot);
      results.push(result);
      ratios.push(result.documents / result.seconds / (limits.at(-1) ?? Number.NaN));
      console.log(`  round ${round + 1}: ${ratios.at(-1)?.toFixed(2)}`);
    }
    const perSecond = median(results.map(({ documents, seconds }) => documents / seconds));
    const latencies = results.flatMap((result) => result.latenciesMs);
    const product = `${perSecond.toFixed(0)} documents/s`;
    const ratio = pgbench === null ? null : median(ratios);
    const limit = pgbench === null ? 'not comparable' : `${median(limits).toFixed(0)} pgbench tps`;
    kept =
      printLine({ name, product, limit, ratio, most: null, least: pgbench === null ? null : least }) && kept;
    const told = { limit: '', ratio: null, most: null };
    const ms = (value: number) => `${value.toFixed(1)} ms`;
    printLine({ name: '  answer, median', product: ms(median(latencies)), ...told });
    printLine({ name: '  answer, p99', product: ms(percentile(latencies, 0.99)), ...told });
    if (!hot) {
      const sum = (of: (result: (typeof results)[number]) => number) =>
        String(results.map(of).reduce((a, b) => a + b));
      printLine({ name: '  partial grants', product: sum((result) => result.partial), ...told });
      printLine({ name: '  oversold exceptions', product: sum((result) => result.oversold), ...told });
    }
  }
  if (pgbench === null)
    console.log('pgbench was not found: install it (Debian: postgresql-contrib) to compare.');
} finally {
  await admin.end();
  await server.stop();
  await fs.rm(dataDir, { recursive: true, force: true });
}
process.exitCode = kept ? 0 : 1;
