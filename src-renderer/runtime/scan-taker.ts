import { useEffect, useRef } from 'react';

type Take = (codes: readonly string[]) => void;

let takers: readonly (Take | 'waits')[] = [];

/** Who takes the next scan in place of the sale, that it has to wait, or undefined. */
export const scanTaker = (): Take | 'waits' | undefined => takers.at(-1);

/** What is drawn would lose what was typed into it: a scan has to wait until it is answered. */
export function useScansWait(isTyped = true): void {
  useEffect(() => {
    if (!isTyped) return;
    takers = [...takers, 'waits'];
    return () => {
      takers = takers.toSpliced(takers.lastIndexOf('waits'), 1);
    };
  }, [isTyped]);
}

/** While a component is drawn, scans are its own: it asks for an article, and sells none. The latest one is asked. */
export function useScanTaker(take: Take): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    const entry: Take = (codes) => latest.current(codes);
    takers = [...takers, entry];
    return () => {
      takers = takers.filter((other) => other !== entry);
    };
  }, []);
}
