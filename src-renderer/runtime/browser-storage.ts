/** What the browser promises about the till's data. */
export interface StorageState {
  readonly protection: 'protected' | 'unprotected' | 'unknown';
  readonly freeBytes: number | null;
}

/** A page over plain HTTP has no such door. */
const storageOf = (): StorageManager | undefined => navigator.storage as StorageManager | undefined;

export async function readStorage(): Promise<StorageState> {
  const storage = storageOf();
  if (!storage) return { protection: 'unknown', freeBytes: null };
  const [isProtected, { quota, usage }] = await Promise.all([storage.persisted(), storage.estimate()]);
  return {
    protection: isProtected ? 'protected' : 'unprotected',
    freeBytes: quota === undefined ? null : Math.max(0, quota - (usage ?? 0)),
  };
}

/** Asks the browser to keep the till's data whatever happens. It answers by itself, or asks the person. */
export async function protectStorage(): Promise<void> {
  const storage = storageOf();
  if (storage && !(await storage.persisted())) await storage.persist();
}
