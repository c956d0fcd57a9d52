import type { HashAnswer, HashRequest } from './pin-worker.ts';

/** scrypt over a PIN. Rejects where this machine cannot do it. */
export type HashPin = (pin: string, salt: Uint8Array, cost: number) => Promise<Uint8Array>;

/** In a worker of its own, begun when it is first needed: the window goes on drawing. */
export function createPinHash(): HashPin {
  let worker: Worker | null = null;
  let lastId = 0;
  const waiting = new Map<number, { resolve: (hash: Uint8Array) => void; reject: (error: Error) => void }>();
  const give = (id: number, hash: Uint8Array | null, why: string) => {
    const asked = waiting.get(id);
    waiting.delete(id);
    if (hash) asked?.resolve(hash);
    else asked?.reject(new Error(why));
  };
  const started = (): Worker => {
    if (worker) return worker;
    worker = new Worker(new URL('./pin-worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<HashAnswer>) =>
      give(data.id, data.hash, 'the PIN could not be hashed'),
    );
    worker.addEventListener('error', (event) => {
      worker = null;
      for (const id of [...waiting.keys()]) give(id, null, `the PIN worker failed: ${event.message}`);
    });
    return worker;
  };
  return (pin, salt, cost) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      started().postMessage({ id: lastId, pin, salt, cost } satisfies HashRequest);
    });
}
