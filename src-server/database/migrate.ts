import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { applicationName } from './embedded-postgres.ts';

const MIGRATIONS = path.join(import.meta.dirname, 'migrations');
const FUNCTIONS = path.join(import.meta.dirname, 'functions');

/** Any number; the same in every process, so that two starts at once replace the functions one after the other. */
const FUNCTIONS_LOCK = 7_420_001;

/**
 * Brings a database to this version: migrations that did not run yet, then the functions, replaced whole whenever their
 * text changed (a migration a change of a function would hide what the function says now). Safe to run from several
 * processes at once, and again.
 *
 * @returns the names of the migrations that ran
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName() });
  await client.connect();
  try {
    const ran = await runner({
      dbClient: client,
      dir: MIGRATIONS,
      direction: 'up',
      migrationsTable: 'migration',
      advisoryLockMode: 'wait',
      singleTransaction: true,
      log: () => {},
    });
    await replaceFunctions(client);
    return ran.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

async function replaceFunctions(client: pg.Client): Promise<void> {
  const names = (await fs.readdir(FUNCTIONS)).filter((name) => name.endsWith('.sql')).sort();
  const texts = await Promise.all(names.map((name) => fs.readFile(path.join(FUNCTIONS, name), 'utf8')));
  const digest = createHash('sha256').update(texts.join('\0')).digest('hex');
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [FUNCTIONS_LOCK]);
    const { rows } = await client.query<{ functions_digest: string | null }>(
      'select functions_digest from server_meta',
    );
    if (rows[0]?.functions_digest !== digest) {
      for (const text of texts) await client.query(text);
      await client.query('update server_meta set functions_digest = $1', [digest]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  }
}
