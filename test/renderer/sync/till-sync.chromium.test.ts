import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type ChromiumTill, call, openChromiumTill } from '../support/chromium-till.ts';
import { openWireServer, TERMINAL_ID, type WireServer } from '../support/wire-server.ts';

const ID = (number: number) => `01900000-0000-7000-9000-${String(number).padStart(12, '0')}`;
const DAY_MS = 86_400_000;

const item = (number: number, name = `Item ${number}`) => ({
  id: `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  name,
  category: 'All',
  taxClass: 'standard',
  hasSizes: false,
  active: true,
  variants: [
    {
      sku: `S${number}`,
      size: null,
      properties: {},
      codes: [],
      unit: { code: 'H87', scale: 0 },
      priceMinor: 100,
    },
  ],
});

const settings = {
  id: 'store',
  storeId: 'main',
  storeName: 'The shop',
  address: [],
  taxNumber: '',
  currency: 'EUR',
  locale: 'en',
  timeZone: 'UTC',
  dayStartsAtHour: 0,
  pricesIncludeTax: true,
  taxClasses: [],
  cashStepMinor: 1,
  notesMinor: [],
  reservationTtlMs: 900_000,
  parkedTtlMs: 900_000,
  underPayingTtlMs: 900_000,
  oversell: 'allow',
  receiptFooter: [],
};

const idOf = ({ documentId }: { documentId: string }) => documentId;

interface State {
  connection: string;
  status: { state: string; unsentSales: number; attention: number };
  outbox: number[];
  attention: { kind: string; documentId: string; code: string | null }[];
  items: { items: number; complete: boolean };
  settings: string | null;
}

/** How often a stored sale was made to be sent again, read from IndexedDB itself. */
function resends(page: Page, saleId: string): Promise<number> {
  return page.evaluate(
    (id) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('rxdb-dexie-sync-till--0--sales');
        opening.onerror = () => reject(new Error(String(opening.error)));
        opening.onsuccess = () => {
          const reading = opening.result.transaction('docs').objectStore('docs').get(id);
          reading.onerror = () => reject(new Error(String(reading.error)));
          reading.onsuccess = () => {
            opening.result.close();
            resolve((reading.result as { resends: number }).resends);
          };
        };
      }),
    saleId,
  );
}

/** What a disk may do to a stored sale. */
function spoil(page: Page, saleId: string): Promise<void> {
  return page.evaluate(
    (id) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('rxdb-dexie-sync-till--0--sales');
        opening.onerror = () => reject(new Error(String(opening.error)));
        opening.onsuccess = () => {
          const writing = opening.result.transaction('docs', 'readwrite');
          const docs = writing.objectStore('docs');
          const reading = docs.get(id);
          reading.onsuccess = () => docs.put({ ...reading.result, body: '{"id":' });
          writing.onerror = () => reject(new Error(String(writing.error)));
          writing.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    saleId,
  );
}

describe('a till and its server over the wire, in real Chromium', () => {
  let till: ChromiumTill;
  let server: WireServer;
  let stranger: WireServer;
  let page: Page;
  const run = <T>(scenario: string, argument: unknown = null) => call<T>(page, scenario, argument);
  const state = () => run<State>('state');
  const synced = (timeout = 15_000) =>
    expect
      .poll(async () => (await state()).status, { timeout })
      .toMatchObject({ state: 'synced', unsentSales: 0 });
  const restart = async (options: { clockOffsetMs?: number } = {}) => {
    page = await till.restart(options);
    await run('open');
  };

  beforeAll(async () => {
    [server, stranger] = await Promise.all([openWireServer(), openWireServer()]);
    for (let number = 1; number <= 1500; number += 1) {
      server.put('items', item(number).id, item(number));
      server.setOnHand(`S${number}`, 10);
    }
    server.put('settings', 'store', settings);
    till = await openChromiumTill(new URL('./till.page.ts', import.meta.url).pathname);
    page = await till.restart();
    await run('open');
  });
  beforeEach(() => server.mend());
  afterAll(async () => {
    await till?.close();
    await Promise.all([server?.close(), stranger?.close()]);
  });

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
    expect(await run('enrol', { serverUrl: server.url, code: 'abcd-2345' })).toMatchObject({ ok: true });
    await expect
      .poll(async () => (await state()).items, { timeout: 15_000 })
      .toMatchObject({ items: 1500, complete: true });
    await synced();
    expect((await state()).settings).toBe('The shop');
    expect(await run('available', 'S1500')).toBe(10);
  });

  it('sees a change of the server within a second, and keeps it', async () => {
    server.put('items', item(7).id, item(7, 'Renamed'));
    server.setOnHand('S7', 3);
    await expect.poll(() => run('nameOf', 'S7'), { timeout: 1000, interval: 50 }).toBe('Renamed');
    await expect.poll(() => run('available', 'S7'), { timeout: 1000, interval: 50 }).toBe(3);
    await new Promise((resolve) => setTimeout(resolve, 1500));
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
    await expect.poll(() => run('available', 'S8'), { timeout: 2000 }).toBe(4);
    expect(await run('available', 'S7')).toBe(3);
  });

  it('what changed while the stream was cut arrives when it is back', async () => {
    server.cutStreams();
    server.setOnHand('S9', 2);
    await expect.poll(() => run('available', 'S9'), { timeout: 5000 }).toBe(2);
    server.setOnHand('S9', 5);
    server.emitResync();
    await expect.poll(() => run('available', 'S9'), { timeout: 5000 }).toBe(5);
  });

  it('hears what changes though the network lets no stream through', async () => {
    server.faults.noStream = true;
    server.cutStreams();
    for (const onHand of [7, 6]) {
      server.setOnHand('S9', onHand);
      await expect.poll(() => run('available', 'S9'), { timeout: 15_000 }).toBe(onHand);
    }
    server.faults.noStream = false;
    await run('retryNow');
    await synced();
  });

  it('a cart asks for its reservation, and the heartbeat names it', async () => {
    await run('begin', ID(1));
    await run('add', { id: ID(1), sku: 'S1', quantity: 2 });
    await expect
      .poll(() => run('result', ID(1)), { timeout: 3000 })
      .toMatchObject({
        revision: 2,
        reservation: { state: 'live', lines: [{ sku: 'S1', requested: 2, granted: 2 }] },
      });
    expect(await run('available', 'S1')).toBe(8);
    await run('retryNow');
    await expect.poll(() => server.heartbeats.at(-1)?.saleIds).toEqual([ID(1)]);
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
    server.faults.underPayingDelayMs = 5000;
    const { answer, tookMs } = await run<{ answer: unknown; tookMs: number }>('askUnderPaying', ID(1));
    server.faults.underPayingDelayMs = 0;
    expect(answer).toEqual({ state: 'notAsked' });
    expect(tookMs).toBeLessThan(1700);
    expect((await state()).connection, 'slow is not gone').toBe('online');
  });

  it('a paid sale is applied once, though the first answer is lost', async () => {
    server.faults.losePushAnswers = 2;
    const paid = await run<{ sequence: number; hash: string }>('pay', ID(1));
    expect(paid).toMatchObject({ sequence: 1 });
    await expect.poll(() => server.sale(ID(1))?.status, { timeout: 5000 }).toBe('tendered');
    await synced();
    expect(server.onHand('S1')).toBe(-2);
    expect(await run('available', 'S1')).toBe(-2);
    expect(await run('result', ID(1))).toMatchObject({ reservation: { state: 'converted' } });
  });

  it('sells while the server is gone, through a restart, and everything is applied once', async () => {
    server.faults.down = true;
    server.cutStreams();
    await expect.poll(async () => (await state()).connection, { timeout: 10_000 }).toBe('offline');
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
    expect((await state()).status).toMatchObject({ unsentSales: 10 });
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
    await expect.poll(() => server.sale(ID(33))?.revision, { timeout: 5000 }).toBe(1);
    await expect
      .poll(async () => (await state()).attention.map((entry) => entry.kind).sort())
      .toEqual(['kept', 'refused']);
    await expect
      .poll(async () => (await state()).status)
      .toMatchObject({ state: 'synced', unsentSales: 0, attention: 2 });
    server.faults.unreadable.clear();
    server.faults.pushStatus.clear();
    await run('sendAgain', ID(32));
    await expect.poll(() => server.sale(ID(32))?.revision, { timeout: 5000 }).toBe(1);
    await expect.poll(async () => (await state()).attention.map((entry) => entry.kind)).toEqual(['refused']);
    await run('add', { id: ID(31), sku: 'S3', quantity: 1 });
    await expect
      .poll(() => server.sale(ID(31))?.revision, {
        message: 'a later revision goes by itself',
        timeout: 5000,
      })
      .toBe(2);
    await expect.poll(async () => (await state()).attention).toEqual([]);
  });

  it('a document that needs a person can be exported whole, with what is known of it', async () => {
    await run('begin', ID(39));
    await expect.poll(() => server.sale(ID(39))?.revision, { timeout: 5000 }).toBe(1);
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
    await expect.poll(() => server.sale(ID(39))?.revision, { timeout: 5000 }).toBe(2);
    await expect.poll(async () => (await state()).attention).toEqual([]);
  });

  it('tells a person of a sale of which the server knows something newer', async () => {
    await run('begin', ID(36));
    await synced();
    server.faults.pushStatus.set(ID(36), { status: 'stale' });
    await run('add', { id: ID(36), sku: 'S3', quantity: 1 });
    await expect
      .poll(async () => (await state()).attention.map(({ kind, documentId }) => ({ kind, documentId })), {
        timeout: 6000,
      })
      .toEqual([{ kind: 'stale', documentId: ID(36) }]);
    server.faults.pushStatus.clear();
    await run('add', { id: ID(36), sku: 'S3', quantity: 1 });
    await expect.poll(async () => (await state()).attention, { timeout: 5000 }).toEqual([]);
  });

  it('a passing fault of one document is tried again by itself', async () => {
    server.faults.pushStatus.set(ID(34), { status: 'retry' });
    await run('begin', ID(34));
    await run('begin', ID(35));
    await expect.poll(() => server.sale(ID(35))?.revision, { timeout: 5000 }).toBe(1);
    server.faults.pushStatus.clear();
    await expect.poll(() => server.sale(ID(34))?.revision, { timeout: 10_000 }).toBe(1);
  });

  it('one document over which the server stumbles does not hold back the next', async () => {
    server.faults.stumbles.add(ID(37));
    await run('begin', ID(37));
    await run('begin', ID(38));
    await expect.poll(() => server.sale(ID(38))?.revision, { timeout: 5000 }).toBe(1);
    expect((await state()).connection).toBe('online');
    server.faults.stumbles.clear();
    await expect.poll(() => server.sale(ID(37))?.revision, { timeout: 10_000 }).toBe(1);
  });

  it('an item that it cannot read holds back no other, and is asked for again at the next start', async () => {
    server.put('items', item(1601).id, { ...item(1601), hasSizes: true });
    server.put('items', item(1602).id, item(1602));
    await expect.poll(() => run('nameOf', 'S1602'), { timeout: 5000 }).toBe('Item 1602');
    expect(await run('nameOf', 'S1601')).toBeNull();
    await expect
      .poll(async () => (await state()).attention.map(({ kind, documentId }) => ({ kind, documentId })))
      .toEqual([{ kind: 'unreadable', documentId: item(1601).id }]);
    await restart();
    await synced();
    await expect.poll(async () => (await state()).attention.length, { timeout: 5000 }).toBe(1);
    server.put('items', item(1601).id, item(1601));
    await restart();
    await synced();
    await expect.poll(() => run('nameOf', 'S1601'), { timeout: 5000 }).toBe('Item 1601');
    expect((await state()).attention).toEqual([]);
  });

  it('shift events arrive once and are not offered again', async () => {
    await run('openShift', ID(40));
    await expect.poll(() => server.fact(ID(40)), { timeout: 5000 }).toMatchObject({ kind: 'opened' });
    await synced();
    // In order: a till that is killed before RxDB has noted what it sent may offer it again, and is answered `repeated`.
    await run('close');
    await restart();
    await synced();
    expect(server.pushes.filter((push) => push.id === ID(40))).toHaveLength(1);
  });

  it('a sale written while the clock stood a day behind is sent after a restart', async () => {
    // With RxDB's checkpoint a day ahead of what is written now, RxDB alone would never push it.
    await page.evaluate(() => localStorage.clear());
    await restart({ clockOffsetMs: -DAY_MS });
    await synced();
    server.faults.down = true;
    server.cutStreams();
    await run('begin', ID(50));
    await run('add', { id: ID(50), sku: 'S4', quantity: 1 });
    await run('pay', ID(50));
    await page.evaluate(() => localStorage.clear());
    await restart();
    server.faults.down = false;
    await run('retryNow');
    await synced();
    expect(server.sale(ID(50))?.status).toBe('tendered');
    expect(server.onHand('S4')).toBe(9);
    expect(await resends(page, ID(50)), 'it was the audit that sent it').toBe(1);
    expect(await resends(page, ID(19)), 'what RxDB sends by itself is left alone').toBe(0);
  });

  it('the clock floor holds the database’s clock, and not the business’s', async () => {
    await page.evaluate(() => Date.now());
    await new Promise((resolve) => setTimeout(resolve, 5500));
    await page.evaluate(() => Date.now());
    await restart({ clockOffsetMs: -DAY_MS });
    const { date, now } = await run<{ date: string; now: number }>('clock');
    expect(Date.now() - Date.parse(date)).toBeGreaterThan(DAY_MS - 60_000);
    expect(Date.now() - now).toBeLessThan(60_000);
    await restart();
    await synced();
  });

  it('after a restore of the server it is given everything again, and nothing doubles', async () => {
    server.restore([item(1400).id]);
    await expect.poll(() => server.sale(ID(50))?.status, { timeout: 20_000 }).toBe('tendered');
    await synced(20_000);
    expect(server.fact(ID(40))).toMatchObject({ kind: 'opened' });
    expect(server.onHand('S2')).toBe(0);
    // Stock is told anew once the server has everything.
    await expect.poll(() => run('available', 'S2'), { timeout: 5000 }).toBe(0);
    await expect.poll(() => run('available', 'S4'), { timeout: 5000 }).toBe(9);
    expect((await state()).attention).toEqual([]);
    await expect.poll(() => run('nameOf', 'S1400'), { timeout: 5000 }).toBeNull();
    expect(await run('nameOf', 'S1401')).toBe('Item 1401');
  });

  it('keeps selling with a revoked token, and says so', async () => {
    await restart();
    await synced();
    server.faults.revoked = true;
    await run('retryNow');
    await expect.poll(async () => (await state()).status.state, { timeout: 5000 }).toBe('revoked');
    await run('begin', ID(60));
    await run('add', { id: ID(60), sku: 'S5', quantity: 1 });
    await run('pay', ID(60));
    expect(await run('available', 'S5')).toBe(9);
    server.faults.revoked = false;
    await run('retryNow');
    await synced(30_000);
    expect(server.onHand('S5')).toBe(9);
  });

  it.each([
    { where: 'nowhere', url: () => 'http://127.0.0.1:9', says: 'unreachable' },
    { where: 'an address that is none', url: () => 'ftp://x', says: 'invalidAddress' },
    { where: 'another server', url: () => stranger.url, says: 'unknownTill' },
  ])('its server moved to $where: $says, and nothing changes', async ({ url, says }) => {
    stranger.faults.revoked = true;
    expect(await run('changeServer', url())).toMatchObject({ ok: false, rejection: { code: says } });
    await synced();
  });

  it('finds its server at another address', async () => {
    expect(await run('nameOf', 'S1400'), 'gone for good after the restart in between').toBeNull();
    const moved = server.url.replace('127.0.0.1', 'localhost');
    expect(await run('changeServer', moved)).toMatchObject({ ok: true, identity: { serverUrl: moved } });
    await synced();
    server.setOnHand('S11', 77);
    await expect.poll(() => run('available', 'S11'), { timeout: 5000 }).toBe(77);
  });

  it('stores what only the journal has before anything is opened', async () => {
    const committed = await run<Record<string, unknown>>('sale', ID(60));
    const lost = { ...committed, id: ID(61), sequence: Number(committed.sequence) + 1, hash: '2'.repeat(64) };
    page = await till.restart();
    const inJournal = [committed, lost].map((document) => ({
      kind: 'sale',
      terminalId: committed.terminalId,
      epoch: committed.epoch,
      document,
    }));
    await run('open', { journal: inJournal });
    expect(await run('sale', ID(61))).toMatchObject({ status: 'tendered', hash: '2'.repeat(64) });
    expect(await run('available', 'S5')).toBe(8);
    await synced();
    expect(server.onHand('S5')).toBe(8);
    expect(server.epochReasons).toEqual([]);
  });

  it('goes on in a new epoch when its journal is older than its store', async () => {
    page = await till.restart();
    await run('open', { journal: [] });
    await expect
      .poll(async () => (await run<{ identity: unknown }>('state')).identity, { timeout: 5000 })
      .toMatchObject({ epoch: 2 });
    expect(server.epochReasons).toEqual(['the journal is older than the local store']);
    await synced();
    expect(await run('available', 'S2')).toBe(0);
  });

  it('a restored server gets also what only the journal has', async () => {
    await run('begin', ID(62));
    await run('add', { id: ID(62), sku: 'S6', quantity: 1 });
    await run('pay', ID(62));
    await synced();
    const { id } = await run<{ id: string }>('onlyInJournal', ID(62));
    server.restore();
    await expect.poll(() => server.sale(id)?.status, { timeout: 20_000 }).toBe('tendered');
    await expect.poll(() => server.onHand('S6'), { timeout: 20_000 }).toBe(8);
    await synced();
    await expect.poll(() => run('available', 'S6'), { timeout: 5000 }).toBe(8);
  });

  it('a row that the disk has spoiled holds nothing back, and comes back from the journal', async () => {
    server.faults.down = true;
    server.cutStreams();
    for (const id of [ID(63), ID(64)]) {
      await run('begin', id);
      await run('add', { id, sku: 'S6', quantity: 1 });
      await run('pay', id);
    }
    const journal = await run('journal');
    await run('close');
    await spoil(page, ID(63));
    await spoil(page, ID(61));
    await restart();
    expect(await run('sale', ID(63))).toBeNull();
    expect((await state()).attention.map(({ kind }) => kind)).toEqual(['damaged', 'damaged']);
    expect(JSON.parse((await run<{ text: string }>('exportKept', ID(63))).text)).toMatchObject({
      document: '{"id":',
    });
    server.faults.down = false;
    await run('retryNow');
    await expect.poll(() => server.sale(ID(64))?.status, { timeout: 10_000 }).toBe('tendered');
    await expect
      .poll(async () => (await state()).attention.filter(({ kind }) => kind === 'refused').map(idOf), {
        message: 'the spoiled row was offered, and set aside',
        timeout: 10_000,
      })
      .toContain(ID(63));
    // In order, so that RxDB has noted that it offered this very revision.
    await run('close');

    page = await till.restart();
    await run('open', { journal });
    expect(await run('sale', ID(63))).toMatchObject({ status: 'tendered' });
    expect((await run<{ code: string; count: number }[]>('reports'))[0]).toEqual({
      code: 'rowsRestored',
      count: 2,
    });
    expect((await state()).attention).toEqual([]);
    await expect.poll(() => server.sale(ID(63))?.status, { timeout: 10_000 }).toBe('tendered');
    await synced();
    expect(server.onHand('S6')).toBe(6);
  });

  it('opens in one window only', async () => {
    const other = await till.another();
    await expect(call(other, 'open')).rejects.toThrow('open in another window');
    await other.close();
  });

  it('reported no error on the way', () => {
    expect(till.errors).toEqual([]);
  });

  it('what it could not store on a full disk, it stores when there is room again', async () => {
    await restart();
    await synced();
    await run('fillDisk', true);
    server.put('items', item(12).id, item(12, 'While the disk was full'));
    await expect.poll(() => run('nameOf', 'S12'), { timeout: 5000 }).toBe('While the disk was full');
    await expect.poll(() => till.errors.length, { timeout: 5000 }).toBeGreaterThan(0);
    await run('fillDisk', false);
    // It is tried again once a second; what comes now is stored after it.
    server.put('items', item(13).id, item(13, 'Afterwards'));
    await expect.poll(() => run('nameOf', 'S13'), { timeout: 5000 }).toBe('Afterwards');
    await new Promise((resolve) => setTimeout(resolve, 3000));
    server.faults.down = true;
    server.cutStreams();
    await restart();
    expect(await run('nameOf', 'S12')).toBe('While the disk was full');
    expect(await run('nameOf', 'S13')).toBe('Afterwards');
  });
});
