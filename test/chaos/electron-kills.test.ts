import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isTendered } from '../../shared/sale/sale.ts';
import type { SaleResult } from '../../shared/stock/reservation.ts';
import { demoVariant } from '../e2e/support/demo-codes.ts';
import { type Observer, ServerProcess, temporaryFolder } from '../e2e/support/server-process.ts';
import { type FakePrinter, startFakePrinter } from '../main/support/fake-printer.ts';
import { provenChain } from '../main/support/sale-drafts.ts';
import { type ChaosProxy, openChaosProxy } from './support/chaos-proxy.ts';
import { chaosSeed, diceOf, Tally } from './support/dice.ts';
import { printedReceipts } from './support/printed-receipts.ts';
import { prepareProfile, SellingWindow } from './support/selling-window.ts';

/**
 * kill -9 of the real window at random points of its sales. The printer is the witness: a receipt that came out of it stands
 * for a sale that must be there afterwards, once.
 */
const KILLS = Number(process.env.EVERTILL_CHAOS_KILLS) || 10;
const SKU = 'DAI-MLK-1L';
const seed = chaosSeed();
const dice = diceOf(seed);
const tally = new Tally();

let server: ServerProcess;
let observer: Observer;
let proxy: ChaosProxy;
let printer: FakePrinter;
let window: SellingWindow | null = null;
const userData = temporaryFolder('killed-till');

beforeAll(async () => {
  console.log(`kills of the window: seed ${seed}, ${KILLS} kills`);
  server = await ServerProcess.start('demo');
  observer = await server.observer();
  proxy = await openChaosProxy({ target: server.url, dice: dice.fork('network'), tally });
  printer = await startFakePrinter();
  prepareProfile(userData, printer);
});
afterAll(async () => {
  console.log(`kills of the window: seed ${seed}: ${String(tally)}`);
  await window?.till.kill();
  await printer?.end();
  await proxy?.close();
  await server?.remove();
});

/** The sale of every receipt that was printed is in the journal, in an unbroken chain, and in the window's own store. */
async function checkBooks(shown: number): Promise<void> {
  const journal = (await window?.journal()) ?? [];
  expect(provenChain(journal), `seed ${seed}: the journal's chain`).toEqual([]);
  for (const { saleId, hash } of printedReceipts(printer.jobs)) {
    expect(journal, `seed ${seed}: a printed receipt of sale ${saleId}`).toContainEqual(
      expect.objectContaining({ id: saleId, hash }),
    );
  }
  expect(journal.length, `seed ${seed}: sales that were shown as paid`).toBeGreaterThanOrEqual(shown);
  const stored = ((await window?.storedSales()) ?? []).filter(isTendered);
  expect(
    stored.sort((a, b) => a.sequence - b.sequence),
    `seed ${seed}: the window's own store`,
  ).toEqual(journal);
}

test(
  'what kill -9 leaves of a window that sells: every printed receipt has its sale, once',
  async () => {
    const { code } = demoVariant(SKU);
    const before = await observer.stock(SKU);
    let pairing: { code: string } | Record<string, never> = { code: await server.pairingCode() };
    let shown = 0;
    const count = (what: 'paying' | 'shown') => {
      if (what === 'shown') shown += 1;
    };
    let typicalMs = 800;
    for (let kill = 1; kill <= KILLS; kill += 1) {
      window = await SellingWindow.open({ userData, serverUrl: proxy.url, ...pairing });
      pairing = {};
      if (kill === 1) {
        await window.untilSynced(observer);
        const startedAtMs = Date.now();
        await window.sellOne(code, printer, count);
        typicalMs = Date.now() - startedAtMs;
      } else {
        await checkBooks(shown);
        if (dice.chance(0.3)) {
          proxy.weather = 'calm';
          await window.untilSynced(observer);
          tally.add('synced between');
        }
      }
      // Half of the kills meet a till that has no network, and sells on alone.
      proxy.weather = dice.pick(['calm', 'storm', 'down', 'down']);
      proxy.cutAll();
      tally.add(`network ${proxy.weather}`);
      const shownBefore = shown;
      const printedBefore = printedReceipts(printer.jobs).length;
      // Anywhere in the sale, or close to its commit: that is where a sale could be lost or doubled.
      // The first comes before anything is paid and the second when all is done, so that no run is without both.
      const isClose = dice.chance(0.5) && kill > 2;
      const waitMs = kill === 1 ? 0 : dice.between(0, Math.ceil(typicalMs * (isClose ? 0.4 : 1.2)));
      let begin: () => void = () => undefined;
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      if (!isClose) begin();
      const selling = window
        .sellOne(code, printer, (what) => {
          if (what === 'paying') begin();
          count(what);
        })
        .catch(() => undefined);
      await (kill === 2 ? selling : Promise.race([begun, selling]));
      await sleep(waitMs);
      await window.till.kill();
      await selling;
      const reached =
        printedReceipts(printer.jobs).length > printedBefore
          ? 'printed'
          : shown > shownBefore
            ? 'shown as paid'
            : 'not paid yet';
      tally.add(`killed when ${reached}`);
    }

    proxy.weather = 'calm';
    window = await SellingWindow.open({ userData, serverUrl: proxy.url });
    await checkBooks(shown);
    // It goes on where it stopped: one more sale takes the next place in the chain.
    await window.sellOne(code, printer, count);
    await window.untilSynced(observer);
    await checkBooks(shown);
    const journal = await window.journal();
    for (const { id, hash } of journal) {
      const found = await observer.get<{ sale: { hash: string }; saleResult: SaleResult }>(`/v1/sales/${id}`);
      expect(found.sale.hash).toBe(hash);
      expect(found.saleResult).toMatchObject({ appliedAt: expect.any(String), exceptions: [] });
    }
    const sold = journal
      .flatMap(({ lines }) => lines)
      .reduce((sum, line) => (line.sku === SKU ? sum + line.quantity : sum), 0);
    await expect
      .poll(() => observer.stock(SKU))
      .toMatchObject({ onHand: before.onHand - sold, reservedElsewhere: 0 });
    await server.verify();
    const { stdout } = await server.command('exceptions', '--store', 'main');
    expect(stdout.trim(), `seed ${seed}: exceptions`).toBe('Nothing waits for a person.');
    tally.add('sales', journal.length);
    tally.add('receipts', printedReceipts(printer.jobs).length);
    for (const reached of ['not paid yet', 'printed']) {
      expect(tally.of(`killed when ${reached}`), `seed ${seed}: kills when ${reached}`).toBeGreaterThan(0);
    }
  },
  240_000 + KILLS * 60_000,
);
