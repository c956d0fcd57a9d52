import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWireShop, type WireShop } from '../support/wire-shop.ts';
import { newId, type WireTerminal } from '../support/wire-terminal.ts';

let shop: WireShop;
beforeAll(async () => {
  shop = await openWireShop();
});
afterAll(() => shop.close());

const MOST_TRIES = 10;
/** What takes a second at most, on a machine that does much else. */
const SOON_MS = 20_000;

interface Heard {
  readonly headers: Headers;
  readonly events: { event: string; data: { collection?: string; documents?: Record<string, unknown>[] } }[];
  readonly text: () => string;
  /** Resolves when the server ends the stream. */
  readonly ended: Promise<void>;
  close(): void;
}

async function listen(till: WireTerminal, origin?: string): Promise<Heard> {
  const controller = new AbortController();
  const answer = await fetch(`${till.url}/v1/sync/stream`, {
    signal: controller.signal,
    headers: { authorization: `Bearer ${till.identity.token}`, ...(origin && { origin }) },
  });
  expect(answer.status).toBe(200);
  let text = '';
  const events: Heard['events'] = [];
  const ended = (async () => {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of answer.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      const blocks = (rest + decoder.decode(chunk)).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = /^event: (.*)$/m.exec(block)?.[1];
        const data = /^data: (.*)$/m.exec(block)?.[1];
        if (event && data) events.push({ event, data: JSON.parse(data) });
      }
    }
  })().catch(() => {});
  return { headers: answer.headers, events, text: () => text, ended, close: () => controller.abort() };
}

const told = (heard: Heard, collection: string, matches: (document: Record<string, unknown>) => boolean) =>
  heard.events.some(
    ({ event, data }) =>
      event === 'changes' && data.collection === collection && data.documents?.some(matches),
  );

test('a till hears of its own results, of the others’ reservations and of new items', async () => {
  const sku = await shop.stocked(5);
  const [mine, other] = [await shop.enrol('Mine'), await shop.enrol('Other')];
  const heard = await listen(mine, 'app://till');
  expect(heard.headers.get('content-type')).toContain('text/event-stream');
  expect(heard.headers.get('access-control-allow-origin')).toBe('app://till');
  await expect.poll(() => heard.events[0]?.event).toBe('resync');

  const sale = mine.open([{ sku, quantity: 1 }]);
  await mine.push('sales', sale);
  await other.push('sales', other.open([{ sku, quantity: 2 }]));
  await expect.poll(() => told(heard, 'saleResults', ({ saleId }) => saleId === sale.id)).toBe(true);
  await expect
    .poll(() => told(heard, 'stockLevels', (level) => level.sku === sku && level.reservedElsewhere === 2))
    .toBe(true);
  // Written by another process: nobody tells the server, it sees the clock move.
  const fresh = await shop.stocked(7);
  await expect
    .poll(() => told(heard, 'items', (item) => (item.variants as { sku: string }[])[0]?.sku === fresh))
    .toBe(true);
  await expect
    .poll(() => told(heard, 'stockLevels', (level) => level.sku === fresh && level.onHand === 7))
    .toBe(true);
  const changes = heard.events.find(({ event }) => event === 'changes');
  expect(changes?.data).toMatchObject({ checkpoint: expect.any(String), serverEpoch: 1 });
  heard.close();
});

test('a reservation reaches the other till within a second', async () => {
  const [mine, other] = [await shop.enrol('Mine'), await shop.enrol('Other')];
  const heard = await listen(other);
  await expect.poll(() => heard.events.length).toBeGreaterThan(0);
  // The best of some: a machine that does much else holds one or the other up.
  const took: number[] = [];
  while (took.length < MOST_TRIES && !took.some((tookMs) => tookMs < 1_000)) {
    const sku = await shop.stocked(1);
    const since = performance.now();
    await mine.push('sales', mine.open([{ sku, quantity: 1 }]));
    await expect
      .poll(() => told(heard, 'stockLevels', (level) => level.sku === sku && level.reservedElsewhere === 1), {
        interval: 10,
      })
      .toBe(true);
    took.push(performance.now() - since);
  }
  expect(Math.min(...took)).toBeLessThan(1_000);
  heard.close();
});

test('listeners are counted, and one that goes is forgotten', async () => {
  const till = await shop.enrol('Counted');
  const streams = async () =>
    Number(/evertill_connected_streams (\d+)/.exec(String((await till.get('/metrics')).body))?.[1]);
  await expect.poll(streams).toBe(0);
  const heard = await listen(till);
  await expect.poll(streams).toBe(1);
  heard.close();
  await expect.poll(streams).toBe(0);
});

test('a stream ends with its token', async () => {
  const till = await shop.enrol('Thief');
  const heard = await listen(till);
  await expect.poll(() => heard.events.length).toBeGreaterThan(0);
  await shop.db.database.query('update terminal set revoked_at = now() where terminal_id = $1', [
    till.identity.terminalId,
  ]);
  const since = performance.now();
  await heard.ended;
  expect(performance.now() - since).toBeLessThan(SOON_MS);
});

test('a server that ends closes its streams and what it had acknowledged stands', async () => {
  const sku = await shop.stocked(3);
  const till = await shop.enrol('Last');
  const heard = await listen(till);
  await expect.poll(() => heard.events.length).toBeGreaterThan(0);
  const sales = Array.from({ length: 20 }, () => ({ ...till.open([{ sku, quantity: 1 }]), id: newId() }));
  const answers = await till.push('sales', ...sales);
  expect(answers.every(({ status }) => status === 'applied')).toBe(true);
  const since = performance.now();
  expect(await shop.server.stop('SIGTERM')).toBe(0);
  await heard.ended;
  expect(performance.now() - since).toBeLessThan(SOON_MS);
  const [row] = await shop.db.database.query<{ count: number }>(
    'select count(*) from sale where terminal_id = $1',
    [till.identity.terminalId],
  );
  expect(row?.count).toBe(20);
});
