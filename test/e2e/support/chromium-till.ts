import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { temporaryFolder } from './server-process.ts';

const EXECUTABLE = process.env.EVERTILL_CHROMIUM ?? '/usr/bin/chromium';
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

/** The browser variant of the till, in a profile of its own that survives `close` and `reopen`. */
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
  const context: BrowserContext = await chromium.launchPersistentContext(profile, {
    executablePath: EXECUTABLE,
    headless: true,
    args: FLAGS,
    viewport,
    locale: 'en-GB',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.setDefaultTimeout(20_000);
  await page.goto(address);
  return { page, profile, close: () => context.close() };
}
