import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../../src-server/database/database.ts';
import { adminQuery, databaseUrl } from '../support/database-url.ts';

/** A server's database as an older version left it: rows of every table, and what its till knew of it. */
export interface OldDatabase {
  readonly till: {
    terminalId: string;
    epoch: number;
    period: number;
    sequence: number;
    previousHash: string;
  };
  readonly otherTill: string;
  readonly sales: Readonly<Record<'paid' | 'open' | 'parked' | 'abandoned' | 'afterCheckpoint', string>>;
  readonly paidDocument: Record<string, unknown>;
  readonly openDocument: Record<string, unknown>;
  readonly unsentDocument: Record<string, unknown>;
  readonly checkpoints: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, readonly Record<string, unknown>[]>>;
}

const HERE = import.meta.dirname;
export const MIGRATIONS = path.join(HERE, '../../../src-server/database/migrations');

export const readOldDatabase = async (): Promise<OldDatabase> =>
  JSON.parse(await fs.readFile(path.join(HERE, 'fixtures/database-0002.json'), 'utf8')) as OldDatabase;

export interface Restored {
  readonly url: string;
  readonly database: Database;
  drop(): Promise<void>;
}

/** A database that nobody has touched. */
export async function emptyDatabase(): Promise<Restored> {
  const serverUrl = inject('postgresUrl');
  const name = `versions_${randomBytes(6).toString('hex')}`;
  await adminQuery(serverUrl, `create database ${name}`);
  const url = databaseUrl(serverUrl, name);
  const database = openDatabase({ url, maxConnections: 4 });
  return {
    url,
    database,
    async drop() {
      await database.end();
      await adminQuery(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}

/** Tables, functions and rows as the old server left them. */
export async function restoreOldDatabase(old: OldDatabase): Promise<Restored> {
  const restored = await emptyDatabase();
  const { url } = restored;
  const ran = (old.tables.migration ?? []).map((row) => String(row.name));
  for (const name of ran)
    await adminQuery(url, await fs.readFile(path.join(MIGRATIONS, `${name}.sql`), 'utf8'));
  await adminQuery(
    url,
    'create table migration (id serial primary key, name varchar(255) not null, run_on timestamp not null)',
  );
  await adminQuery(url, await fs.readFile(path.join(HERE, 'fixtures/functions-0002.sql'), 'utf8'));
  await restored.database.transaction(async (tx) => {
    // The order of references is not the order of names.
    await tx.query(`set local session_replication_role = replica`);
    for (const [table, rows] of Object.entries(old.tables)) {
      await tx.query(`delete from ${table}`);
      await tx.query(`insert into ${table} select * from json_populate_recordset(null::${table}, $1)`, [
        JSON.stringify(rows),
      ]);
    }
    await tx.query(`select setval('migration_id_seq', (select max(id) from migration))`);
  });
  return restored;
}
