import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { openDatabase } from '../../../src-server/database/database.ts';
import { adminQuery } from '../support/database-url.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const endBackend = (pid: number | undefined) =>
  adminQuery(inject('postgresUrl'), `select pg_terminate_backend(${pid})`);

test('a connection that breaks between two statements fails its transaction, and not the server', async () => {
  const { database } = db;
  const work = database.transaction(async (tx) => {
    const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await endBackend(row?.pid);
    // Long enough for the news to arrive while nothing is asked.
    await sleep(200);
    await tx.query('select 1');
  });
  await expect(work).rejects.toThrow();
  expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
});

test('of a connection that breaks while idle the message is told, and not the connection', async () => {
  const told: Error[] = [];
  const database = openDatabase({ url: db.url, onError: (error) => told.push(error) });
  try {
    const [row] = await database.query<{ pid: number }>('select pg_backend_pid() as pid');
    await endBackend(row?.pid);
    await expect.poll(() => told.length).toBe(1);
    expect(told[0]?.message).toContain('terminating connection');
    expect(told[0]).not.toHaveProperty('client');
  } finally {
    await database.end();
  }
});
