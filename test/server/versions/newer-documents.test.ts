import { afterAll, beforeAll, expect, test } from 'vitest';
import { sendKeptForNewer } from '../../../src-server/sync/send-again.ts';
import { type LaneShop, mint, openLaneShop } from '../support/lane-shop.ts';

let shop: LaneShop;
beforeAll(async () => {
  shop = await openLaneShop();
  await shop.stock({ A: 10 });
});
afterAll(() => shop.close());

test('a paid sale of a later version is kept whole, holds back no other, and is applied once by the server that knows it', async () => {
  const till = await shop.till();
  const newer = till.tendered(mint(), 1, [['A', 1]], { documentVersion: 2, loyalty: { points: 3 } });
  const known = till.tendered(mint(), 1, [['A', 2]], { documentVersion: 1, mood: 'calm' });
  expect(await shop.doors.push(till, 'sales', [newer, known])).toMatchObject([
    {
      id: newer.id,
      status: 'kept',
      code: 'newerVersion',
      message: expect.stringContaining('is of version 2'),
    },
    { id: known.id, status: 'applied' },
  ]);
  expect((await shop.figures('A')).onHand).toBe(8);
  const [kept] = await shop.database.query<{ body: string; sequence: number }>(
    `select body, sequence from kept_document where doc_id = $1`,
    [newer.id],
  );
  expect(JSON.parse(kept?.body ?? '')).toEqual(newer);
  expect(kept?.sequence, 'a Z does not wait for it').toBe(1);
  const [stored] = await shop.database.query<{ doc: object }>('select doc from sale where sale_id = $1', [
    known.id,
  ]);
  expect(stored?.doc, 'members that are not known are kept').toEqual(known);

  // The next server reads version 2: to this one the document is as if it were of version 1.
  await shop.database.query(
    `update kept_document set body = replace(body, '"documentVersion":2', '"documentVersion":1') where doc_id = $1`,
    [newer.id],
  );
  const start = () =>
    sendKeptForNewer(shop.database, shop.lane, shop.now, (error) => shop.errors.push(error));
  expect(await start()).toBe(1);
  expect(await start(), 'once').toBe(0);
  expect((await shop.figures('A')).onHand).toBe(7);
  expect(await shop.result(newer.id)).toMatchObject({ appliedAt: expect.any(String) });
  expect(await shop.verify()).toEqual([]);
  const open = await shop.database.query(
    `select from exception_case where cause_id = $1 and kind = 'keptDocument' and resolved_at is null`,
    [newer.id],
  );
  expect(open).toEqual([]);
});

test('what is of no version at all is not taken for a later one', async () => {
  const till = await shop.till('Till 2');
  for (const documentVersion of ['2', -1, 0.5])
    expect(await shop.push(till, { ...till.open(mint(), 1, [['A', 1]]), documentVersion })).toMatchObject({
      status: 'kept',
      code: 'notUnderstood',
    });
});
