import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWireShop, type WireShop } from '../support/wire-shop.ts';
import { newId, type WireTerminal } from '../support/wire-terminal.ts';

/** What a client that knows the published contract and nothing else may send, and what it may do wrong. */
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

const resultOf = async (saleId: string) => (await till.get(`/v1/sales/${saleId}`)).body.saleResult;

test('two variants of one item are two lines, though their sizes are not told', async () => {
  const other = await shop.stocked(5);
  const sale = till.open([
    { sku, quantity: 1 },
    { sku: other, quantity: 2 },
  ]);
  const itemId = newId();
  await till.push('sales', { ...sale, lines: sale.lines.map((line) => ({ ...line, itemId })) });
  expect((await resultOf(sale.id)).reservation.lines).toMatchObject([
    { sku, requested: 1, granted: 1 },
    { sku: other, requested: 2, granted: 2 },
  ]);
});

test.each(['a\u0000b', 'a\ud800b'])(
  'a sale with an odd text in a member of its own is returned like any other',
  async (note) => {
    const sale = till.tender(till.open([{ sku, quantity: 2 }], { note }));
    const back = (quantity: number) => {
      const open = till.open([{ sku, quantity }]);
      return till.tender({ ...open, lines: open.lines.map((line) => ({ ...line, returnOf: sale.id })) });
    };
    const [first, second] = [back(-1), back(-2)];
    expect(await till.push('sales', sale, first)).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
    ]);
    expect(await till.push('sales', second)).toMatchObject([{ status: 'applied' }]);
    expect((await resultOf(first.id)).exceptions).toEqual([]);
    expect((await resultOf(second.id)).exceptions).toEqual([{ kind: 'duplicateReturn', sku, quantity: 1 }]);
    expect((await till.get(`/v1/sales/${sale.id}`)).body.sale.note).toBe(note);
  },
);

test('a member of its own is content, whatever its name begins with; the members of RxDB are not', async () => {
  const sale = till.tender(till.open([{ sku, quantity: 1 }], { _table: 7 }));
  const sent = { ...sale, _deleted: false, _rev: '1-a', _meta: { lwt: 1 }, _attachments: {} };
  expect(await till.push('sales', sent, sale)).toMatchObject([{ status: 'applied' }, { status: 'repeated' }]);
  const { body } = await till.get(`/v1/sales/${sale.id}`);
  expect(body.sale).toEqual(sale);
  expect(body.saleResult.exceptions).toEqual([]);
});

test('a result says which revision it answers, also where a first tender had a lower one', async () => {
  const sale = till.open([{ sku, quantity: 1 }], { revision: 7 });
  await till.push('sales', sale);
  const tendered = till.tender({ ...sale, revision: 2 });
  expect(await till.push('sales', tendered)).toMatchObject([{ status: 'applied' }]);
  expect(await resultOf(sale.id)).toMatchObject({ revision: 3, reservation: { state: 'converted' } });
  expect(await till.push('sales', { ...sale, revision: 8 })).toMatchObject([{ status: 'stale' }]);
});

test('a heartbeat that moves the end of a reservation is told with a new version', async () => {
  const sale = till.open([{ sku, quantity: 1 }]);
  await till.push('sales', sale);
  const before = (await till.get('/v1/sync/saleResults/pull')).body;
  await till.post('/v1/terminals/heartbeat', { saleIds: [sale.id] });
  const after = `/v1/sync/saleResults/pull?checkpoint=${before.checkpoint}`;
  const [result] = (await till.get(after)).body.documents;
  expect(result.version).toBeGreaterThan(before.documents[0].version);
  expect(Date.parse(result.reservation.expiresAt)).toBeGreaterThan(
    Date.parse(before.documents[0].reservation.expiresAt),
  );
});

const nested = (depth: number) => `${'[{"a":'.repeat(depth)}["\\u0000é",1.5]${'}]'.repeat(depth)}`;

test.each([
  ['long', `{"text":"${'x'.repeat(1_500_000)}","end":"END"}`],
  ['deep', `{"deep":${nested(20_000)},"list":[1,null,{},[]],"end":"END"}`],
])('what is kept is kept whole, however %s it is', async (_name, content) => {
  const id = newId();
  const body = `{"id":"${id}",${content.slice(1)}`;
  const answer = await fetch(`${till.url}/v1/sync/sales/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${till.identity.token}` },
    body: `[{"newDocumentState":${body}}]`,
  });
  expect(await answer.json()).toMatchObject({ answers: [{ id, status: 'kept' }] });
  const [kept] = await shop.db.database.query<{ body: string }>(
    'select body from kept_document where doc_id = $1',
    [id],
  );
  expect(kept?.body === body).toBe(true);
});

test('a till that pushed before it took a cart over does not hold it twice', async () => {
  const other = await shop.enrol('Other');
  const parked = other.open([{ sku, quantity: 2 }], { status: 'parked' });
  await other.push('sales', parked);
  const mine = till.open([{ sku, quantity: 2 }], { takenFrom: parked.id });
  await till.push('sales', mine);
  expect((await till.get(`/v1/stock/${sku}`)).body.stores).toMatchObject([{ reserved: 4 }]);
  const { body } = await till.post(`/v1/sales/${parked.id}/hand-over`, { newId: mine.id });
  expect(body.saleResult.reservation.lines).toMatchObject([{ requested: 2, granted: 2 }]);
  expect((await till.get(`/v1/stock/${sku}`)).body.stores).toMatchObject([{ reserved: 2, available: 3 }]);
});

