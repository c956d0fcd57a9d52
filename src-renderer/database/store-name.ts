const keyOf = (name: string) => `evertill.storeNumber/${name}`;

/** Which of this till's stores is in use: a store that cannot be read is set aside, and the next one begun. */
export interface StoreNames {
  readonly present: string;
  /** The one that was set aside for it, or null for a till's first store. */
  readonly before: string | null;
}

export function storeNames(name: string): StoreNames {
  const number = readNumber(name);
  return { present: numbered(name, number), before: number > 1 ? numbered(name, number - 1) : null };
}

/**
 * From the next start on the till has a store of its own beside the present one, which stays on the disk as it is.
 *
 * @returns false where the browser keeps no such note
 */
export function setStoreAside(name: string): boolean {
  try {
    localStorage.setItem(keyOf(name), String(readNumber(name) + 1));
    return true;
  } catch {
    return false;
  }
}

const numbered = (name: string, number: number) => (number > 1 ? `${name}-${number}` : name);

function readNumber(name: string): number {
  try {
    return Math.max(1, Number(globalThis.localStorage?.getItem(keyOf(name)) ?? 1) || 1);
  } catch {
    return 1;
  }
}
