import { CHANGED_ROLES, type decideHouseRules } from '../../../shared/staff/decide-house-rules.ts';
import { type Permission, roleMay } from '../../../shared/staff/permissions.ts';
import type { Role } from '../../../shared/staff/staff-member.ts';
import { dayOf, type HouseRulesChange } from '../../../shared/staff/store-settings.ts';

export type Rules = Parameters<typeof decideHouseRules>[0];
export type Limit = Exclude<keyof HouseRulesChange, 'permissions'>;

/** The matrix as a person reads it: by what it is about. */
export const GROUPS: readonly (readonly [
  about: 'sale' | 'returns' | 'drawer' | 'stock' | 'till',
  permissions: readonly Permission[],
])[] = [
  ['sale', ['discount', 'largeDiscount', 'priceOverride', 'taxExempt', 'sellBeyondStock', 'handOver']],
  ['returns', ['returnGoods', 'returnUnverified', 'refundOtherWay', 'postVoid']],
  ['drawer', ['openDrawer', 'cashInOut', 'seeExpected', 'closeShift']],
  ['stock', ['receiveStock', 'adjustStock', 'countStock']],
  ['till', ['arrangeKeys', 'training', 'settings']],
];

/** Whether a role will be allowed once the draft holds. */
export const willBe = (
  settings: Rules,
  draft: HouseRulesChange,
  role: Role,
  permission: Permission,
): boolean => draft.permissions?.[role]?.[permission] ?? roleMay(settings, role, permission);

/** The draft with a cell turned; a cell that is again as it was leaves the draft. */
export function withCell(
  settings: Rules,
  draft: HouseRulesChange,
  role: Role,
  permission: Permission,
  yes: boolean,
): HouseRulesChange {
  const cells = { ...draft.permissions?.[role] };
  if (roleMay(settings, role, permission) === yes) delete cells[permission];
  else cells[permission] = yes;
  const permissions = { ...draft.permissions, [role]: cells };
  for (const each of CHANGED_ROLES)
    if (permissions[each] && Object.keys(permissions[each]).length === 0) delete permissions[each];
  const { permissions: _before, ...limits } = draft;
  return Object.keys(permissions).length === 0 ? limits : { ...limits, permissions };
}

/** The draft with a limit; one that is again as it was leaves the draft. */
export function withLimit(
  settings: Rules,
  draft: HouseRulesChange,
  limit: Limit,
  value: number | null,
): HouseRulesChange {
  const { [limit]: _before, ...others } = draft;
  const standing = limit === 'drawerLimitMinor' ? (settings[limit] ?? null) : dayOf(settings)[limit];
  return value === standing ? others : { ...others, [limit]: value };
}
