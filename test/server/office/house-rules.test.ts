import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HouseRulesChange, StoreSettings } from '../../../shared/staff/store-settings.ts';
import { writeSettings, writeStaff } from '../../../src-server/database/shop-queries.ts';
import { decideWaitingHouseRules } from '../../../src-server/office/house-rules.ts';
import { defaultSettings } from '../../../src-server/shop/default-settings.ts';
import { type LaneShop, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
const [owner, manager, cashier] = [mint(), mint(), mint()];
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
  const person = (id: string, role: 'owner' | 'manager' | 'cashier') => ({
    id,
    name: role,
    role,
    active: true,
  });
  await shop.database.transaction(async (tx) => {
    await writeSettings(tx, STORE, defaultSettings({ code: 'main', name: 'Main' }, 'UTC'));
    await tx.query('insert into feed_clock values (0, 1) on conflict do nothing');
    await writeStaff(tx, [person(owner, 'owner'), person(manager, 'manager'), person(cashier, 'cashier')], 1);
  });
});
afterAll(async () => {
  await shop.close();
});

const request = (staffId: string, change: HouseRulesChange, more: object = {}) => ({
  id: mint(),
  terminalId: till.terminalId,
  staffId,
  at: '2026-11-23T10:00:00.000Z',
  kind: 'houseRules',
  change,
  ...more,
});
const send = (document: object) => shop.push(till, document as never, 'officeRequests');
const decide = () => decideWaitingHouseRules(shop.database, () => shop.now());
const settings = async (): Promise<StoreSettings> => {
  const [found] = await shop.pullAll(till, 'settings', 500);
  return found as unknown as StoreSettings;
};

describe('rules of the house that a till asks for', () => {
  test('hold when the server has decided, once, with who, when, before and after', async () => {
    const asked = request(manager, {
      permissions: { cashier: { openDrawer: true } },
      drawerLimitMinor: 40_000,
    });
    const before = await settings();
    expect(await send(asked)).toMatchObject({ status: 'applied' });
    // Arrived is not decided: nothing holds yet.
    expect((await settings()).permissions).toBe(before.permissions);
    expect([...(await decide())]).toEqual([STORE]);
    const after = await settings();
    expect(after).toMatchObject({
      permissions: { cashier: { openDrawer: true } },
      drawerLimitMinor: 40_000,
      receiptFooter: before.receiptFooter,
    });
    expect(after.version).toBeGreaterThan(before.version);
    expect(after.changes?.[0]).toMatchObject({
      id: asked.id,
      kind: 'houseRules',
      staffId: manager,
      at: asked.at,
      appliedAt: shop.now().toISOString(),
      version: after.version,
      before: { permissions: { cashier: { openDrawer: false } }, drawerLimitMinor: null },
      after: { permissions: { cashier: { openDrawer: true } }, drawerLimitMinor: 40_000 },
    });
    expect(await send(asked)).toMatchObject({ status: 'repeated' });
    expect((await decide()).size).toBe(0);
    expect((await settings()).version).toBe(after.version);
  });

  test('of two managers both hold, cell by cell; a limit can be taken away again', async () => {
    await send(request(manager, { permissions: { cashier: { training: true } } }));
    await send(request(owner, { permissions: { cashier: { cashInOut: true } }, drawerLimitMinor: null }));
    await decide();
    const now = await settings();
    expect(now.permissions?.cashier).toMatchObject({ training: true, cashInOut: true });
    expect(now).not.toHaveProperty('drawerLimitMinor');
  });

  test('are refused where nobody may say so: nothing changes, and who asked is told', async () => {
    const before = await settings();
    const own = request(manager, { permissions: { manager: { postVoid: false } } });
    const alone = request(cashier, { autoLockMs: 0 });
    await send(own);
    await send(alone);
    await decide();
    const after = await settings();
    expect(after.permissions).toEqual(before.permissions);
    expect(after.autoLockMs).toBe(before.autoLockMs);
    const told = after.changes?.filter(({ id }) => id === own.id || id === alone.id);
    expect(told?.map(({ refused }) => refused).sort()).toEqual(['notAllowed', 'ownRole']);
    // With an owner's word it holds.
    await send(request(manager, { permissions: { manager: { postVoid: false } } }, { approvedBy: owner }));
    await decide();
    expect((await settings()).permissions?.manager).toEqual({ postVoid: false });
  });

  test('every change stays on record', async () => {
    const rows = await shop.database.query<{ kind: string; refused: string | null }>(
      'select kind, refused from settings_change order by version, no',
    );
    expect(rows.filter(({ refused }) => refused === null)).toHaveLength(4);
    expect(rows).toHaveLength(6);
  });
});

describe('speed keys', () => {
  const arrange = (name: string, at: string) => ({
    ...request(manager, {}),
    kind: 'speedKeys',
    change: undefined,
    at,
    pages: [{ name, keys: [] }],
  });

  test('of one till the later arrangement holds in whatever order they come; both are on record', async () => {
    await send(arrange('Later', '2026-11-23T11:00:01.000Z'));
    await send(arrange('Earlier', '2026-11-23T11:00:00.000Z'));
    const now = await settings();
    expect(now.speedKeys).toEqual([{ name: 'Later', keys: [] }]);
    expect(now.changes?.slice(0, 2)).toMatchObject([
      { kind: 'speedKeys', refused: 'overtaken' },
      { kind: 'speedKeys', staffId: manager },
    ]);
    expect(now.changes?.[0]).not.toHaveProperty('after');
  });

  test('of two tills the one that the server hears last holds', async () => {
    const other = await shop.till('Back');
    await send(arrange('Front', '2026-11-23T12:00:00.000Z'));
    const late = { ...arrange('Back', '2026-11-23T11:30:00.000Z'), terminalId: other.terminalId };
    await shop.push(other, late as never, 'officeRequests');
    expect((await settings()).speedKeys?.[0]?.name).toBe('Back');
  });
});
