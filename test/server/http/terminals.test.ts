import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWireShop, type WireShop } from '../support/wire-shop.ts';
import { ask, newId } from '../support/wire-terminal.ts';

let shop: WireShop;
beforeAll(async () => {
  shop = await openWireShop();
});
afterAll(() => shop.close());

const enrol = (body: unknown) => ask(shop.server.url, 'POST', '/v1/terminals/enrol', { body });

test('a code pairs one till: the answer has all that the till needs, and the token is stored as a hash', async () => {
  const code = await shop.pairingCode();
  const answer = await enrol({ code: ` ${code.toLowerCase()} `, name: 'Counter 1' });
  expect(answer).toMatchObject({ status: 201, body: { storeId: 'main', epoch: 1, serverEpoch: 1 } });
  const stored = JSON.stringify(await shop.db.database.query('select * from terminal, pairing_code'));
  expect(stored).not.toContain(answer.body.token);
  expect(stored).not.toContain(code);
  expect(shop.server.output()).not.toContain(answer.body.token);
  const again = await enrol({ code, name: 'Counter 2' });
  expect(again).toMatchObject({ status: 403, type: expect.stringContaining('problem+json') });
  expect(again.body).toMatchObject({ code: 'wrongPairingCode', status: 403 });
});

test('of two tills with one code, one is paired', async () => {
  const code = await shop.pairingCode();
  const answers = await Promise.all(['A', 'B', 'C'].map((name) => enrol({ code, name })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 403, 403]);
});

test('an expired code is as good as a wrong one', async () => {
  const code = await shop.pairingCode();
  await shop.db.database.query(`update pairing_code set expires_at = now() - interval '1 second'`);
  expect((await enrol({ code, name: 'Late' })).body).toMatchObject({ code: 'wrongPairingCode' });
});

test('without a token, with a wrong one, with a revoked one', async () => {
  const { url } = shop.server;
  expect((await ask(url, 'GET', '/v1/sync/items/pull')).body).toMatchObject({ code: 'unauthorized' });
  expect((await ask(url, 'GET', '/v1/sync/items/pull', { token: 'evt_wrong' })).body).toMatchObject({
    status: 401,
    code: 'unauthorized',
  });
  const sku = await shop.stocked(5);
  const till = await shop.enrol('Stolen');
  const open = till.open([{ sku, quantity: 2 }]);
  expect((await till.push('sales', open))[0]).toMatchObject({ status: 'applied' });
  await shop.db.database.query('update terminal set revoked_at = now() where terminal_id = $1', [
    till.identity.terminalId,
  ]);
  await expect.poll(async () => (await till.get('/v1/sync/items/pull')).body.code).toBe('revoked');
  for (const path of ['/v1/sync/stream', '/v1/sales?status=parked', `/v1/stock/${sku}`])
    expect((await till.get(path)).body).toMatchObject({ status: 401, code: 'revoked' });
  expect((await till.post('/v1/terminals/heartbeat', { saleIds: [] })).body).toMatchObject({
    code: 'revoked',
  });
  expect((await till.post('/v1/sync/stockCommands/push', [])).body).toMatchObject({ code: 'revoked' });

  // What it was paid for is a fact all the same; what it only wants is not heard.
  const paid = till.tender(open);
  const wish = till.open([{ sku, quantity: 1 }]);
  expect(await till.push('sales', paid, wish)).toMatchObject([
    { id: paid.id, status: 'applied' },
    { id: wish.id, status: 'stale', code: 'revoked' },
  ]);
  expect(
    await shop.db.database.query('select kind from exception_case where cause_id = $1', [paid.id]),
  ).toContainEqual({ kind: 'revokedTerminal' });
});

test('a till that takes the place of another delivers its facts, and the other is revoked', async () => {
  const sku = await shop.stocked(5);
  const old = await shop.enrol('Old');
  const paid = old.tender(old.open([{ sku, quantity: 1 }]));
  const fresh = await shop.enrol('New', old.identity.terminalId);
  expect(await fresh.push('sales', paid)).toMatchObject([{ status: 'applied' }]);
  await expect.poll(async () => (await old.get('/v1/sync/items/pull')).body.code).toBe('revoked');
  const stranger = await shop.enrol('Stranger');
  expect(await stranger.push('sales', { ...paid, id: newId() })).toMatchObject([{ status: 'kept' }]);
});

