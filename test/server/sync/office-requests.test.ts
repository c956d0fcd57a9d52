import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Customer } from '../../../shared/office/customer.ts';
import type { StoreSettings } from '../../../shared/staff/store-settings.ts';
import { writeSettings } from '../../../src-server/database/shop-queries.ts';
import { defaultSettings } from '../../../src-server/shop/default-settings.ts';
import { type LaneShop, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
  const settings = defaultSettings({ code: 'main', name: 'Main' }, 'UTC');
  await shop.database.transaction((tx) => writeSettings(tx, STORE, settings));
});
afterAll(async () => {
  await shop.close();
});

const request = (kind: string, more: object) => ({
  id: mint(),
  terminalId: till.terminalId,
  staffId: mint(),
  at: '2026-11-23T10:00:00.000Z',
  kind,
  ...more,
});
const send = (document: object) => shop.push(till, document as never, 'officeRequests');
const pulled = async <D>(collection: 'customers' | 'settings'): Promise<readonly D[]> => {
  const page = await shop.doors.pull(till, collection, null, 500);
  if (page === 'checkpointExpired') throw new Error('a first page has no checkpoint');
  return page.documents as readonly D[];
};

describe('what a till asks of head office', () => {
  test('a new customer is there for every till of the store, once, under the id of the request', async () => {
    const asked = request('newCustomer', { customer: { name: 'Ada Lovelace', email: 'ada@example.org' } });
    expect(await send(asked)).toMatchObject({ status: 'applied' });
    expect(await send(asked)).toMatchObject({ status: 'repeated' });
    const found = (await pulled<Customer>('customers')).filter(({ id }) => id === asked.id);
    expect(found).toMatchObject([{ name: 'Ada Lovelace', email: 'ada@example.org', active: true }]);
    expect(found[0]?.version).toBeGreaterThan(0);
  });

  test('the same id with another content is kept for a person, and changes nothing', async () => {
    const asked = request('newCustomer', { customer: { name: 'First' } });
    await send(asked);
    expect(await send({ ...asked, customer: { name: 'Second' } })).toMatchObject({
      status: 'kept',
      code: 'conflictingRequest',
    });
    expect((await pulled<Customer>('customers')).find(({ id }) => id === asked.id)?.name).toBe('First');
  });

  test('speed keys become the store’s, with everything else of its settings as it was', async () => {
    const before = (await pulled<StoreSettings>('settings'))[0];
    const pages = [{ name: 'Bakery', keys: [{ sku: 'BRD-1' }, { sku: 'BRD-2', label: 'Rye “dark”' }] }];
    expect(await send(request('speedKeys', { pages }))).toMatchObject({ status: 'applied' });
    const after = (await pulled<StoreSettings>('settings'))[0];
    expect(after?.version).toBeGreaterThan(before?.version ?? 0);
    expect(after).toEqual({
      ...before,
      speedKeys: pages,
      version: after?.version,
      changes: [expect.objectContaining({ kind: 'speedKeys', version: after?.version })],
    });
  });

  test('an incident is kept as it came, and nothing is done for it', async () => {
    const items = [{ itemId: 'W-1', sku: 'WHISKY', name: 'Whisky' }];
    const refused = request('incident', { incident: { what: 'ageRefused', age: 18, items } });
    const lifted = request('incident', { incident: { what: 'pinLockLifted', memberId: mint() } });
    for (const asked of [refused, lifted]) expect(await send(asked)).toMatchObject({ status: 'applied' });
    expect(await send(refused)).toMatchObject({ status: 'repeated' });
    const rows = await shop.database.query<{ doc: object; state: string }>(
      `select doc, state from office_request where kind = 'incident'`,
      [],
    );
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(expect.arrayContaining([refused, lifted].map((doc) => ({ doc, state: 'done' }))));
  });

  test('a kind of a newer till is kept whole, and the next one is done', async () => {
    const odd = request('bookTheBand', { when: 'tonight' });
    const [first, second] = await shop.doors.push(till, 'officeRequests', [
      odd,
      request('newCustomer', { customer: { name: 'Next' } }),
    ]);
    expect([first, second]).toMatchObject([{ status: 'kept' }, { status: 'applied' }]);
    const [kept] = await shop.database.query<{ body: string }>(
      'select body from kept_document where doc_id = $1',
      [odd.id],
    );
    expect(JSON.parse(kept?.body ?? '')).toMatchObject({ when: 'tonight' });
  });

  test('another terminal’s request is not done in its name', async () => {
    const foreign = { ...request('newCustomer', { customer: { name: 'X' } }), terminalId: mint() };
    expect(await send(foreign)).toMatchObject({ status: 'kept', code: 'foreignTerminal' });
  });
});
