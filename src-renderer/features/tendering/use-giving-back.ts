import { useMemo } from 'react';
import { maskedCard } from '../../../shared/sale/card.ts';
import { isPlanned, type RefundPlan, refundPlan, refundWaysOf } from '../../../shared/sale/refund-plan.ts';
import type { OpenSale, RefundWay, Sale } from '../../../shared/sale/sale.ts';
import { settlement } from '../../../shared/sale/settlement.ts';
import type { TenderKind } from '../../../shared/sale/tender-kind.ts';
import { askApproval, recordedApproval } from '../../runtime/approvals.ts';
import { useStoreSettings, useTill } from '../../runtime/till-context.tsx';
import { useMoney } from '../../ui/money.tsx';
import type { GivenBack } from './payment.ts';
import { useTenderName } from './tender-name.ts';

const REFUND_OTHER_WAY = 'refundOtherWay';

export interface GivingBack {
  readonly plan: RefundPlan;
  /** By what it was paid, and that in words. */
  readonly ways: readonly RefundWay[];
  readonly words: string;
  /** What a way gives back next by the plan; nothing where that is all, or the way is none of the plan. */
  amountOf(kind: string): number | undefined;
  /** Does it where the plan says so or somebody who may agrees, whose name goes into the sale. */
  agreed(kind: string, amountMinor: number, act: (back: GivenBack) => void): void;
}

/**
 * Money on its way back to the customer: the way it came, unless somebody agrees to another.
 *
 * @param dueMinor what is still to be given back; 0 where the customer pays
 */
export function useGivingBack(sale: OpenSale, kinds: readonly TenderKind[], dueMinor: number): GivingBack {
  const till = useTill();
  const money = useMoney(sale.currency);
  const nameOf = useTenderName();
  const step = useStoreSettings()?.cashStepMinor ?? 1;
  const isBack = dueMinor > 0;
  const { lines, refundOf } = sale;
  // biome-ignore lint/correctness/useExhaustiveDependencies: of the sale only these two count, and its tenders change often
  const ways = useMemo(() => {
    if (!isBack) return [];
    const here = new Map<string, Sale>();
    for (const id of till.sales.allIds()) {
      const other = till.sales.get(id);
      if (other) here.set(id, other);
    }
    return refundWaysOf(sale, here);
  }, [isBack, lines, refundOf, till]);
  const plan = refundPlan(dueMinor, sale, ways, kinds);
  const words = ways
    .map(({ kind, amountMinor, card }) =>
      [nameOf(kind), card && `\u2068${maskedCard(card)}\u2069`, money.format(amountMinor)]
        .filter(Boolean)
        .join(' '),
    )
    .join(', ');
  return {
    plan,
    ways,
    words,
    amountOf(kind) {
      const amountMinor = plan.rows.find((row) => row.kind === kind)?.amountMinor;
      return amountMinor === dueMinor ? undefined : amountMinor;
    },
    agreed(kind, amountMinor, act) {
      const ofDueMinor = settlement(sale, step).dueMinor;
      if (isPlanned(plan, kind, Math.min(amountMinor, dueMinor))) return act({ ofDueMinor });
      const values = { amount: money.format(amountMinor), name: nameOf(kind), ways: words };
      askApproval(REFUND_OTHER_WAY, { act: REFUND_OTHER_WAY, values })
        .then((approval) => {
          if (approval) act({ ofDueMinor, agreed: recordedApproval(REFUND_OTHER_WAY, approval) });
        })
        .catch(reportError);
    },
  };
}
