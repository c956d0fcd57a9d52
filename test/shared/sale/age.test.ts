import { describe, expect, test } from 'vitest';
import { bornOnOrBefore } from '../../../shared/sale/age.ts';

describe('the birth date that is needed', () => {
  test.each([
    ['2026-11-23', 18, '2008-11-23'],
    ['2026-11-23', 16, '2010-11-23'],
    ['2026-01-01', 16, '2010-01-01'],
    // Born on 29 February: the birthday of other years is 1 March, so the day before is too early.
    ['2026-02-28', 18, '2008-02-28'],
    ['2026-03-01', 18, '2008-03-01'],
    // On 29 February itself, of a year whose own February was short: the last day of that one.
    ['2028-02-29', 18, '2010-02-28'],
    ['2028-02-29', 16, '2012-02-29'],
  ])('on %s for %i years is %s', (today, age, born) => {
    expect(bornOnOrBefore(today, age)).toBe(born);
  });

  test('whoever is born a day later is too young, whatever the day', () => {
    for (let n = 0; n < 1500; n += 1) {
      const today = new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
      const born = bornOnOrBefore(today, 18);
      const later = new Date(Date.parse(`${born}T00:00:00Z`) + 86_400_000);
      const birthday = Date.UTC(later.getUTCFullYear() + 18, later.getUTCMonth(), later.getUTCDate());
      expect(birthday, today).toBeGreaterThan(Date.parse(`${today}T00:00:00Z`));
    }
  });
});
