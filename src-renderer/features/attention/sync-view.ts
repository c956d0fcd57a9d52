import type { AttentionEntry, SaleExceptions } from '../../database/till-data.ts';
import type { SyncStatus } from '../../sync/till.ts';

/** The one thing the pill says. Attention comes before the network: it needs a person, the network does not. */
export interface PillView {
  readonly state: 'synced' | 'sending' | 'offline' | 'attention' | 'revoked' | 'unpaired' | 'connecting';
  readonly key:
    | 'synced'
    | 'sending'
    | 'sendingProgress'
    | 'sendingOther'
    | 'offline'
    | 'offlineSales'
    | 'needsAttention'
    | 'revoked'
    | 'unpaired'
    | 'connectingPill';
  readonly count: number;
  /** Of a backlog; else 0. */
  readonly done: number;
  readonly total: number;
}

export function pillView(status: SyncStatus): PillView {
  const { done, total } = status.progress ?? { done: 0, total: 0 };
  return { ...keyOf(status), done, total };
}

function keyOf(status: SyncStatus): Omit<PillView, 'done' | 'total'> {
  const { state, unsentSales, attention } = status;
  if (state === 'unpaired') return { state, key: 'unpaired', count: 0 };
  if (state === 'revoked') return { state, key: 'revoked', count: unsentSales };
  if (attention > 0) return { state: 'attention', key: 'needsAttention', count: attention };
  if (state === 'offline')
    return { state, key: unsentSales > 0 ? 'offlineSales' : 'offline', count: unsentSales };
  if (state === 'connecting') return { state, key: 'connectingPill', count: unsentSales };
  if (state === 'sending' && status.progress) return { state, key: 'sendingProgress', count: unsentSales };
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

export interface Span {
  readonly key: 'minutes' | 'hours' | 'days';
  readonly count: number;
}

/** A length of time in the largest unit of which there are at least two, rounded; at least a minute. */
export function spanOf(durationMs: number): Span {
  const minutes = Math.max(1, Math.round(durationMs / MINUTE_MS));
  if (minutes < 120) return { key: 'minutes', count: minutes };
  const hours = Math.round(minutes / 60);
  return hours < 48 ? { key: 'hours', count: hours } : { key: 'days', count: Math.round(hours / 24) };
}

const KNOWN_REASONS = [
  'notUnderstood',
  'newerVersion',
  'foreignTerminal',
  'foreignSale',
  'repeatedLineId',
  'conflictingTender',
  'conflictingEvent',
  'conflictingCommand',
  'tooLarge',
  'damagedRow',
] as const;
const REASON_OF_KIND = {
  stale: 'stale',
  unreadable: 'unreadable',
  damaged: 'damaged',
  conflict: 'conflict',
} as const;

export type Reason =
  | (typeof KNOWN_REASONS)[number]
  | (typeof REASON_OF_KIND)[keyof typeof REASON_OF_KIND]
  | 'unknown';

/** Why a document needs a person, as far as this till has words for it. */
export function reasonOf(entry: Pick<AttentionEntry, 'kind' | 'code'>): Reason {
  const known = KNOWN_REASONS.find((code) => code === entry.code);
  if (known) return known;
  return entry.kind === 'kept' || entry.kind === 'refused' ? 'unknown' : REASON_OF_KIND[entry.kind];
}

/** A sale of this long ago concerns a customer who may still be reached. */
export const RECENT_MS = 10 * 60_000;

/** Exceptions of recent sales about which a cashier can do something at once. */
export function newlyUrgent(
  sales: readonly SaleExceptions[],
  isRecent: (saleId: string) => boolean,
): readonly {
  readonly saleId: string;
  readonly kind: 'soldTwice' | 'duplicateReturn';
  readonly sku?: string | undefined;
}[] {
  return sales.flatMap(({ saleId, exceptions }) =>
    exceptions.flatMap(({ kind, sku, resolvedAt }) =>
      (kind === 'soldTwice' || kind === 'duplicateReturn') && !resolvedAt && isRecent(saleId)
        ? [{ saleId, kind, sku }]
        : [],
    ),
  );
}
