import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ServerProcess } from '../../e2e/support/server-process.ts';
import { type ChromiumTill, call, openChromiumTill } from '../support/chromium-till.ts';

const STEPS = 120;
const TILLS = ['left', 'right'] as const;

/** A small generator with a seed, so that a run that failed can be repeated. */
function seeded(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

interface State {
  status: { state: string; unsentSales: number };
  unsentNow: number;
  complete: boolean;
  attention: unknown[];
}

describe('two tills in real Chromium and the real server', () => {
  let server: ServerProcess;
  let chromium: ChromiumTill;
  const pages = new Map<string, Page>();
  let skus: string[];
  /** Runs a scenario on one of the tills. */
  const on = <T>(name: string, scenario: string, argument: object = {}): Promise<T> => {
    const page = pages.get(name);
    if (!page) throw new Error(`no till ${name}`);
    return call<T>(page, scenario, { name, ...argument });
  };

  beforeAll(async () => {
    server = await ServerProcess.start('demo');
    chromium = await openChromiumTill(new URL('./random-till.page.ts', import.meta.url).pathname);
    for (const name of TILLS) {
      const page =
        name === 'left' ? chromium.restart({ origin: server.url }) : chromium.another({ origin: server.url });
      pages.set(name, await page);
      await on(name, 'open');
      expect(
        await on(name, 'enrol', { serverUrl: server.url, code: await server.pairingCode() }),
      ).toMatchObject({
        ok: true,
      });
    }
    for (const name of TILLS) {
      await vi.waitUntil(async () => (await on<State>(name, 'state')).complete, { timeout: 60_000 });
    }
    skus = await on<string[]>('left', 'someSkus', { most: 3 });
  });
  afterAll(async () => {
    await chromium?.close();
    await server?.remove();
  });

  const healed = async () => {
    for (const name of TILLS) {
      await on(name, 'cut', { cut: false });
      await expect
        .poll(() => on<State>(name, 'state'), { timeout: 30_000 })
        .toMatchObject({ status: { state: 'synced', unsentSales: 0 }, unsentNow: 0 });
    }
  };

  /** Brings every SKU of the test to so many on hand, and waits until both tills have heard. */
  async function stockUp(onHand: number): Promise<void> {
    const observer = await server.observer();
    for (const sku of skus) {
      const missing = onHand - (await observer.stock(sku)).onHand;
      if (missing !== 0) await server.adjust(sku, missing);
    }
    for (const name of TILLS) {
      await expect.poll(() => on<number[]>(name, 'available', { skus })).toEqual(skus.map(() => onHand));
    }
  }

  it.each([
    { seed: 7, stock: 'plenty' },
    { seed: 42, stock: 'plenty' },
    { seed: 2026, stock: 'hardly any' },
    { seed: 99, stock: 'hardly any' },
  ])(
    'seed $seed, $stock: after the network heals, both show what the server has',
    async ({ seed, stock }) => {
      await stockUp(stock === 'plenty' ? 1000 : 6);
      const random = seeded(seed);
      const acts = new Map<string, number>();
      for (let step = 0; step < STEPS; step += 1) {
        const name = TILLS[random(2)] ?? 'left';
        const chance = random(12);
        if (chance === 0) await on(name, 'cut', { cut: true });
        if (chance === 1) await on(name, 'cut', { cut: false });
        const sku = skus[random(skus.length)];
        const act = await on<string>(name, 'act', { sku, dice: random(11), quantity: 1 + random(3) });
        acts.set(act, (acts.get(act) ?? 0) + 1);
      }
      // The run is worth something only if it did what it is about.
      expect([...acts.keys()]).toEqual(
        expect.arrayContaining(['add', 'pay', 'park', 'recall', 'quantity', 'clear']),
      );
      await healed();
      // With carts still open on both. What was asked and not granted, only the till that asks takes into account.
      const both = async () => Promise.all(TILLS.map((name) => on<number[]>(name, 'available', { skus })));
      if (stock === 'plenty') {
        await expect.poll(async () => new Set((await both()).map(String)).size).toBe(1);
      }

      for (const name of TILLS) await on(name, 'abandonAll');
      await healed();
      const observer = await server.observer();
      const truth = await Promise.all(skus.map((sku) => observer.stock(sku)));
      for (const name of TILLS) {
        await expect
          .poll(() => on(name, 'available', { skus }))
          .toEqual(truth.map(({ onHand, reservedElsewhere }) => onHand - reservedElsewhere));
        expect((await on<State>(name, 'state')).attention).toEqual([]);
      }
      await server.verify();
    },
  );

  it('a till whose server was killed in the middle sells on, and all of it arrives', async () => {
    const [sku] = skus;
    const before = await (await server.observer()).stock(sku ?? '');
    const sold = async () =>
      (await on<{ sku: string; quantity: number }[]>('left', 'taken'))
        .filter((line) => line.sku === sku)
        .reduce((sum, line) => sum + line.quantity, 0);
    const soldBefore = await sold();
    await server.stop('SIGKILL');
    for (const dice of [0, 0, 9, 0, 0, 9, 0, 0, 9]) await on('left', 'act', { sku, dice, quantity: 2 });
    const soldMeanwhile = (await sold()) - soldBefore;
    expect(soldMeanwhile).toBeGreaterThan(0);
    await server.run('demo');
    await healed();
    await expect
      .poll(async () => (await (await server.observer()).stock(sku ?? '')).onHand)
      .toBe(before.onHand - soldMeanwhile);
    await server.verify();
  });

  it('reported no error on the way', () => {
    expect(chromium.errors).toEqual([]);
  });
});
