import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../../src-server/database/database.ts';
import { adminQuery, databaseUrl, TEMPLATE } from './database-url.ts';

export interface TestDatabase {
  readonly url: string;
  readonly database: Database;
  /** Ends the pool and drops the database. */
  drop(): Promise<void>;
}

/** A fresh, migrated, empty database for one test file (or one test). */
export function createTestDatabase(maxConnections = 10): Promise<TestDatabase> {
  return copyOf(TEMPLATE, maxConnections);
}

/** A backup: the database as it is now, in another one. Its connections break for that, and come back by themselves. */
export async function copyTestDatabase(original: TestDatabase): Promise<TestDatabase> {
  const name = new URL(original.url).pathname.slice(1);
  const others = `from pg_stat_activity where datname = '${name}'`;
  for (let tries = 1; ; tries += 1) {
    await adminQuery(inject('postgresUrl'), `select pg_terminate_backend(pid) ${others}`);
    try {
      return await copyOf(name, 10);
    } catch (error) {
      // Somebody came back in between.
      if (tries === 20 || (error as { code?: string }).code !== '55006') throw error;
    }
  }
}

async function copyOf(template: string, maxConnections: number): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await adminQuery(serverUrl, `create database ${name} template ${template}`);
  const url = databaseUrl(serverUrl, name);
  const database = openDatabase({ url, maxConnections });
  return {
    url,
    database,
    async drop() {
      await database.end();
      await adminQuery(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}
