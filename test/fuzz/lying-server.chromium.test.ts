import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ChromiumTill, call, openChromiumTill } from '../renderer/support/chromium-till.ts';
import { openWireServer, type WireServer } from '../renderer/support/wire-server.ts';
import { campaign, type FuzzCase, isReplay, patienceMs } from './support/campaign.ts';
import { type LyingServer, openLyingServer } from './support/lying-server.ts';

const ITEMS = 40;
const LYING_MS = 2000;
/** What an answer was lost for is found by the audit, which runs each minute and leaves alone what is younger than ten seconds. */
const RIGHT_AGAIN_MS = 150_000;
/** An act at the counter, on a machine that does much else. */
const ACT_MS = 10_000;
/** What a till reports of a server that answers nonsense, and what a browser says by itself of a lost connection. */
const EXPECTED_REPORT =
  /^Error: (?:heartbeat of|no new epoch|pull )|CORS|net::|Failed to (?:load|fetch)|MIME/;

const itemId = (number: number) => `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`;
const item = (number: number, name: string) => ({
  id: itemId(number),
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
const settings = (storeName: string) => ({
  id: 'store',
  storeId: 'main',
  storeName,
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
});

interface State {
  readonly connection: string;
  readonly outbox: number[];
  readonly settings: string | null;
  readonly attention: { readonly kind: string; readonly documentId: string; readonly code: string | null }[];
}

describe('a till whose network lies', () => {
  let server: WireServer;
  let between: LyingServer;
  let till: ChromiumTill;
  let page: Page;
  const run = <T>(scenario: string, argument: unknown = null) => call<T>(page, scenario, argument);

  beforeAll(async () => {
    server = await openWireServer();
    between = await openLyingServer(server.url);
    for (let number = 1; number <= ITEMS; number += 1) {
      server.put('items', itemId(number), item(number, `Item ${number}`));
      server.setOnHand(`S${number}`, 1000);
    }
    server.put('settings', 'store', settings('The shop'));
    till = await openChromiumTill(new URL('../renderer/sync/till.page.ts', import.meta.url).pathname);
    page = await till.restart();
    await run('open');
    expect(await run('enrol', { serverUrl: between.url, code: 'abcd-2345' })).toMatchObject({ ok: true });
    await vi.waitFor(
      async () => expect(await run('nameOf', `S${ITEMS}`)).toBe(`Item ${ITEMS}`),
      RIGHT_AGAIN_MS,
    );
  });
  afterAll(async () => {
    await till?.close();
    await between?.close();
    await server?.close();
  });

  async function sell(id: string, sku: string): Promise<void> {
    const startedAtMs = performance.now();
    await run('begin', id);
    expect(await run('add', { id, sku, quantity: 1 })).toMatchObject({ ok: true });
    await run('pay', id);
    expect(performance.now() - startedAtMs).toBeLessThan(ACT_MS);
  }

  async function lieAndBeTrueAgain({ random, number, note }: FuzzCase): Promise<void> {
    const saleOf = (nth: number) =>
      `0190${random.int(0x1000, 0xffff).toString(16)}-${number.toString(16).padStart(4, '0')}-7000-9000-${String(nth).padStart(12, '0')}`;
    between.lies = random;
    const untilMs = performance.now() + LYING_MS;
    const sold: string[] = [];
    const changed = random.int(1, ITEMS);
    const name = `Item ${changed} of case ${number}`;
    for (let nth = 1; nth <= 2 || performance.now() < untilMs; nth += 1) {
      const id = saleOf(nth);
      await sell(id, `S${random.int(1, ITEMS)}`);
      sold.push(id);
      if (nth === 2) server.put('items', itemId(changed), item(changed, name));
      if (nth === 2) server.put('settings', 'store', settings(`Shop ${number}`));
      await run('retryNow');
      await page.waitForTimeout(random.int(50, 400));
    }
    between.lies = null;
    const startedAtMs = performance.now();
    await expect
      .poll(
        async () => {
          await run('retryNow');
          const { connection, outbox, settings: storeName, attention } = await run<State>('state');
          return {
            connection,
            unsent: outbox.reduce((sum, count) => sum + count, 0),
            storeName,
            name: await run('nameOf', `S${changed}`),
            arrived: sold.filter((id) => server.sale(id)?.status === 'tendered').length,
            // Nobody but the server refuses a document. What was told for documents of its own may not be readable.
            setAside: attention.filter(({ kind }) => kind !== 'unreadable'),
            errors: till.errors.filter((error) => !EXPECTED_REPORT.test(error)),
          };
        },
        { timeout: RIGHT_AGAIN_MS, interval: 250 },
      )
      .toEqual({
        connection: 'online',
        unsent: 0,
        storeName: `Shop ${number}`,
        name,
        arrived: sold.length,
        setAside: [],
        errors: [],
      });
    note(
      `right again within ${performance.now() - startedAtMs < 15_000 ? '15' : String(RIGHT_AGAIN_MS / 1000)} s`,
    );
    for (let each = 1; each <= ITEMS; each += 1) {
      await expect
        .poll(() => run('available', `S${each}`), { timeout: RIGHT_AGAIN_MS })
        .toBe(server.onHand(`S${each}`));
      expect(await run<string>('nameOf', `S${each}`)).toMatch(new RegExp(`^Item ${each}( of case \\d+)?$`));
    }
    expect(till.errors.filter((error) => !EXPECTED_REPORT.test(error))).toEqual([]);
  }

  test(
    'sells on whatever it is told, takes nothing older for newer, and is right again when the server is back',
    async () => {
      const { cases } = await campaign('lying server', lieAndBeTrueAgain);
      console.log(`lies: ${[...between.told].map(([kind, count]) => `${kind} ${count}`).join(', ')}`);
      if (!isReplay && cases > 3) expect(between.told.size).toBeGreaterThan(8);
    },
    patienceMs('lying server') + RIGHT_AGAIN_MS,
  );
});
