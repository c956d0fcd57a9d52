import { customerView, type DisplayFacts } from '../../../../shared/display/customer-view.ts';
import type { DisplayMessage } from '../../../../shared/display/display-message.ts';
import { newSale } from '../../../../shared/sale/cart.ts';
import { repriced } from '../../../../shared/sale/pricing.ts';
import type { OpenSale, SaleLine, TenderedSale } from '../../../../shared/sale/sale.ts';
import { saleTotals } from '../../../../shared/sale/totals.ts';

type Language = DisplayMessage['look']['language'];

const AT = '2026-03-14T09:24:00.000Z';
const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

const SHOPS = { en: 'Corner Market', de: 'Markt am Eck', ar: 'سوق الزاوية' } as const;
const LOCALES = { en: 'en-IE', de: 'de-DE', ar: 'ar-EG' } as const;

/** What a shop of that language sells: short and long names, forms, weights, a deposit, something that comes back. */
const GOODS: Readonly<Record<Language, readonly (readonly [name: string, part?: Partial<SaleLine>])[]>> = {
  en: [
    ['Whole milk 3.5 % 1 L'],
    ['Sourdough loaf', { unitPriceMinor: 489, quantity: 2 }],
    ['Mountain cheese', { unitPriceMinor: 2190, quantity: 352, unit: { code: 'KGM', scale: 3 } }],
    [
      'Varsity top with an embroidered crest',
      { unitPriceMinor: 5999, size: 'XL', properties: { colour: 'Navy' } },
    ],
    ['Lager 0.5 L', { unitPriceMinor: 109, quantity: 6 }],
    ['Deposit', { unitPriceMinor: 8, quantity: 6 }],
    ['Olive oil', { unitPriceMinor: 1299, discount: { kind: 'percent', value: 200_000 } }],
    ['Umbrella', { unitPriceMinor: 1500, quantity: -1 }],
    ['Coffee beans 500 g', { unitPriceMinor: 999, listPriceMinor: 1249 }],
  ],
  de: [
    ['Vollmilch 3,5 % 1 L'],
    ['Sauerteigbrot', { unitPriceMinor: 489, quantity: 2 }],
    ['Bergkäse', { unitPriceMinor: 2190, quantity: 352, unit: { code: 'KGM', scale: 3 } }],
    [
      'Collegejacke mit aufgesticktem Vereinswappen',
      { unitPriceMinor: 5999, size: 'XL', properties: { Farbe: 'Marineblau' } },
    ],
    ['Helles 0,5 L', { unitPriceMinor: 109, quantity: 6 }],
    ['Pfand', { unitPriceMinor: 8, quantity: 6 }],
    ['Olivenöl', { unitPriceMinor: 1299, discount: { kind: 'percent', value: 200_000 } }],
    ['Regenschirm', { unitPriceMinor: 1500, quantity: -1 }],
    ['Kaffeebohnen 500 g', { unitPriceMinor: 999, listPriceMinor: 1249 }],
  ],
  ar: [
    ['حليب كامل الدسم 1 لتر'],
    ['خبز العجين المخمر', { unitPriceMinor: 489, quantity: 2 }],
    ['جبن الجبل', { unitPriceMinor: 2190, quantity: 352, unit: { code: 'KGM', scale: 3 } }],
    [
      'سترة جامعية بشعار مطرز على الصدر',
      { unitPriceMinor: 5999, size: 'XL', properties: { لون: 'أزرق داكن' } },
    ],
    ['عصير رمان 0.5 لتر', { unitPriceMinor: 109, quantity: 6 }],
    ['عربون', { unitPriceMinor: 8, quantity: 6 }],
    ['زيت زيتون', { unitPriceMinor: 1299, discount: { kind: 'percent', value: 200_000 } }],
    ['مظلة', { unitPriceMinor: 1500, quantity: -1 }],
    ['حبوب قهوة 500 غ', { unitPriceMinor: 999, listPriceMinor: 1249 }],
  ],
};

export function cartOf(language: Language, times = 1): OpenSale {
  const goods = Array.from({ length: times }, () => GOODS[language]).flat();
  const lines = goods.map(
    ([name, part], index): SaleLine => ({
      lineId: `line-${index}`,
      sku: `SKU-${index}`,
      name,
      quantity: 1,
      unit: { code: 'PCE', scale: 0 },
      unitPriceMinor: 119,
      discountMinor: 0,
      taxMinor: 0,
      taxClass: 'standard',
      taxRatePpm: 190_000,
      ...part,
    }),
  );
  const empty = newSale({
    id: id(1),
    terminalId: id(2),
    epoch: 1,
    currency: 'EUR',
    pricesIncludeTax: true,
    at: AT,
  });
  return repriced({ ...empty, lines, cartDiscount: { kind: 'amount', value: 500 } });
}

export function messageOf(
  language: Language,
  part: Partial<DisplayFacts> = {},
  look: Partial<DisplayMessage['look']> = {},
): DisplayMessage {
  return customerView({
    look: { language, theme: 'light', textSize: 100, training: false, ...look },
    settings: {
      storeName: SHOPS[language],
      locale: LOCALES[language],
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      cashStepMinor: 1,
    },
    isShiftOpen: true,
    isLocked: false,
    screen: 'sale',
    sale: undefined,
    newestLineId: null,
    receiptSale: undefined,
    receiptIsCopy: false,
    ...part,
  });
}

export function paidSale(language: Language): TenderedSale {
  const sale = cartOf(language);
  const { totalMinor, taxMinor } = saleTotals(sale.lines, true);
  return {
    ...sale,
    status: 'tendered',
    tenders: [
      { id: id(3), kind: 'card', amountMinor: 4000, state: 'captured' },
      { id: id(4), kind: 'cash', amountMinor: totalMinor - 4000, givenMinor: 10_000, state: 'captured' },
    ],
    sequence: 4711,
    period: 1,
    tenderedAt: AT,
    businessDate: '2026-03-14',
    cashierId: id(5),
    shiftId: id(6),
    totalMinor,
    taxMinor,
    roundingMinor: 0,
    previousHash: '0'.repeat(64),
    hash: 'c0de'.repeat(16),
  };
}

/** Each state that a customer can see, as a till of that language would send it. */
export const DISPLAY_STATES: Readonly<Record<string, (language: Language) => DisplayMessage>> = {
  idle: (language) => messageOf(language),
  closed: (language) => messageOf(language, { isShiftOpen: false }),
  paused: (language) => messageOf(language, { isLocked: true }),
  cart: (language) => messageOf(language, { sale: cartOf(language), newestLineId: 'line-6' }),
  paying: (language) =>
    messageOf(language, {
      screen: 'payment',
      newestLineId: 'line-8',
      sale: {
        ...cartOf(language),
        status: 'underPaying',
        tenders: [
          { id: id(3), kind: 'cash', amountMinor: 2000, state: 'captured' },
          { id: id(4), kind: 'card', amountMinor: 5000, state: 'pending' },
        ],
      },
    }),
  done: (language) => messageOf(language, { screen: 'receipt', receiptSale: paidSale(language) }),
};
