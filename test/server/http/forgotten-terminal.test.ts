import { afterAll, beforeAll, expect, test } from 'vitest';
import { makePairingCode } from '../../../src-server/terminals/terminals.ts';
import { type RunningServer, startCliServer } from '../support/cli-process.ts';
import { copyTestDatabase, type TestDatabase } from '../support/test-database.ts';
import { OFFICE_TOKEN, openWireShop, type WireShop } from '../support/wire-shop.ts';
import { ask, newId, WireTerminal } from '../support/wire-terminal.ts';

/** A shop that was restored from a backup of before its till was paired. */
let shop: WireShop;
let backup: TestDatabase;
let server: RunningServer;
let till: WireTerminal;
let earlier: WireTerminal;
let sku: string;
let facts: { sales: unknown[]; shift: Record<string, unknown> };

beforeAll(async () => {
  shop = await openWireShop();
  sku = await shop.stocked(20);
  earlier = await shop.enrol('Counter');
  const known = earlier.tender(earlier.open([{ sku, quantity: 1 }]));
  await earlier.push('sales', known);
  backup = await copyTestDatabase(shop.db);
  // What no backup knows: a sale, a new pairing, a Z and two sales of the new terminal.
  const later = earlier.tender(earlier.open([{ sku, quantity: 2 }]));
  await earlier.push('sales', later);
  till = await shop.enrol('Counter', earlier.identity.terminalId);
  const first = till.tender(till.open([{ sku, quantity: 3 }]));
  const unsent = till.tender(till.open([{ sku, quantity: 4 }]));
  const shift = {
    ...{ id: newId(), shiftId: newId(), terminalId: till.identity.terminalId, epoch: 1, kind: 'opened' },
    ...{ at: new Date().toISOString(), businessDate: '2026-11-23', cashierId: newId(), period: 1 },
  };
  await till.push('sales', first);
  await till.push('shifts', shift);
  facts = { sales: [known, later, first, unsent], shift };
  server = await startCliServer([], { DATABASE_URL: backup.url, EVERTILL_OFFICE_TOKEN: OFFICE_TOKEN });
});
afterAll(async () => {
  await server?.stop();
  await backup?.drop();
  await shop?.close();
});

const enrol = async (more: Record<string, unknown>) => {
  const code = (await makePairingCode(backup.database, 'main', new Date())) ?? '';
  return ask(server.url, 'POST', '/v1/terminals/enrol', { body: { code, name: 'Counter', ...more } });
};
const onHand = async () =>
  (await backup.database.query<{ on_hand: number }>('select on_hand from stock where sku = $1', [sku]))[0]
    ?.on_hand;

test('every server tells which one it is, and a backup of it is the same', async () => {
  const { serverId } = till.identity as unknown as { serverId: string };
  expect(serverId).toMatch(/^[0-9a-f-]{36}$/);
  const beat = await earlier.post('/v1/terminals/heartbeat', { saleIds: [] });
  expect(beat.body.code, 'replaced').toBe('revoked');
  const other = await WireTerminal.enrol(
    server.url,
    (await makePairingCode(backup.database, 'main', new Date())) ?? '',
    'X',
  );
  expect((await other.post('/v1/terminals/heartbeat', { saleIds: [] })).body).toMatchObject({ serverId });
});

test('a till of which it cannot be known that it was this server’s takes nobody’s place, and its code stays good', async () => {
  const code = (await makePairingCode(backup.database, 'main', new Date())) ?? '';
  const ask404 = (more: Record<string, unknown>) =>
    ask(server.url, 'POST', '/v1/terminals/enrol', {
      body: { code, name: 'Counter', replaces: till.identity.terminalId, ...more },
    });
  expect(await ask404({})).toMatchObject({ status: 404, body: { code: 'notFound' } });
  expect(await ask404({ serverId: newId() })).toMatchObject({ status: 404 });
  expect(
    await backup.database.query('select 1 from terminal where terminal_id = $1', [till.identity.terminalId]),
  ).toEqual([]);
  expect(
    await ask(server.url, 'POST', '/v1/terminals/enrol', { body: { code, name: 'Another' } }),
  ).toMatchObject({
    status: 201,
  });
});

test('a till that the restored server has forgotten is paired again as the same, and each of its facts is applied once', async () => {
  const { terminalId, serverId } = till.identity as unknown as { terminalId: string; serverId: string };
  expect(
    (await ask(server.url, 'GET', '/v1/sync/items/pull', { token: till.identity.token })).body,
  ).toMatchObject({
    code: 'unauthorized',
  });
  expect(await onHand()).toBe(19);
  const open = earlier.open([{ sku, quantity: 5 }]);
  const restoredEarlier = new WireTerminal(server.url, earlier.identity);
  await restoredEarlier.push('sales', open);

  const answer = await enrol({ replaces: terminalId, before: [earlier.identity.terminalId], serverId });
  expect(answer).toMatchObject({ status: 201, body: { serverId } });
  const again = new WireTerminal(server.url, answer.body);
  const sales = [...facts.sales, ...facts.sales];
  expect((await again.push('sales', ...sales)).map(({ status }) => status).sort()).toEqual([
    ...['applied', 'applied', 'applied'],
    ...['repeated', 'repeated', 'repeated', 'repeated', 'repeated'],
  ]);
  expect(await again.push('shifts', facts.shift, facts.shift)).toMatchObject([
    { status: 'applied' },
    { status: 'repeated' },
  ]);
  expect(await onHand(), '20 − 1 − 2 − 3 − 4').toBe(10);
  expect(await backup.database.query('select 1 from kept_document')).toEqual([]);

  // The one before it, live in the backup, is replaced again, and its cart holds nothing any more.
  await expect.poll(async () => (await restoredEarlier.get('/v1/sync/items/pull')).body.code).toBe('revoked');
  expect(
    await backup.database.query('select reservation_state from sale where sale_id = $1', [open.id]),
  ).toEqual([{ reservation_state: 'expired' }]);
  expect(await again.stockLevel(sku)).toMatchObject({ onHand: 10, reservedElsewhere: 0, soldHere: 0 });
});

test('a person is told of it once, with how many sales came', async () => {
  const { terminalId } = till.identity;
  const { body } = await ask(server.url, 'GET', '/v1/exceptions?state=open', { token: OFFICE_TOKEN });
  const told = body.exceptions.filter(({ kind }: { kind: string }) => kind === 'forgottenTerminal');
  expect(told).toMatchObject([{ causeId: terminalId, terminal: { name: 'Counter' }, paidCount: 2 }]);
  // Paired anew once more it is no news: the server knows it now.
  expect(await enrol({ replaces: terminalId })).toMatchObject({ status: 201 });
  const rows = await backup.database.query(`select 1 from exception_case where kind = 'forgottenTerminal'`);
  expect(rows).toHaveLength(1);
});

test('a person’s word is enough where the till does not know which server it was of', async () => {
  const replaces = newId();
  expect(await enrol({ replaces })).toMatchObject({ status: 404 });
  const answer = await enrol({ replaces, restored: true });
  expect(answer.status).toBe(201);
  expect(
    await backup.database.query(
      'select revoked_at is not null as revoked from terminal where terminal_id = $1',
      [replaces],
    ),
  ).toEqual([{ revoked: true }]);
});
