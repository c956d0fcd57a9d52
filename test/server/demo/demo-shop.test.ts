import { describe, expect, test } from 'vitest';
import { gtinCheckDigit, isGtin } from '../../../shared/catalog/gtin.ts';
import { type Item, itemSchema, tracksStock } from '../../../shared/catalog/item.ts';
import { readScannedArticle } from '../../../shared/catalog/scanned-article.ts';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';

const shop = demoShop();
const variants = shop.items.flatMap((item) => item.variants.map((variant) => ({ item, variant })));
const codes = variants.flatMap(({ variant }) => variant.codes);

function skusOf(isMeant: (entry: (typeof variants)[number]) => boolean): string[] {
  return variants.filter(isMeant).map(({ variant }) => variant.sku);
}

function repeated(texts: readonly string[]): string[] {
  return texts.filter((text, index) => texts.indexOf(text) !== index);
}

describe('the items of the demo shop', () => {
  test('are many, and each is an item as the wire knows it', () => {
    expect(shop.items.length).toBeGreaterThanOrEqual(320);
    for (const item of shop.items) expect(itemSchema.safeParse(item)).toMatchObject({ success: true });
  });

  test('are told apart by id, by name and by SKU', () => {
    expect(repeated(shop.items.map((item) => item.id))).toEqual([]);
    expect(repeated(shop.items.map((item) => item.name))).toEqual([]);
    expect(repeated(variants.map(({ variant }) => variant.sku))).toEqual([]);
  });

  test('have ids shaped as version 7', () => {
    for (const item of shop.items)
      expect(item.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  });

  test('have readable SKUs', () => {
    for (const { variant } of variants) expect(variant.sku).toMatch(/^[A-Z]{3}(-[A-Z0-9]+)+$/);
  });

  test('scan: every code has a valid check digit and belongs to one variant', () => {
    const weighed = variants.filter(({ variant }) => variant.unit.code === 'KGM');
    expect(codes.filter((code) => !isGtin(code))).toEqual(weighed.map(({ variant }) => variant.codes[1]));
    expect(repeated(codes)).toEqual([]);
    expect(codes.filter((code) => code.length === 13).length).toBeGreaterThan(500);
    expect(codes.filter((code) => code.length === 8).length).toBeGreaterThan(30);
  });

  test('have a code, except those with an open price and services', () => {
    const wanted = (item: Item, unit: string) => (unit === 'KGM' ? 2 : tracksStock(item) ? 1 : 0);
    expect(skusOf(({ item, variant }) => variant.codes.length !== wanted(item, variant.unit.code))).toEqual(
      [],
    );
  });

  test('have sizes exactly where they say so', () => {
    expect(skusOf(({ item, variant }) => (variant.size !== null) !== item.hasSizes)).toEqual([]);
    expect(shop.items.filter((item) => item.hasSizes).length).toBeGreaterThan(30);
  });

  test('name the same properties on every variant of an item', () => {
    for (const item of shop.items) {
      const names = item.variants.map((variant) => Object.keys(variant.properties).sort().join());
      expect([item.name, new Set(names).size]).toEqual([item.name, 1]);
    }
  });

  test('a label of the shop’s scale says weight or price of what is weighed', () => {
    const grapes =
      variants.find(({ variant }) => variant.sku === 'FRU-GRAPE-RED') ?? expect.fail('no grapes');
    const findByCode = (code: string) => variants.find(({ variant }) => variant.codes.includes(code));
    const facts = { ...shop.daySettings, findByCode, currency: 'EUR', today: '2026-11-23' };
    const label = (body: string) => readScannedArticle([`${body}${gtinCheckDigit(body)}`], facts);
    const plu = grapes.variant.codes[1];
    expect(label(`21${plu}00352`)).toEqual({ ok: true, hit: grapes, quantity: 352 });
    expect(label(`22${plu}00199`)).toEqual({ ok: true, hit: grapes, labelPriceMinor: 199 });
    const known = new Set(variants.map(({ variant }) => variant.sku));
    const keys = shop.daySettings.speedKeys.flatMap((page) => page.keys);
    expect(keys.filter(({ sku }) => !known.has(sku))).toEqual([]);
  });

  test('leave out the combinations that are not made', () => {
    const tee = shop.items.find((item) => item.variants.some((variant) => variant.sku === 'CLO-TEE-NVY-M'));
    expect(tee?.variants).toHaveLength(19);
    expect(tee?.variants.some((variant) => variant.sku === 'CLO-TEE-OLV-XS')).toBe(false);
  });

  test('cost something, except where the cashier types the price', () => {
    expect(skusOf(({ item, variant }) => variant.priceMinor > 0 !== (item.openPrice !== true))).toEqual([]);
    expect(shop.items.filter((item) => item.openPrice).length).toBeGreaterThanOrEqual(3);
  });

  test('are weighed by the gram or counted by the piece', () => {
    for (const { variant } of variants)
      expect([
        { code: 'KGM', scale: 3 },
        { code: 'PCE', scale: 0 },
      ]).toContainEqual(variant.unit);
    expect(variants.filter(({ variant }) => variant.unit.code === 'KGM').length).toBeGreaterThan(50);
  });

  test('bring along what the catalogue has, ask an age, and let nothing be taken off some', () => {
    const skus = new Set(variants.map(({ variant }) => variant.sku));
    const linked = shop.items.flatMap((item) => item.linked ?? []);
    expect(linked.filter(({ sku }) => !skus.has(sku))).toEqual([]);
    const deposits = shop.items.filter((item) =>
      item.variants.some(({ sku }) => sku.startsWith('SRV-DEPOSIT')),
    );
    expect(deposits.map(({ discountable }) => discountable)).toEqual([false, false, false, false]);
    const six = shop.items.find((item) => item.variants.some(({ sku }) => sku === 'WIN-LAGER-6'));
    expect(six).toMatchObject({ minAge: 16, linked: [{ sku: 'SRV-DEPOSIT-08', quantity: 6 }] });
    const ages = new Set(shop.items.map(({ minAge }) => minAge));
    expect(ages).toEqual(new Set([undefined, 16, 18]));
    expect(shop.items.some((item) => item.taxClass === 'reduced' && item.discountable === false)).toBe(true);
  });

  test('have a tile of one or two letters', () => {
    for (const item of shop.items) expect(item.tile?.glyph).toMatch(/^\p{Lu}\p{Ll}?$/u);
  });

  test('fill every category and use every tax class', () => {
    const used = new Set(shop.items.map((item) => item.category));
    expect([...used]).toEqual(shop.categories.map((category) => category.name));
    expect(repeated(shop.categories.map((category) => category.name))).toEqual([]);
    const taxClasses = new Set(shop.items.map((item) => item.taxClass));
    expect([...taxClasses].sort()).toEqual(shop.taxRates.map((rate) => rate.taxClass).sort());
  });
});

describe('the rest of the demo shop', () => {
  test('has two stores, three people and the rates of its tax classes', () => {
    expect(shop.stores.map((store) => [store.code, store.name])).toEqual([
      ['main', 'Evertill Market Central'],
      ['north', 'Evertill Market North'],
    ]);
    expect(shop.staff.map((person) => person.role)).toEqual(['owner', 'cashier', 'cashier']);
    expect(new Set(shop.staff.map((person) => person.id)).size).toBe(3);
    expect(shop.taxRates.map((rate) => [rate.taxClass, rate.ratePpm])).toEqual([
      ['standard', 190_000],
      ['reduced', 70_000],
      ['zero', 0],
    ]);
  });

  test('has an opening stock of every SKU that is kept, in both stores, once', () => {
    const kept = variants.filter(({ item }) => tracksStock(item)).map(({ variant }) => variant.sku);
    for (const { code } of shop.stores) {
      const stocked = shop.openingStock.filter((stock) => stock.storeCode === code);
      expect(stocked.map((stock) => stock.sku)).toEqual(kept);
      expect(stocked.filter(({ quantity }) => !Number.isSafeInteger(quantity) || quantity < 0)).toEqual([]);
      const pieces = new Map(variants.map(({ variant }) => [variant.sku, variant.unit.scale === 0]));
      const counted = stocked.filter((stock) => pieces.get(stock.sku));
      expect(counted.filter((stock) => stock.quantity === 0).length).toBeGreaterThan(5);
      expect(counted.filter((stock) => stock.quantity === 1).length).toBeGreaterThan(20);
      expect(counted.filter((stock) => stock.quantity > 20).length).toBeGreaterThan(50);
    }
  });

  test('holds what its rows say: one white T-shirt in S, in the main store only', () => {
    const stock = shop.openingStock.filter(({ sku }) => sku === 'CLO-TEE-WHT-S');
    expect(stock).toEqual([
      { storeCode: 'main', sku: 'CLO-TEE-WHT-S', quantity: 1 },
      { storeCode: 'north', sku: 'CLO-TEE-WHT-S', quantity: 0 },
    ]);
    // Cherries are written in kilograms and kept in grams.
    expect(shop.openingStock.find(({ sku }) => sku === 'FRU-CHERRY')?.quantity).toBe(2400);
  });

  test('is the same on every call', () => {
    expect(demoShop()).toEqual(shop);
  });
});
