import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { PIN_COST } from '../../shared/staff/pin.ts';

const HASH_BYTES = 32;
const SALT_BYTES = 16;

/** scrypt over a PIN: the same 32 bytes on the till and here. */
export function hashPin(pin: string, salt: Buffer, cost: number): Promise<Buffer> {
  const N = 2 ** cost;
  const options: ScryptOptions = { N, r: 8, p: 1, maxmem: 256 * N * 8 };
  return new Promise((resolve, reject) => {
    scrypt(pin, salt, HASH_BYTES, options, (error, hash) => (error ? reject(error) : resolve(hash)));
  });
}

export interface HashedPin {
  readonly salt: Buffer;
  readonly cost: number;
  readonly digits: number;
  readonly hash: Buffer;
}

/** A PIN under a salt of its own. */
export async function freshPin(pin: string): Promise<HashedPin> {
  const salt = randomBytes(SALT_BYTES);
  return { salt, cost: PIN_COST, digits: pin.length, hash: await hashPin(pin, salt, PIN_COST) };
}

export async function isPin(pin: string, { salt, cost, hash }: Omit<HashedPin, 'digits'>): Promise<boolean> {
  return timingSafeEqual(await hashPin(pin, salt, cost), hash);
}
