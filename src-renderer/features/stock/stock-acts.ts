import type { Permission } from '../../../shared/staff/permissions.ts';
import {
  type AdjustmentReason,
  decideStockCommand,
  type StockCommandDecision,
  type WantedStockAct,
} from '../../../shared/stock/decide-stock-command.ts';
import { type AskedAct, askApproval } from '../../runtime/approvals.ts';
import { cashier } from '../../runtime/cashier-store.ts';
import { newId, nowIso } from '../../runtime/new-id.ts';
import type { Till } from '../../sync/till.ts';

export type StockActKind = WantedStockAct['kind'];

export type StockActOutcome =
  | { readonly state: 'written' }
  /** Nobody agreed. */
  | { readonly state: 'left' }
  | {
      readonly state: 'refused';
      readonly code:
        | Extract<StockCommandDecision, { ok: false }>['rejection']['code']
        | 'notSaved'
        | 'notReady';
    };

const PERMISSION = {
  receipt: 'receiveStock',
  adjustment: 'adjustStock',
  count: 'countStock',
} as const satisfies Readonly<Record<StockActKind, Permission & AskedAct['act']>>;

/** What is wanted, as it is typed; the cut of a count is taken here, at the moment of writing. */
export interface TypedStockAct {
  readonly sku: string;
  readonly kind: StockActKind;
  /** In the unit's smallest step; null where nothing readable was typed. */
  readonly quantity: number | null;
  readonly reason: string;
  readonly reasonCode?: AdjustmentReason;
}

type Facts = Pick<Till, 'stock' | 'sales' | 'identity' | 'stockCommands'>;

/**
 * Receives, adjusts or counts one article: asks whoever may, then writes one command. It is a fact: head office books it
 * when it hears of it, offline too.
 *
 * @param words of the question that somebody else may have to answer
 */
export async function actOnStock(
  till: Facts,
  typed: TypedStockAct,
  words: { readonly name: string; readonly quantity: string },
): Promise<StockActOutcome> {
  const identity = till.identity.getSnapshot();
  const { cashierId } = cashier.get();
  if (!identity || cashierId === null) return { state: 'refused', code: 'notReady' };
  const { terminalId, epoch } = identity;
  const tried = decideStockCommand(typed.sku, wantedOf(till, typed, terminalId, epoch), {
    id: newId(),
    terminalId,
    epoch,
    staffId: cashierId,
    at: nowIso(),
  });
  if (!tried.ok) return { state: 'refused', code: tried.rejection.code };
  // What was counted is what lay there before somebody was fetched to agree: the cut is that of the question.
  const act = PERMISSION[typed.kind];
  const approval = await askApproval(act, { act, values: words });
  if (!approval) return { state: 'left' };
  const { approvedBy } = approval;
  try {
    await till.stockCommands.append({
      ...tried.command,
      ...(approvedBy === cashierId ? {} : { approvedBy }),
    });
  } catch (error) {
    reportError(error);
    return { state: 'refused', code: 'notSaved' };
  }
  return { state: 'written' };
}

function wantedOf(till: Facts, typed: TypedStockAct, terminalId: string, epoch: number): WantedStockAct {
  const { kind, reason, reasonCode } = typed;
  const quantity = typed.quantity ?? Number.NaN;
  if (kind === 'receipt') return { kind, quantity, reason };
  if (kind === 'adjustment') return { kind, quantity, reason, ...(reasonCode ? { reasonCode } : {}) };
  return {
    kind,
    quantity,
    reason,
    stockVersion: till.stock.view(typed.sku).level?.version ?? null,
    afterSequence: till.sales.lastSequence(terminalId, epoch),
  };
}
