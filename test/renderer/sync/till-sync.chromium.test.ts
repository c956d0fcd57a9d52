import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { call } from '../support/chromium-till.ts';
import { TERMINAL_ID, type WireServer } from '../support/wire-server.ts';
import { ID, item, WireTill } from './wire-till.ts';

describe('a till and its server over the wire, in real Chromium', () => {
  let till: WireTill;
  let server: WireServer;
  const run = <T>(scenario: string, argument: unknown = null) => till.run<T>(scenario, argument);
  const state = () => till.state();
  const synced = (timeout?: number) => till.synced(timeout);
  const restart = (options?: { clockOffsetMs?: number }, opened?: unknown) => till.restart(options, opened);

  beforeAll(async () => {
    till = await WireTill.open();
    ({ server } = till);
  });
  beforeEach(() => server.mend());
  afterAll(() => till?.close());

  it.each([
    { name: 'a code of another shape', code: 'short', url: () => server.url, says: 'invalidCode' },
    { name: 'a wrong code', code: 'ZZZZ9999', url: () => server.url, says: 'wrongPairingCode' },
    {
      name: 'an address where nobody answers',
      code: 'ABCD2345',
      url: () => 'http://127.0.0.1:9',
      says: 'unreachable',
    },
    { name: 'an address that is none', code: 'ABCD2345', url: () => 'ftp://x', says: 'invalidAddress' },
  ])('pairing: $name is told as $says', async ({ code, url, says }) => {
    expect(await run('enrol', { serverUrl: url(), code })).toMatchObject({
      ok: false,
      rejection: { code: says },
    });
    expect((await state()).connection).toBe('unpaired');
  });

  it('pairs and downloads everything', async () => {
    await till.pair();
    expect((await state()).settings).toBe('The shop');
    expect(await run('available', 'S1500')).toBe(10);
  });

  it('sees a change of the server as it is told, and keeps it', async () => {
    // Within a second on a quiet machine; asking for it by itself would take longer than this on any: 20 s.
    server.put('items', item(7).id, item(7, 'Renamed'));
    server.setOnHand('S7', 3);
    await expect.poll(() => run('nameOf', 'S7'), { timeout: 15_000, interval: 50 }).toBe('Renamed');
    await expect.poll(() => run('available', 'S7'), { timeout: 15_000, interval: 50 }).toBe(3);
    await till.stored('Renamed');
    server.faults.down = true;
    server.cutStreams();
    await restart();
    expect(await run('nameOf', 'S7')).toBe('Renamed');
    server.faults.down = false;
    await run('retryNow');
    await synced();
  });

  it('a document that arrives late never replaces a newer one', async () => {
    server.emitStale('stockLevels', {
      sku: 'S7',
      onHand: 999,
      reservedElsewhere: 0,
      soldHere: 0,
      epoch: 1,
      period: 1,
      version: 1,
    });
    server.setOnHand('S8', 4);
    await expect.poll(() => run('available', 'S8')).toBe(4);
    expect(await run('available', 'S7')).toBe(3);
  });

  it('what changed while the stream was cut arrives when it is back', async () => {
    server.cutStreams();
    server.setOnHand('S9', 2);
    await expect.poll(() => run('available', 'S9')).toBe(2);
    server.setOnHand('S9', 5);
    server.emitResync();
    await expect.poll(() => run('available', 'S9')).toBe(5);
  });

  it('hears what changes though the network lets no stream through', async () => {
    server.faults.noStream = true;
    server.cutStreams();
    for (const onHand of [7, 6]) {
      server.setOnHand('S9', onHand);
      await expect.poll(() => run('available', 'S9')).toBe(onHand);
    }
    server.faults.noStream = false;
    await run('retryNow');
    await synced();
  });

  it('a cart asks for its reservation, and the heartbeat names it', async () => {
    await run('begin', ID(1));
    await run('add', { id: ID(1), sku: 'S1', quantity: 2 });
    await expect
      .poll(() => run('result', ID(1)))
      .toMatchObject({
        revision: 2,
        reservation: { state: 'live', lines: [{ sku: 'S1', requested: 2, granted: 2 }] },
      });
    expect(await run('available', 'S1')).toBe(8);
    await run('retryNow');
    await expect.poll(() => server.heartbeats.map(({ saleIds }) => saleIds)).toContainEqual([ID(1)]);
    await run('retryNow');
    await expect.poll(() => server.heartbeats.at(-1)?.saleIds, { message: 'named once a touch' }).toEqual([]);
    await synced();
  });

  it('asks before money changes hands, and learns what is missing', async () => {
    await run('move', { id: ID(1), to: 'underPaying' });
    expect(await run('askUnderPaying', ID(1))).toMatchObject({ answer: { state: 'granted' } });
    await run('move', { id: ID(1), to: 'open' });
    await run('add', { id: ID(1), sku: 'S1', quantity: 10 });
    await run('move', { id: ID(1), to: 'underPaying' });
    expect(await run('askUnderPaying', ID(1))).toMatchObject({
      answer: { state: 'notAvailable', result: { reservation: { lines: [{ requested: 12, granted: 10 }] } } },
    });
    expect(await run('result', ID(1)), 'at once on the screen').toMatchObject({ revision: 6 });
  });

  it('waits 1.5 s at most before it goes on as if offline', async () => {
    server.faults.underPayingDelayMs = 20_000;
    const { answer, tookMs } = await run<{ answer: unknown; tookMs: number }>('askUnderPaying', ID(1));
    server.faults.underPayingDelayMs = 0;
    expect(answer).toEqual({ state: 'notAsked' });
    expect(tookMs, 'not the twenty seconds that the server takes').toBeLessThan(12_000);
    expect((await state()).connection, 'slow is not gone').toBe('online');
  });

  it('a paid sale is applied once, though the first answer is lost', async () => {
    server.faults.losePushAnswers = 2;
    const paid = await run<{ sequence: number; hash: string }>('pay', ID(1));
    expect(paid).toMatchObject({ sequence: 1 });
    await expect.poll(() => server.sale(ID(1))?.status).toBe('tendered');
    await synced();
    expect(server.onHand('S1')).toBe(-2);
    expect(await run('available', 'S1')).toBe(-2);
    await expect.poll(() => run('result', ID(1))).toMatchObject({ reservation: { state: 'converted' } });
  });

  it('sells while the server is gone, through a restart, and everything is applied once', async () => {
    server.faults.down = true;
    server.cutStreams();
    await expect.poll(async () => (await state()).connection).toBe('offline');
    for (let number = 10; number < 20; number += 1) {
      await run('begin', ID(number));
      await run('add', { id: ID(number), sku: 'S2', quantity: 1 });
      await run('pay', ID(number));
    }
    await expect
      .poll(async () => (await state()).status)
      .toMatchObject({ state: 'offline', unsentSales: 10 });
    expect(await run('available', 'S2')).toBe(0);
    await restart();
    await expect.poll(async () => (await state()).status).toMatchObject({ unsentSales: 10 });
    expect(await run('available', 'S2')).toBe(0);
    server.faults.down = false;
    await run('retryNow');
    await synced();
    expect(server.onHand('S2')).toBe(0);
    expect(await run('available', 'S2')).toBe(0);
  });

  it('one document that the server cannot read does not hold back the next', async () => {
    await run('begin', ID(30));
    await synced();
    server.faults.unreadable.add(ID(31));
    server.faults.pushStatus.set(ID(32), { status: 'kept', code: 'keptDocument' });
    for (const id of [ID(31), ID(32), ID(33)]) await run('begin', id);
    await expect.poll(() => server.sale(ID(33))?.revision).toBe(1);
    await expect
      .poll(async () => (await state()).attention.map((entry) => entry.kind).sort())
      .toEqual(['kept', 'refused']);
    await expect
      .poll(async () => (await state()).status)
      .toMatchObject({ state: 'synced', unsentSales: 0, attention: 2 });
    server.faults.unreadable.clear();
    server.faults.pushStatus.clear();
    await run('sendAgain', ID(32));
    await expect.poll(() => server.sale(ID(32))?.revision).toBe(1);
    await expect.poll(async () => (await state()).attention.map((entry) => entry.kind)).toEqual(['refused']);
    await run('add', { id: ID(31), sku: 'S3', quantity: 1 });
    await expect
      .poll(() => server.sale(ID(31))?.revision, {
        message: 'a later revision goes by itself',
      })
      .toBe(2);
    await expect.poll(async () => (await state()).attention).toEqual([]);
  });

  it('a document that needs a person can be exported whole, with what is known of it', async () => {
    await run('begin', ID(39));
    await expect.poll(() => server.sale(ID(39))?.revision).toBe(1);
    server.faults.pushStatus.set(ID(39), { status: 'kept', code: 'notUnderstood' });
    await run('add', { id: ID(39), sku: 'S3', quantity: 1 });
    await expect
      .poll(async () => (await state()).attention.map((entry) => entry.code))
      .toEqual(['notUnderstood']);
    const exported = await run<{ fileName: string; text: string }>('exportKept', ID(39));
    expect(exported.fileName).toBe(`evertill-sales-${ID(39)}.json`);
    expect(JSON.parse(exported.text)).toMatchObject({
      till: { terminalId: TERMINAL_ID },
      about: { kind: 'kept', code: 'notUnderstood', collection: 'sales', revision: 2 },
      document: await run('sale', ID(39)),
    });
    server.faults.pushStatus.clear();
    await run('sendAgain', ID(39));
    await expect.poll(() => server.sale(ID(39))?.revision).toBe(2);
    await expect.poll(async () => (await state()).attention).toEqual([]);
  });

  it('tells a person of a sale of which the server knows something newer', async () => {
    await run('begin', ID(36));
    await synced();
    server.faults.pushStatus.set(ID(36), { status: 'stale' });
    await run('add', { id: ID(36), sku: 'S3', quantity: 1 });
    await expect
      .poll(async () => (await state()).attention.map(({ kind, documentId }) => ({ kind, documentId })), {})
      .toEqual([{ kind: 'stale', documentId: ID(36) }]);
    server.faults.pushStatus.clear();
    await run('add', { id: ID(36), sku: 'S3', quantity: 1 });
    await expect.poll(async () => (await state()).attention).toEqual([]);
  });

  it('a passing fault of one document is tried again by itself', async () => {
    server.faults.pushStatus.set(ID(34), { status: 'retry' });
    await run('begin', ID(34));
    await run('begin', ID(35));
    await expect.poll(() => server.sale(ID(35))?.revision).toBe(1);
    server.faults.pushStatus.clear();
    await expect.poll(() => server.sale(ID(34))?.revision).toBe(1);
  });

  it('one document over which the server stumbles does not hold back the next', async () => {
    server.faults.stumbles.add(ID(37));
    await run('begin', ID(37));
    await run('begin', ID(38));
    await expect.poll(() => server.sale(ID(38))?.revision).toBe(1);
    expect((await state()).connection).toBe('online');
    server.faults.stumbles.clear();
    await expect.poll(() => server.sale(ID(37))?.revision).toBe(1);
  });

  it('opens in one window only', async () => {
    const other = await till.chromium.another();
    await expect(call(other, 'open')).rejects.toThrow('open in another window');
    await other.close();
  });

  it('reported no error on the way', () => {
    expect(till.chromium.errors).toEqual([]);
  });

  it('what it could not store on a full disk, it stores when there is room again', async () => {
    await restart();
    await synced();
    await run('fillDisk', true);
    server.put('items', item(12).id, item(12, 'While the disk was full'));
    await expect.poll(() => run('nameOf', 'S12')).toBe('While the disk was full');
    await expect.poll(() => till.chromium.errors.length).toBeGreaterThan(0);
    await run('fillDisk', false);
    // It is tried again once a second; what comes now is stored after it.
    server.put('items', item(13).id, item(13, 'Afterwards'));
    await expect.poll(() => run('nameOf', 'S13')).toBe('Afterwards');
    await till.stored('While the disk was full');
    await till.stored('Afterwards');
    server.faults.down = true;
    server.cutStreams();
    await restart();
    expect(await run('nameOf', 'S12')).toBe('While the disk was full');
    expect(await run('nameOf', 'S13')).toBe('Afterwards');
  });

  it('what is no answer of the server refuses nothing', async () => {
    server.mend();
    await run('retryNow');
    await synced();
    let asked = 0;
    server.routes.set('POST /v1/sync/sales/push', () => {
      asked += 1;
      return asked > 2 ? undefined : { status: asked % 2 === 0 ? 404 : 204 };
    });
    await run('begin', ID(51));
    await expect.poll(() => server.sale(ID(51))?.revision).toBe(1);
    expect(asked).toBe(3);
    await expect.poll(async () => (await state()).attention).toEqual([]);
    server.routes.clear();
    await synced();
  });

  it('one document that is refused between till and server does not hold back the next', async () => {
    server.routes.set('POST /v1/sync/sales/push', (body) =>
      JSON.stringify(body).includes(ID(52)) ? { status: 403 } : undefined,
    );
    await run('begin', ID(52));
    await run('begin', ID(53));
    await expect.poll(() => server.sale(ID(53))?.revision).toBe(1);
    expect(server.sale(ID(52))).toBeUndefined();
    server.routes.clear();
    await expect.poll(() => server.sale(ID(52))?.revision).toBe(1);
    await expect.poll(async () => (await state()).attention).toEqual([]);
    await synced();
  });

  // A browser keeps 301, 308 and 410 for ever unless it is told not to: one page of a portal stood for the server until the
  // profile was wiped, for exactly the questions that were asked meanwhile.
  it('what a portal answered once is forgotten when the server is back', async () => {
    const portal = ['saleResults', 'settings'].map((collection) => `/v1/sync/${collection}/pull`);
    for (const path of portal)
      server.routes.set(`GET ${path}`, () => ({ status: 301, headers: { location: '/portal' } }));
    server.faults.noStream = true;
    server.cutStreams();
    server.requests.splice(0);
    await run('begin', ID(50));
    await run('add', { id: ID(50), sku: 'S5', quantity: 1 });
    await run('pay', ID(50));
    await expect.poll(() => server.sale(ID(50))?.status).toBe('tendered');
    for (const path of portal)
      await expect.poll(() => server.requests.some((request) => request.path === path)).toBe(true);
    server.routes.clear();
    server.faults.noStream = false;
    await run('retryNow');
    await synced();
    await expect.poll(() => run('result', ID(50))).toMatchObject({ reservation: { state: 'converted' } });
  });
});
