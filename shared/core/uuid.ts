import { assert } from './assert.ts';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * A UUIDv7 (RFC 9562): 48 bits of time, so that ids of one till sort by age, then 74 random bits.
 * Pure: the caller brings the clock and the randomness.
 *
 * @param unixMs milliseconds since 1970
 * @param random at least 10 random bytes
 */
export function uuidV7(unixMs: number, random: Uint8Array): string {
  assert(random.length >= 10, 'uuidV7 needs 10 random bytes');
  assert(
    Number.isSafeInteger(unixMs) && unixMs >= 0 && unixMs < 2 ** 48,
    'uuidV7 needs a time in milliseconds',
  );
  const bytes = new Uint8Array(16);
  let rest = unixMs;
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  bytes.set(random.subarray(0, 10), 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => HEX[byte]).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** True for any lower-case UUID in its canonical text form. */
export function isUuid(text: string): boolean {
  return UUID.test(text);
}
