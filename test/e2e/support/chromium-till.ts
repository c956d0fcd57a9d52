import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { chromiumLaunchOptions } from '../../../tools/lib/chromium.mjs';
import { temporaryFolder } from './server-process.ts';

const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // A till in a hidden window works on: tests have two of them.
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

/** The browser variant of the till, in a profile of its own that survives `close`. */
export interface ChromiumTill {
  readonly page: Page;
  readonly profile: string;
  close(): Promise<void>;
}

export async function openChromiumTill(
  address: string,
  profile = temporaryFolder('profile'),
  viewport = { width: 1366, height: 768 },
): Promise<ChromiumTill> {
  const { args, ...options } = chromiumLaunchOptions();
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    ...options,
    headless: true,
    args: [...args, ...FLAGS],
    viewport,
    locale: 'en-GB',
    reducedMotion: 'reduce',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(60_000);
  await page.goto(address);
  return { page, profile, close: () => context.close() };
}
