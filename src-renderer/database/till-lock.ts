/** Another window of this browser has the till open. */
export class TillInUse extends Error {
  override readonly name = 'TillInUse';
}

/** A window that is being reloaded lets go a moment after the new one asks. */
const WAIT_MS = 3_000;

/**
 * Two windows on one store would mint the same sequence twice and overwrite each other's carts. The lock ends with the
 * window, however it ends. Browsers have no locks on pages over plain HTTP; there it cannot be held, and is not.
 *
 * @returns how to let go
 * @throws TillInUse
 */
export async function holdTillLock(name: string): Promise<() => void> {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return () => {};
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), WAIT_MS);
  return new Promise((resolve, reject) => {
    locks
      .request(`evertill/${name}`, { signal: patience.signal }, () => {
        clearTimeout(timer);
        return new Promise<void>((letGo) => {
          resolve(letGo);
        });
      })
      .catch((error: unknown) => {
        const inUse = error instanceof DOMException && error.name === 'AbortError';
        reject(inUse ? new TillInUse('this till is open in another window') : (error as Error));
      });
  });
}
