import type { Role, StaffMember } from './staff-member.ts';
import type { StoreSettings } from './store-settings.ts';

/** What not everybody may do. The name is what is recorded, so none is ever given another meaning. */
export const PERMISSIONS = [
  'discount',
  /** Above the store's `largeDiscountPpm`. */
  'largeDiscount',
  'priceOverride',
  'returnGoods',
  /** Without a receipt of this till that says what was sold. */
  'returnUnverified',
  /** Money back by another way than it came. */
  'refundOtherWay',
  'postVoid',
  /** Without a sale. */
  'openDrawer',
  'cashInOut',
  'closeShift',
  /** What should lie in the drawer, before it is counted. */
  'seeExpected',
  'sellBeyondStock',
  'adjustStock',
  'countStock',
  'receiveStock',
  'arrangeKeys',
  'settings',
  'training',
  'taxExempt',
  'handOver',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** What a cashier may without asking: what a counter does all day, and what can be read back from the receipt or the count. */
const OF_CASHIER: ReadonlySet<Permission> = new Set([
  'discount',
  'returnGoods',
  'closeShift',
  'countStock',
  'receiveStock',
  'handOver',
]);

const BY_DEFAULT: Readonly<Record<Role, (permission: Permission) => boolean>> = {
  owner: () => true,
  manager: () => true,
  cashier: (permission) => OF_CASHIER.has(permission),
};

/** Whether no setting can take it away: nobody locks a shop out of itself. */
export const isKept = (role: Role, permission: Permission): boolean =>
  role === 'owner' || (role === 'manager' && permission === 'settings');

/** Whether a role may, by the store's own matrix. */
export function roleMay(
  settings: Pick<StoreSettings, 'permissions'> | null,
  role: Role,
  permission: Permission,
): boolean {
  if (isKept(role, permission)) return true;
  return settings?.permissions?.[role]?.[permission] ?? BY_DEFAULT[role](permission);
}

/** Whether a person may. Nobody, and somebody who has left, may nothing. */
export function may(
  settings: Pick<StoreSettings, 'permissions'> | null,
  member: Pick<StaffMember, 'role' | 'active'> | null | undefined,
  permission: Permission,
): boolean {
  return member?.active === true && roleMay(settings, member.role, permission);
}

/** Who may say yes to it, in the order in which they were given. */
export function approversOf<M extends Pick<StaffMember, 'role' | 'active'>>(
  settings: Pick<StoreSettings, 'permissions'> | null,
  staff: readonly M[],
  permission: Permission,
): M[] {
  return staff.filter((member) => may(settings, member, permission));
}
