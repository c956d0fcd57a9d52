import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PULLED, type PulledCollection } from '../../../shared/sync/documents.ts';
import { openDatabase } from '../../../src-server/database/database.ts';
import { bumpFeedClock, COMPANY_SCOPE } from '../../../src-server/database/feed-clock.ts';
import { openApplyLane } from '../../../src-server/sync/apply-lane.ts';
import { judgeDocument } from '../../../src-server/sync/door.ts';
import { headCheckpoint, pullFeed } from '../../../src-server/sync/feed.ts';
import type { StreamEvent } from '../../../src-server/sync/stream-hub.ts';
import { type LaneShop, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
});
afterAll(() => shop.close());

async function page(collection: PulledCollection, checkpoint: string | null, limit = 100, reader = till) {
  const found = await pullFeed(shop.database, reader, collection, checkpoint, limit);
  if (found === 'checkpointExpired') throw new Error('the checkpoint expired');
  return found;
}

describe('per terminal', () => {
  test('a stock document takes the terminal’s own grants and sales out of the server’s figure', async () => {
    await shop.stock({ A: 10 });
    const other = await shop.till('Back');
    await shop.push(till, till.open(mint(), 1, [['A', 2]]));
    await shop.push(other, other.open(mint(), 1, [['A', 3]]));
    await shop.push(till, till.tendered(mint(), 1, [['A', 1]]));
    expect(await shop.level(till, 'A')).toMatchObject({
      onHand: 9,
      reservedElsewhere: 3,
      soldHere: 1,
      epoch: 1,
      period: 1,
    });
    expect(await shop.level(other, 'A')).toMatchObject({ onHand: 9, reservedElsewhere: 2, soldHere: 0 });
  });

  test('a Z raises the period when every sale up to its last sequence is there, and sends the documents again', async () => {
    await shop.stock({ B: 10, C: 10 });
    const own = await shop.till('Own');
    const [first, second] = [own.tendered(mint(), 1, [['B', 1]]), own.tendered(mint(), 1, [['C', 2]])];
    await shop.push(own, first);
    const { checkpoint } = await page('stockLevels', null, 1000, own);
    await shop.push(own, own.closed(1, 2), 'shifts');
    expect(await shop.level(own, 'B')).toMatchObject({ period: 1, soldHere: 1 });
    await shop.push(own, second);
    await shop.lane.apply(STORE, { kind: 'settle' });
    const changed = await page('stockLevels', checkpoint, 1000, own);
    expect(changed.documents).toEqual([
      expect.objectContaining({ sku: 'B', period: 2, soldHere: 0, onHand: 9 }),
      expect.objectContaining({ sku: 'C', period: 2, soldHere: 0, onHand: 8 }),
    ]);
    own.period = 2;
    await shop.push(own, own.tendered(mint(), 1, [['B', 1]]));
    expect(await shop.level(own, 'B')).toMatchObject({ period: 2, soldHere: 1, onHand: 8 });
    // A kept tender does not hold the Z up.
    const broken = { ...own.tendered(mint(), 1, [['B', 1]]), currency: '?' };
    expect(await shop.push(own, broken)).toMatchObject({ status: 'kept' });
    await shop.push(own, own.closed(2, 4), 'shifts');
    expect(await shop.level(own, 'B')).toMatchObject({ period: 3, soldHere: 0 });
  });

  test('sale results are the terminal’s own; every document is what the wire says', async () => {
    const other = await shop.till('Theirs');
    const sale = mint();
    await shop.push(other, other.open(sale, 1, [['A', 50]]));
    const theirs = await shop.pullAll(other, 'saleResults');
    expect(theirs.map(({ saleId }) => saleId)).toEqual([sale]);
    expect((await shop.pullAll(till, 'saleResults')).map(({ saleId }) => saleId)).not.toContain(sale);
    for (const collection of ['stockLevels', 'saleResults'] as const)
      for (const document of await shop.pullAll(other, collection))
        expect(PULLED[collection].safeParse(document).error?.issues).toBeUndefined();
  });
});

