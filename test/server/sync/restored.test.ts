import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PushedCollection } from '../../../shared/sync/documents.ts';
import { restored } from '../../../src-server/commands/restored.ts';
import { verifyStore } from '../../../src-server/stock/verify.ts';
import { verifyAllSales } from '../../../src-server/stock/verify-sales.ts';
import { openApplyLane } from '../../../src-server/sync/apply-lane.ts';
import { pullFeed } from '../../../src-server/sync/feed.ts';
import { openPush } from '../../../src-server/sync/sync-doors.ts';
import { type LaneShop, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';
import { copyTestDatabase, type TestDatabase } from '../support/test-database.ts';

let shop: LaneShop;
let backup: TestDatabase | null = null;
beforeAll(async () => {
  shop = await openLaneShop();
});
afterAll(async () => {
  await backup?.drop();
  await shop.close();
});

interface Sent {
  readonly till: TestTill;
  readonly collection: PushedCollection;
  readonly document: Record<string, unknown>;
}

test('a server restored from an older backup is noticed; tills send what they hold, in any order and often, and nothing doubles or is missing', async () => {
  const [front, back] = [await shop.till('Front'), await shop.till('Back')];
  const skus = ['A', 'B', 'C'];
  await shop.stock({ A: 20, B: 20, C: 20 });
  const held: Sent[] = [];
  const send = async (
    till: TestTill,
    document: Record<string, unknown>,
    collection: PushedCollection = 'sales',
  ) => {
    held.push({ till, collection, document });
    await shop.push(till, document, collection);
  };
  const pull = (database: typeof shop.database, till: TestTill, checkpoint: string | null) =>
    Promise.all(
      (['stockLevels', 'saleResults'] as const).map((collection) =>
        pullFeed(database, till, collection, checkpoint, 1000),
      ),
    );
  const checkpointOf = async (till: TestTill) => {
    const [page] = await pull(shop.database, till, null);
    if (!page || page === 'checkpointExpired') throw new Error('no page');
    return page.checkpoint;
  };
  const trade = async (till: TestTill, round: number) => {
    const cart = mint();
    await send(till, till.open(cart, 1, [[skus[round % 3] as string, 2]]));
    await send(till, till.tendered(cart, 2, [[skus[round % 3] as string, 2]]));
    await send(till, till.command('receipt', skus[(round + 1) % 3] as string, 1), 'stockCommands');
    await send(till, till.open(mint(), 1, [[skus[round % 3] as string, 1]]));
  };
  await trade(front, 0);
  await trade(back, 1);
  const before = await checkpointOf(front);

  backup = await copyTestDatabase(shop.db);
  const again = backup.database;

  // What the backup does not have: sales, an oversell, a Z, a return, a kept document.
  for (let round = 0; round < 6; round += 1) await trade(round % 2 === 0 ? front : back, round);
  const sold = front.tendered(mint(), 1, [['A', 30]]);
  await send(front, sold);
  await send(back, back.tendered(mint(), 1, [['A', -31, { returnOf: sold.id, disposition: 'restock' }]]));
  await send(front, front.closed(1, front.sequence), 'shifts');
  await send(back, { ...back.open(mint(), 1, [['A', 1]]), currency: 'Euro' });
  const after = await checkpointOf(front);

  const lane = openApplyLane({ database: again, now: shop.now });
  const push = openPush(lane, shop.now);
  expect(await pull(again, front, after)).toEqual(['checkpointExpired', 'checkpointExpired']);
  expect((await pull(again, front, before)).every((page) => page !== 'checkpointExpired')).toBe(true);
  // The clock passes the same numbers again, and they are not the same batches.
  const shuffled = [...held, ...held].map((sent, n) => ({ sent, key: (n * 7919) % 104_729 }));
  shuffled.sort((one, other) => one.key - other.key);
  await Promise.all(shuffled.map(({ sent }) => push(sent.till, sent.collection, sent.document)));
  await lane.apply(STORE, { kind: 'settle' });
  expect(await pull(again, front, after)).toEqual(['checkpointExpired', 'checkpointExpired']);

  const facts = async (database: typeof shop.database) => ({
    stock: await database.query('select sku, on_hand, sold from stock order by sku'),
    ledger: await database.query('select cause_id, line_no, sku, kind, quantity from movement order by 1, 2'),
    sales: await database.query(`select sale_id, revision, status, content_hash from sale order by 1`),
    shifts: await database.query('select event_id, waiting from shift_event order by 1'),
    periods: await database.query('select terminal_id, epoch, period from terminal_epoch order by 1'),
    kept: await database.query('select doc_id, content_hash from kept_document order by 1'),
    chain: await database.query(
      'select terminal_id, epoch, sequence, sale_id from sale_sequence order by 1, 2, 3',
    ),
    returned: await database.query(
      `select cause_id, quantity from exception_case where kind = 'duplicateReturn'`,
    ),
  });
  expect(await facts(again)).toEqual(await facts(shop.database));
  expect([...(await verifyStore(again, STORE, shop.now())), ...(await verifyAllSales(again, STORE))]).toEqual(
    [],
  );
  expect(await shop.verify()).toEqual([]);

  // Said by hand, it is noticed even by a till that had read nothing since.
  expect(await restored(again)).toEqual([expect.stringContaining('epoch 2')]);
  expect(await pull(again, front, before)).toEqual(['checkpointExpired', 'checkpointExpired']);
  await lane.close();
});
