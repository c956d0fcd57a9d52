import nodeCrypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { Random } from './random.ts';

let source = new Random(1);

/** From now on everything that is random in this process comes from the seed. */
export function seedChance(seed: number): void {
  source = new Random(seed);
}

function uuidV4(): string {
  const bytes = source.fill(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const digest = async (_algorithm: string, data: Uint8Array): Promise<ArrayBuffer> => {
  const { buffer, byteOffset, byteLength } = nodeCrypto.createHash('sha256').update(data).digest();
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
};

/** Puts seeded chance in the place of the process's own; and hashing that answers at once, not from another thread. */
export function installChance(): void {
  Math.random = () => source.next();
  Object.defineProperty(globalThis, 'crypto', {
    configurable: true,
    value: {
      subtle: { digest },
      getRandomValues: (array: Uint8Array) => {
        source.fill(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
        return array;
      },
      randomUUID: uuidV4,
    },
  });
  Object.assign(nodeCrypto, {
    randomBytes: (size: number) => Buffer.from(source.fill(new Uint8Array(size))),
    randomInt: (low: number, high?: number) =>
      high === undefined ? Math.floor(source.next() * low) : low + Math.floor(source.next() * (high - low)),
    randomUUID: uuidV4,
  });
  syncBuiltinESMExports();
}