test('a count that waits is compared at its own epoch, and none that is odd holds back what waits', async () => {
  const found = { id: newId(), kind: 'count', sku, quantity: 1, reason: 'count', staffId: newId() };
  const at = new Date().toISOString();
  const count = { ...found, at, stockVersion: (await till.stockLevel(sku))?.version, afterSequence: 1 };
  const odd = { ...count, id: newId(), epoch: 'first', afterSequence: 9 };
  expect(await till.push('stockCommands', odd, count)).toMatchObject([
    { status: 'kept' },
    { status: 'applied', code: 'waiting' },
  ]);
  const sale = till.tender(till.open([{ sku, quantity: 3 }]));
  await till.post('/v1/terminals/epoch', { reason: 'test' });
  await till.push('sales', sale);
  await expect.poll(async () => (await till.stockLevel(sku))?.onHand).toBe(1);
});

test.each(['a\u0000b', 'a\ud800b'])(
  'a count and a Z with an odd text in a member of their own do what they say',
  async (note) => {
    const { terminalId } = till.identity;
    const at = new Date().toISOString();
    const person = newId();
    const stockVersion = (await till.stockLevel(sku))?.version;
    const count = {
      id: newId(),
      kind: 'count',
      sku,
      quantity: 1,
      reason: 'count',
      staffId: person,
      at,
      note,
    };
    const z = {
      ...{
        id: newId(),
        shiftId: newId(),
        terminalId,
        epoch: 1,
        kind: 'closed',
        at,
        businessDate: '2026-11-22',
      },
      ...{ cashierId: person, period: 1, lastSequence: 1, note },
    };
    expect(await till.push('stockCommands', { ...count, stockVersion, afterSequence: 1 })).toMatchObject([
      { status: 'applied', code: 'waiting' },
    ]);
    expect(await till.push('shifts', z, z)).toMatchObject([{ status: 'applied' }, { status: 'repeated' }]);
    await till.push('sales', till.tender(till.open([{ sku, quantity: 3 }])));
    await expect.poll(() => till.stockLevel(sku)).toMatchObject({ onHand: 1, soldHere: 0, period: 2 });
    const [stored] = await shop.db.database.query<{ doc: { note: string } }>(
      'select doc from stock_command where command_id = $1',
      [count.id],
    );
    expect(stored?.doc.note).toBe(note);
  },
);

const forged = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');

test.each([
  ['longer than any', 'x'.repeat(2000)],
  ['with a character that nothing can hold', '%00'],
  ['forged, with a key of another kind', forged({ e: 1, s: 0, t: 0, k: 'abc' })],
  ['forged, with a key that cannot be stored', forged({ e: 1, s: 0, t: 0, k: 'a\u0000' })],
  ['forged, with a page that cannot be stored', forged({ e: 1, s: 0, t: 0, k: null, a: '\u0000' })],
])('a checkpoint %s is an unknown one', async (_name, checkpoint) => {
  for (const collection of ['items', 'saleResults', 'staff'])
    expect(await till.get(`/v1/sync/${collection}/pull?checkpoint=${checkpoint}`)).toMatchObject({
      status: 409,
      body: { code: 'checkpointExpired' },
    });
  expect((await till.get(`/v1/sync/stockLevels/pull?checkpoint=${checkpoint}`)).status).toBeLessThan(500);
});

test('an epoch beyond all bounds is refused and changes nothing', async () => {
  const head = { epoch: 3_000_000_000, instance: 'a', sequence: 0, hash: '0'.repeat(64) };
  expect(await till.post('/v1/terminals/heartbeat', { saleIds: [], head })).toMatchObject({
    status: 400,
    body: { code: 'invalidRequest' },
  });
  expect((await till.post('/v1/terminals/epoch', { reason: 'test' })).body).toEqual({ epoch: 2 });
});

test.each(['/v1/sales/%zz', `/v1/stock/${'a'.repeat(3000)}`])(
  'the address %s is answered with a problem',
  async (path) => {
    const answer = await till.get(path);
    expect(answer.type).toContain('application/problem+json');
    expect(answer.status).toBeLessThan(500);
    expect(answer.body).toMatchObject({ status: answer.status, code: expect.any(String) });
  },
);

test.each([
  ['is not HTTP', 'hello\r\n\r\n', 400, 'invalidRequest'],
  ['has headers without end', `GET / HTTP/1.1\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 413, 'tooLarge'],
])('what %s is answered with a problem', async (_name, request, status, code) => {
  const { hostname, port } = new URL(till.url);
  const answer = await new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.on('data', (chunk) => {
      text += String(chunk);
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(text));
  });
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer).toContain('content-type: application/problem+json');
  expect(JSON.parse(answer.split('\r\n\r\n')[1] ?? '')).toMatchObject({ status, code });
});

test('a paid sale whose tender is in a state of its own is applied', async () => {
  const open = till.open([{ sku, quantity: 1 }]);
  const tenders = [{ id: newId(), kind: 'voucher', amountMinor: 100, state: 'settledAtTheBank' }];
  const sale = till.tender(open, { tenders });
  expect(await till.push('sales', sale)).toMatchObject([{ status: 'applied' }]);
  expect(await resultOf(sale.id)).toMatchObject({ reservation: { state: 'converted' } });
});
