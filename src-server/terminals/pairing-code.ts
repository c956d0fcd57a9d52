import { createHash, randomInt } from 'node:crypto';

/** Letters and digits that are not taken for one another on a note or over the phone: no 0 O 1 I L U V 2 Z 5 S 8 B. */
export const PAIRING_ALPHABET = 'ACDEFGHJKMNPQRTWXY34679';
const CODE_LENGTH = 8;
export const PAIRING_CODE_TTL_MS = 10 * 60_000;

/** A fresh code: 8 of 23 symbols, about 36 bits, for ten minutes and one use. */
export function newPairingCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => PAIRING_ALPHABET[randomInt(PAIRING_ALPHABET.length)]).join(
    '',
  );
}

/** What is stored of a code. It is short-lived and one-use, so a plain hash of the 36 bits is enough. */
export function hashPairingCode(code: string): Buffer {
  return createHash('sha256').update(`evertill pairing code\n${code}`).digest();
}
