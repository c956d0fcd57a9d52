import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { isTendered, type TenderedSale } from '../../shared/sale/sale.ts';
import { demoVariant } from '../e2e/support/demo-codes.ts';
import { type Observer, ServerProcess } from '../e2e/support/server-process.ts';
import { type FakePrinter, startFakePrinter } from '../main/support/fake-printer.ts';
import { provenChain } from '../main/support/sale-drafts.ts';
import { bundle } from '../renderer/support/chromium-till.ts';
import { BrowserProcess } from './support/browser-process.ts';
import { ChaosTill } from './support/chaos-till.ts';
import { chaosSeed, diceOf, Tally } from './support/dice.ts';
import { LoopDisk } from './support/loop-disk.ts';
import { printedReceipts } from './support/printed-receipts.ts';
import { processTree } from './support/process-tree.ts';
import { prepareProfile, SellingWindow } from './support/selling-window.ts';

/**
 * A power cut at the moment when the last byte of a receipt has reached the printer: the profile lies on a disk of its own,
 * every process of the till is stopped, and the till is started again from what the disk held at that moment.
 */
const CUTS = Number(process.env.EVERTILL_CHAOS_CUTS) || 1;
const SKU = 'DAI-BUTTER-SALT-250';
const seed = chaosSeed();
const dice = diceOf(seed);
const tally = new Tally();

let server: ServerProcess;
let observer: Observer;
let printer: FakePrinter;
let disk: LoopDisk;
let window: SellingWindow | null = null;

beforeAll(async () => {
  console.log(`power cuts: seed ${seed}, ${CUTS}`);
  server = await ServerProcess.start('demo');
  observer = await server.observer();
  printer = await startFakePrinter();
  disk = new LoopDisk(512);
  prepareProfile(path.join(disk.folder, 'till'), printer);
});
afterAll(async () => {
  console.log(`power cuts: seed ${seed}: ${String(tally)}`);
  await window?.till.kill();
  disk?.unmount();
  await printer?.end();
  await server?.remove();
});

const signal = (pids: readonly number[], name: 'SIGSTOP' | 'SIGKILL') => {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // It has ended by itself.
    }
  }
};

/** Stops a program where it stands, takes its disk as it is, and lets nothing of the rest happen. */
async function cutPower(disk: LoopDisk, pid: number, gone: () => Promise<void>): Promise<void> {
  // A name of its own: a file that is written again is flushed by ext4 when it is closed.
  const canary = path.join(disk.folder, `never-synced-${Date.now()}`);
  writeFileSync(canary, 'x'.repeat(100_000));
  const pids = processTree(pid);
  signal(pids, 'SIGSTOP');
  const startAgain = disk.cutPower();
  signal(pids, 'SIGKILL');
  await gone();
  startAgain();
  // Proves that a cut can lose anything at all: what was written a moment ago and never synced is not there.
  const survived = existsSync(canary) ? readFileSync(canary).length : 0;
  expect(survived, `seed ${seed}: bytes that nobody synced and that are there all the same`).toBe(0);
}

/** Everything that was printed is in the journal, in an unbroken chain, and in the window's own store. */
async function checkBooks(): Promise<readonly TenderedSale[]> {
  const journal = (await window?.journal()) ?? [];
  expect(provenChain(journal), `seed ${seed}: the journal's chain`).toEqual([]);
  for (const { saleId, hash } of printedReceipts(printer.jobs)) {
    expect(journal, `seed ${seed}: a printed receipt of sale ${saleId}`).toContainEqual(
      expect.objectContaining({ id: saleId, hash }),
    );
  }
  const stored = ((await window?.storedSales()) ?? []).filter(isTendered);
  expect(
    stored.sort((a, b) => a.sequence - b.sequence),
    `seed ${seed}: the window's own store`,
  ).toEqual(journal);
  return journal;
}

