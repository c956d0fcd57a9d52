import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { canonicalJson } from '../../../shared/core/canonical-json.ts';

describe('canonical JSON (RFC 8785)', () => {
  test('sorts names by UTF-16 code units and writes numbers and strings as the RFC shows', () => {
    const value = {
      '€': 'Euro',
      '\r': 'CR',
      '1': 'One',
      '😀': 'Smiley',
      ö: 'o',
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 0.002, 1e-27],
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":"CR","1":"One","literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"ö":"o","€":"Euro","😀":"Smiley"}',
    );
  });

  test('leaves undefined members out and refuses what JSON cannot hold', () => {
    expect(canonicalJson({ b: undefined, a: 1 })).toBe('{"a":1}');
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(/finite/);
  });

  test.prop([fc.dictionary(fc.string(), fc.jsonValue())])(
    'does not depend on the order of members and parses back',
    (record) => {
      const shuffled = Object.fromEntries(Object.entries(record).reverse());
      expect(canonicalJson(shuffled)).toBe(canonicalJson(record));
      expect(JSON.parse(canonicalJson(record))).toEqual(JSON.parse(JSON.stringify(record)));
    },
  );
});
