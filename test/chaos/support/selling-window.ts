import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { vi } from 'vitest';
import type { Sale, TenderedSale } from '../../../shared/sale/sale.ts';
import { type ElectronTill, launchElectronTill } from '../../e2e/support/electron-till.ts';
import { type Observer, ROOT } from '../../e2e/support/server-process.ts';
import { TillDriver } from '../../e2e/support/till-driver.ts';
import type { FakePrinter } from '../../main/support/fake-printer.ts';
import { printedReceipts } from './printed-receipts.ts';

export interface SellingWindowOptions {
  readonly userData: string;
  readonly serverUrl: string;
  /** For the first start. */
  readonly code?: string;
}

/** A profile that knows its printer before it is started for the first time. */
export function prepareProfile(userData: string, printer: FakePrinter): void {
  mkdirSync(userData, { recursive: true });
  const { host, port } = printer;
  const settings = { serverUrl: null, language: 'en', theme: 'light' };
  writeFileSync(
    path.join(userData, 'settings.json'),
    JSON.stringify({ ...settings, printer: { host, port, columns: 42, codePage: 'cp858' } }),
  );
}

/** The real window with a cashier who sells in it until somebody kills it. */
export class SellingWindow {
  readonly till: ElectronTill;
  readonly driver: TillDriver;

  private constructor(till: ElectronTill) {
    this.till = till;
    this.driver = new TillDriver(till.page);
  }

  /** Starts the till and puts a cashier at it. A till that has been started before shows where it stopped. */
  static async open({ userData, serverUrl, code }: SellingWindowOptions): Promise<SellingWindow> {
    const till = await launchElectronTill({
      userData,
      env: {
        LANG: 'en_GB.UTF-8',
        LANGUAGE: 'en',
        ...(code ? { EVERTILL_PAIR_SERVER: serverUrl, EVERTILL_PAIR_CODE: code } : {}),
      },
    });
    const window = new SellingWindow(till);
    try {
      await window.driver.page.locator('[data-testid^="cashier-"]').first().click();
      await window.driver.givePin();
      if (!(await window.driver.id('payment').isVisible())) await window.driver.openShift();
      return window;
    } catch (error) {
      throw new Error(`${String(error)}\n${await window.looks()}`);
    }
  }

  /** Waits until the server has answered everything; a window that does not get there tells what it shows. */
  async untilSynced(observer: Observer): Promise<void> {
    await this.driver.untilSync('synced', 60_000).catch(async (error: unknown) => {
      const last = (await this.storedSales()).at(-1)?.id;
      const atServer = await observer.get(`/v1/sales/${last}`).then(JSON.stringify, String);
      throw new Error(`${String(error)}\n${await this.looks()}\nthe server on sale ${last}: ${atServer}`);
    });
  }

  /** What is on the screen and in main's log: for a failure to tell. */
  async looks(): Promise<string> {
    const { page } = this.till;
    const pill = page.locator('[data-testid="sync-pill"]');
    const synced = await pill.getAttribute('data-state', { timeout: 1_000 }).catch(() => 'no pill');
    if (synced !== 'no pill') await pill.click({ timeout: 1_000 }).catch(() => undefined);
    const text = await page.evaluate(() => document.body.textContent).catch((error) => String(error));
    const picture = path.join(ROOT, 'out', 'test', 'chaos-window.png');
    await page.screenshot({ path: picture, timeout: 5_000 }).catch(() => undefined);
    const log = path.join(ROOT, 'out', 'test', 'chaos-main.log');
    mkdirSync(path.dirname(log), { recursive: true });
    try {
      copyFileSync(path.join(this.till.userData, 'main.log'), log);
    } catch {
      // It has not logged anything yet.
    }
    const sales = await this.salesAndResults().catch(String);
    return `the window (${synced}) says:\n${text}\nits sales:\n${sales}\nmain says:\n${this.till.log().slice(-3_000)}\n(${picture}, ${log})`;
  }

  /**
   * One sale, from the scan to the printed receipt; a cart or a payment that was under way is finished instead.
   * @param told `paying` just before the money is taken, `shown` as soon as the window shows the sale as paid
   */
  async sellOne(
    code: string,
    printer: FakePrinter,
    told: (what: 'paying' | 'shown') => void = () => undefined,
  ): Promise<void> {
    const { driver } = this;
    if (await driver.id('receipt').isVisible()) await driver.nextSale();
    if (!(await driver.id('payment').isVisible())) {
      await driver.scan(code);
      await driver.page.locator('[data-testid="cart-line"]').first().waitFor();
      await driver.id('pay').click();
    }
    const paid = driver.page.locator(
      '[data-testid="pay-exact"]:enabled, [data-testid="pay-complete"]:enabled',
    );
    await paid.first().waitFor();
    told('paying');
    await paid.first().click();
    await driver.id('receipt').waitFor();
    told('shown');
    const before = printedReceipts(printer.jobs).length;
    await driver.id('receipt-print').click();
    await vi.waitUntil(() => printedReceipts(printer.jobs).length > before, { timeout: 60_000, interval: 5 });
  }

  /** Every sale that main's journal holds of this till, in its order. Nothing that is done here begins a new epoch. */
  async journal(): Promise<TenderedSale[]> {
    const sales: TenderedSale[] = [];
    const stored = await this.storedSales();
    const [identity] = stored.map(({ terminalId, epoch }) => ({ terminalId, epoch }));
    if (!identity) return sales;
    const other = stored.find((sale) => sale.epoch !== identity.epoch);
    if (other) throw new Error(`sale ${other.id} is of epoch ${other.epoch}, others of ${identity.epoch}`);
    for (;;) {
      const afterSequence = sales.at(-1)?.sequence ?? 0;
      const page = await this.till.invoke('journal:sales', { ...identity, afterSequence });
      if (!page.ok) throw new Error(`${page.failure.code}: ${page.failure.detail}`);
      if (page.value.length === 0) return sales;
      sales.push(...page.value);
    }
  }

  /** The sales in the window's own store, read past the product: as they lie in IndexedDB. */
  async storedSales(): Promise<Sale[]> {
    return (await this.storedRows('sales')).map(({ body }) => JSON.parse(body) as Sale);
  }

  private storedRows(collection: 'sales' | 'saleresults'): Promise<{ body: string }[]> {
    return this.till.page.evaluate(async (wanted) => {
      const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
      const [name] = names
        .filter((each) => new RegExp(`evertill-till.*--\\d+--${wanted}$`).test(each))
        .sort()
        .reverse();
      if (!name) throw new Error(`no store of ${wanted} among ${names.join(', ')}`);
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(opening.error as Error);
      });
      const rows = await new Promise<{ body: string }[]>((resolve, reject) => {
        const reading = database.transaction('docs').objectStore('docs').getAll();
        reading.onsuccess = () => resolve(reading.result as { body: string }[]);
        reading.onerror = () => reject(reading.error as Error);
      });
      database.close();
      return rows;
    }, collection);
  }

  /** Every sale with what the server has said about it, a line each. */
  private async salesAndResults(): Promise<string> {
    const results = (await this.storedRows('saleresults')).flatMap(
      ({ body }) => JSON.parse(body) as { document: { saleId: string } }[],
    );
    return (await this.storedSales())
      .map(({ id, status, revision, epoch, lines }) => {
        const result = results.find(({ document }) => document.saleId === id);
        return `${id} ${status}, revision ${revision}, epoch ${epoch}, ${lines.length} lines: ${JSON.stringify(result ?? null)}`;
      })
      .join('\n');
  }
}
