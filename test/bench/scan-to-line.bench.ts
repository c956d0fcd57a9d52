import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { demoVariant } from '../e2e/support/demo-codes.ts';
import { type ElectronTill, launchElectronTill } from '../e2e/support/electron-till.ts';
import { ROOT, ServerProcess, temporaryFolder } from '../e2e/support/server-process.ts';
import { TillDriver } from '../e2e/support/till-driver.ts';
import { percentile, printHead, printLine } from './bench-report.ts';
import { Hands } from './hands.ts';
import { stalledUs, watchMainThread } from './main-thread.ts';
import { installRecorder, type Painted, painted, paintedNothing } from './painted.ts';
import { benchGtin, benchSku, writeShopifyCatalogue } from './shopify-catalogue.ts';

/** Smaller only to try the bench itself. */
const SKUS = Number(process.env.EVERTILL_BENCH_SKUS ?? 100_000);
const SHOP_TO_SCAN = demoVariant('DAI-MLK-1L');
const CARTS = 20;
const LINES = 12;
const SHORT_SALES = 20;
const TAPS = 100;
const STARTS = 3;
const WORDS = ['organic tea', 'nova dark honey', 'borealis', 'golden soap', 'sku-0777', 'fjord light'];
const DOWNLOADED_WITHIN_MS = 600_000;

const ms = (value: number) => (value < 100 ? value.toFixed(1) : String(Math.round(value)));
const spread = (values: readonly number[]) =>
  `${[0.5, 0.95, 0.99].map((p) => ms(percentile(values, p))).join(' / ')} ms`;
const version = (name: string) =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;
const verdicts: boolean[] = [];

/** Share of the time in which programs waited for a processor, and what the machine had to do. */
async function timed<T>(what: string, work: () => Promise<T>): Promise<{ value: T; busy: number }> {
  const before = stalledUs();
  const startedAt = performance.now();
  const value = await work();
  const tookMs = performance.now() - startedAt;
  const busy = (stalledUs() - before) / 1000 / tookMs;
  const load = os.loadavg()[0]?.toFixed(1);
  const stalled = Number.isNaN(busy) ? '' : `, ${Math.round(busy * 100)} % of the time something waited`;
  console.log(`  · ${what}: ${(tookMs / 1000).toFixed(1)} s, load average ${load}${stalled}`);
  return { value, busy };
}

function judge(name: string, values: readonly number[], budgetMs: number, machineBusy: number): void {
  const ratio = percentile(values, 0.95) / budgetMs;
  const limit = `p95 ${budgetMs} ms (n ${values.length})`;
  verdicts.push(printLine({ name, product: spread(values), limit, ratio, most: 1, machineBusy }));
}

function tell(name: string, values: readonly number[]): void {
  printLine({ name, product: spread(values), limit: '–', ratio: null, most: null });
}

function judgePainted(name: string, samples: readonly Painted[], budgetMs: number, busy: number): void {
  judge(
    name,
    samples.map((sample) => sample.paintedMs),
    budgetMs,
    busy,
  );
  tell(
    '  until the page began to handle it',
    samples.map((sample) => sample.handledMs),
  );
  tell(
    '  until the document showed it',
    samples.map((sample) => sample.changedMs),
  );
  tell(
    '  until its frame went to the compositor',
    samples.map((sample) => sample.committedMs),
  );
}

const lineOf = (sku: string) => `[data-testid="cart-line"][data-sku="${sku}"]`;

/** A till that is not paired yet: hands, driver and recorder at its window. */
async function openWindow(userData?: string) {
  const startedAt = Date.now();
  const till = await launchElectronTill({
    ...(userData ? { userData } : {}),
    env: { LANG: 'en_GB.UTF-8', LANGUAGE: 'en' },
  });
  await installRecorder(till.page);
  return { till, startedAt, driver: new TillDriver(till.page), hands: await Hands.at(till.page) };
}
type OpenWindow = Awaited<ReturnType<typeof openWindow>>;

/** Scans one code until its line is there: a till that does not know it yet says so at once. */
async function scanUntilKnown({ till, hands }: OpenWindow, code: string, sku: string): Promise<void> {
  const line = till.page.locator(lineOf(sku));
  for (let attempt = 0; attempt < 100; attempt += 1) {
    await hands.scan(code);
    const there = await line.waitFor({ timeout: 150 }).then(
      () => true,
      () => false,
    );
    if (there) return;
  }
  throw new Error(`the till never knew ${code}`);
}

