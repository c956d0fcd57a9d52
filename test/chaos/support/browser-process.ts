import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Browser, chromium, type Page } from 'playwright-core';
import { chromiumLaunchOptions } from '../../../tools/lib/chromium.mjs';
import { temporaryFolder } from '../../e2e/support/server-process.ts';
import type { Dice } from './dice.ts';

const FLAGS = [
  '--headless=new',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-gpu',
  '--disable-quic',
  '--disable-breakpad',
  '--disable-extensions',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];
const START_WITHIN_MS = 120_000;

/**
 * A Chromium whose processes the test may kill. Started by hand: a browser that Playwright has launched ends in good order
 * and does not tell its process id.
 */
export class BrowserProcess {
  private readonly profile: string;
  private child: ChildProcess | null = null;
  private browser: Browser | null = null;

  constructor(profile = temporaryFolder('chaos-profile')) {
    this.profile = profile;
  }

  get pid(): number {
    if (!this.child?.pid) throw new Error('the browser is not running');
    return this.child.pid;
  }

  /** Starts it, again on the same profile: what its pages stored before is still there. */
  async start(): Promise<void> {
    const { executablePath, chromiumSandbox, args } = chromiumLaunchOptions();
    if (!executablePath) throw new Error('no Chromium was found');
    const child = spawn(
      executablePath,
      [
        ...args,
        ...FLAGS,
        ...(chromiumSandbox ? [] : ['--no-sandbox']),
        `--user-data-dir=${this.profile}`,
        'about:blank',
      ],
      // A group of its own, so that one signal reaches all of its processes.
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    );
    this.child = child;
    process.once('exit', () => killGroup(child));
    this.browser = await chromium.connectOverCDP(await addressOf(child), { timeout: START_WITHIN_MS });
  }

  async newPage(): Promise<Page> {
    const context = this.browser?.contexts()[0];
    if (!context) throw new Error('the browser is not running');
    return context.newPage();
  }

  /** kill -9 of the browser and everything below it; resolves when it is gone. */
  async kill(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    killGroup(child);
    await gone;
    await this.browser?.close().catch(() => undefined);
    this.browser = null;
  }

  /** kill -9 of one process that shows pages. The pages in it crash. */
  async killOneRenderer(dice: Dice): Promise<void> {
    const session = await this.browser?.newBrowserCDPSession();
    if (!session) return;
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const renderers = processInfo.filter(({ type }) => type === 'renderer');
    if (renderers.length > 0) process.kill(dice.pick(renderers).id, 'SIGKILL');
    await session.detach();
  }
}

function killGroup({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid && exitCode === null && signalCode === null) process.kill(-pid, 'SIGKILL');
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (why: string) => reject(new Error(`Chromium ${why}:\n${said.slice(-2_000)}`));
    const late = setTimeout(() => fail('did not say where it listens'), START_WITHIN_MS);
    child.on('error', reject);
    child.on('exit', () => fail('ended'));
    child.stderr?.on('data', (chunk) => {
      said = `${said}${String(chunk)}`.slice(-10_000);
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (!address) return;
      clearTimeout(late);
      resolve(address);
    });
  });
}
