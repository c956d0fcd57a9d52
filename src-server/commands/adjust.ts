import type { Database } from '../database/database.ts';
import { adjustStock } from '../stock/adjust.ts';
import type { ApplyLane } from '../sync/apply-lane.ts';
import { CommandFailure } from './command-failure.ts';
import { storeOfCommand } from './store-of-command.ts';

export interface AdjustArguments {
  readonly store: string;
  readonly sku: string;
  /** Signed, in the smallest step of the unit. */
  readonly quantity: number;
  readonly reason: string;
}

/** Puts units on a shelf, or takes them off it, with a reason that stays in the ledger. */
export async function adjust(
  database: Database,
  lane: ApplyLane,
  { store, sku, quantity, reason }: AdjustArguments,
): Promise<string[]> {
  const { store_id: storeId } = await storeOfCommand(database, store);
  const result = await adjustStock(database, lane, storeId, { sku, quantity, reason, at: new Date() });
  if (!result.ok && result.code === 'unknownSku')
    throw new CommandFailure(
      `Store ${store} has no SKU "${sku}". Check the spelling, or import the item first.`,
    );
  if (!result.ok)
    throw new CommandFailure(`The adjustment of ${sku} was not applied: ${result.detail}. Try again.`);
  const signed = quantity > 0 ? `+${quantity}` : String(quantity);
  return [
    `${sku} in store ${store}: ${signed}, now ${result.onHand} on hand, ${result.reserved} of them reserved.`,
  ];
}
