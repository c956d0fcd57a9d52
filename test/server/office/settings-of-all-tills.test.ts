import { afterAll, beforeAll, expect, test } from 'vitest';
import type { StoreSettings } from '../../../shared/staff/store-settings.ts';
import { openWireShop, type WireShop } from '../support/wire-shop.ts';
import { newId, type WireTerminal } from '../support/wire-terminal.ts';

let shop: WireShop;
let [front, back] = [] as unknown as [WireTerminal, WireTerminal];
beforeAll(async () => {
  shop = await openWireShop();
  [front, back] = [await shop.enrol('Front'), await shop.enrol('Back')];
});
afterAll(() => shop.close());

const settingsAt = async (till: WireTerminal): Promise<StoreSettings> =>
  (await till.pullAll('settings'))[0] as unknown as StoreSettings;
const request = async (till: WireTerminal, more: object) => {
  const owner = (await till.pullAll('staff')).find(({ role }) => role === 'owner');
  const id = newId();
  const answers = await till.push('officeRequests', {
    ...{ id, terminalId: till.identity.terminalId, staffId: owner?.id, at: new Date().toISOString() },
    ...more,
  });
  expect(answers).toMatchObject([{ status: 'applied' }]);
  return id;
};

test('speed keys that are arranged at one till are another till’s; of two arrangements the later one is, at both', async () => {
  const pages = [{ name: 'Bakery', keys: [{ sku: 'ROLL', label: 'Roll' }, { sku: 'RYE' }] }];
  const saw = (await settingsAt(front)).version;
  await request(front, { kind: 'speedKeys', pages, sawVersion: saw });
  expect((await settingsAt(back)).speedKeys).toEqual(pages);
  const theirs = [{ name: 'Theirs', keys: [{ sku: 'RYE' }] }];
  const id = await request(back, { kind: 'speedKeys', pages: theirs, sawVersion: saw });
  for (const till of [front, back]) {
    const { speedKeys, changes } = await settingsAt(till);
    expect(speedKeys).toEqual(theirs);
    expect(changes?.[0]).toMatchObject({ id, terminalId: back.identity.terminalId, sawVersion: saw });
  }
});

test('rules of the house are decided by the server by itself, and are every till’s', async () => {
  const id = await request(front, {
    kind: 'houseRules',
    change: { permissions: { cashier: { openDrawer: true } }, drawerLimitMinor: 50_000 },
  });
  await expect.poll(async () => (await settingsAt(back)).changes?.[0]?.id).toBe(id);
  expect(await settingsAt(back)).toMatchObject({
    permissions: { cashier: { openDrawer: true } },
    drawerLimitMinor: 50_000,
  });
});
