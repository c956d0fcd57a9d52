import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { openEmbeddedPostgres } from '../../../src-server/database/embedded-postgres.ts';
import { migrate } from '../../../src-server/database/migrate.ts';
import { adminQuery, databaseUrl, TEMPLATE } from './database-url.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the database that every test file's own database is copied beside. */
    postgresUrl: string;
  }
}

/**
 * One PostgreSQL for all test files, with a migrated template database: a file's own database is a copy of it, made in
 * some 60 ms. The data is thrown away, so it is not synced to disk; what is said of durability is tested on a server
 * of its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // Not below a closed home: where tests run as root the database runs as another user.
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'evertill-test-'));
  await fs.chmod(dataDir, 0o755);
  const server = await openEmbeddedPostgres({
    dataDir,
    settings: { fsync: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  await adminQuery(server.url, `create database ${TEMPLATE}`);
  await migrate(databaseUrl(server.url, TEMPLATE));
  project.provide('postgresUrl', server.url);
  return async () => {
    await server.stop();
    await fs.rm(dataDir, { recursive: true, force: true });
  };
}
