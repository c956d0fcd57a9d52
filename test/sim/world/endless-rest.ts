/**
 * Stands for `node:timers/promises` in the server: its rests never end, so the verifier and the pruner never begin a round. The
 * oracle looks at the same figures after every batch, and what is pruned no checkpoint of a world of minutes can need.
 */
export function setTimeout<T>(
  _durationMs?: number,
  _value?: T,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<T> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')), {
      once: true,
    });
  });
}
