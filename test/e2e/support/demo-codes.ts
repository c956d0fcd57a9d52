import type { Item, Variant } from '../../../shared/catalog/item.ts';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';

const shop = demoShop();

/** A variant of the demo shop, with what belongs to it. */
export function demoVariant(sku: string): { item: Item; variant: Variant; code: string; stock: number } {
  for (const item of shop.items) {
    const variant = item.variants.find((each) => each.sku === sku);
    if (!variant) continue;
    const stock = shop.openingStock.find((row) => row.storeCode === 'main' && row.sku === sku)?.quantity ?? 0;
    return { item, variant, code: variant.codes[0] ?? sku, stock };
  }
  throw new Error(`the demo shop has no ${sku}`);
}
