import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../../src-server/database/migrate.ts';
import { verifyStore } from '../../../src-server/stock/verify.ts';
import { openApplyLane } from '../../../src-server/sync/apply-lane.ts';
import { openStreamHub } from '../../../src-server/sync/stream-hub.ts';
import { openSync, type SyncDoors, type SyncTerminal } from '../../../src-server/sync/sync-doors.ts';
import { runCli } from '../support/cli-process.ts';
import {
  emptyDatabase,
  MIGRATIONS,
  type OldDatabase,
  type Restored,
  readOldDatabase,
  restoreOldDatabase,
} from './old-database.ts';

const STORE = 1;

/**
 * Databases in the field have run these. A change goes into a further migration; these files stay as they are, or some
 * databases would have another shape than others.
 */
test.each([
  ['0001_schema', 'a860cf1d658e5aea'],
  ['0002_epoch_of_a_count', '4a3478ec8626a614'],
])('migration %s is the one that databases in the field have run', async (name, known) => {
  const text = await fs.readFile(path.join(MIGRATIONS, `${name}.sql`), 'utf8');
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 16);
  expect(digest, `${name}.sql was released: put it back as it was, and write a further migration`).toBe(
    known,
  );
});

describe('a database of the oldest shape, with a shop in it', () => {
  let old: OldDatabase;
  let restored: Restored;
  let doors: SyncDoors;
  let close: () => Promise<void>;
  let till: SyncTerminal;
  const push = async (document: unknown) => {
    const [answer] = await doors.push(till, 'sales', [document]);
    return answer;
  };

  beforeAll(async () => {
    old = await readOldDatabase();
    restored = await restoreOldDatabase(old);
    await migrate(restored.url);
    const { database } = restored;
    const hub = openStreamHub({ database });
    const lane = openApplyLane({ database });
    doors = openSync({ database, lane, hub });
    till = { terminalId: old.till.terminalId, storeId: STORE, revoked: false, replaces: [] };
    close = async () => {
      await hub.close();
      await lane.close();
    };
  });
  afterAll(async () => {
    await close?.();
    await restored?.drop();
  });

  test('has the newest shape, all that it held, and stock that agrees with the ledger', async () => {
    expect(await migrate(restored.url), 'nothing is left to do').toEqual([]);
    for (const table of [
      'sale',
      'movement',
      'kept_document',
      'stock_command',
      'shift_event',
      'exception_case',
      'terminal',
    ]) {
      const [row] = await restored.database.query<{ count: number }>(`select count(*) from ${table}`);
      expect({ table, count: row?.count }).toEqual({ table, count: old.tables[table]?.length });
    }
    expect(await verifyStore(restored.database, STORE)).toEqual([]);
  });

  test('a till goes on from the checkpoints it had, and hears only what came after', async () => {
    const pulled: Record<string, string[]> = {};
    for (const [collection, checkpoint] of Object.entries(old.checkpoints)) {
      const page = await doors.pull(till, collection as 'items', checkpoint, 1000);
      if (page === 'checkpointExpired') throw new Error(`the checkpoint of ${collection} expired`);
      pulled[collection] = page.documents.map((document) => {
        const { saleId, sku, id } = document as Record<string, string>;
        return saleId ?? sku ?? id ?? '';
      });
    }
    expect(pulled).toEqual({
      items: [],
      stockLevels: ['A'],
      saleResults: [old.sales.afterCheckpoint],
      staff: [],
      settings: [],
    });
  });

  test('a checkpoint of a state that was lost is told as expired, also across versions', async () => {
    const unknown = Buffer.from(JSON.stringify({ e: 1, s: 3, t: 7, k: null })).toString('base64url');
    expect(await doors.pull(till, 'stockLevels', unknown, 10)).toBe('checkpointExpired');
  });

  test('what was applied before is repeated, what was not is applied, in the same chain', async () => {
    expect(await push(old.paidDocument)).toMatchObject({ status: 'repeated' });
    expect(await push(old.unsentDocument)).toMatchObject({ status: 'applied' });
    expect(await push(old.unsentDocument)).toMatchObject({ status: 'repeated' });
    const rows = await restored.database.query<{ kind: string }>(
      'select kind from exception_case where cause_id = $1',
      [old.unsentDocument.id],
    );
    // The chain fits. The tills that wrote this fixture gave no total, which is told since.
    expect(rows).toEqual([{ kind: 'totalMismatch' }]);
  });

  test('a reservation of before is the same reservation: less is taken, the rest is given back', async () => {
    expect(await push(old.openDocument)).toMatchObject({ status: 'applied' });
    const [row] = await restored.database.query<{ granted: number }>(
      'select sum(granted)::int as granted from sale_line where sale_id = $1',
      [old.sales.open],
    );
    expect(row?.granted).toBe(2);
    expect(await verifyStore(restored.database, STORE)).toEqual([]);
  });
});