const isComplete = (page: Page) =>
  page.waitForFunction(
    () =>
      document.querySelector('[data-testid="search"]') !== null &&
      document.querySelector('[data-testid="catalogue-progress"]') === null &&
      document.querySelector('[data-testid="sync-pill"]')?.getAttribute('data-state') === 'synced',
    undefined,
    { timeout: DOWNLOADED_WITHIN_MS, polling: 200 },
  );

async function pairAndDownload(opened: OpenWindow, server: ServerProcess) {
  const { driver, till } = opened;
  const code = await server.pairingCode();
  let firstLineMs = Number.NaN;
  const startedAt = performance.now();
  const watched = await watchMainThread(till.page, async () => {
    await driver.pair(server.url, code);
    await driver.startWork();
    await scanUntilKnown(opened, SHOP_TO_SCAN.code, 'DAI-MLK-1L');
    firstLineMs = performance.now() - startedAt;
    await isComplete(till.page);
  });
  const downloadMs = performance.now() - startedAt;
  await scanUntilKnown(opened, benchGtin(SKUS - 1), benchSku(SKUS - 1));
  return { firstLineMs, downloadMs, watched };
}

async function scanOne({ till, hands }: OpenWindow, index: number): Promise<Painted> {
  return painted(till.page, { event: 'keydown', key: 'Enter', selector: lineOf(benchSku(index)) }, () =>
    hands.scan(benchGtin(index)),
  );
}

/** Pays exactly, from the payment screen that is ready, and goes on to the next sale. */
async function pay({ till, hands, driver }: OpenWindow): Promise<Painted> {
  await driver.id('pay').click();
  await till.page.locator('[data-testid="pay-exact"]:not([disabled])').waitFor();
  await sleep(150);
  const sample = await painted(till.page, { event: 'click', selector: '[data-testid="receipt"]' }, () =>
    hands.tap('[data-testid="pay-exact"]'),
  );
  await driver.nextSale();
  return sample;
}

async function scansAndPayments(opened: OpenWindow) {
  const scans: Painted[] = [];
  const payments: Painted[] = [];
  const nothing: Painted[] = [];
  // Codes from all over the catalogue, none twice.
  const step = Math.max(1, Math.floor(SKUS / (CARTS * LINES + SHORT_SALES + 2)));
  let next = 0;
  const scanNext = async () => {
    next += step;
    scans.push(await scanOne(opened, next % SKUS));
    await sleep(120);
    nothing.push(await paintedNothing(opened.till.page, (key) => opened.hands.press(key)));
  };
  for (let cart = 0; cart < CARTS + SHORT_SALES; cart += 1) {
    const lines = cart < CARTS ? LINES : 1;
    for (let line = 0; line < lines; line += 1) await scanNext();
    payments.push(await pay(opened));
  }
  return { scans, payments, nothing };
}

/** Taps tiles one after the other, each time another article or one more of it. */
async function taps(opened: OpenWindow): Promise<Painted[]> {
  const { till, hands, driver } = opened;
  await driver.id('search').fill('organic tea');
  await till.page.locator('[data-testid^="tile-"]').filter({ hasText: 'Organic Tea' }).first().waitFor();
  await sleep(400);
  const samples: Painted[] = [];
  for (let tap = 0; tap < TAPS; tap += 1) {
    const index = tap % LINES;
    const quantity = 1 + Math.floor((tap % (LINES * 3)) / LINES);
    const selector = `[data-testid="cart-line"]:nth-child(${index + 1}) [data-quantity="${quantity}"]`;
    samples.push(
      await painted(till.page, { event: 'click', selector }, () =>
        hands.tap(`[data-testid="item-grid"] [data-index="${index}"]`),
      ),
    );
    await sleep(120);
    if (tap % (LINES * 3) !== LINES * 3 - 1) continue;
    await driver.id('clear').click();
    await driver.untilLines(0);
    await sleep(300);
  }
  await driver.id('clear').click();
  await driver.untilLines(0);
  await driver.id('search').fill('');
  return samples;
}

interface Keystroke extends Painted {
  readonly scriptMs: number;
  readonly taskMs: number;
}

async function keystrokes({ till, hands, driver }: OpenWindow): Promise<Keystroke[]> {
  const samples: Keystroke[] = [];
  for (const word of WORDS) {
    await driver.id('search').fill('');
    await driver.id('search').focus();
    await sleep(500);
    for (const key of word) {
      const before = await hands.spent();
      const sample = await painted(
        till.page,
        { event: 'keydown', within: 'main > section', quietMs: 250 },
        () => hands.press(key),
      );
      const after = await hands.spent();
      samples.push({
        ...sample,
        scriptMs: after.scriptMs - before.scriptMs,
        taskMs: after.taskMs - before.taskMs,
      });
    }
  }
  await driver.id('search').fill('');
  return samples.filter((sample) => !Number.isNaN(sample.paintedMs));
}

