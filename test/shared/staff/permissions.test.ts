import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { approversOf, isKept, may, PERMISSIONS, roleMay } from '../../../shared/staff/permissions.ts';
import { ROLES } from '../../../shared/staff/staff-member.ts';
import { storeSettingsSchema } from '../../../shared/staff/store-settings.ts';
import { PULLED_AS_READ } from '../../../shared/sync/documents.ts';
import { defaultSettings } from '../../../src-server/shop/default-settings.ts';

const permission = fc.constantFrom(...PERMISSIONS);
const role = fc.constantFrom(...ROLES);
const permissions = fc.dictionary(role, fc.dictionary(permission, fc.boolean()), { noNullPrototype: true });
const settings = fc.option(fc.record({ permissions: fc.option(permissions, { nil: undefined }) }));
const member = fc.record({ id: fc.uuid(), role, active: fc.boolean() });

describe('the matrix', () => {
  test.prop([settings, permission])('never takes anything from an owner', (shop, act) => {
    expect(roleMay(shop, 'owner', act)).toBe(true);
  });

  test.prop([settings, role, permission])('says of a role what the shop said last', (shop, of, act) => {
    const said = shop?.permissions?.[of]?.[act];
    expect(roleMay(shop, of, act)).toBe(isKept(of, act) ? true : (said ?? roleMay(null, of, act)));
  });

  test.prop([settings, role, permission, permission, fc.boolean()])(
    'changed in one place is the same everywhere else',
    (shop, of, changed, other, yes) => {
      const after = {
        permissions: { ...shop?.permissions, [of]: { ...shop?.permissions?.[of], [changed]: yes } },
      };
      for (const each of ROLES)
        if (each !== of || other !== changed)
          expect(roleMay(after, each, other)).toBe(roleMay(shop, each, other));
    },
  );

  test.prop([settings, fc.option(member), permission])(
    'lets nobody do anything who is not there, or has left',
    (shop, person, act) => {
      const allowed = may(shop, person, act);
      expect(allowed).toBe(person?.active === true && roleMay(shop, person.role, act));
    },
  );

  test.prop([settings, fc.array(member), permission])('names exactly those who may', (shop, staff, act) => {
    const named = approversOf(shop, staff, act);
    expect(named).toEqual(staff.filter((person) => named.includes(person)));
    for (const person of staff) expect(named.includes(person)).toBe(may(shop, person, act));
  });

  it('asks for a manager where a shop has said nothing', () => {
    const ofCashier = PERMISSIONS.filter((act) => roleMay(null, 'cashier', act));
    expect(ofCashier).toEqual([
      'discount',
      'returnGoods',
      'closeShift',
      'countStock',
      'receiveStock',
      'handOver',
    ]);
    expect(PERMISSIONS.every((act) => roleMay(null, 'manager', act))).toBe(true);
  });
});

describe('a matrix in the settings', () => {
  const plain = { ...defaultSettings({ code: 'main', name: 'Main' }, 'Europe/Berlin'), version: 1 };

  it('is refused where it is written with an act or a role that there is not', () => {
    for (const wrong of [{ cashier: { discounts: true } }, { auditor: { discount: true } }])
      expect(storeSettingsSchema.safeParse({ ...plain, permissions: wrong }).success).toBe(false);
  });

  it('of a newer server is read as far as it is known', () => {
    const newer = { auditor: { discount: true }, cashier: { discount: false, barter: true } };
    const read = PULLED_AS_READ.settings.parse({ ...plain, permissions: newer, autoLockMs: 'later' });
    expect(roleMay(read, 'cashier', 'discount')).toBe(false);
    expect(roleMay(read, 'cashier', 'returnGoods')).toBe(true);
    expect(read.autoLockMs).toBeUndefined();
  });
});