describe('a server and a database of different ages', () => {
  let folder: string;
  const migrationFolder = async (name: string, further: Record<string, string> = {}) => {
    const made = path.join(folder, name);
    await fs.cp(MIGRATIONS, made, { recursive: true });
    for (const [file, text] of Object.entries(further)) await fs.writeFile(path.join(made, file), text);
    return made;
  };
  const tables = async ({ database }: Restored) =>
    (
      await database.query<{ name: string }>(
        `select table_name as name from information_schema.tables where table_schema = 'public' order by 1`,
      )
    ).map(({ name }) => name);
  beforeAll(async () => {
    folder = await fs.mkdtemp(path.join(os.tmpdir(), 'evertill-migrations-'));
  });
  afterAll(() => fs.rm(folder, { recursive: true, force: true }));

  test('two servers that start at once on an old database migrate it once', async () => {
    const restored = await restoreOldDatabase(await readOldDatabase());
    const next = await migrationFolder('once', {
      '9001_next.sql': '-- Up Migration\ncreate table next_shape (a int);',
    });
    const ran = await Promise.all([
      migrate(restored.url, next),
      migrate(restored.url, next),
      migrate(restored.url, next),
    ]);
    expect(ran.filter((names) => names.includes('9001_next'))).toHaveLength(1);
    expect(ran.filter((names) => names.length === 0)).toHaveLength(2);
    expect(await verifyStore(restored.database, STORE)).toEqual([]);
    await restored.drop();
  });

  test('a migration that fails half-way leaves the old shape, and the next start repeats it', async () => {
    const restored = await emptyDatabase();
    await migrate(restored.url);
    const before = await tables(restored);
    const broken = await migrationFolder('broken', {
      '9001_first.sql': '-- Up Migration\ncreate table first_of_two (a int);',
      '9002_second.sql': '-- Up Migration\ncreate table second_of_two (a int);\nselect 1 / 0;',
    });
    await expect(migrate(restored.url, broken)).rejects.toThrow(
      /could not change the shape of the database \(.*division by zero.*\)\. Nothing was changed/,
    );
    expect(await tables(restored)).toEqual(before);
    expect(await migrate(restored.url), 'the server of before starts again').toEqual([]);
    const mended = await migrationFolder('mended', {
      '9001_first.sql': '-- Up Migration\ncreate table first_of_two (a int);',
      '9002_second.sql': '-- Up Migration\ncreate table second_of_two (a int);',
    });
    expect(await migrate(restored.url, mended)).toEqual(['9001_first', '9002_second']);
    await restored.drop();
  });

  test('a server older than its database says so, changes nothing and ends', async () => {
    const restored = await emptyDatabase();
    const next = await migrationFolder('newer', {
      '9001_next.sql': '-- Up Migration\nalter table store add column tint text;',
    });
    await migrate(restored.url, next);
    await restored.database.query(
      `insert into store (store_id, code, name, tint) values (7, 'seven', 'Seven', 'red')`,
    );
    const started = await runCli(['terminals'], { DATABASE_URL: restored.url });
    expect(started.code).toBe(1);
    expect(started.stderr).toContain('was brought to a newer shape (9001_next) by a newer Evertill server');
    expect(started.stderr).toContain('start the newer server');
    const [store] = await restored.database.query<{ tint: string }>('select tint from store');
    expect(store).toEqual({ tint: 'red' });
    await restored.drop();
  });
});
