import { readFileSync } from 'node:fs';
import { call, openChromiumTill } from '../renderer/support/chromium-till.ts';
import { median, percentile, printHead, printLine } from './bench-report.ts';
import { openCatalogueServer } from './catalogue-server.ts';
import { type Watched, watchMainThread } from './main-thread.ts';

const SKUS = 100_000;
const PAGES = SKUS / 250;
const ROUNDS = 3;
const CHANGES = 200;
const QUERIES = ['coffee', 'organic tea', 'no. 99', 'nova dark honey', 'SKU-0777', 'yoghurt 500', 'zzz'];

interface Download {
  readonly tookMs: number;
  readonly sellableMs: number;
  readonly inMemoryMs: number;
}
interface Start {
  readonly readyMs: number;
  readonly openMs: number;
  readonly heapBytes: number;
}
interface Changes {
  readonly productMs: number[];
  readonly rawMs: number[];
}

const ms = (value: number) => (value < 100 ? `${value.toFixed(1)} ms` : `${Math.round(value)} ms`);
const spread = (values: readonly number[]) => `${ms(median(values))}, p99 ${ms(percentile(values, 0.99))}`;
const version = (name: string) =>
  (JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string }).version;

const busiest = (rounds: readonly Watched<unknown>[]) =>
  Math.max(...rounds.map((round) => round.machineBusy));

function printBudget(
  name: string,
  values: readonly number[],
  budgetMs: number,
  rounds: readonly Watched<unknown>[],
): boolean {
  const ratio = median(values) / budgetMs;
  const machineBusy = busiest(rounds);
  return printLine({ name, product: spread(values), limit: `${budgetMs} ms`, ratio, most: 1, machineBusy });
}

/** By the clock, which other programs lengthen, and by the processor, which they do not. */
function printMainThread(during: string, rounds: readonly Watched<unknown>[]): boolean[] {
  const clock = rounds.map((round) => round.longestMs);
  const processor = rounds.map((round) => round.longestCpuMs);
  return [
    printBudget(`longest task of the main thread in ${during}`, clock, 50, rounds),
    printBudget('  the same, time on the processor', processor, 50, []),
  ];
}

const server = await openCatalogueServer(SKUS);
const chromium = await openChromiumTill(new URL('./till-store.page.ts', import.meta.url).pathname);
const verdicts: boolean[] = [];
try {
  let page = await chromium.restart();
  printHead(`The till's store at ${SKUS.toLocaleString('en')} SKUs and as many stock levels`, {
    rxdb: version('rxdb'),
    dexie: version('dexie'),
    chromium: page.context().browser()?.version() ?? (await page.evaluate(() => navigator.userAgent)),
    node: process.versions.node,
  });
  const raw: number[] = [];
  const downloads: Watched<Download>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    page = await chromium.restart();
    raw.push(await call(page, 'rawDexie', { skus: SKUS }));
    page = await chromium.restart();
    const download = { serverUrl: server.url, name: `bench${round}`, skus: SKUS, pages: PAGES };
    downloads.push(await watchMainThread(page, () => call<Download>(page, 'download', download)));
  }
  const of = (key: keyof Download) => downloads.map((download) => download.value[key]);
  verdicts.push(
    printLine({
      name: 'download, all of it on the disk',
      product: spread(of('tookMs')),
      limit: `raw rows ${ms(median(raw))}`,
      ratio: median(of('tookMs')) / median(raw),
      most: 0.5,
    }),
    printBudget('first line of a sale, from the start of the download', of('sellableMs'), 3000, downloads),
    ...printMainThread('the download', downloads),
  );

  const name = `bench${ROUNDS - 1}`;
  const starts: Watched<Start>[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    page = await chromium.restart();
    starts.push(await watchMainThread(page, () => call<Start>(page, 'start', { name, skus: SKUS })));
  }
  const readyMs = starts.map((start) => start.value.readyMs);
  verdicts.push(
    printBudget('start with all of it stored, page to every code known', readyMs, 3000, starts),
    ...printMainThread('the start', starts),
  );
  const heapMb = median(starts.map((start) => start.value.heapBytes)) / 1_048_576;
  const memory = 'memory of the page after it';
  printLine({ name: memory, product: `${heapMb.toFixed(0)} MB`, limit: '–', ratio: null, most: null });

  const told = async (what: string, most: number | null) => {
    const { productMs, rawMs } = await call<Changes>(page, 'changes', { count: CHANGES, skus: SKUS });
    return printLine({
      name: what,
      product: spread(productMs),
      limit: `raw put ${spread(rawMs)}`,
      ratio: median(productMs) / median(rawMs),
      most,
    });
  };
  verdicts.push(await told('durable change of a sale, its push under way', 2.5));
  const calm = server.storm(1000);
  await told('the same while 1,000 levels a second change', null);
  calm();
  const queries = await call<number[]>(page, 'search', {
    texts: Array.from({ length: 70 }, (_, n) => QUERIES[n % 7]),
  });
  printLine({
    name: 'search by a scan of the names',
    product: `${ms(median(queries))}, p95 ${ms(percentile(queries, 0.95))}`,
    limit: '16 ms',
    ratio: percentile(queries, 0.95) / 16,
    most: null,
  });
} finally {
  await chromium.close();
  await server.close();
}
if (verdicts.includes(false)) process.exitCode = 1;
