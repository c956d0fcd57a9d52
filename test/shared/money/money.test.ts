import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { currencyExponent, decimalText, formatMoney, parseDecimal } from '../../../shared/money/money.ts';

describe('amounts as text', () => {
  test('formats exactly where a float would not', () => {
    expect(decimalText(900_719_925_474_099_1, 2)).toBe('90071992547409.91');
    expect(formatMoney(-1230, 'EUR', 'en')).toBe('-€12.30');
    expect(formatMoney(1230, 'JPY', 'en')).toBe('¥1,230');
    expect(currencyExponent('KWD')).toBe(3);
  });

  test('every currency shows all the digits that it is counted in', () => {
    const wrong = Intl.supportedValuesOf('currency').filter((currency) => {
      const [digits = ''] = /\d[\d.,]*/.exec(formatMoney(1_234_567, currency, 'en')) ?? [];
      return (
        digits.replace(/[.,]/g, '') !== '1234567' ||
        parseDecimal(digits.replaceAll(',', ''), currencyExponent(currency)) !== 1_234_567
      );
    });
    expect(wrong).toEqual([]);
  });

  test.each([
    ['12.3', 1230],
    ['12,30', 1230],
    ['-0.05', -5],
    ['12.300', 1230],
    ['7', 700],
    ['12.345', null],
    ['1e3', null],
    ['', null],
    ['1.2.3', null],
    ['90071992547409.91', 9_007_199_254_740_991],
    ['90071992547409.92', null],
  ])('reads %j as %j', (input, minor) => {
    expect(parseDecimal(input, 2)).toBe(minor);
  });

  test.prop([fc.maxSafeInteger(), fc.constantFrom(0, 2, 3)])(
    'reads back what it wrote',
    (minor, exponent) => {
      expect(parseDecimal(decimalText(minor, exponent), exponent)).toBe(minor);
    },
  );
});
