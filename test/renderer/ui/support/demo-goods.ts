import type { Item } from '../../../../shared/catalog/item.ts';
import { demoShop } from '../../../../src-server/demo/demo-shop.ts';

export const shop = demoShop();

const mainStock = new Map(
  shop.openingStock.filter((stock) => stock.storeCode === 'main').map((stock) => [stock.sku, stock.quantity]),
);
const pieces = shop.items.filter(
  (item) =>
    item.active &&
    !item.openPrice &&
    item.tracksStock !== false &&
    item.minAge === undefined &&
    item.linked === undefined &&
    item.discountable !== false &&
    item.variants.length === 1 &&
    item.variants[0]?.unit.scale === 0 &&
    item.variants[0].codes.length > 0 &&
    (mainStock.get(item.variants[0].sku) ?? 0) > 10,
);

export const weighed = found((item) => item.active && item.variants[0]?.unit.scale === 3);
export const openPriced = found((item) => item.active && item.openPrice === true);
export const withForms = found(
  (item) =>
    item.active && item.hasSizes && item.variants.some((form) => Object.keys(form.properties).length > 0),
);

function found(fits: (item: Item) => boolean): Item {
  const item = shop.items.find(fits);
  if (!item) throw new Error('the demo shop has no such item');
  return item;
}

/** One of the demo shop's articles that is sold by the piece, has one form, a code and enough stock. */
export function piece(index: number): { item: Item; sku: string; code: string; priceMinor: number } {
  const item = pieces[index];
  const variant = item?.variants[0];
  const code = variant?.codes[0];
  if (!item || !variant || !code) throw new Error('the demo shop has too few pieces');
  return { item, sku: variant.sku, code, priceMinor: variant.priceMinor };
}
