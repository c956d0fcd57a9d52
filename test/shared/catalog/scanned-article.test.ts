import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { embeddedBarcodeSchema, readEmbedded } from '../../../shared/catalog/embedded-barcode.ts';
import { gtinCheckDigit } from '../../../shared/catalog/gtin.ts';
import type { Item, Unit } from '../../../shared/catalog/item.ts';
import { labelledLine, readScannedArticle, type ScanFacts } from '../../../shared/catalog/scanned-article.ts';
import { multiplyDivideHalfUp } from '../../../shared/money/rounding.ts';

const PIECE: Unit = { code: 'PCE', scale: 0 };
const KILO: Unit = { code: 'KGM', scale: 3 };
const WEIGHT = {
  prefix: '21',
  kind: 'weight',
  itemDigits: 5,
  valueDigits: 5,
  valueExponent: 3,
  checkDigit: false,
} as const;
const PRICE = {
  prefix: '22',
  kind: 'price',
  itemDigits: 4,
  valueDigits: 5,
  valueExponent: 2,
  checkDigit: true,
} as const;

const article = (name: string, code: string, unit: Unit, priceMinor: number): Item => ({
  id: '00000000-0000-7000-8000-000000000001',
  name,
  category: 'x',
  taxClass: 'reduced',
  hasSizes: false,
  active: true,
  variants: [{ sku: name, size: null, properties: {}, codes: [code], unit, priceMinor }],
});
const facts = (...items: Item[]): ScanFacts => ({
  findByCode(code) {
    const item = items.find((other) => other.variants[0]?.codes.includes(code));
    const variant = item?.variants[0];
    return item && variant ? { item, variant } : undefined;
  },
  embeddedBarcodes: [WEIGHT, PRICE],
  currency: 'EUR',
  today: '2026-11-23',
});
const withCheck = (body: string) => `${body}${gtinCheckDigit(body)}`;

describe('labels of the shop’s scale', () => {
  const cheese = article('Gouda', '2100417000002', KILO, 1290);

  test('a weight goes into the line', () => {
    const scanned = readScannedArticle(
      [withCheck('210041700350')],
      facts(article('Gouda', withCheck('210041700000'), KILO, 1290)),
    );
    expect(scanned).toMatchObject({ ok: true, quantity: 350 });
  });

  test.each([[withCheck('210041700000')], ['2100417'], ['00417'], ['417']])(
    'the article is known by %s',
    (code) => {
      expect(
        readScannedArticle([withCheck('210041700350')], facts(article('Gouda', code, KILO, 1290))),
      ).toMatchObject({ ok: true, quantity: 350 });
    },
  );

  test('a price with its own check digit', () => {
    const rolls = article('Rolls', '2245', PIECE, 0);
    expect(
      readScannedArticle([withCheck('220045901299')], facts(article('Rolls', '0045', PIECE, 0))),
    ).toMatchObject({
      ok: true,
      labelPriceMinor: 1299,
    });
    expect(readScannedArticle([withCheck('220045901299')], facts(rolls))).toMatchObject({
      ok: false,
      rejection: { code: 'unknownCode' },
    });
  });

  test('a weight for what is sold by the piece is refused, and named', () => {
    expect(readScannedArticle([withCheck('210041700350')], facts(article('Tin', '417', PIECE, 100)))).toEqual(
      {
        ok: false,
        rejection: { code: 'labelDoesNotFit', name: 'Tin' },
      },
    );
  });

  test('a code that was misread, an ordinary one and a label of nothing are none', () => {
    expect(readEmbedded('2100417003509', [WEIGHT])).toBeNull();
    expect(readEmbedded('4006381333931', [WEIGHT])).toBeNull();
    expect(readScannedArticle([withCheck('210041700000')], facts(cheese))).toMatchObject({ ok: false });
  });

  test('rules add up to thirteen digits', () => {
    expect(embeddedBarcodeSchema.safeParse(WEIGHT).success).toBe(true);
    expect(embeddedBarcodeSchema.safeParse({ ...WEIGHT, itemDigits: 6 }).success).toBe(false);
    expect(embeddedBarcodeSchema.safeParse({ ...WEIGHT, prefix: '40' }).success).toBe(false);
  });
});

describe('GS1 labels', () => {
  const ham = article('Ham', '09506000134352', KILO, 2490);
  test('weight and price', () => {
    expect(readScannedArticle(['0109506000134352310300031039220772'], facts(ham))).toMatchObject({
      ok: true,
      quantity: 310,
      labelPriceMinor: 772,
    });
  });
  test('past its use-by date it is not sold; past best-before it is, and told', () => {
    expect(readScannedArticle(['010950600013435217261122'], facts(ham))).toEqual({
      ok: false,
      rejection: { code: 'pastUseBy', name: 'Ham', day: '2026-11-22' },
    });
    expect(readScannedArticle(['010950600013435215261122'], facts(ham))).toMatchObject({
      ok: true,
      bestBefore: '2026-11-22',
    });
    expect(readScannedArticle(['010950600013435217261123'], facts(ham))).toMatchObject({ ok: true });
  });
  test('pieces of a case', () => {
    const tin = article('Tin', '9506000134352', PIECE, 100);
    expect(readScannedArticle(['010950600013435237006'], facts(tin))).toMatchObject({
      ok: true,
      quantity: 6,
    });
    expect(readScannedArticle(['01095060001343523103000310'], facts(tin))).toMatchObject({
      ok: true,
      quantity: 1,
    });
  });
});

describe('a line that costs what its label says', () => {
  const units = fc.constantFrom(PIECE, KILO, { code: 'KGM', scale: 2 });
  test.prop([
    units,
    fc.integer({ min: 0, max: 50_000 }),
    fc.integer({ min: 1, max: 99_999 }),
    fc.option(fc.integer({ min: 1, max: 20 })),
    fc.integer({ min: 1, max: 9 }),
  ])('to the cent, and never more of it than it has to be', (unit, priceMinor, one, pieces, times) => {
    const label = one * times;
    const quantity = unit.scale === 0 ? (pieces ?? undefined) : undefined;
    const line = labelledLine({ unit, priceMinor }, { priceMinor: one, quantity }, times);
    if (unit.scale === 0) expect(line.quantity).toBe((quantity ?? 1) * times);
    const step = 10 ** unit.scale;
    const unitPrice = line.unitPriceMinor ?? priceMinor;
    const gross = multiplyDivideHalfUp(line.quantity, unitPrice, step);
    expect(gross - (line.discountMinor ?? 0)).toBe(label);
    expect(line.discountMinor ?? 0).toBeGreaterThanOrEqual(0);
    if (unit.scale > 0 && priceMinor > 0 && line.quantity > 1)
      expect(multiplyDivideHalfUp(line.quantity - 1, unitPrice, step)).toBeLessThan(label);
  });
  test('a weight that is given stays, and the customer has the better of the two', () => {
    expect(labelledLine({ unit: KILO, priceMinor: 2490 }, { priceMinor: 772, quantity: 310 })).toEqual({
      quantity: 310,
    });
    expect(labelledLine({ unit: KILO, priceMinor: 2490 }, { priceMinor: 700, quantity: 310 })).toEqual({
      quantity: 310,
      discountMinor: 72,
    });
    expect(labelledLine({ unit: KILO, priceMinor: 2490 }, { priceMinor: 800, quantity: 310 })).toEqual({
      quantity: 310,
    });
  });
});
