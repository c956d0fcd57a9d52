import { afterAll, beforeAll, expect, test } from 'vitest';
import { exceptionPageSchema } from '../../../shared/stock/exception.ts';
import { OFFICE_TOKEN, openWireShop, type WireShop } from '../support/wire-shop.ts';
import { ask, newId, type WireTerminal } from '../support/wire-terminal.ts';

let shop: WireShop;
let till: WireTerminal;
beforeAll(async () => {
  shop = await openWireShop();
  till = await shop.enrol('Front');
});
afterAll(() => shop.close());

const office = (method: 'GET' | 'POST', path: string, body?: unknown) =>
  ask(shop.server.url, method, path, { token: OFFICE_TOKEN, ...(body !== undefined && { body }) });
const act = (more: Record<string, unknown> = {}) => ({ id: newId(), act: 'foundStock', by: 'Mara', ...more });

test('a till reads what waits in its store, and may decide nothing; head office decides, once', async () => {
  const sku = await shop.stocked(1);
  const sales = Array.from({ length: 3 }, () => till.tender(till.open([{ sku, quantity: 2 }])));
  for (const sale of sales) await till.push('sales', sale);
  const seen = await till.get('/v1/exceptions?limit=2');
  expect(exceptionPageSchema.safeParse(seen.body).error?.issues).toBeUndefined();
  const next = await till.get(`/v1/exceptions?limit=2&after=${encodeURIComponent(seen.body.next)}`);
  const all = [...seen.body.exceptions, ...next.body.exceptions];
  expect(all).toMatchObject(
    sales.map(({ id }) => ({
      kind: 'oversold',
      item: { sku },
      sale: { saleId: id, terminal: { name: 'Front' } },
    })),
  );
  expect(next.body.next).toBeNull();

  const [{ id }] = all;
  const resolve = `/v1/exceptions/${id}/resolve`;
  expect((await till.post(resolve, act())).body).toMatchObject({ status: 401, code: 'unauthorized' });
  expect((await ask(shop.server.url, 'GET', '/v1/exceptions')).status).toBe(401);
  expect(
    (await ask(shop.server.url, 'POST', resolve, { token: `${OFFICE_TOKEN}x`, body: act() })).status,
  ).toBe(401);

  const found = act();
  expect((await office('POST', resolve, found)).body).toMatchObject({
    moved: 1,
    exception: { id, acts: [{ by: 'Mara' }] },
  });
  // A lost answer is asked for again; another act comes too late.
  expect((await office('POST', resolve, found)).body).toMatchObject({ moved: 1, exception: { id } });
  expect((await office('POST', resolve, act())).body).toMatchObject({
    code: 'alreadyResolved',
    reason: 'alreadyResolved',
  });
  expect((await office('GET', '/v1/exceptions?store=main')).body.exceptions).toHaveLength(2);
  expect((await office('GET', '/v1/exceptions?state=resolved')).body.exceptions).toMatchObject([{ id }]);
});

test('what does not fit is said with a stable code', async () => {
  expect((await office('GET', '/v1/exceptions?store=nowhere')).status).toBe(404);
  expect((await office('GET', '/v1/exceptions?after=x')).body).toMatchObject({ code: 'invalidRequest' });
  const [{ id }] = (await office('GET', '/v1/exceptions')).body.exceptions;
  expect((await office('POST', `/v1/exceptions/${id}/resolve`, act({ act: 'setAside' }))).body).toMatchObject(
    {
      status: 400,
      reason: 'wrongAct',
    },
  );
  expect((await office('POST', '/v1/exceptions/ffffffff/resolve', act())).status).toBe(404);
  expect((await office('POST', `/v1/exceptions/${id}/resolve`, { act: 'foundStock' })).status).toBe(400);
});
