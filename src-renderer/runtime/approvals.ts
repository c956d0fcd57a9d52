import { create } from 'zustand';
import type { SaleApproval } from '../../shared/sale/sale.ts';
import { isAtLeast } from '../../shared/staff/decide-house-rules.ts';
import { may, type Permission } from '../../shared/staff/permissions.ts';
import type { Role } from '../../shared/staff/staff-member.ts';
import type { Words } from '../languages/en/words.ts';
import type { Till } from '../sync/till.ts';
import { cashier } from './cashier-store.ts';
import { nowIso } from './new-id.ts';

/** Somebody who may has agreed. Goes into the sale's `approvals`, beside the act and the cashier. */
export interface Approval {
  readonly approvedBy: string;
  readonly reason?: string;
  readonly at: string;
}

const REASON_MAX = 200;

/**
 * An approval as the sale keeps it, beside the act and the cashier.
 *
 * @param about the line, and how deep a discount was agreed to, where that is what it was about
 */
export function recordedApproval(
  act: string,
  approval: Approval,
  about: Pick<SaleApproval, 'lineId' | 'depthPpm'> = {},
): SaleApproval {
  return {
    act,
    approvedBy: approval.approvedBy,
    cashierId: cashier.get().cashierId ?? approval.approvedBy,
    at: approval.at,
    ...(approval.reason ? { reason: approval.reason.slice(0, REASON_MAX) } : {}),
    ...about,
  };
}

/** What is asked for, in the words of `staff.acts`: "Discount of {{discount}} on {{name}}". */
export interface AskedAct {
  readonly act: keyof Words['staff']['acts'];
  readonly values?: Readonly<Record<string, string | number>>;
  /** Asks somebody else even where the cashier may, or asks for the cashier's own PIN once more: a post-void, for one. */
  readonly always?: boolean;
  /** Only somebody of this role or a higher one says yes to it. */
  readonly least?: Role;
}

export interface AskedApproval {
  readonly permission: Permission;
  readonly asked: AskedAct;
  readonly answer: (approval: Approval | null) => void;
}

type Facts = Pick<Till, 'staff' | 'settings'>;

let facts: Facts | null = null;

/** The question that stands; the dialog mounted in till-app answers it. */
export const useAskedApproval = create<{ readonly asked: AskedApproval | null }>()(() => ({ asked: null }));

/** While somebody is asked nothing else happens to the cart. */
export const isApprovalAsked = (): boolean => useAskedApproval.getState().asked !== null;

/** Whose matrix and people are asked. Called once, where the till is provided to its screens. */
export function approveOver(till: Facts): void {
  facts = till;
}

/** Whether the cashier at the till may, without asking anybody. */
export function cashierMay(permission: Permission): boolean {
  const { cashierId } = cashier.get();
  const member = facts?.staff.getSnapshot().find(({ id }) => id === cashierId);
  return may(facts?.settings.getSnapshot() ?? null, member, permission);
}

/**
 * Override in place. Resolves at once, in the cashier's own name, where the cashier may; otherwise when somebody who may
 * has given a PIN, and with null when the cashier goes back. The cart is never touched. A second question while one
 * stands is answered with null: two acts cannot be agreed to with one PIN.
 */
export function askApproval(permission: Permission, asked: AskedAct): Promise<Approval | null> {
  const { cashierId } = cashier.get();
  const { least = 'cashier' } = asked;
  const role = facts?.staff.getSnapshot().find(({ id }) => id === cashierId)?.role ?? 'cashier';
  if (cashierId !== null && !asked.always && isAtLeast(role, least) && cashierMay(permission))
    return Promise.resolve({ approvedBy: cashierId, at: nowIso() });
  if (cashierId === null || useAskedApproval.getState().asked) return Promise.resolve(null);
  return new Promise((resolve) => {
    useAskedApproval.setState({
      asked: {
        permission,
        asked,
        answer(approval) {
          useAskedApproval.setState({ asked: null });
          resolve(approval);
        },
      },
    });
  });
}
