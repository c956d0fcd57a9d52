import { useSyncExternalStore } from 'react';
import type { Readable } from '../database/readable.ts';

/** The present value of a readable; draws again when it changes. */
export function useReadable<T>(readable: Readable<T>): T {
  return useSyncExternalStore(readable.subscribe, readable.getSnapshot);
}
