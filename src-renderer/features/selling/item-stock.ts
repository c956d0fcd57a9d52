import { useCallback, useMemo, useSyncExternalStore } from 'react';
import { useTill } from '../../runtime/till-context.tsx';

/**
 * What may still be promised of some SKUs together (each counts at least 0), live. In the unit's smallest step; null
 * while the server has told nothing about any of them.
 */
export function useStockOf(skus: readonly string[]): number | null {
  const { stock } = useTill();
  // SKUs never hold a line feed, so the list has a text that stays the same while it does.
  const key = skus.join('\n');
  const watched = useMemo(
    () => (key === '' ? [] : key.split('\n').map((sku) => stock.watch(sku))),
    [stock, key],
  );
  const subscribe = useCallback(
    (listener: () => void) => {
      const stops = [...watched, stock.complete].map((view) => view.subscribe(listener));
      return () => {
        for (const stop of stops) stop();
      };
    },
    [watched, stock],
  );
  const read = useCallback(() => {
    const complete = stock.complete.getSnapshot();
    const views = watched.map((view) => view.getSnapshot()).filter((view) => view.known || complete);
    if (views.length === 0) return null;
    return views.reduce((sum, view) => sum + Math.max(0, view.available), 0);
  }, [watched, stock]);
  return useSyncExternalStore(subscribe, read);
}

/** What may still be promised of one SKU, after this till's own demand; below 0 is beyond stock. Null while unknown. */
export function useSkuStock(sku: string): number | null {
  const till = useTill();
  const watched = useMemo(() => till.stock.watch(sku), [till, sku]);
  const view = useSyncExternalStore(watched.subscribe, watched.getSnapshot);
  const complete = useSyncExternalStore(till.stock.complete.subscribe, till.stock.complete.getSnapshot);
  return view.known || complete ? view.available : null;
}
