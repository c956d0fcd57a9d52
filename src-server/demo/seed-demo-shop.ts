import type { StoreSettings } from '../../shared/staff/store-settings.ts';
import { upsertItems } from '../catalog/upsert-items.ts';
import { countItems, findItems } from '../database/catalog-queries.ts';
import type { Database } from '../database/database.ts';
import { bumpFeedClock, COMPANY_SCOPE } from '../database/feed-clock.ts';
import { insertStore, renameStore, writeSettings, writeStaff } from '../database/shop-queries.ts';
import { writePin } from '../database/staff-queries.ts';
import { hasMovementsOf } from '../database/stock-lookup-queries.ts';
import { findStore } from '../database/terminal-queries.ts';
import { derivedItemId } from '../import/item-id.ts';
import { defaultSettings } from '../shop/default-settings.ts';
import type { PinKeys } from '../staff/pin-keys.ts';
import { sealedPin } from '../staff/staff.ts';
import type { Answer, Operation } from '../sync/operation.ts';
import { type DemoShop, demoShop } from './demo-shop.ts';

export interface SeedOptions {
  readonly database: Database;
  readonly pinKeys: PinKeys;
  /** Applies one operation through the lane of a store. */
  readonly apply: (storeId: number, operation: Operation) => Promise<Answer>;
  readonly onProgress?: (message: string) => void;
}

export type SeedOutcome =
  | { readonly kind: 'seeded'; readonly items: number; readonly stores: number }
  /** The shop has items of its own, or the demo's already: nothing was touched. */
  | { readonly kind: 'leftAlone' };

/** Lines of one opening receipt. */
const RECEIPT_LINES = 400;
const TIME_ZONE = 'Europe/Berlin';
const FOOTER = ['Thank you for your visit.', 'This is a demonstration: nothing here is for sale.'];

/**
 * Puts the demo shop into a shop that has no items. Every step may be done again, so a seeding that was killed is
 * completed by the next start; a shop that is complete, or that has other items, is left as it is.
 */
export async function seedDemoShop(options: SeedOptions): Promise<SeedOutcome> {
  const { database, onProgress } = options;
  const shop = demoShop();
  if (!(await isWanted(database, shop))) return { kind: 'leftAlone' };

  onProgress?.(`Adding the demo shop: ${shop.items.length} items in ${shop.stores.length} stores …`);
  const storeIds = await openStores(database, options.pinKeys, shop);
  const { conflicts } = await upsertItems(database, shop.items);
  if (conflicts.length > 0)
    throw new Error(`the demo shop contradicts itself: ${JSON.stringify(conflicts[0])}`);
  for (const [code, storeId] of storeIds) {
    for (const receipt of openingReceipts(shop, code)) {
      const answer = await options.apply(storeId, receipt);
      if (answer.status !== 'applied' && answer.status !== 'repeated')
        throw new Error(`an opening receipt of the demo shop was ${answer.status}: ${answer.message ?? ''}`);
    }
  }
  return { kind: 'seeded', items: shop.items.length, stores: shop.stores.length };
}

async function isWanted(database: Database, shop: DemoShop): Promise<boolean> {
  if ((await countItems(database)) === 0) return true;
  const demoItems = await findItems(database, [shop.items[0]?.id ?? '']);
  if (demoItems.size === 0) return false;
  // Half done: the last receipt of the last store is the last step.
  const lastStore = shop.stores.at(-1);
  const store = lastStore && (await findStore(database, lastStore.code));
  if (!store) return true;
  const lastReceipt = openingReceipts(shop, store.code).at(-1);
  return lastReceipt !== undefined && !(await hasMovementsOf(database, store.store_id, lastReceipt.id));
}

async function openStores(
  database: Database,
  pinKeys: PinKeys,
  shop: DemoShop,
): Promise<Map<string, number>> {
  // Hashed before: it takes long on purpose, and the company's clock is held below.
  const pins = await Promise.all(
    shop.staff.map(async ({ id, pin }) => ({ staffId: id, pin: await sealedPin(pinKeys, id, pin) })),
  );
  return database.transaction(async (tx) => {
    const version = await bumpFeedClock(tx, COMPANY_SCOPE);
    const storeIds = new Map<string, number>();
    for (const { code, name, address, taxNumber } of shop.stores) {
      const storeId = (await findStore(tx, code))?.store_id ?? (await insertStore(tx, { code, name }));
      storeIds.set(code, storeId);
      await renameStore(tx, storeId, name);
      const settings: Omit<StoreSettings, 'version'> = {
        ...defaultSettings({ code, name }, TIME_ZONE),
        address,
        taxNumber,
        currency: shop.currency,
        locale: 'en-IE',
        pricesIncludeTax: shop.pricesIncludeTax,
        taxClasses: shop.taxRates,
        receiptFooter: FOOTER,
        ...shop.daySettings,
        demoPins: Object.fromEntries(shop.staff.map(({ id, pin }) => [id, pin])),
      };
      await writeSettings(tx, storeId, settings);
    }
    await writeStaff(
      tx,
      shop.staff.map(({ pin: _pin, ...person }) => ({ ...person, active: true })),
      version,
    );
    for (const { staffId, pin } of pins) await writePin(tx, staffId, pin, version, new Date());
    return storeIds;
  });
}

/** The same receipts with the same ids each time, so that none is received twice. */
function openingReceipts(shop: DemoShop, code: string): Extract<Operation, { kind: 'opening' }>[] {
  const lines = shop.openingStock
    .filter((stock) => stock.storeCode === code && stock.quantity > 0)
    .map(({ sku, quantity }) => ({ sku, quantity }));
  return Array.from({ length: Math.ceil(lines.length / RECEIPT_LINES) }, (_, page) => ({
    kind: 'opening' as const,
    id: derivedItemId('demo receipt', `${code} ${page}`),
    reason: 'opening stock of the demo shop',
    lines: lines.slice(page * RECEIPT_LINES, (page + 1) * RECEIPT_LINES),
  }));
}
