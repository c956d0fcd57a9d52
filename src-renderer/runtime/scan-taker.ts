import { useEffect, useRef } from 'react';

type Take = (codes: readonly string[]) => void;

let takers: readonly Take[] = [];

/** Who takes the next scan in place of the sale, or undefined. */
export const scanTaker = (): Take | undefined => takers.at(-1);

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
