import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../../../src-server/database/database.ts';
import { openApplyLane } from '../../../src-server/sync/apply-lane.ts';
import { judgeDocument } from '../../../src-server/sync/door.ts';
import type { Operation } from '../../../src-server/sync/operation.ts';
import { type LaneShop, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till();
  await shop.stock({ A: 1000 });
});
afterAll(() => shop.close());

function operationOf(document: unknown): Operation {
  const judged = judgeDocument(till, 'sales', document, shop.now());
  if (judged.kind !== 'operation') throw new Error('not an operation');
  return judged.operation;
}

test('operations on one sale keep their order, however many are on their way', async () => {
  const sales = Array.from({ length: 10 }, () => mint());
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => n + 1).flatMap((revision) =>
      sales.map((id) => shop.push(till, till.open(id, revision, [['A', 1 + (revision % 3)]]))),
    ),
  );
  // An older revision that passed a newer one would have been stale.
  expect(answers.every(({ status }) => status === 'applied')).toBe(true);
  for (const id of sales)
    expect(await shop.result(id)).toMatchObject({ revision: 20, reservation: { lines: [{ granted: 3 }] } });
  expect(await shop.verify()).toEqual([]);
});

test('what arrives together goes in few batches, and more of a sale than one waits for the next', async () => {
  const sizes: number[] = [];
  const lane = openApplyLane({
    database: shop.database,
    now: shop.now,
    onBatch: ({ operations }) => sizes.push(operations.length),
  });
  const id = mint();
  await Promise.all([
    ...Array.from({ length: 60 }, () => lane.apply(STORE, operationOf(till.open(mint(), 1, [['A', 1]])))),
    lane.apply(STORE, operationOf(till.open(id, 1, [['A', 1]]))),
    lane.apply(STORE, operationOf(till.open(id, 2, [['A', 2]]))),
  ]);
  await lane.close();
  expect(sizes.reduce((sum, size) => sum + size)).toBe(62);
  expect(sizes.length).toBeLessThan(6);
});

test('a database that is gone is a passing fault: answered retry, and applied when sent again', async () => {
  const gone = openDatabase({ url: shop.db.url.replace(/:\d+\//, ':1/'), maxConnections: 1 });
  const lane = openApplyLane({ database: gone, now: shop.now });
  const operation = operationOf(till.open(mint(), 1, [['A', 1]]));
  expect(await lane.apply(STORE, operation)).toMatchObject({ status: 'retry', code: 'unavailable' });
  await lane.close();
  await gone.end();
  expect(await shop.lane.apply(STORE, operation)).toMatchObject({ status: 'applied' });
});

test('a deadlock or a race that rolls a batch back is not the till’s concern: it is tried again', async () => {
  const met: string[] = [];
  let failures = 2;
  const lane = openApplyLane({
    // Real PostgreSQL behind it; the first two statements are rolled back as a serialization failure would be.
    database: {
      query: (statement, values) =>
        failures-- > 0
          ? shop.database.query(
              `do $$ begin raise exception 'could not serialize' using errcode = '40001'; end $$`,
            )
          : shop.database.query(statement, values),
    },
    now: shop.now,
    onError: (error) => met.push((error as { code: string }).code),
  });
  const operations = Array.from({ length: 5 }, () => operationOf(till.open(mint(), 1, [['A', 1]])));
  const answers = await Promise.all(operations.map((operation) => lane.apply(STORE, operation)));
  await lane.close();
  expect(answers.map(({ status }) => status)).toEqual(Array(5).fill('applied'));
  expect(met).toEqual(['40001', '40001']);
});