test('a till delivers the facts of every till whose place was taken, however long the chain', async () => {
  const sku = await shop.stocked(5);
  const first = await shop.enrol('First');
  const sold = first.tender(first.open([{ sku, quantity: 1 }]));
  const second = await shop.enrol('Second', first.identity.terminalId);
  const soldToo = second.tender(second.open([{ sku, quantity: 1 }]));
  const third = await shop.enrol('Third', second.identity.terminalId);
  expect(await third.push('sales', sold, soldToo, third.open([{ sku, quantity: 1 }]))).toMatchObject([
    { status: 'applied' },
    { status: 'applied' },
    { status: 'applied' },
  ]);
  // Its own later revisions are no fact, and stay unheard.
  expect(await third.push('sales', first.open([{ sku, quantity: 1 }]))).toMatchObject([
    { status: 'stale', code: 'replaced' },
  ]);
});

test('a code stays good when the terminal to be replaced is unknown', async () => {
  const code = await shop.pairingCode();
  expect((await enrol({ code, name: 'X', replaces: newId() })).body).toMatchObject({ code: 'notFound' });
  expect((await enrol({ code, name: 'X' })).status).toBe(201);
});

test('a new epoch takes what was held out of the till’s own hands', async () => {
  const sku = await shop.stocked(5);
  const till = await shop.enrol('Reset');
  await till.push('sales', till.open([{ sku, quantity: 2 }]));
  expect(await till.stockLevel(sku)).toMatchObject({ onHand: 5, reservedElsewhere: 0, epoch: 1 });
  expect((await till.post('/v1/terminals/epoch', { reason: 'profile was lost' })).body).toEqual({ epoch: 2 });
  expect(await till.stockLevel(sku)).toMatchObject({ onHand: 5, reservedElsewhere: 2, epoch: 2 });
});

test('a heartbeat extends exactly the named sales and tells the time', async () => {
  const sku = await shop.stocked(5);
  const till = await shop.enrol('Beat');
  const [named, silent] = [till.open([{ sku, quantity: 1 }]), till.open([{ sku, quantity: 1 }])];
  await till.push('sales', named, silent);
  await shop.db.database.query(
    `update sale set expires_at = now() + interval '1 minute' where reservation_state = 'live'`,
  );
  const beat = await till.post('/v1/terminals/heartbeat', { saleIds: [named.id] });
  expect(beat.body.epoch).toBe(1);
  expect(Math.abs(Date.parse(beat.body.serverTime) - Date.now())).toBeLessThan(60_000);
  const rows = await shop.db.database.query<{ sale_id: string; long: boolean }>(
    `select sale_id, expires_at > now() + interval '5 minutes' as long from sale where terminal_id = $1`,
    [till.identity.terminalId],
  );
  expect(Object.fromEntries(rows.map((row) => [row.sale_id, row.long]))).toEqual({
    [named.id]: true,
    [silent.id]: false,
  });
});

