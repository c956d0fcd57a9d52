/** A value that can be read at any time and watched: the two arguments of React's `useSyncExternalStore`. */
export interface Readable<T> {
  /** The present value; the same reference until it changes. */
  readonly getSnapshot: () => T;
  /** Calls the listener after each change, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A set of listeners that survives a listener which throws or unsubscribes while being told. */
export interface Listeners {
  add(listener: () => void): () => void;
  notify(): void;
  readonly size: number;
}

export function createListeners(): Listeners {
  const listeners = new Set<() => void>();
  return {
    add(listener) {
      // A wrapper of its own, so that one function added twice is told twice and removed once each.
      const entry = () => listener();
      listeners.add(entry);
      return () => void listeners.delete(entry);
    },
    notify() {
      for (const listener of [...listeners]) {
        try {
          listener();
        } catch (error) {
          // One broken view must not keep the others, or the write that told them, from going on.
          reportError(error);
        }
      }
    },
    get size() {
      return listeners.size;
    },
  };
}

export interface Value<T> extends Readable<T> {
  set(value: T): void;
}

/** A readable that its owner sets. Setting the same reference again tells nobody. */
export function createValue<T>(initial: T): Value<T> {
  let present = initial;
  const listeners = createListeners();
  return {
    getSnapshot: () => present,
    subscribe: (listener) => listeners.add(listener),
    set(value) {
      if (Object.is(value, present)) return;
      present = value;
      listeners.notify();
    },
  };
}
