import type { SyncStatus } from '../../sync/till.ts';

/** The one thing the pill says. Attention comes before the network: it needs a person, the network does not. */
export interface PillView {
  readonly state: 'synced' | 'sending' | 'offline' | 'attention' | 'revoked' | 'unpaired' | 'connecting';
  readonly key:
    | 'synced'
    | 'sending'
    | 'sendingOther'
    | 'offline'
    | 'offlineSales'
    | 'needsAttention'
    | 'revoked'
    | 'unpaired'
    | 'connectingPill';
  readonly count: number;
}

export function pillView(status: SyncStatus): PillView {
  const { state, unsentSales, attention } = status;
  if (state === 'unpaired') return { state, key: 'unpaired', count: 0 };
  if (state === 'revoked') return { state, key: 'revoked', count: unsentSales };
  if (attention > 0) return { state: 'attention', key: 'needsAttention', count: attention };
  if (state === 'offline')
    return { state, key: unsentSales > 0 ? 'offlineSales' : 'offline', count: unsentSales };
  if (state === 'connecting') return { state, key: 'connectingPill', count: unsentSales };
  if (state === 'sending')
    return { state, key: unsentSales > 0 ? 'sending' : 'sendingOther', count: unsentSales };
  return { state: 'synced', key: 'synced', count: 0 };
}

export type Age = { readonly key: 'agoNow' | 'agoMinutes' | 'agoHours' | 'agoDays'; readonly count: number };

const MINUTE_MS = 60_000;

/** How long ago something was, in the largest unit that is not 0. A clock that went back says *just now*. */
export function ageOf(at: string, now: number): Age {
  const minutes = Math.max(0, Math.floor((now - Date.parse(at)) / MINUTE_MS));
  if (minutes < 1) return { key: 'agoNow', count: 0 };
  if (minutes < 60) return { key: 'agoMinutes', count: minutes };
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return { key: 'agoHours', count: hours };
  return { key: 'agoDays', count: Math.floor(hours / 24) };
}
