import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { runner } from 'node-pg-migrate';
import pg from 'pg';
import { applicationName } from './embedded-postgres.ts';

const MIGRATIONS = path.join(import.meta.dirname, 'migrations');
const FUNCTIONS = path.join(import.meta.dirname, 'functions');

/** A database that a newer server has changed. Nothing was done to it. */
export class DatabaseIsNewer extends Error {
  override readonly name = 'DatabaseIsNewer';
}

/** A migration that did not go through. The database is as it was before the start. */
export class MigrationFailed extends Error {
  override readonly name = 'MigrationFailed';
}

/** Any number; the same in every process, so that two starts at once replace the functions one after the other. */
const FUNCTIONS_LOCK = 7_420_001;

/**
 * Brings a database to this version: migrations that did not run yet, then the functions, replaced whole whenever their
 * text changed (a migration a change of a function would hide what the function says now). Safe to run from several
 * processes at once, and again: one of them does the work, all in one transaction, so that what fails half-way leaves the
 * old shape, and the next start repeats it.
 *
 * @param folder where the migrations are; another one only to try out what is not there yet
 * @returns the names of the migrations that ran
 * @throws DatabaseIsNewer, MigrationFailed
 */
export async function migrate(url: string, folder = MIGRATIONS): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: applicationName() });
  // A database that ends meanwhile is told by the statement that fails.
  client.on('error', () => {});
  await client.connect();
  try {
    await refuseNewer(client, folder);
    const ran = await runner({
      dbClient: client,
      dir: folder,
      direction: 'up',
      migrationsTable: 'migration',
      advisoryLockMode: 'wait',
      singleTransaction: true,
      log: () => {},
    }).catch((error: unknown) => {
      throw new MigrationFailed(
        `this server could not change the shape of the database (${wordsOf(error)}). Nothing was changed and nothing is lost: start the server of before again, or put right what it says and start this one`,
        { cause: error },
      );
    });
    await replaceFunctions(client);
    return ran.map((migration) => migration.name);
  } finally {
    await client.end();
  }
}

/** A server must not write into a shape that it does not know: it would forget what the newer one keeps there. */
async function refuseNewer(client: pg.Client, folder: string): Promise<void> {
  const { rows: present } = await client.query<{ there: boolean }>(
    `select to_regclass('migration') is not null as there`,
  );
  if (!present[0]?.there) return;
  const own = new Set((await fs.readdir(folder)).map((file) => file.replace(/\.sql$/, '')));
  const { rows } = await client.query<{ name: string }>('select name from migration order by id');
  const unknown = rows.filter(({ name }) => !own.has(name)).map(({ name }) => name);
  if (unknown.length > 0)
    throw new DatabaseIsNewer(
      `this database was brought to a newer shape (${unknown.join(', ')}) by a newer Evertill server, and this server does not know it. Nothing was changed: start the newer server, or restore the backup that was made before it was installed`,
    );
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

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
