import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build, type Plugin } from 'vite';
import type { StoreSettings } from '../../../../shared/staff/store-settings.ts';
import { type DemoShop, demoShop } from '../../../../src-server/demo/demo-shop.ts';
import { chromiumLaunchOptions } from '../../../../tools/lib/chromium.mjs';
import { galleryBundle, rendererBundle } from '../../../../tools/lib/vite.mjs';
import { onceARun } from '../../../support/once-a-run.ts';
import { openWireServer, type WireServer } from '../../support/wire-server.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** As strict as Electron's own: no inline script, no inline style, no eval. */
const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src *; worker-src 'self'; base-uri 'none'; form-action 'none'";

/** The real screens on the real local store in real Chromium, beside a small server that speaks the wire. */
export interface TillLab {
  readonly wire: WireServer;
  /** Whether selling beyond stock offline needs a manager. */
  setOversell(rule: StoreSettings['oversell']): void;
  /** The demo shop's settings with these in their place. */
  setSettings(part: Partial<StoreSettings>): void;
  open(look?: {
    width?: number;
    height?: number;
    language?: Language;
    /** As the system asks for it: `hc` is its wish for more contrast. */
    theme?: 'light' | 'dark' | 'hc';
    /** Done to the context before the page is opened. */
    prepare?: (context: BrowserContext) => Promise<void>;
  }): Promise<LabTill>;
  close(): Promise<void>;
}

export interface LabTill {
  readonly page: Page;
  /** What went wrong in the page: uncaught errors and breaches of the content security policy. */
  readonly faults: string[];
  close(): Promise<void>;
}

export type Language = 'en' | 'de' | 'ar';

const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE', ar: 'ar-EG' };

export const PAIRING_CODE = 'ABCD2345';

/** The till's page as it is shipped, built and served on an origin of its own. */
export interface TillFiles {
  readonly origin: string;
  close(): Promise<void>;
}

/** What the settings do with a language can be done from outside, in the middle of whatever is shown (`speak`). */
const speaksWhenTold: Plugin = {
  name: 'speaks-when-told',
  transform: (code, file) =>
    file.endsWith('/languages/i18n.ts') ? `${code}\nglobalThis.speak = changeLanguage;` : null,
};

/** The till goes on in another language, where it stands. */
export const speak = (page: Page, language: Language): Promise<void> =>
  page.evaluate(
    (wanted) => (globalThis as unknown as { speak(language: string): Promise<void> }).speak(wanted),
    language,
  );

export async function openTillFiles(page: 'till' | 'gallery' = 'till'): Promise<TillFiles> {
  const outDir = await onceARun(page === 'till' ? 'renderer' : page, async (target) => {
    const bundle = page === 'till' ? rendererBundle() : galleryBundle();
    await build({
      ...bundle,
      logLevel: 'error',
      plugins: [...(bundle.plugins ?? []), speaksWhenTold],
      build: { ...bundle.build, outDir: target, minify: false },
    });
  });
  const files = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://lab').pathname));
    readFile(join(outDir, path === '/' ? 'index.html' : path)).then(
      (content) => {
        const type = TYPES[extname(path === '/' ? 'index.html' : path)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => files.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(files.address() as AddressInfo).port}`,
    async close() {
      await new Promise((resolve) => files.close(resolve));
    },
  };
}

/** @param options.files those of another lab, which then closes them; by default its own */
export async function openTillLab(options: { items?: number; files?: TillFiles } = {}): Promise<TillLab> {
  const files = options.files ?? (await openTillFiles());
  const { origin } = files;
  const wire = await openWireServer();
  stockShop(wire, options.items ?? Number.POSITIVE_INFINITY);
  const browser: Browser = await chromium.launch(chromiumLaunchOptions());

  return {
    wire,
    setOversell: (oversell) => wire.put('settings', 'store', { ...settingsOf(demoShop()), oversell }),
    setSettings: (part) => wire.put('settings', 'store', { ...settingsOf(demoShop()), ...part }),
    async open({ width = 1366, height = 768, language = 'en', theme = 'light', prepare } = {}) {
      const context: BrowserContext = await browser.newContext({
        viewport: { width, height },
        colorScheme: theme === 'light' ? 'light' : 'dark',
        contrast: theme === 'hc' ? 'more' : 'no-preference',
        locale: LOCALES[language],
      });
      await prepare?.(context);
      const page = await context.newPage();
      // What is waited for comes at once, or on a machine that does much else: one has held a page up for 30 s.
      page.setDefaultTimeout(60_000);
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(String(error.stack ?? error)));
      page.on('console', (message) => {
        if (message.type() === 'error' && !message.text().includes('Failed to load resource'))
          faults.push(message.text());
      });
      await page.goto(origin);
      return { page, faults, close: () => context.close() };
    },
    async close() {
      await browser.close();
      await wire.close();
      if (!options.files) await files.close();
    },
  };
}

/** The demo shop, as the server would tell it. */
function stockShop(wire: WireServer, most: number): void {
  const shop = demoShop();
  const store = shop.stores[0];
  wire.put('settings', 'store', { ...settingsOf(shop) });
  for (const { pin: _pin, ...member } of shop.staff)
    wire.put('staff', member.id, { ...member, active: true });
  for (const item of shop.items.slice(0, most)) wire.put('items', item.id, { ...item });
  for (const stock of shop.openingStock)
    if (stock.storeCode === store?.code) wire.setOnHand(stock.sku, stock.quantity);
}

/** The demo shop's settings, without its PINs. */
export function settingsOf(shop: DemoShop): Omit<StoreSettings, 'version'> {
  const store = shop.stores[0];
  return {
    id: 'store',
    storeId: store?.code ?? 'main',
    storeName: store?.name ?? '',
    address: store?.address ?? [],
    taxNumber: store?.taxNumber ?? '',
    currency: shop.currency,
    locale: 'en-IE',
    timeZone: 'Europe/Berlin',
    dayStartsAtHour: 0,
    pricesIncludeTax: shop.pricesIncludeTax,
    taxClasses: shop.taxRates,
    cashStepMinor: 1,
    notesMinor: [500, 1000, 2000, 5000, 10_000, 20_000],
    reservationTtlMs: 900_000,
    parkedTtlMs: 7_200_000,
    underPayingTtlMs: 600_000,
    oversell: 'allow',
    receiptFooter: ['Thank you for your visit', 'Open Monday to Saturday, 8 to 20'],
  };
}

export async function pair(lab: TillLab, { page }: LabTill): Promise<void> {
  await page.getByTestId('pair-server').fill(lab.wire.url);
  await page.getByTestId('pair-code').fill(PAIRING_CODE);
  await page.getByTestId('pair-submit').click();
}

/** Takes the first cashier, and is at the sale screen with the whole catalogue. */
export async function takeFirstCashier({ page }: LabTill): Promise<void> {
  await page.locator('[data-testid^="cashier-"]').first().click();
  await openShift(page);
  await page.getByTestId('catalogue-progress').waitFor({ state: 'detached' });
}

/** Where no shift is open, Enter opens one with an empty drawer. Waits for the sale screen. */
export async function openShift(page: Page): Promise<void> {
  const open = page.getByTestId('shift-open-confirm');
  await open.or(page.getByTestId('search')).first().waitFor();
  if (await open.isVisible()) await open.press('Enter');
  await page.getByTestId('search').waitFor();
}

/** Pairs, waits for the catalogue, takes the first cashier. */
export async function startWork(lab: TillLab, till: LabTill): Promise<void> {
  await pair(lab, till);
  await takeFirstCashier(till);
}
