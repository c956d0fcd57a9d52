import { z } from 'zod';

/** scrypt's N is 2 to this; r is 8 and p is 1. 32 MB and a fifth of a second, for each guess. */
export const PIN_COST = 15;
export const PIN_DIGITS = { least: 4, most: 8 } as const;

const bytes = (least: number, most: number) =>
  z
    .string()
    .regex(/^[\w-]+$/, 'is not base64url')
    .min(least)
    .max(most);

/**
 * What a terminal needs to know a PIN when it is typed, made for this terminal alone: HMAC-SHA-256, under the terminal's PIN
 * secret, of scrypt over the PIN. Without the secret, which is never beside it, no guess can be tried.
 */
export const pinCheckSchema = z.object({
  salt: bytes(16, 64),
  verifier: bytes(43, 43),
  /** How many digits, so that the last one is enough. */
  digits: z.int().min(PIN_DIGITS.least).max(PIN_DIGITS.most),
  /** As PIN_COST. */
  cost: z.int().min(14).max(20),
  /** Names the server's key, from which the secret comes: a secret of another key is asked for anew. */
  key: bytes(8, 24),
});
export type PinCheck = z.infer<typeof pinCheckSchema>;

/** A terminal's PIN secret, as the server gives it over the authenticated wire. */
export const pinSecretSchema = z.looseObject({ secret: bytes(43, 43), key: bytes(8, 24) });
export type PinSecret = z.infer<typeof pinSecretSchema>;

/** As it is typed. Of any digits: which PINs a shop takes is decided where one is set. */
export const pinText = z.string().regex(/^\d{4,8}$/, 'is not a PIN of 4 to 8 digits');

export type PinRejection = 'notDigits' | 'tooShort' | 'tooLong' | 'trivial';

/** Whether a shop takes a PIN. */
export function decidePin(
  pin: string,
  rules: { readonly pinMinDigits: number; readonly refuseTrivialPins: boolean },
): PinRejection | null {
  if (!/^\d*$/.test(pin)) return 'notDigits';
  if (pin.length < Math.max(rules.pinMinDigits, PIN_DIGITS.least)) return 'tooShort';
  if (pin.length > PIN_DIGITS.most) return 'tooLong';
  return rules.refuseTrivialPins && isTrivialPin(pin) ? 'trivial' : null;
}

/** One digit again and again, digits in a row up or down, or a pair repeated: what is tried first. */
export function isTrivialPin(pin: string): boolean {
  const digits = [...pin].map(Number);
  const steps = new Set(digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10));
  if (steps.size === 1 && [0, 1, 9].some((step) => steps.has(step))) return true;
  return pin.length % 2 === 0 && pin === pin.slice(0, 2).repeat(pin.length / 2);
}

/** Somebody's new PIN. `by`: the old one, or that of somebody who may change settings; left out by head office, and where nobody has a PIN. */
export const setPinRequestSchema = z.object({
  pin: z.string().max(40),
  by: z.object({ staffId: z.uuid(), pin: z.string().max(40) }).optional(),
});
export type SetPinRequest = z.infer<typeof setPinRequestSchema>;
