import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { type ChromiumTill, call, openChromiumTill } from '../support/chromium-till.ts';
import { openWireServer, type WireServer } from '../support/wire-server.ts';

/** The id of the sale or fact of this number. */
export const ID = (number: number): string => `01900000-0000-7000-9000-${String(number).padStart(12, '0')}`;

/** The item of this number; its one SKU is `S<number>`. */
export const item = (number: number, name = `Item ${number}`) => ({
  id: `01900000-0000-7000-8000-${String(number).padStart(12, '0')}`,
  name,
  category: 'All',
  taxClass: 'standard',
  hasSizes: false,
  active: true,
  variants: [
    {
      sku: `S${number}`,
      size: null,
      properties: {},
      codes: [],
      unit: { code: 'H87', scale: 0 },
      priceMinor: 100,
    },
  ],
});

/** Of the store that they are sold in. */
const settings = {
  id: 'store',
  storeId: 'main',
  storeName: 'The shop',
  address: [],
  taxNumber: '',
  currency: 'EUR',
  locale: 'en',
  timeZone: 'UTC',
  dayStartsAtHour: 0,
  pricesIncludeTax: true,
  taxClasses: [],
  cashStepMinor: 1,
  notesMinor: [],
  reservationTtlMs: 900_000,
  parkedTtlMs: 900_000,
  underPayingTtlMs: 900_000,
  oversell: 'allow',
  receiptFooter: [],
};

export interface State {
  connection: string;
  status: { state: string; unsentSales: number; attention: number };
  unsentNow: number;
  outbox: number[];
  attention: { kind: string; documentId: string; code: string | null }[];
  items: { items: number; complete: boolean };
  settings: string | null;
}

/** A till without its screens in real Chromium, and the server of the tests with 1,500 items, ten of each on the shelf. */
export class WireTill {
  readonly server: WireServer;
  readonly chromium: ChromiumTill;
  private present: Page;

  private constructor(server: WireServer, chromium: ChromiumTill, page: Page) {
    this.server = server;
    this.chromium = chromium;
    this.present = page;
  }

  static async open(): Promise<WireTill> {
    const server = await openWireServer();
    for (let number = 1; number <= 1500; number += 1) {
      server.put('items', item(number).id, item(number));
      server.setOnHand(`S${number}`, 10);
    }
    server.put('settings', 'store', settings);
    const chromium = await openChromiumTill(new URL('./till.page.ts', import.meta.url).pathname);
    const till = new WireTill(server, chromium, await chromium.restart());
    await till.run('open');
    return till;
  }

  /** The page of the last start. */
  get page(): Page {
    return this.present;
  }

  run<T>(scenario: string, argument: unknown = null): Promise<T> {
    return call<T>(this.present, scenario, argument);
  }

  state(): Promise<State> {
    return this.run<State>('state');
  }

  /** Waits until the server has answered everything, and the screens know. */
  async synced(timeout = 30_000): Promise<void> {
    await expect
      .poll(() => this.state(), { timeout })
      .toMatchObject({ status: { state: 'synced', unsentSales: 0 }, unsentNow: 0 });
  }

  /** @param opened what the scenario `open` is given */
  async restart(options: { clockOffsetMs?: number } = {}, opened: unknown = null): Promise<void> {
    this.present = await this.chromium.restart(options);
    await this.run('open', opened);
  }

  /** Pairs with the server of the tests and waits until everything has come down. */
  async pair(): Promise<void> {
    expect(await this.run('enrol', { serverUrl: this.server.url, code: 'abcd-2345' })).toMatchObject({
      ok: true,
    });
    await expect.poll(async () => (await this.state()).items).toMatchObject({ items: 1500, complete: true });
    await this.synced();
  }

  /** Waits until a page of the catalogue with this text in it is on the disk. */
  async stored(text: string): Promise<void> {
    const find = () => this.present.evaluate(findStored, text);
    await expect.poll(find, { message: `${text} is stored` }).toBe(true);
  }

  async close(): Promise<void> {
    await this.chromium.close();
    await this.server.close();
  }
}

/** In the page: reads IndexedDB itself. */
async function findStored(text: string): Promise<boolean> {
  const opening = indexedDB.open('rxdb-dexie-sync-catalogue--0--itempages');
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    opening.onerror = () => reject(new Error(String(opening.error)));
    opening.onsuccess = () => resolve(opening.result);
  });
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const reading = database.transaction('docs').objectStore('docs').getAll();
      reading.onerror = () => reject(new Error(String(reading.error)));
      reading.onsuccess = () => resolve(JSON.stringify(reading.result).includes(text));
    });
  } finally {
    database.close();
  }
}
