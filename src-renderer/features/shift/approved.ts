import type { Permission } from '../../../shared/staff/permissions.ts';
import { type AskedAct, askApproval } from '../../runtime/approvals.ts';
import type { ShiftPerson } from './shift-acts.ts';

/** Asks whether something may be done, in place; null when nobody said yes. */
export async function approved(
  cashierId: string,
  permission: Permission,
  asked: AskedAct,
): Promise<ShiftPerson | null> {
  const approval = await askApproval(permission, asked);
  return approval && { cashierId, approvedBy: approval.approvedBy };
}