test('a till that tells a clock hours behind is marked once, and so is what it sells under it; what was queued for weeks is not', async () => {
  const sku = await shop.stocked(50);
  const till = await shop.enrol('Slow clock');
  const marks = async () =>
    (
      await shop.db.database.query<{ cause_id: string; detail: { evidence: string; aheadMs: number } }>(
        `select cause_id, detail from exception_case where kind = 'clockSkew' and terminal_id = $1 order by opened_at`,
        [till.identity.terminalId],
      )
    ).map(({ cause_id, detail }) => [cause_id, detail.evidence, Math.round(detail.aheadMs / 3_600_000)]);
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const sale = (hours: number) => till.tender(till.open([{ sku, quantity: 1 }]), { tenderedAt: at(hours) });
  const beat = (clock: string) => till.post('/v1/terminals/heartbeat', { saleIds: [], clock });
  // Enrolled three weeks ago, and offline for most of them.
  await shop.db.database.query(
    `update terminal set enrolled_at = now() - interval '21 days' where terminal_id = $1`,
    [till.identity.terminalId],
  );
  const [before, queued, ahead] = [sale(-24 * 30), sale(-24 * 20), sale(2)];
  await till.push('sales', queued, before, ahead);
  expect(new Map((await marks()).map(([cause, ...mark]) => [cause, mark]))).toEqual(
    new Map([
      [before.id, ['beforeEnrolment', -9 * 24]],
      [ahead.id, ['future', 2]],
    ]),
  );
  expect((await beat(at(0))).status).toBe(200);
  expect((await beat('noon')).status).toBe(200);
  expect(await marks()).toHaveLength(2);
  for (let beats = 0; beats < 3; beats += 1) expect((await beat(at(-5))).status).toBe(200);
  const [now, queuedToo] = [sale(-5), sale(-24)];
  expect(await till.push('sales', now, queuedToo)).toMatchObject([
    { status: 'applied' },
    { status: 'applied' },
  ]);
  expect((await marks()).slice(2)).toEqual([
    [till.identity.terminalId, 'told', -5],
    [now.id, 'told', -5],
  ]);
  // Set right, and wrong again after a person has looked: that is news.
  await shop.db.database.query(`update exception_case set resolved_at = now() where cause_id = $1`, [
    till.identity.terminalId,
  ]);
  await beat(at(-5));
  const open = async () =>
    (
      await shop.db.database.query('select from exception_case where cause_id = $1 and resolved_at is null', [
        till.identity.terminalId,
      ])
    ).length;
  expect(await open()).toBe(0);
  await beat(at(0));
  await beat(at(-5));
  expect(await open()).toBe(1);
});

test('heads tell a second machine with the same identity, and give it an epoch of its own', async () => {
  const till = await shop.enrol('Cloned');
  const beat = async (head: Record<string, unknown>) =>
    (await till.post('/v1/terminals/heartbeat', { saleIds: [], head })).body.epoch;
  const head = { epoch: 1, instance: 'machine-a', sequence: 3, hash: 'c' };
  expect(await beat(head)).toBe(1);
  expect(await beat({ ...head, sequence: 4, hash: 'd' })).toBe(1);
  expect(await beat({ ...head, sequence: 4, hash: 'e' })).toBe(2);
  expect(await beat({ ...head, epoch: 2, sequence: 0, hash: '' })).toBe(2);
  expect(await beat({ ...head, epoch: 2, instance: 'machine-b', sequence: 0, hash: '' })).toBe(3);
  // The first machine comes back from an epoch that is over.
  expect(await beat({ ...head, epoch: 2, sequence: 0, hash: '' })).toBe(4);
});

test('a store that went back in time gets one epoch of its own, and no further one with every beat', async () => {
  const till = await shop.enrol('Rolled back');
  const beat = async (head: Record<string, unknown>) =>
    (await till.post('/v1/terminals/heartbeat', { saleIds: [], head: { instance: 'machine-a', ...head } }))
      .body.epoch;
  const later = () =>
    shop.db.database.query(
      `update terminal set last_seen_at = last_seen_at - interval '1 minute' where terminal_id = $1`,
      [till.identity.terminalId],
    );
  expect(await beat({ epoch: 1, sequence: 7, hash: 'g' })).toBe(1);
  await later();
  expect(await beat({ epoch: 1, sequence: 2, hash: 'b' })).toBe(2);
  await later();
  expect(await beat({ epoch: 2, sequence: 0, hash: '' })).toBe(2);
  await later();
  expect(await beat({ epoch: 2, sequence: 1, hash: 'h' })).toBe(2);
});

test('who guesses codes is slowed down', async () => {
  let answer = await enrol({ code: 'AAAAAAAA', name: 'Guess' });
  for (let tries = 0; tries < 30 && answer.status === 403; tries += 1)
    answer = await enrol({ code: 'AAAAAAAA', name: 'Guess' });
  expect(answer.body).toMatchObject({ status: 429, code: 'tooManyRequests' });
  // A right code does not help while guessing is being stopped.
  expect((await enrol({ code: await shop.pairingCode(), name: 'Guess' })).status).toBe(429);
});