test(
  'a power cut when a receipt has been printed: its sale is there, once, and the till goes on',
  async () => {
    const { code } = demoVariant(SKU);
    const before = await observer.stock(SKU);
    const userData = path.join(disk.folder, 'till');
    const pairing = { code: await server.pairingCode() };
    window = await SellingWindow.open({ userData, serverUrl: server.url, ...pairing });
    await window.untilSynced(observer);
    for (let cut = 1; cut <= CUTS; cut += 1) {
      const sales = dice.between(1, 3);
      for (let sale = 1; sale < sales; sale += 1) await window.sellOne(code, printer);
      // In half of the cuts the last sale is one that nobody but this till knows of.
      const isAlone = dice.chance(0.5);
      if (isAlone) await server.stop('SIGKILL');
      const printed = printedReceipts(printer.jobs).length;
      const selling = window.sellOne(code, printer).catch(() => undefined);
      await vi.waitUntil(() => printedReceipts(printer.jobs).length > printed, {
        timeout: 60_000,
        interval: 1,
      });
      if (dice.chance(0.3)) await sleep(dice.between(0, 500));
      const { till } = window;
      await cutPower(disk, till.app.process().pid ?? Number.NaN, () => till.kill());
      await selling;
      tally.add(isAlone ? 'cut without a server' : 'cut with a server');
      if (isAlone) await server.run('demo');
      window = await SellingWindow.open({ userData, serverUrl: server.url });
      await checkBooks();
    }

    await window.sellOne(code, printer);
    await window.untilSynced(observer);
    const journal = await checkBooks();
    for (const { id, hash } of journal) {
      const { sale } = await observer.get<{ sale: { hash: string } }>(`/v1/sales/${id}`);
      expect(sale.hash).toBe(hash);
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
  },
  240_000 + CUTS * 120_000,
);

test(
  'a power cut when a browser till has shown a sale as paid: the strict write of the one document has it',
  async () => {
    const browserDisk = new LoopDisk(512);
    const browser = new BrowserProcess(path.join(browserDisk.folder, 'profile'));
    const script = await bundle(new URL('./support/cashier.page.ts', import.meta.url).pathname);
    const options = { name: 'browser till', browser, target: server.url, script, tally };
    const till = await ChaosTill.prepare({ ...options, dice: dice.fork('browser') });
    try {
      await browser.start();
      await till.open(await server.pairingCode());
      await till.untilComplete();
      for (let cut = 1; cut <= CUTS; cut += 1) {
        const sales = till.paid.size + dice.between(1, 3);
        // Begins, adds, pays, until so many are paid; the power goes when the last one has been shown.
        for (let act = 0; till.paid.size < sales; act += 1) {
          await till.act({ sku: SKU, dice: [10, 10, 99][act % 3] ?? 99, quantity: 1 });
        }
        await cutPower(browserDisk, browser.pid, () => browser.kill());
        till.lost();
        tally.add('cut of a browser');
        await browser.start();
        await till.open();
        const { tendered, attention } = await till.books([SKU]);
        expect(provenChain(tendered.toSorted((a, b) => a.sequence - b.sequence))).toEqual([]);
        expect(attention).toEqual([]);
        const stored = new Map(tendered.map(({ id, hash, sequence }) => [id, { id, hash, sequence }]));
        expect(stored, `seed ${seed}: what the browser till has stored`).toEqual(till.paid);
      }
      await expect
        .poll(() => till.ask('status'), { timeout: 120_000, interval: 200 })
        .toMatchObject({ state: 'synced', unsentSales: 0 });
      for (const { id, hash } of till.paid.values()) {
        const { sale } = await observer.get<{ sale: { hash: string } }>(`/v1/sales/${id}`);
        expect(sale.hash).toBe(hash);
      }
      await server.verify();
    } finally {
      await browser.kill();
      await till.proxy.close();
      browserDisk.unmount();
    }
  },
  240_000 + CUTS * 120_000,
);
