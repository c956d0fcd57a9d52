import type { StaffMember } from './staff-member.ts';

/**
 * How a person gets to the till. `open`: nobody of the shop has a PIN yet. `noPin`: others have, so this one needs one
 * first. `waiting`: there is a PIN, and the server has not told this till what to check it with.
 */
export type Entry = 'open' | 'pin' | 'noPin' | 'waiting';

type Known = Pick<StaffMember, 'active' | 'pinSet' | 'pin'>;

export function entryOf(member: Known, staff: readonly Known[]): Entry {
  if (member.pin) return 'pin';
  if (member.pinSet) return 'waiting';
  return hasPins(staff) ? 'noPin' : 'open';
}

/** Whether anybody who still works here has a PIN: from then on nobody sells without one. */
export const hasPins = (staff: readonly Known[]): boolean =>
  staff.some(({ active, pinSet, pin }) => active && (pinSet === true || pin !== undefined));