interface Start {
  /** From the start of the process to the first picture of the till, when every stored code is known. */
  readonly paintedMs: number;
  /** The part of it that the page took. */
  readonly pageMs: number;
  /** Until a code is a line, with a cashier chosen by Playwright's click. */
  readonly firstLineMs: number;
}

async function coldStart(userData: string): Promise<{ start: Start; till: ElectronTill }> {
  const opened = await openWindow(userData);
  await opened.driver.startWork();
  const sku = benchSku(SKUS - 1);
  await scanUntilKnown(opened, benchGtin(SKUS - 1), sku);
  const firstLineMs = Date.now() - opened.startedAt;
  const page = await opened.till.page.evaluate(() => ({
    origin: performance.timeOrigin,
    paintedMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
  }));
  const paintedMs = page.origin + page.paintedMs - opened.startedAt;
  await opened.driver.id('clear').click();
  await opened.driver.untilLines(0);
  return { start: { paintedMs, pageMs: page.paintedMs, firstLineMs }, till: opened.till };
}

const server = await ServerProcess.start('demo');
let till: ElectronTill | undefined;
try {
  const file = path.join(temporaryFolder('bench'), 'catalogue.csv');
  writeShopifyCatalogue(file, SKUS);
  const cli = path.join(ROOT, 'src-server/cli.ts');
  await timed(`import of ${SKUS.toLocaleString('en')} SKUs from a Shopify CSV`, () =>
    promisify(execFile)(process.execPath, [cli, 'import', file, '--store', 'main', '--data', server.data], {
      cwd: ROOT,
    }),
  );
  const opened = await openWindow();
  till = opened.till;
  const electron = await till.app.evaluate(() => process.versions);
  printHead(`The till in its window at ${SKUS.toLocaleString('en')} SKUs and the demo shop`, {
    electron: electron.electron ?? '?',
    chromium: electron.chrome ?? '?',
    rxdb: version('rxdb'),
    dexie: version('dexie'),
    react: version('react'),
    node: process.versions.node,
  });
  console.log('  p50 / p95 / p99, against the budget at p95');

  const download = await timed('pairing and download', () => pairAndDownload(opened, server));
  const { firstLineMs, downloadMs, watched } = download.value;
  judge('pairing to the first line of a sale', [firstLineMs], 3000, download.busy);
  judge('longest task of the main thread in the download', [watched.longestMs], 50, download.busy);
  judge('  the same, time on the processor', [watched.longestCpuMs], 50, 0);
  tell('download, all of it on the disk and the pill says so', [downloadMs]);
  await pay(opened);

  const selling = await timed('scans and payments', () => scansAndPayments(opened));
  judgePainted('scan: terminator to painted line', selling.value.scans, 50, selling.busy);
  tell(
    'a key that only changes one attribute, between them',
    selling.value.nothing.map((sample) => sample.paintedMs),
  );
  judgePainted('pay: tap on the exact amount to receipt', selling.value.payments, 100, selling.busy);

  const tapped = await timed('taps', () => taps(opened));
  judgePainted('tap on a tile to painted line', tapped.value, 50, tapped.busy);

  const typed = await timed('keystrokes', () => keystrokes(opened));
  judge(
    'search: scripts for a keystroke, time on the processor',
    typed.value.map((sample) => sample.scriptMs),
    16,
    0,
  );
  tell(
    '  the whole main thread, time on the processor',
    typed.value.map((sample) => sample.taskMs),
  );
  tell(
    '  keystroke to painted results',
    typed.value.map((sample) => sample.paintedMs),
  );

  const starts: Start[] = [];
  const { userData } = till;
  const cold = await timed('cold starts', async () => {
    for (let round = 0; round < STARTS; round += 1) {
      await till?.close();
      const next = await coldStart(userData);
      till = next.till;
      starts.push(next.start);
    }
  });
  judge(
    'start of the program to every code known and painted',
    starts.map((start) => start.paintedMs),
    3000,
    cold.busy,
  );
  tell(
    '  the part of the page',
    starts.map((start) => start.pageMs),
  );
  tell(
    '  until a scan is a line, the cashier chosen between',
    starts.map((start) => start.firstLineMs),
  );
} finally {
  await till?.close();
  await server.remove();
}
if (verdicts.includes(false)) process.exitCode = 1;
