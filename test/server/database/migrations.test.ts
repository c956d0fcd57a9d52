import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../../src-server/database/migrate.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

test('migrating again changes nothing, from several processes at once', async () => {
  expect(await Promise.all([migrate(db.url), migrate(db.url), migrate(db.url)])).toEqual([[], [], []]);
});

test.for([
  [
    'a size on an item without sizes',
    `insert into variant values ('A', $1, false, 'L', '{}', 'k', 1, false, 'C62', 0)`,
  ],
  [
    'no size on an item with sizes',
    `insert into variant values ('A', $2, true, null, '{}', 'k', 1, false, 'C62', 0)`,
  ],
  [
    'an item that says otherwise',
    `insert into variant values ('A', $1, true, 'L', '{}', 'k', 1, false, 'C62', 0)`,
  ],
])('the catalogue refuses %s', async ([, insert]) => {
  await expect(
    db.database.transaction(async (tx) => {
      const plain = '00000000-0000-7000-8000-000000000001';
      const sized = '00000000-0000-7000-8000-000000000002';
      await tx.query(`insert into item values ($1, false, '{}', 1), ($2, true, '{}', 1)`, [plain, sized]);
      await tx.query(insert?.replace('$1', `'${plain}'`).replace('$2', `'${sized}'`) ?? '');
    }),
  ).rejects.toThrow(/violates (check|foreign key) constraint/);
});

test('stock refuses a reservation below zero; a line refuses a grant above its request', async () => {
  await expect(
    db.database.query(`insert into stock (store_id, sku, reserved) values (1, 'A', -1)`),
  ).rejects.toThrow(/stock_reserved_check/);
  await expect(
    db.database.query(
      `insert into sale_line values (1, gen_random_uuid(), 'l', 0, 'A', gen_random_uuid(), 2, 3, true, 1, gen_random_uuid(), 1)`,
    ),
  ).rejects.toThrow(/violates check constraint/);
});