describe('checkpoints', () => {
  test('a download by key goes on in the log, and what changed meanwhile comes after it', async () => {
    await shop.stock({ P1: 1, P2: 1, P3: 1, P4: 1 });
    let found = await page('stockLevels', null, 2);
    await shop.push(till, till.command('receipt', 'P1', 4), 'stockCommands');
    const seen = [...found.documents];
    while (found.documents.length > 0) {
      found = await page('stockLevels', found.checkpoint, 2);
      seen.push(...found.documents);
    }
    const last = new Map(seen.map((document) => [(document as { sku: string }).sku, document]));
    expect(last.get('P1')).toMatchObject({ onHand: 5 });
    expect(last.size).toBe((await shop.database.query('select from stock')).length);
  });

  test('a full page ends inside a batch and the next one goes on there; a short page is the last', async () => {
    const { checkpoint } = await page('stockLevels', null, 1000);
    const lines = ['Q1', 'Q2', 'Q3', 'Q4', 'Q5'].map((sku) => ({ sku, quantity: 1 }));
    for (const { sku } of lines)
      await shop.database.query(`insert into stock (store_id, sku) values (${STORE}, $1)`, [sku]);
    await shop.lane.apply(STORE, { kind: 'opening', id: mint(), reason: 'test', lines });
    const pages: string[][] = [];
    let at = checkpoint;
    do {
      const found = await page('stockLevels', at, 2);
      pages.push(found.documents.map((document) => (document as { sku: string }).sku));
      at = found.checkpoint;
    } while (pages.at(-1)?.length === 2);
    expect(pages).toEqual([['Q1', 'Q2'], ['Q3', 'Q4'], ['Q5']]);
  });

  test('a checkpoint of a lost future, of another server epoch, or none at all is expired', async () => {
    const { checkpoint } = await page('saleResults', null, 1000);
    const pull = (text: string) => pullFeed(shop.database, till, 'saleResults', text, 10);
    expect(await pull(checkpoint)).toMatchObject({ documents: [] });
    const forged = { ...JSON.parse(Buffer.from(checkpoint, 'base64url').toString()), t: 1 };
    expect(await pull(Buffer.from(JSON.stringify(forged)).toString('base64url'))).toBe('checkpointExpired');
    expect(await pull('nonsense')).toBe('checkpointExpired');
    await shop.database.query('update server_meta set server_epoch = 2');
    expect(await pull(checkpoint)).toBe('checkpointExpired');
    await shop.database.query('update server_meta set server_epoch = 1');
  });

  test('head office’s documents come with their version, deleted ones too', async () => {
    const [kept, gone] = [mint(), mint()].sort();
    await shop.database.transaction(async (tx) => {
      const seq = await bumpFeedClock(tx, COMPANY_SCOPE);
      await tx.query(
        `insert into item values ($1, false, '{"name":"Tea"}', $3, false), ($2, false, '{"name":"Gone"}', $3, true)`,
        [kept, gone, seq],
      );
    });
    expect(await shop.pullAll(till, 'items', 1)).toEqual([
      { name: 'Tea', version: 1 },
      { name: 'Gone', version: 1, _deleted: true },
    ]);
  });
});

