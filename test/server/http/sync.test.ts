import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PULLED, type PulledCollection } from '../../../shared/sync/documents.ts';
import { openWireShop, type WireShop } from '../support/wire-shop.ts';
import { newId, type WireTerminal } from '../support/wire-terminal.ts';

let shop: WireShop;
let till: WireTerminal;
let sku: string;
beforeAll(async () => {
  shop = await openWireShop();
});
afterAll(() => shop.close());
beforeEach(async () => {
  sku = await shop.stocked(5);
  till = await shop.enrol('Till');
});

const pullPath = (collection: string, query = '') => `/v1/sync/${collection}/pull${query && `?${query}`}`;

test('every collection can be pulled, page by page, and every document is what the wire says', async () => {
  await shop.stocked(1);
  await till.push('sales', till.open([{ sku, quantity: 1 }]), till.open([{ sku, quantity: 1 }]));
  await till.push('officeRequests', {
    ...{
      id: newId(),
      terminalId: till.identity.terminalId,
      staffId: newId(),
      at: '2026-11-23T10:00:00.000Z',
    },
    ...{ kind: 'newCustomer', customer: { name: 'Ada' } },
  });
  for (const collection of Object.keys(PULLED) as PulledCollection[]) {
    const all = await till.pullAll(collection);
    expect(all.length, collection).toBeGreaterThan(0);
    for (const document of all)
      expect(PULLED[collection].safeParse(document).error, collection).toBeUndefined();
    const paged = await till.pullAll(collection, 1);
    expect(new Set(paged.map((document) => JSON.stringify(document)))).toEqual(
      new Set(all.map((document) => JSON.stringify(document))),
    );
  }
});

test('a pull after the last checkpoint brings what changed and nothing else', async () => {
  const first = await till.get(pullPath('items', 'limit=1000'));
  const after = `limit=1000&checkpoint=${encodeURIComponent(first.body.checkpoint)}`;
  expect((await till.get(pullPath('items', after))).body.documents).toEqual([]);
  const fresh = await shop.stocked(0);
  const { documents } = (await till.get(pullPath('items', after))).body;
  expect(documents.map((item: { variants: { sku: string }[] }) => item.variants[0]?.sku)).toEqual([fresh]);
});

test.each([
  ['a checkpoint that nobody wrote', 'checkpoint=nonsense', 409, 'checkpointExpired'],
  ['no documents at all', 'limit=0', 400, 'invalidRequest'],
  ['more than a page', 'limit=1001', 400, 'invalidRequest'],
  ['a limit that is no number', 'limit=many', 400, 'invalidRequest'],
])('pulling with %s is refused', async (_name, query, status, code) => {
  expect(await till.get(pullPath('items', query))).toMatchObject({ status, body: { status, code } });
});

test('collections that are not there, or not in that direction, are refused', async () => {
  for (const collection of ['sales', 'nothing'])
    expect((await till.get(pullPath(collection))).body).toMatchObject({ code: 'invalidRequest' });
  expect((await till.post('/v1/sync/items/push', [])).body).toMatchObject({ code: 'invalidRequest' });
  expect((await till.post('/v1/sync/sales/push', {})).body).toMatchObject({ code: 'invalidRequest' });
});

test('one answer a document, in order, whatever the others are', async () => {
  const good = till.open([{ sku, quantity: 1 }]);
  const bad = { id: newId(), status: 'open', revision: 1, lines: 'none' };
  const paid = till.tender(till.open([{ sku, quantity: 1 }]));
  const answers = await till.push('sales', bad, good, null, 'text', paid, good);
  expect(answers.map(({ id, status }) => [id, status])).toEqual([
    [bad.id, 'kept'],
    [good.id, 'applied'],
    ['', 'kept'],
    ['', 'kept'],
    [paid.id, 'applied'],
    [good.id, 'repeated'],
  ]);
  expect(await till.push('sales')).toEqual([]);
});

