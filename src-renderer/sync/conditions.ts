/** Waiting for a state of things, told of by those who change it. */
export interface Conditions {
  /** Resolves when the condition holds, when everything stops, or after `mostMs`. */
  until(holds: () => boolean, mostMs?: number): Promise<void>;
  /** Something has happened that someone may be waiting for. */
  check(): void;
}

export function createConditions(isStopped: () => boolean): Conditions {
  const waiting = new Set<() => void>();
  return {
    until: (holds, mostMs = Number.POSITIVE_INFINITY) =>
      new Promise((resolve) => {
        const timer = mostMs === Number.POSITIVE_INFINITY ? null : setTimeout(end, mostMs);
        function look(): void {
          if (isStopped() || holds()) end();
        }
        function end(): void {
          if (timer !== null) clearTimeout(timer);
          waiting.delete(look);
          resolve();
        }
        waiting.add(look);
        look();
      }),
    check() {
      for (const look of [...waiting]) look();
    },
  };
}
