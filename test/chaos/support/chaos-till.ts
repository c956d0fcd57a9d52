import type { Page } from 'playwright-core';
import { vi } from 'vitest';
import { call } from '../../renderer/support/chromium-till.ts';
import type { BrowserProcess } from './browser-process.ts';
import type { Act, Books, Done, Paid } from './cashier.page.ts';
import { type ChaosProxy, openChaosProxy } from './chaos-proxy.ts';
import type { Dice, Tally } from './dice.ts';

const PAGE = '<!doctype html><script type="module" src="/page.js"></script>';
const OPEN_WITHIN_MS = 120_000;

export interface ChaosTillOptions {
  readonly name: string;
  readonly browser: BrowserProcess;
  /** The real server. */
  readonly target: string;
  /** cashier.page.ts, bundled. */
  readonly script: string;
  readonly dice: Dice;
  readonly tally: Tally;
}

/** One till behind a network of its own, in a browser that others may kill. Remembers everything it was shown as paid. */
export class ChaosTill {
  readonly name: string;
  readonly browser: BrowserProcess;
  readonly dice: Dice;
  readonly proxy: ChaosProxy;
  /** Sales that this till has shown as paid: the test's own memory of them. */
  readonly paid = new Map<string, Paid>();
  /** What the page complained of that is not the network. */
  readonly errors: string[] = [];
  private readonly tally: Tally;
  private page: Page | null = null;
  private crashed = false;

  private constructor({ name, browser, dice, tally }: ChaosTillOptions, proxy: ChaosProxy) {
    this.name = name;
    this.browser = browser;
    this.dice = dice;
    this.tally = tally;
    this.proxy = proxy;
  }

  static async prepare(options: ChaosTillOptions): Promise<ChaosTill> {
    const { target, tally, script, dice } = options;
    const files = {
      '/': { type: 'text/html', text: PAGE },
      '/page.js': { type: 'text/javascript', text: script },
    };
    const proxy = await openChaosProxy({ target, tally, dice: dice.fork('network'), files });
    return new ChaosTill(options, proxy);
  }

  get isOpen(): boolean {
    return this.page !== null && !this.crashed;
  }

  /** Opens the page and the till in it, for the first time with a pairing code, afterwards on what it has stored. */
  async open(code: string | null = null): Promise<void> {
    const before = this.page;
    this.page = null;
    await before?.close().catch(() => undefined);
    this.crashed = false;
    const page = await this.browser.newPage();
    page.setDefaultTimeout(OPEN_WITHIN_MS);
    page.on('crash', () => {
      this.crashed = true;
    });
    page.on('pageerror', (error) => this.errors.push(error.stack ?? error.message));
    page.on('console', (message) => {
      const text = message.text();
      if (message.type() === 'error' && !text.includes('Failed to load resource')) this.errors.push(text);
    });
    await page.goto(`${this.proxy.url}/`);
    await page.waitForFunction(() => 'scenarios' in globalThis);
    this.page = page;
    await within(
      OPEN_WITHIN_MS,
      `opening ${this.name}`,
      this.ask('open', { serverUrl: this.proxy.url, code }),
    );
  }

  /** The browser is gone, and every page with it. */
  lost(): void {
    this.page = null;
  }

  ask<T>(scenario: string, argument: unknown = null): Promise<T> {
    const { page } = this;
    if (!page || this.crashed) return Promise.reject(new Error(`${this.name} is not open`));
    return this.askIn(page, scenario, argument);
  }

  private askIn<T>(page: Page, scenario: string, argument: unknown): Promise<T> {
    // A page whose process has died answers nobody: the caller is told when it crashes.
    const gone = new Promise<never>((_resolve, reject) => {
      page.once('crash', () => reject(new Error(`the page of ${this.name} crashed`)));
      page.once('close', () => reject(new Error(`the page of ${this.name} was closed`)));
    });
    return Promise.race([call<T>(page, scenario, argument), gone]);
  }

  async act(act: Act): Promise<void> {
    const done = await this.ask<Done>('act', act);
    this.tally.add(done.did);
    if (done.paid) this.remember(done.paid);
  }

  remember(paid: Paid): void {
    this.paid.set(paid.id, paid);
  }

  books(skus: readonly string[]): Promise<Books> {
    return this.ask<Books>('books', { skus });
  }

  async untilComplete(): Promise<void> {
    await vi.waitUntil(() => this.ask<boolean>('isComplete'), { timeout: 120_000, interval: 200 });
  }
}

export async function within<T>(durationMs: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} took longer than ${durationMs / 1000} s`)),
      durationMs,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
