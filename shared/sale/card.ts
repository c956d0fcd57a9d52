import { z } from 'zod';

/** A card as its slip shows it. Never more of its number than the last four digits. */
export const cardSchema = z.object({
  /** As the slip calls it: Visa, girocard … Digits are no part of it. */
  scheme: z
    .string()
    .trim()
    .min(1)
    .max(20)
    .regex(/^\P{Nd}*$/u, 'a name, without digits')
    .optional(),
  last4: z.string().regex(/^\d{4}$/, 'the last four digits'),
});

export type Card = z.infer<typeof cardSchema>;

/** `Visa **** 4242` */
export const maskedCard = ({ scheme, last4 }: Card): string =>
  [scheme, '****', last4].filter(Boolean).join(' ');

/** ISO/IEC 7812: the check digit that card numbers end with. */
function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

const isCardNumber = (digits: string): boolean =>
  digits.length >= 13 && digits.length <= 19 && passesLuhn(digits);

/**
 * Whether a text holds what may be a card's number: 13 to 19 digits with the right check digit, however they are grouped, and
 * whatever stands before or after them. A terminal's own reference of 12 digits is none.
 */
export function holdsCardNumber(text: string): boolean {
  for (const run of text.match(/\d(?:[ .\-/]*\d)*/g) ?? []) {
    const groups = run.match(/\d+/g) ?? [];
    for (let from = 0; from < groups.length; from += 1) {
      let digits = '';
      for (const group of groups.slice(from)) {
        digits += group;
        if (isCardNumber(digits)) return true;
      }
    }
  }
  return false;
}
