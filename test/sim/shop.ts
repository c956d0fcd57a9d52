import type { Item } from '../../shared/catalog/item.ts';
import { uuidV7 } from '../../shared/core/uuid.ts';
import { upsertItems } from '../../src-server/catalog/upsert-items.ts';
import type { Database } from '../../src-server/database/database.ts';
import { writeSettings } from '../../src-server/database/shop-queries.ts';
import { defaultSettings } from '../../src-server/shop/default-settings.ts';
import { ensureFirstShop } from '../../src-server/shop/first-shop.ts';
import type { Operation } from '../../src-server/sync/operation.ts';

export const STORE = 1;

/** A store with things to sell. What it holds for a cart lapses in less than a minute, so that a world sees it. */
export async function openShop(database: Database, skus: readonly string[], now: Date): Promise<void> {
  await ensureFirstShop(database, now);
  await database.transaction((tx) =>
    writeSettings(tx, STORE, {
      ...defaultSettings({ code: 'main', name: 'Main store' }, 'Europe/Dublin'),
      reservationTtlMs: 40_000,
      parkedTtlMs: 120_000,
      underPayingTtlMs: 90_000,
    }),
  );
  const items = skus.map(
    (sku, index): Item => ({
      id: uuidV7(now.getTime(), new Uint8Array(10).fill(index + 1)),
      name: `Thing ${sku}`,
      category: 'Things',
      taxClass: 'standard',
      hasSizes: false,
      active: true,
      variants: [
        { sku, size: null, properties: {}, codes: [], unit: { code: 'H87', scale: 0 }, priceMinor: 100 },
      ],
    }),
  );
  await upsertItems(database, items);
}

/** A movement that head office makes. */
export function adjustment(sku: string, quantity: number, now: Date): Operation {
  return {
    kind: 'stockCommand',
    command: {
      id: crypto.randomUUID(),
      kind: 'adjustment',
      sku,
      quantity,
      reason: 'office',
      staffId: '00000000-0000-0000-0000-000000000000',
      at: now.toISOString(),
    },
    contentHash: crypto.randomUUID(),
    terminalId: null,
  };
}
