import { randomBytes } from 'node:crypto';
import { uuidV7 } from '../../shared/core/uuid.ts';
import type { StockCommand } from '../../shared/stock/stock-command.ts';
import type { Queryable } from '../database/database.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';
import { contentDigest } from '../sync/content-digest.ts';

/** Whom the ledger names where nobody at a till did it. */
export const HEAD_OFFICE = '00000000-0000-0000-0000-000000000000';

export interface Adjustment {
  readonly sku: string;
  /** Signed, in the unit's smallest step. */
  readonly quantity: number;
  readonly reason: string;
  readonly kind?: 'receipt' | 'adjustment';
  readonly staffId?: string;
  readonly at: Date;
}

export type AdjustResult =
  | { readonly ok: true; readonly onHand: number; readonly reserved: number }
  | { readonly ok: false; readonly code: 'unknownSku' | 'notApplied'; readonly detail: string };

/** A movement made in head office. Unlike a till's it is refused for a SKU that nobody knows: here it is a typing error. */
export async function adjustStock(
  database: Queryable,
  lane: ApplyLane,
  storeId: number,
  adjustment: Adjustment,
): Promise<AdjustResult> {
  const { sku, quantity, reason, at } = adjustment;
  const read = () =>
    database.query<{ onHand: number; reserved: number }>(
      'select on_hand as "onHand", reserved from stock where store_id = $1 and sku = $2',
      [storeId, sku],
    );
  if ((await read()).length === 0)
    return { ok: false, code: 'unknownSku', detail: `there is no SKU ${sku} in this store` };
  const command: StockCommand = {
    id: uuidV7(at.getTime(), randomBytes(10)),
    kind: adjustment.kind ?? 'adjustment',
    sku,
    quantity,
    reason,
    staffId: adjustment.staffId ?? HEAD_OFFICE,
    at: at.toISOString(),
  };
  const answer = await lane.apply(storeId, {
    kind: 'stockCommand',
    command,
    contentHash: contentDigest(command),
    terminalId: null,
  });
  const [stock] = await read();
  if (answer.status !== 'applied' || !stock)
    return { ok: false, code: 'notApplied', detail: answer.code ?? answer.status };
  return { ok: true, ...stock };
}
