import type { AskedHouseRules } from '../../shared/office/office-request.ts';
import type { HouseRulesChange, StoreSettings } from '../../shared/staff/store-settings.ts';
import type { Queryable } from './database.ts';

export interface WaitingRules {
  readonly store_id: number;
  readonly request_id: string;
}

/** Changes of house rules that have arrived and are not decided, the earliest first. */
export const waitingHouseRules = (database: Queryable, limit: number): Promise<WaitingRules[]> =>
  database.query<WaitingRules>(
    `select store_id, request_id from office_request
     where state = 'waiting' and kind = 'houseRules' order by received_at, request_id limit $1`,
    [limit],
  );

/** One of them, held until the transaction ends; null where another server was quicker. */
export async function claimHouseRules(
  tx: Queryable,
  { store_id, request_id }: WaitingRules,
): Promise<AskedHouseRules | null> {
  const [row] = await tx.query<{ doc: AskedHouseRules }>(
    `select doc from office_request where store_id = $1 and request_id = $2 and state = 'waiting' for update`,
    [store_id, request_id],
  );
  return row?.doc ?? null;
}

export interface SettledRules {
  readonly patch: { readonly [M in keyof StoreSettings]?: StoreSettings[M] | null };
  readonly before?: HouseRulesChange | undefined;
  /** What holds from now on; where it was refused, what was asked. */
  readonly after?: HouseRulesChange | undefined;
  /** A code; then nothing is changed but the record. */
  readonly refused?: string;
}

/** Writes what came of a request as batch `version` of the store's feed: the settings, the record, and that it is done. */
export async function settleHouseRules(
  tx: Queryable,
  storeId: number,
  version: number,
  now: Date,
  request: AskedHouseRules,
  { patch, before, after, refused }: SettledRules,
): Promise<void> {
  const gone = Object.keys(patch).filter((member) => patch[member] === null);
  const { id, kind, terminalId, staffId, approvedBy, at, sawVersion } = request;
  await tx.query(
    `update settings set doc = ((doc::jsonb || $2::jsonb) - $3::text[])::json where store_id = $1`,
    [storeId, JSON.stringify(patch), gone],
  );
  await tx.query('select note_settings_change($1, $2, $3, $4, $5)', [
    storeId,
    version,
    now.toISOString(),
    id,
    JSON.stringify({ kind, terminalId, staffId, approvedBy, at, sawVersion, refused, before, after }),
  ]);
  await tx.query(
    `update office_request set state = $3, done_at = $4, due_at = null, failure = $5
     where store_id = $1 and request_id = $2`,
    [storeId, id, refused ? 'failed' : 'done', now.toISOString(), refused ?? null],
  );
}
