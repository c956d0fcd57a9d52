import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { gs1Article, readGs1 } from '../../../shared/catalog/gs1.ts';
import { gtinCheckDigit } from '../../../shared/catalog/gtin.ts';

const GS = '\x1d';
const read = (text: string) => {
  const elements = readGs1(text);
  return elements && gs1Article(elements, 2026);
};

describe('GS1 codes', () => {
  test('an element string with weight, price, dates, batch and serial', () => {
    expect(read(`]C10109506000134352310300185039221555${GS}10LOT-7${GS}21S1`)).toEqual({
      gtin: '09506000134352',
      measure: { unitCode: 'KGM', value: 1850, decimals: 3 },
      amount: { value: 1555, decimals: 2 },
      batch: 'LOT-7',
      serial: 'S1',
    });
    expect(read(`010950600013435231030018503922${1555}${GS}1726113015261200`)).toEqual({
      gtin: '09506000134352',
      measure: { unitCode: 'KGM', value: 1850, decimals: 3 },
      amount: { value: 1555, decimals: 2 },
      useBy: '2026-11-30',
      bestBefore: '2026-12-31',
    });
  });

  test('the readable form, and an address', () => {
    expect(read('(01)09506000134352(30)12')).toEqual({ gtin: '09506000134352', count: 12 });
    expect(read('https://id.gs1.org/01/09506000134352/10/A%2FB?3103=000195&17=261130')).toEqual({
      gtin: '09506000134352',
      batch: 'A/B',
      measure: { unitCode: 'KGM', value: 195, decimals: 3 },
      useBy: '2026-11-30',
    });
    expect(read('https://shop.example/p/01/9506000134352?x=%')?.gtin).toBe('09506000134352');
  });

  test.each([
    ['4006381333931'],
    ['09506000134352'],
    ['ABC-123'],
    ['0109506000134353'],
    ['(01)09506000134353'],
    ['01095060001343'],
    [']C1'],
    ['https://shop.example/01/'],
    ['(01)0950600013435'],
    [''],
  ])('%j is none', (text) => {
    expect(read(text)).toBeNull();
  });

  test('two digits of a year mean the year nearest to now', () => {
    const read = (yy: string, year: number) =>
      gs1Article(readGs1(`010950600013435217${yy}0131`) ?? new Map(), year)?.useBy;
    expect(read('99', 2026)).toBe('1999-01-31');
    expect(read('76', 2026)).toBe('2076-01-31');
    expect(read('77', 2026)).toBe('1977-01-31');
    expect(read('02', 2096)).toBe('2102-01-31');
    expect(gs1Article(readGs1('010950600013435217280200') ?? new Map(), 2026)?.useBy).toBe('2028-02-29');
    expect(gs1Article(readGs1('010950600013435217271301') ?? new Map(), 2026)?.useBy).toBeUndefined();
  });

  const gtin14 = fc
    .integer({ min: 0, max: 9_999_999_999_999 })
    .map((body) => String(body).padStart(13, '0'))
    .map((body) => `${body}${gtinCheckDigit(body)}`);
  const value = fc.string({ unit: fc.constantFrom(...'ABCxyz0189-/.'), minLength: 1, maxLength: 20 });

  test.prop([gtin14, fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 0, max: 5 }), value, value])(
    'reads back what a scale writes, whatever is in the batch',
    (gtin, weight, decimals, batch, serial) => {
      const text = `01${gtin}310${decimals}${String(weight).padStart(6, '0')}10${batch}${GS}21${serial}`;
      expect(read(text)).toEqual({
        gtin,
        measure: { unitCode: 'KGM', value: weight, decimals },
        batch,
        serial,
      });
    },
  );

  test.prop([fc.string({ maxLength: 60 })])('never throws', (text) => {
    readGs1(text);
    readGs1(`]d2${text}`);
    readGs1(`https://x/01/${text}`);
  });
});
