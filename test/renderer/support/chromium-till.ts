import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { build, type Rollup } from 'vite';
import { chromiumLaunchOptions } from '../../../tools/lib/chromium.mjs';

export interface ChromiumTill {
  /**
   * Ends every page and opens one anew in the same profile: what IndexedDB holds is still there. The browser stays, for its
   * start takes longer than most tests; what outlives the end of a browser, or of a machine, is told in e2e and chaos.
   */
  restart(options?: { clockOffsetMs?: number; origin?: string }): Promise<Page>;
  /** What pages reported as errors so far. */
  readonly errors: readonly string[];
  /** One more window of the same browser: another till, since each needs a page of its own. */
  another(options?: { origin?: string }): Promise<Page>;
  /** Ends the browser and removes the profile. */
  close(): Promise<void>;
}

const PAGE = '<!doctype html><script type="module" src="/page.js"></script>';

/**
 * Real Chromium with a profile of its own, on a page that carries the given module. What the module puts on
 * `globalThis.scenarios` can be called from the test.
 */
export async function openChromiumTill(entry: string): Promise<ChromiumTill> {
  const script = await bundle(entry);
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js';
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
    response.end(isScript ? script : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const ownOrigin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const profile = await mkdtemp(join(tmpdir(), 'evertill-chromium-'));
  const errors: string[] = [];
  let context: BrowserContext | null = null;
  const opened: Page[] = [];

  async function openPage(browser: BrowserContext, clockOffsetMs: number, origin: string): Promise<Page> {
    const page = await browser.newPage();
    opened.push(page);
    page.on('pageerror', (error) => errors.push(error.stack ?? error.message));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('Failed to load resource')) {
        errors.push(message.text());
      }
    });
    if (clockOffsetMs !== 0) await page.addInitScript(shiftClock, clockOffsetMs);
    // The server lets in its own pages and the Electron till: with its origin, the page counts as one of its own.
    if (origin !== ownOrigin) {
      await page.route(`${origin}/`, (route) => route.fulfill({ contentType: 'text/html', body: PAGE }));
      await page.route(`${origin}/page.js`, (route) =>
        route.fulfill({ contentType: 'text/javascript', body: script }),
      );
    }
    await page.goto(`${origin}/`);
    await page.waitForFunction(() => 'scenarios' in globalThis);
    return page;
  }

  return {
    errors,
    async restart({ clockOffsetMs = 0, origin = ownOrigin } = {}) {
      context ??= await chromium.launchPersistentContext(profile, chromiumLaunchOptions());
      for (const page of opened.splice(0)) await page.close();
      return openPage(context, clockOffsetMs, origin);
    },
    another({ origin = ownOrigin } = {}) {
      if (!context) throw new Error('restart first');
      return openPage(context, 0, origin);
    },
    async close() {
      await context?.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(profile, { recursive: true, force: true });
    },
  };
}

/** Calls a scenario of the page. Arguments and answers are JSON. */
export function call<T>(page: Page, scenario: string, argument: unknown = null): Promise<T> {
  return page.evaluate(
    ([name, value]) => {
      const { scenarios } = globalThis as unknown as {
        scenarios: Record<string, (value: unknown) => unknown>;
      };
      const run = scenarios[name];
      if (!run) throw new Error(`no scenario ${name}`);
      return run(value);
    },
    [scenario, argument] as const,
  ) as Promise<T>;
}

/** The machine's clock stands elsewhere, for `new Date()` and `Date.now()` alike. */
function shiftClock(offsetMs: number): void {
  const RealDate = Date;
  class ShiftedDate extends RealDate {
    constructor(...args: unknown[]) {
      if (args.length === 0) super(RealDate.now() + offsetMs);
      else super(...(args as [number]));
    }
    static override now(): number {
      return RealDate.now() + offsetMs;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
}

/** A test's module and what it needs of the product, as one script for Chromium. */
export async function bundle(entry: string): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    // No file is shared between runs, and no browser older than the till's own is helped.
    build: {
      write: false,
      target: 'chrome114',
      minify: false,
      modulePreload: false,
      rollupOptions: { input: entry, preserveEntrySignatures: false },
    },
  })) as Rollup.RollupOutput;
  const chunk = output.output.find((file) => file.type === 'chunk' && file.isEntry);
  if (chunk?.type !== 'chunk') throw new Error(`nothing was built from ${entry}`);
  return chunk.code;
}
