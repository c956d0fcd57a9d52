import { useMemo } from 'react';
import { shownSpeedKeys } from '../../shared/staff/speed-keys.ts';
import { useOwnRequests } from './own-requests.ts';
import { useStoreSettings } from './till-context.tsx';

/** The store's speed keys as this till shows them: what is arranged here holds here at once. */
export function useSpeedKeys(): ReturnType<typeof shownSpeedKeys> {
  const settings = useStoreSettings();
  const mine = useOwnRequests('speedKeys').at(-1) ?? null;
  return useMemo(() => shownSpeedKeys(settings, mine), [settings, mine]);
}