test('the feed loses nothing with 16 writers in 4 lanes on pools of their own', async () => {
  const skus = Array.from({ length: 40 }, (_, n) => `F${n}`);
  await shop.stock(Object.fromEntries(skus.map((sku) => [sku, 100_000])));
  const reader = await shop.till('Reader');
  const databases = Array.from({ length: 4 }, () => openDatabase({ url: shop.db.url, maxConnections: 2 }));
  const lanes = databases.map((database) => openApplyLane({ database, now: shop.now }));
  let checkpoint = await headCheckpoint(shop.database, STORE);
  let results = checkpoint;
  const copy = new Map<string, unknown>();
  const heard = new Set<unknown>();
  let writing = true;
  const read = async (): Promise<number> => {
    const levels = await page('stockLevels', checkpoint, 17, reader);
    for (const document of levels.documents as { sku: string }[]) copy.set(document.sku, document);
    checkpoint = levels.checkpoint;
    const sales = await page('saleResults', results, 13, reader);
    for (const document of sales.documents as { saleId: string; appliedAt: string | null }[])
      if (document.appliedAt !== null) heard.add(document.saleId);
    results = sales.checkpoint;
    return levels.documents.length + sales.documents.length;
  };
  const reading = (async () => {
    while (writing) await read();
    while ((await read()) > 0);
  })();
  const sold: string[] = [];
  await Promise.all(
    Array.from({ length: 16 }, async (_, writer) => {
      for (let n = 0; n < 12; n += 1) {
        const id = mint();
        const lane = lanes[(writer + n) % 4] as (typeof lanes)[number];
        const line = (k: number) => [skus[(writer * 7 + n * 3 + k) % 40] as string, 1] as const;
        const sequence = writer * 1000 + n + 1;
        for (const document of [
          reader.open(id, 1, [line(0), line(1)]),
          reader.tendered(id, 2, [line(0)], { sequence }),
        ]) {
          const judged = judgeDocument(reader, 'sales', document, shop.now());
          if (judged.kind !== 'operation') throw new Error('not an operation');
          expect(await lane.apply(STORE, judged.operation)).toMatchObject({ status: 'applied' });
        }
        sold.push(id);
      }
    }),
  );
  writing = false;
  await reading;
  expect(sold.filter((id) => !heard.has(id))).toEqual([]);
  const truth = await page('stockLevels', null, 1000, reader);
  for (const document of truth.documents as { sku: string; version: number }[])
    if (document.sku.startsWith('F')) expect(copy.get(document.sku)).toEqual(document);
  await Promise.all(lanes.map((lane) => lane.close()));
  await Promise.all(databases.map((database) => database.end()));
  expect(await shop.verify()).toEqual([]);
});

test('the stream tells who listens of its own documents, from other processes too, and says resync to who lagged', async () => {
  await shop.stock({ ST: 5 });
  const events: StreamEvent[] = [];
  let slow = false;
  let refused = 0;
  const leave = shop.doors.listen(till, {
    send(event) {
      if (slow) refused += 1;
      if (slow) return false;
      events.push(event);
      return true;
    },
  });
  const until = (what: (event: StreamEvent) => boolean) =>
    expect.poll(() => events.some(what), { interval: 10 }).toBe(true);
  const tells = (onHand: number) => (event: StreamEvent) =>
    event.event === 'changes' &&
    (event.data as { documents: { sku?: string; onHand?: number }[] }).documents.some(
      (document) => document.sku === 'ST' && document.onHand === onHand,
    );
  await until(({ event }) => event === 'resync');
  await shop.push(till, till.command('receipt', 'ST', 1), 'stockCommands');
  await until(tells(6));
  // Another process: no hint reaches the hub.
  const elsewhere = openDatabase({ url: shop.db.url, maxConnections: 1 });
  const lane = openApplyLane({ database: elsewhere, now: shop.now });
  const judged = judgeDocument(till, 'stockCommands', till.command('receipt', 'ST', 1), shop.now());
  if (judged.kind === 'operation') await lane.apply(STORE, judged.operation);
  await until(tells(7));
  await lane.close();
  await elsewhere.end();
  slow = true;
  events.length = 0;
  await shop.push(till, till.command('receipt', 'ST', 1), 'stockCommands');
  await expect.poll(() => refused, { interval: 10 }).toBeGreaterThan(0);
  slow = false;
  await until(({ event }) => event === 'resync');
  leave();
});