test('entries that are no entries do not fail the batch either', async () => {
  const good = till.open([{ sku, quantity: 1 }]);
  const answer = await till.post('/v1/sync/sales/push', [7, null, [], { newDocumentState: good }]);
  expect(answer.status).toBe(200);
  expect(answer.body.conflicts).toEqual([]);
  expect(answer.body.answers.map(({ status }: { status: string }) => status)).toEqual([
    'kept',
    'kept',
    'kept',
    'applied',
  ]);
});

test('hostile documents are kept and hold nothing back', async () => {
  const good = till.open([{ sku, quantity: 1 }]);
  const text = (document: string) =>
    `[{"newDocumentState":${document}},{"newDocumentState":${JSON.stringify({ ...good, id: newId() })}}]`;
  const hostile = [
    `{"id":"${newId()}","__proto__":{"admin":true},"constructor":{"prototype":{"x":1}}}`,
    `{"id":"${newId()}","status":"open","deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}`,
    JSON.stringify({ ...good, id: newId(), label: 'a\u0000b' }),
    JSON.stringify({ ...good, id: newId(), label: '\ud800' }),
    JSON.stringify({ ...good, id: newId(), lines: [{ ...good.lines[0], quantity: 1e300 }] }),
    JSON.stringify({ ...good, id: newId(), extra: { 'a\u0000b': 'c\u0000d' } }),
    JSON.stringify({ ...good, id: 'DROP TABLE sale' }),
  ];
  for (const document of hostile) {
    const answer = await fetch(`${till.url}/v1/sync/sales/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${till.identity.token}` },
      body: text(document),
    });
    expect(answer.status, document.slice(0, 90)).toBe(200);
    const { answers } = (await answer.json()) as { answers: { status: string }[] };
    expect(answers[1]?.status, document.slice(0, 90)).toBe('applied');
    expect(['kept', 'applied'], document.slice(0, 90)).toContain(answers[0]?.status);
  }
});

test('shift events and stock commands are facts: applied once', async () => {
  const command = {
    id: newId(),
    kind: 'receipt',
    sku,
    quantity: 3,
    reason: 'delivery',
    staffId: newId(),
    at: new Date().toISOString(),
  };
  const event = {
    id: newId(),
    shiftId: newId(),
    terminalId: till.identity.terminalId,
    epoch: 1,
    kind: 'opened',
    at: new Date().toISOString(),
    businessDate: '2026-11-22',
    cashierId: newId(),
    period: 1,
  };
  for (const status of ['applied', 'repeated']) {
    expect(await till.push('stockCommands', command)).toMatchObject([{ id: command.id, status }]);
    expect(await till.push('shifts', event)).toMatchObject([{ id: event.id, status }]);
  }
  expect(await till.stockLevel(sku)).toMatchObject({ onHand: 8 });
});

test('stock of a SKU in every store, and of one that nobody knows', async () => {
  await till.push('sales', till.open([{ sku, quantity: 2 }]));
  expect((await till.get(`/v1/stock/${sku}`)).body).toEqual({
    sku,
    stores: [{ storeId: 'main', storeName: 'Main store', onHand: 5, reserved: 2, available: 3 }],
  });
  expect((await till.get('/v1/stock/NOBODY')).body).toMatchObject({ status: 404, code: 'notFound' });
});

test('every operation is counted and logged, with its outcome', async () => {
  const sale = till.open([{ sku, quantity: 1 }]);
  await till.push('sales', sale, sale);
  const metrics = String((await till.get('/metrics')).body);
  expect(metrics).toMatch(/evertill_stock_operations_total\{operation="sale.open",outcome="applied"\} \d+/);
  expect(metrics).toMatch(/evertill_stock_operations_total\{operation="sale.open",outcome="repeated"\} \d+/);
  expect(metrics).toMatch(/evertill_lane_batch_operations_count [1-9]/);
  expect(metrics).toMatch(
    /evertill_http_request_seconds_count\{method="POST",route="\/v1\/sync\/:collection\/push"/,
  );
  await expect.poll(() => shop.server.output()).toContain(sale.id);
});
