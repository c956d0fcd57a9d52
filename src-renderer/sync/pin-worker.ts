import { scrypt } from '@noble/hashes/scrypt.js';

/** What is asked of the worker: scrypt over a PIN, which takes a fifth of a second on purpose. */
export interface HashRequest {
  readonly id: number;
  readonly pin: string;
  readonly salt: Uint8Array;
  /** N is 2 to this. */
  readonly cost: number;
}

export interface HashAnswer {
  readonly id: number;
  readonly hash: Uint8Array | null;
}

self.addEventListener('message', ({ data }: MessageEvent<HashRequest>) => {
  const { id, pin, salt, cost } = data;
  let hash: Uint8Array | null = null;
  try {
    hash = scrypt(pin, salt, { N: 2 ** cost, r: 8, p: 1, dkLen: 32 });
  } catch {
    // Out of memory, or a cost that is none: nobody is let in by it, and whoever asked says so.
  }
  self.postMessage({ id, hash } satisfies HashAnswer);
});
