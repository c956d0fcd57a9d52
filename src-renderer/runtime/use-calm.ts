import { useEffect, useRef, useState } from 'react';

/**
 * A value that changes often, taken over at most once in a while; the last one always arrives. At once while `calm` is
 * false.
 */
export function useCalm<T>(value: T, everyMs: number, calm: boolean): T {
  const [shown, setShown] = useState(value);
  const takenAt = useRef(0);
  useEffect(() => {
    const waitMs = calm ? Math.max(0, takenAt.current + everyMs - Date.now()) : 0;
    const timer = setTimeout(() => {
      takenAt.current = Date.now();
      setShown(value);
    }, waitMs);
    return () => clearTimeout(timer);
  }, [value, everyMs, calm]);
  return calm ? shown : value;
}
