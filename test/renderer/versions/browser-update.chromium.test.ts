import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumLaunchOptions } from '../../../tools/lib/chromium.mjs';
import { call } from '../support/chromium-till.ts';
import { bundleReleased } from './next-application.ts';

const WORKER = new URL('../../../src-renderer/offline/service-worker.ts', import.meta.url).pathname;
const PAGE = new URL('./files.page.ts', import.meta.url).pathname;
let server: Server;
let browser: Browser;
let page: Page;
let worker: string;
let script: string;
/** What the server has at present; null: it is gone. */
let version: string | null = '1.0.0';
const run = <T>(scenario: string, argument: unknown = null) => call<T>(page, scenario, argument);
const load = async () => {
  await page.reload();
  await page.waitForFunction(() => 'scenarios' in globalThis);
  await run('keep');
};

beforeAll(async () => {
  [worker, script] = await Promise.all([bundleReleased(WORKER), bundleReleased(PAGE)]);
  server = createServer((request, response) => {
    if (version === null) return void request.socket.destroy();
    const send = (type: string, text: string) =>
      void response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(text);
    const release = { version, store: { writes: 1, reads: [0, 1] } };
    if (request.url === '/service-worker.js')
      return send(
        'text/javascript',
        worker
          .replaceAll('__OFFLINE_FILES__', JSON.stringify([`./page-${version}.js`]))
          .replaceAll('__OFFLINE_DIGEST__', JSON.stringify(version))
          .replaceAll('__RELEASE__', JSON.stringify(release)),
      );
    if (request.url === `/page-${version}.js`) return send('text/javascript', script);
    if (request.url === '/')
      return send(
        'text/html',
        `<!doctype html><body data-version="${version}"><script type="module" src="./page-${version}.js"></script>`,
      );
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  browser = await chromium.launch(chromiumLaunchOptions());
  page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction(() => 'scenarios' in globalThis);
  await run('keep');
});
afterAll(async () => {
  await browser?.close();
  await new Promise((resolve) => {
    server?.closeAllConnections();
    server?.close(resolve);
  });
});

it('keeps its files from the first load on, and starts while its server is gone', async () => {
  await expect.poll(() => run('controlled')).toBe(true);
  version = null;
  await load();
  expect(await run('version')).toBe('1.0.0');
  expect(await run('offered')).toEqual([]);
});

it('stays the version that it is while a newer one waits, over any number of loads', async () => {
  version = '2.0.0';
  await run('look');
  await expect.poll(() => run('offered')).toEqual(['2.0.0']);
  expect(await run('version')).toBe('1.0.0');
  await load();
  expect(await run('version'), 'the page and all that it loads').toBe('1.0.0');
  await expect.poll(() => run('offered'), { message: 'told at the next start, too' }).toEqual(['2.0.0']);
});

it('is the newer one, whole, once it is let in', async () => {
  await run('takeOver').catch(() => undefined); // The page may be gone before it answers.
  await expect.poll(() => page.evaluate(() => document.body.dataset.version).catch(() => null)).toBe('2.0.0');
  version = null;
  await load();
  expect(await run('version'), 'without its server').toBe('2.0.0');
  await expect
    .poll(() => page.evaluate(() => caches.keys()), { message: 'the files of before are gone' })
    .toEqual(['evertill-files-2.0.0']);
});
