import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { cardSchema, holdsCardNumber, maskedCard } from '../../../shared/sale/card.ts';
import { tenderSchema } from '../../../shared/sale/sale.ts';

/** Any digits with the check digit that makes a card's number of them, reckoned from the other end. */
const cardNumber = fc
  .string({ unit: fc.constantFrom(...'0123456789'), minLength: 12, maxLength: 18 })
  .map((body) => {
    const sum = [...body].reverse().reduce((total, digit, index) => {
      const weighted = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + Math.floor(weighted / 10) + (weighted % 10);
    }, 0);
    return `${body}${(10 - (sum % 10)) % 10}`;
  });
const grouped = (digits: string, sizes: readonly number[], by: string) => {
  const groups: string[] = [];
  let rest = digits;
  for (const size of sizes) {
    groups.push(rest.slice(0, size));
    rest = rest.slice(size);
  }
  return [...groups, rest].filter(Boolean).join(by);
};

describe('a card on a slip', () => {
  test.prop([
    cardNumber,
    fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 5 }),
    fc.constantFrom(' ', '-', '.', '/', '  '),
    fc.constantFrom('', 'Ref ', 'A-'),
    fc.constantFrom('', ' ok', ' 12/28', ' 123'),
  ])('its number is no reference, however it is written', (digits, sizes, by, before, after) => {
    const text = `${before}${grouped(digits, sizes, by)}${after}`;
    expect(holdsCardNumber(text)).toBe(true);
    expect(tenderSchema.shape.reference.safeParse(text).success).toBe(false);
  });

  test.prop([fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 12 })])(
    'a reference of up to 12 digits is none',
    (reference) => {
      expect(tenderSchema.shape.reference.safeParse(reference).success).toBe(true);
    },
  );

  test('keeps its name and four digits, and nothing else', () => {
    expect(
      maskedCard(cardSchema.parse({ scheme: ' Visa ', last4: '4242', number: '4242424242424242' })),
    ).toBe('Visa **** 4242');
    expect(maskedCard({ last4: '0007' })).toBe('**** 0007');
    for (const wrong of [{ last4: '42424' }, { last4: '424' }, { last4: '4242', scheme: '4242 4242' }, {}])
      expect(cardSchema.safeParse(wrong).success).toBe(false);
    const tender = {
      id: '00000000-0000-7000-8000-000000000001',
      kind: 'card',
      amountMinor: 1,
      state: 'captured',
    };
    // What is not understood counts as not said: no other client's paid sale is kept from being applied.
    expect(tenderSchema.parse({ ...tender, card: { last4: '4242424242424242' } })).toMatchObject({
      card: undefined,
    });
  });
});
