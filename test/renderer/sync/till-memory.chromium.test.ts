import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openWireServer, type WireServer } from '../support/wire-server.ts';
import { ID, item, WireTill } from './wire-till.ts';

const DAY_MS = 86_400_000;

const idOf = ({ documentId }: { documentId: string }) => documentId;

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

describe('what a till knows after restarts, restores and removals, in real Chromium', () => {
  let till: WireTill;
  let server: WireServer;
  let stranger: WireServer;
  const run = <T>(scenario: string, argument: unknown = null) => till.run<T>(scenario, argument);
  const state = () => till.state();
  const synced = (timeout?: number) => till.synced(timeout);
  const restart = (options?: { clockOffsetMs?: number }, opened?: unknown) => till.restart(options, opened);

  beforeAll(async () => {
    [till, stranger] = await Promise.all([WireTill.open(), openWireServer()]);
    ({ server } = till);
  });
  beforeEach(() => server.mend());
  afterAll(async () => {
    await till?.close();
    await stranger?.close();
  });

  it('sells what the tests after this one must find again', async () => {
    await till.pair();
    for (const id of [ID(10), ID(11), ID(12)]) {
      await run('begin', id);
      await run('add', { id, sku: 'S2', quantity: 1 });
      await run('pay', id);
    }
    await synced();
    expect(server.onHand('S2')).toBe(7);
  });

  it('an item that it cannot read holds back no other, and is asked for again at the next start', async () => {
    server.put('items', item(1601).id, { ...item(1601), hasSizes: true });
    server.put('items', item(1602).id, item(1602));
    await expect.poll(() => run('nameOf', 'S1602')).toBe('Item 1602');
    expect(await run('nameOf', 'S1601')).toBeNull();
    await expect
      .poll(async () => (await state()).attention.map(({ kind, documentId }) => ({ kind, documentId })))
      .toEqual([{ kind: 'unreadable', documentId: item(1601).id }]);
    await restart();
    await synced();
    await expect.poll(async () => (await state()).attention.length).toBe(1);
    server.put('items', item(1601).id, item(1601));
    await restart();
    await synced();
    await expect.poll(() => run('nameOf', 'S1601')).toBe('Item 1601');
    await expect.poll(async () => (await state()).attention).toEqual([]);
  });

  it('shift events arrive once and are not offered again', async () => {
    await run('openShift', ID(40));
    await expect.poll(() => server.fact(ID(40))).toMatchObject({ kind: 'opened' });
    await synced();
    // In order: a till that is killed before RxDB has noted what it sent may offer it again, and is answered `repeated`.
    await run('close');
    await restart();
    await synced();
    expect(server.pushes.filter((push) => push.id === ID(40))).toHaveLength(1);
  });

  it('a sale written while the clock stood a day behind is sent after a restart', async () => {
    // With RxDB's checkpoint a day ahead of what is written now, RxDB alone would never push it.
    await till.page.evaluate(() => localStorage.clear());
    await restart({ clockOffsetMs: -DAY_MS });
    await synced();
    server.faults.down = true;
    server.cutStreams();
    await run('begin', ID(50));
    await run('add', { id: ID(50), sku: 'S4', quantity: 1 });
    await run('pay', ID(50));
    await till.page.evaluate(() => localStorage.clear());
    await restart();
    server.faults.down = false;
    await run('retryNow');
    await synced();
    expect(server.sale(ID(50))?.status).toBe('tendered');
    expect(server.onHand('S4')).toBe(9);
    expect(await resends(till.page, ID(50)), 'it was the audit that sent it').toBe(1);
    expect(await resends(till.page, ID(12)), 'what RxDB sends by itself is left alone').toBe(0);
  });

  it('the clock floor holds the database’s clock, and not the business’s', async () => {
    // The floor is kept every five seconds: a machine that is six ahead keeps it at once.
    await restart({ clockOffsetMs: 6_000 });
    await restart({ clockOffsetMs: -DAY_MS });
    const { date, now } = await run<{ date: string; now: number }>('clock');
    expect(Date.now() - Date.parse(date)).toBeGreaterThan(DAY_MS - 60_000);
    expect(Date.now() - now).toBeLessThan(60_000);
    await restart();
    await synced();
  });

  it('after a restore of the server it is given everything again, and nothing doubles', async () => {
    server.restore([item(1400).id]);
    await expect.poll(() => server.sale(ID(50))?.status).toBe('tendered');
    await synced(20_000);
    expect(server.fact(ID(40))).toMatchObject({ kind: 'opened' });
    expect(server.onHand('S2')).toBe(7);
    // Stock is told anew once the server has everything.
    await expect.poll(() => run('available', 'S2')).toBe(7);
    await expect.poll(() => run('available', 'S4')).toBe(9);
    await expect.poll(async () => (await state()).attention).toEqual([]);
    await expect.poll(() => run('nameOf', 'S1400')).toBeNull();
    expect(await run('nameOf', 'S1401')).toBe('Item 1401');
  });

  it('keeps selling with a revoked token, and says so', async () => {
    await restart();
    await synced();
    server.faults.revoked = true;
    await run('retryNow');
    await expect.poll(async () => (await state()).status.state).toBe('revoked');
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
    await expect.poll(() => run('available', 'S11')).toBe(77);
  });

  it('stores what only the journal has before anything is opened', async () => {
    const committed = await run<Record<string, unknown>>('sale', ID(60));
    const lost = { ...committed, id: ID(61), sequence: Number(committed.sequence) + 1, hash: '2'.repeat(64) };
    const inJournal = [committed, lost].map((document) => ({
      kind: 'sale',
      terminalId: committed.terminalId,
      epoch: committed.epoch,
      document,
    }));
    await restart({}, { journal: inJournal });
    expect(await run('sale', ID(61))).toMatchObject({ status: 'tendered', hash: '2'.repeat(64) });
    expect(await run('available', 'S5')).toBe(8);
    await synced();
    expect(server.onHand('S5')).toBe(8);
    expect(server.epochReasons).toEqual([]);
  });

  it('goes on in a new epoch when its journal is older than its store', async () => {
    await restart({}, { journal: [] });
    await expect
      .poll(async () => (await run<{ identity: unknown }>('state')).identity)
      .toMatchObject({ epoch: 2 });
    expect(server.epochReasons).toEqual(['the journal is older than the local store']);
    await synced();
    await expect.poll(() => run('available', 'S2')).toBe(7);
  });

  it('a restored server gets also what only the journal has', async () => {
    await run('begin', ID(62));
    await run('add', { id: ID(62), sku: 'S6', quantity: 1 });
    await run('pay', ID(62));
    await synced();
    const { id } = await run<{ id: string }>('onlyInJournal', ID(62));
    server.restore();
    await expect.poll(() => server.sale(id)?.status).toBe('tendered');
    await expect.poll(() => server.onHand('S6')).toBe(8);
    await synced();
    await expect.poll(() => run('available', 'S6')).toBe(8);
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
    await spoil(till.page, ID(63));
    await spoil(till.page, ID(61));
    await restart();
    expect(await run('sale', ID(63))).toBeNull();
    await expect
      .poll(async () => (await state()).attention.map(({ kind }) => kind))
      .toEqual(['damaged', 'damaged']);
    expect(JSON.parse((await run<{ text: string }>('exportKept', ID(63))).text)).toMatchObject({
      document: '{"id":',
    });
    server.faults.down = false;
    await run('retryNow');
    await expect.poll(() => server.sale(ID(64))?.status).toBe('tendered');
    await expect
      .poll(async () => (await state()).attention.filter(({ kind }) => kind === 'refused').map(idOf), {
        message: 'the spoiled row was offered, and set aside',
      })
      .toContain(ID(63));
    // In order, so that RxDB has noted that it offered this very revision.
    await run('close');

    await restart({}, { journal });
    expect(await run('sale', ID(63))).toMatchObject({ status: 'tendered' });
    expect((await run<{ code: string; count: number }[]>('reports'))[0]).toEqual({
      code: 'rowsRestored',
      count: 2,
    });
    await expect.poll(async () => (await state()).attention).toEqual([]);
    await expect.poll(() => server.sale(ID(63))?.status).toBe('tendered');
    await synced();
    expect(server.onHand('S6')).toBe(6);
  });

  it('reported no error on the way', () => {
    expect(till.chromium.errors).toEqual([]);
  });
});
