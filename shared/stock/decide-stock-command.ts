import type { StockCommand } from './stock-command.ts';

/** Why goods leave the books or come back onto them. Recorded beside the words that the person chose; anything else is words alone. */
export const ADJUSTMENT_REASONS = ['found', 'broken', 'stolen', 'expired', 'ownUse'] as const;
export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number];

export type WantedStockAct =
  /** What came in, above zero. `reason`: the delivery's number, or nothing. */
  | { readonly kind: 'receipt'; readonly quantity: number; readonly reason: string }
  /** Signed: below zero it is gone. */
  | {
      readonly kind: 'adjustment';
      readonly quantity: number;
      readonly reason: string;
      readonly reasonCode?: AdjustmentReason;
    }
  /** What was found, own sales up to `afterSequence` taken off already. */
  | {
      readonly kind: 'count';
      readonly quantity: number;
      readonly reason: string;
      /** Of the stock document that the till had; null where it had none. */
      readonly stockVersion: number | null;
      readonly afterSequence: number;
    };

export interface StockActor {
  readonly id: string;
  readonly terminalId: string;
  readonly epoch: number;
  readonly staffId: string;
  readonly at: string;
}

export type StockCommandDecision =
  | { readonly ok: true; readonly command: StockCommand }
  | { readonly ok: false; readonly rejection: { readonly code: 'noQuantity' | 'tooMuch' | 'noReason' } };

const MOST = 1e9;
const LONGEST_REASON = 200;

/** One act on stock as the till writes it down. Quantities in the unit's smallest step. */
export function decideStockCommand(
  sku: string,
  wanted: WantedStockAct,
  actor: StockActor,
): StockCommandDecision {
  const { kind, quantity } = wanted;
  const refuse = (code: 'noQuantity' | 'tooMuch' | 'noReason') =>
    ({ ok: false, rejection: { code } }) as const;
  const least = kind === 'receipt' ? 1 : 0;
  if (!Number.isSafeInteger(quantity)) return refuse('noQuantity');
  if (kind === 'adjustment' ? quantity === 0 : quantity < least) return refuse('noQuantity');
  if (Math.abs(quantity) > MOST) return refuse('tooMuch');
  const reason = wanted.reason.trim().slice(0, LONGEST_REASON);
  if (kind === 'adjustment' && reason === '') return refuse('noReason');
  const { id, terminalId, staffId, at, epoch } = actor;
  return {
    ok: true,
    command: {
      id,
      terminalId,
      kind,
      sku,
      quantity,
      reason,
      staffId,
      at,
      ...(wanted.kind === 'count'
        ? {
            afterSequence: wanted.afterSequence,
            epoch,
            ...(wanted.stockVersion === null ? {} : { stockVersion: wanted.stockVersion }),
          }
        : {}),
      ...(wanted.kind === 'adjustment' && wanted.reasonCode ? { reasonCode: wanted.reasonCode } : {}),
    },
  };
}
