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
export async function createTestDatabase(maxConnections = 10): Promise<TestDatabase> {
  const serverUrl = inject('postgresUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await adminQuery(serverUrl, `create database ${name} template ${TEMPLATE}`);
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
