import { uuidV7 } from '../../shared/core/uuid.ts';

/** A fresh id for a document that this till begins. */
export function newId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

export const nowIso = (): string => new Date().toISOString();
