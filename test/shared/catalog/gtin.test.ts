import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { gtinCheckDigit, isGtin, normalizeCode } from '../../../shared/catalog/gtin.ts';

const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

describe('GTIN', () => {
  // The examples of GS1's own check digit calculator and of the general specifications.
  test.each(['6291041500213', '4006381333931', '73513537', '036000291452', '10012345678902'])(
    '%s is valid',
    (code) => {
      expect(isGtin(code)).toBe(true);
    },
  );

  test.each(['6291041500214', '', '123', 'ABCDEFGH', '4006381333931 '])('%j is not', (code) => {
    expect(isGtin(code)).toBe(false);
  });

  test.prop([fc.constantFrom(7, 11, 12, 13).chain(digits)])(
    'a body with its check digit is valid, with any other it is not',
    (body) => {
      const check = gtinCheckDigit(body);
      for (let digit = 0; digit <= 9; digit += 1) expect(isGtin(`${body}${digit}`)).toBe(digit === check);
    },
  );

  test.prop([digits(12), fc.nat({ max: 11 }), fc.integer({ min: 1, max: 9 })])(
    'one misread digit is always noticed',
    (body, position, shift) => {
      const code = `${body}${gtinCheckDigit(body)}`;
      const wrong = (Number(code[position]) + shift) % 10;
      expect(isGtin(`${code.slice(0, position)}${wrong}${code.slice(position + 1)}`)).toBe(false);
    },
  );

  test('a UPC-A is one code with 12 digits, 13 or 14', () => {
    expect(normalizeCode('036000291452')).toBe('0036000291452');
    expect(normalizeCode('0036000291452')).toBe('0036000291452');
    expect(normalizeCode('00036000291452')).toBe('0036000291452');
    expect(normalizeCode(' PLU-17 ')).toBe('PLU-17');
  });
});
