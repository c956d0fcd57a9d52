import { isKept, may, PERMISSIONS, type Permission, roleMay } from './permissions.ts';
import type { Role, StaffMember } from './staff-member.ts';
import type { HouseRulesChange, StoreSettings } from './store-settings.ts';

type Rules = Pick<
  StoreSettings,
  'permissions' | 'autoLockMs' | 'returnDays' | 'largeDiscountPpm' | 'drawerLimitMinor'
>;
type Person = Pick<StaffMember, 'id' | 'role' | 'active'>;
type Limit = Exclude<keyof HouseRulesChange, 'permissions'>;

/** Roles whose row can be changed; an owner may everything, always. */
export const CHANGED_ROLES = ['manager', 'cashier'] as const satisfies readonly Role[];

const RANK: Readonly<Record<Role, number>> = { cashier: 0, manager: 1, owner: 2 };
export const isAtLeast = (role: Role, least: Role): boolean => RANK[role] >= RANK[least];

/** Nobody moves a limit that would stop them. */
const LIMITS: Readonly<Record<Limit, Permission>> = {
  largeDiscountPpm: 'largeDiscount',
  returnDays: 'returnUnverified',
  autoLockMs: 'settings',
  drawerLimitMinor: 'cashInOut',
};
const LIMIT_NAMES = Object.keys(LIMITS) as Limit[];

export type HouseRulesRejection =
  /** Nobody who works here stands behind it, or somebody who may not change settings. */
  | { readonly code: 'notAllowed' }
  /** No setting takes this away. */
  | { readonly code: 'isKept'; readonly role: Role; readonly permission: Permission }
  /** Of a role a higher one decides. */
  | { readonly code: 'ownRole'; readonly role: Role }
  /** Nobody gives, or moves the limit of, what they may not do themselves. */
  | { readonly code: 'notHeld'; readonly permission: Permission };

export type HouseRulesDecision =
  | {
      readonly ok: true;
      /** What differs, as it was and as it is from now on; the same members in both. */
      readonly before: HouseRulesChange;
      readonly after: HouseRulesChange;
    }
  | { readonly ok: false; readonly rejection: HouseRulesRejection };

/**
 * Whether a change of the house's rules holds. One rule: *of what a role may, a higher role decides, and nobody gives what
 * they do not hold*. A manager arranges what cashiers may; what managers may, an owner says.
 *
 * @param staff who works here, by the same settings
 * @param by who asked, and who agreed where that was somebody else: then it is the second one's word
 */
export function decideHouseRules(
  settings: Rules,
  staff: readonly Person[],
  by: { readonly staffId: string; readonly approvedBy?: string | undefined },
  change: HouseRulesChange,
): HouseRulesDecision {
  const refuse = (rejection: HouseRulesRejection): HouseRulesDecision => ({ ok: false, rejection });
  const authority = staff.find(({ id }) => id === (by.approvedBy ?? by.staffId));
  if (!authority || !may(settings, authority, 'settings')) return refuse({ code: 'notAllowed' });

  const before: Record<string, unknown> = {};
  const after: Record<string, unknown> = {};
  for (const cell of cellsOf(change)) {
    const { role, permission, yes } = cell;
    const was = roleMay(settings, role, permission);
    if (was === yes) continue;
    if (isKept(role, permission)) return refuse({ code: 'isKept', role, permission });
    if (RANK[authority.role] <= RANK[role]) return refuse({ code: 'ownRole', role });
    if (yes && !may(settings, authority, permission)) return refuse({ code: 'notHeld', permission });
    put(before, role, permission, was);
    put(after, role, permission, yes);
  }
  for (const limit of LIMIT_NAMES) {
    const wanted = change[limit];
    const was = settings[limit] ?? null;
    if (wanted === undefined || wanted === was) continue;
    if (!may(settings, authority, LIMITS[limit]))
      return refuse({ code: 'notHeld', permission: LIMITS[limit] });
    // A limit without a word has its default, which is no figure to go back to: it is left out.
    if (was !== null || limit === 'drawerLimitMinor') before[limit] = was;
    after[limit] = wanted;
  }
  return { ok: true, before, after };
}

/** Whether somebody of a higher role than a manager has to agree. */
export const needsOwner = (change: HouseRulesChange): boolean => change.permissions?.manager !== undefined;

/** The members of the settings document that a decided change replaces; `null`: taken out. */
export function housePatch(
  settings: Rules,
  after: HouseRulesChange,
): { readonly [M in keyof HouseRulesChange]?: HouseRulesChange[M] } {
  const { permissions, ...limits } = after;
  if (!permissions) return limits;
  const merged = { ...settings.permissions };
  for (const role of CHANGED_ROLES)
    if (permissions[role]) merged[role] = { ...merged[role], ...permissions[role] };
  return { ...limits, permissions: merged };
}

/** Every cell that a change names, in the order of the matrix. */
export function cellsOf(change: HouseRulesChange): { role: Role; permission: Permission; yes: boolean }[] {
  return (Object.keys(RANK) as Role[]).flatMap((role) =>
    PERMISSIONS.flatMap((permission) => {
      const yes = change.permissions?.[role]?.[permission];
      return yes === undefined ? [] : [{ role, permission, yes }];
    }),
  );
}

function put(into: Record<string, unknown>, role: Role, permission: Permission, yes: boolean): void {
  const permissions = (into.permissions ?? {}) as Record<string, Record<string, boolean>>;
  into.permissions = { ...permissions, [role]: { ...permissions[role], [permission]: yes } };
}
