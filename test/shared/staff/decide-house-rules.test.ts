import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import {
  cellsOf,
  decideHouseRules,
  housePatch,
  isAtLeast,
  needsOwner,
} from '../../../shared/staff/decide-house-rules.ts';
import { isKept, may, PERMISSIONS, roleMay } from '../../../shared/staff/permissions.ts';
import { ROLES, type Role } from '../../../shared/staff/staff-member.ts';
import type { HouseRulesChange } from '../../../shared/staff/store-settings.ts';

const permission = fc.constantFrom(...PERMISSIONS);
const matrix = fc.dictionary(fc.constantFrom(...ROLES), fc.dictionary(permission, fc.boolean()), {
  noNullPrototype: true,
});
const change = fc.record(
  {
    permissions: matrix,
    largeDiscountPpm: fc.integer({ min: 0, max: 1_000_000 }),
    autoLockMs: fc.integer({ min: 0, max: 86_400_000 }),
    returnDays: fc.integer({ min: 0, max: 3650 }),
    drawerLimitMinor: fc.option(fc.integer({ min: 0, max: 1_000_000 })),
  },
  { requiredKeys: [], noNullPrototype: true },
) as fc.Arbitrary<HouseRulesChange>;
const settings = fc.record({ permissions: matrix });
const people = ROLES.map((role) => ({ id: role, role, active: true }));
const by = (staffId: string, approvedBy?: string) => ({ staffId, approvedBy });
const give = (role: Role, act: (typeof PERMISSIONS)[number], yes: boolean): HouseRulesChange => ({
  permissions: { [role]: { [act]: yes } },
});
const after = (shop: object, decided: HouseRulesChange) => ({ ...shop, ...housePatch(shop, decided) });

describe('who may change what others may', () => {
  it.each<[string, Role, HouseRulesChange, string | null]>([
    ['a manager gives a cashier what managers hold', 'manager', give('cashier', 'openDrawer', true), null],
    ['a manager takes it from cashiers', 'manager', give('cashier', 'discount', false), null],
    ['a manager does not say what managers may', 'manager', give('manager', 'postVoid', false), 'ownRole'],
    ['an owner does', 'owner', give('manager', 'postVoid', false), null],
    ['not even an owner locks managers out', 'owner', give('manager', 'settings', false), 'isKept'],
    ['nobody takes anything from owners', 'owner', give('owner', 'discount', false), 'isKept'],
    ['a cashier changes nothing', 'cashier', give('cashier', 'openDrawer', true), 'notAllowed'],
    ['nor a limit', 'cashier', { autoLockMs: 0 }, 'notAllowed'],
    ['a manager moves a limit', 'manager', { largeDiscountPpm: 200_000, drawerLimitMinor: 50_000 }, null],
  ])('%s', (_, role, asked, code) => {
    const decision = decideHouseRules({}, people, by(role), asked);
    expect(decision.ok ? null : decision.rejection.code).toBe(code);
  });

  it('takes the word of who agreed in place of who asked, and never of somebody who has left', () => {
    const asked = give('manager', 'training', false);
    expect(decideHouseRules({}, people, by('cashier', 'owner'), asked).ok).toBe(true);
    expect(decideHouseRules({}, people, by('owner', 'manager'), asked).ok).toBe(false);
    const left = [{ id: 'owner', role: 'owner' as const, active: false }];
    expect(decideHouseRules({}, left, by('owner'), asked)).toMatchObject({
      rejection: { code: 'notAllowed' },
    });
    expect(decideHouseRules({}, [], by('nobody'), asked).ok).toBe(false);
  });

  it('lets a manager neither give nor move what the owner has taken from managers', () => {
    const shop = { permissions: { manager: { largeDiscount: false } } };
    const held = { code: 'notHeld', permission: 'largeDiscount' };
    expect(decideHouseRules(shop, people, by('manager'), give('cashier', 'largeDiscount', true))).toEqual({
      ok: false,
      rejection: held,
    });
    expect(decideHouseRules(shop, people, by('manager'), { largeDiscountPpm: 1 })).toEqual({
      ok: false,
      rejection: held,
    });
  });

  it('says what was and what is, of what differs alone', () => {
    const shop = { permissions: { cashier: { training: true } }, autoLockMs: 60_000, drawerLimitMinor: 1 };
    const asked = {
      permissions: { cashier: { training: true, openDrawer: true } },
      autoLockMs: 60_000,
      drawerLimitMinor: null,
    };
    const decision = decideHouseRules(shop, people, by('manager'), asked);
    expect(decision).toEqual({
      ok: true,
      before: { permissions: { cashier: { openDrawer: false } }, drawerLimitMinor: 1 },
      after: { permissions: { cashier: { openDrawer: true } }, drawerLimitMinor: null },
    });
    expect(decision.ok && housePatch(shop, decision.after)).toEqual({
      permissions: { cashier: { training: true, openDrawer: true } },
      drawerLimitMinor: null,
    });
  });

  it('asks for an owner where a manager’s row is touched', () => {
    expect(needsOwner(give('manager', 'training', true))).toBe(true);
    expect(needsOwner({ ...give('cashier', 'training', true), autoLockMs: 1 })).toBe(false);
    expect(isAtLeast('manager', 'owner')).toBe(false);
  });

  test.prop([settings, fc.constantFrom(...ROLES), change])(
    'what holds afterwards is what was asked, nobody is given more than a higher role has, and nobody is locked out',
    (shop, author, asked) => {
      const decision = decideHouseRules(shop, people, by(author), asked);
      if (!decision.ok) return;
      const then = after(shop, decision.after);
      for (const role of ROLES)
        for (const act of PERMISSIONS) {
          const cell = cellsOf(asked).find((each) => each.role === role && each.permission === act);
          expect(roleMay(then, role, act)).toBe(cell ? cell.yes : roleMay(shop, role, act));
          if (isKept(role, act)) expect(roleMay(then, role, act)).toBe(true);
          const isGiven = roleMay(then, role, act) && !roleMay(shop, role, act);
          if (isGiven) {
            expect(role).not.toBe(author);
            expect(
              may(
                shop,
                people.find(({ id }) => id === author),
                act,
              ),
            ).toBe(true);
          }
        }
      // Asked again it changes nothing more.
      expect(decideHouseRules(then as never, people, by(author), asked)).toMatchObject({
        ok: true,
        after: {},
      });
    },
  );
});
