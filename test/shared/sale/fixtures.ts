import { fc } from '@fast-check/vitest';
import type { Item, Variant } from '../../../shared/catalog/item.ts';
import { newSale } from '../../../shared/sale/cart.ts';
import type { OpenSale, SaleLine } from '../../../shared/sale/sale.ts';
import { lineAmountMinor, taxOfMinor } from '../../../shared/sale/totals.ts';

export const AT = '2026-11-22T10:00:00.000Z';
export const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const MILK: Item = {
  id: id(1),
  name: 'Milk',
  category: 'Dairy',
  taxClass: 'reduced',
  hasSizes: false,
  active: true,
  variants: [
    {
      sku: 'MILK',
      size: null,
      properties: {},
      codes: ['4006381333931'],
      unit: { code: 'PCE', scale: 0 },
      priceMinor: 119,
    },
  ],
};
export const TOP: Item = {
  id: id(2),
  name: 'Varsity top',
  category: 'Clothes',
  taxClass: 'standard',
  hasSizes: true,
  active: true,
  variants: ['S', 'M', 'L'].map((size) => ({
    sku: `TOP-${size}`,
    size,
    properties: { colour: 'Navy' },
    codes: [],
    unit: { code: 'PCE', scale: 0 },
    priceMinor: 5999,
  })),
};
export const CHEESE: Item = {
  id: id(3),
  name: 'Cheese',
  category: 'Deli',
  taxClass: 'reduced',
  hasSizes: false,
  active: true,
  variants: [
    {
      sku: 'CHEESE',
      size: null,
      properties: {},
      codes: [],
      unit: { code: 'KGM', scale: 3 },
      priceMinor: 1990,
    },
  ],
};
/** On every bottle; nobody takes anything off it. */
export const DEPOSIT: Item = {
  ...MILK,
  id: id(4),
  name: 'Deposit',
  taxClass: 'standard',
  discountable: false,
  tracksStock: false,
  variants: [{ ...(MILK.variants[0] as Variant), sku: 'DEPOSIT', codes: [], priceMinor: 8 }],
};
export const BEER: Item = {
  ...MILK,
  id: id(5),
  name: 'Lager',
  taxClass: 'standard',
  minAge: 16,
  linked: [{ sku: 'DEPOSIT', quantity: 1 }],
  variants: [{ ...(MILK.variants[0] as Variant), sku: 'BEER', codes: [], priceMinor: 109 }],
};

export const emptySale = (): OpenSale =>
  newSale({ id: id(100), terminalId: id(200), epoch: 1, currency: 'EUR', pricesIncludeTax: true, at: AT });

/** Any line a till could write: whole or weighed, sold or returned, discounted. */
export const anyLine = (pricesIncludeTax: boolean) =>
  fc
    .record({
      lineId: fc.uuid(),
      sku: fc.constantFrom('A', 'B', 'C'),
      quantity: fc.integer({ min: -9999, max: 9999 }),
      unitPriceMinor: fc.integer({ min: 0, max: 1_000_000 }),
      discountMinor: fc.integer({ min: 0, max: 500 }),
      scale: fc.constantFrom(0, 3),
      taxRatePpm: fc.constantFrom(0, 70_000, 190_000, 81_250),
    })
    .map(({ scale, ...line }): SaleLine => {
      const unit = { code: scale === 0 ? 'PCE' : 'KGM', scale };
      const discountMinor = line.quantity < 0 ? -line.discountMinor : line.discountMinor;
      const priced = { ...line, unit, discountMinor, taxClass: String(line.taxRatePpm) };
      return { ...priced, taxMinor: taxOfMinor(lineAmountMinor(priced), line.taxRatePpm, pricesIncludeTax) };
    });
