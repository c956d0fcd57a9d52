import { describe, expect, it } from 'vitest';
import { newSale } from '../../../shared/sale/cart.ts';
import { createLookUps } from '../../../src-renderer/sync/look-ups.ts';
import { createServerClient } from '../../../src-renderer/sync/server-client.ts';
import { askUnderPaying } from '../../../src-renderer/sync/under-paying.ts';

const ID = '01900000-0000-7000-8000-000000000001';
const OTHER = '01900000-0000-7000-8000-000000000002';
const sale = newSale({
  id: ID,
  terminalId: OTHER,
  epoch: 1,
  currency: 'EUR',
  pricesIncludeTax: true,
  at: '2026-11-22T10:00:00.000Z',
});

/** A till whose every question is answered so. */
function asking(status: number, body: string | null) {
  const client = createServerClient({
    serverUrl: 'http://server',
    token: () => 'token',
    fetch: async () => new Response(body, { status }),
  });
  return { client, lookUps: createLookUps(client) };
}

describe('what is not said in the server’s own words', () => {
  it.each([
    { name: 'a portal’s page', status: 200, body: '<!doctype html><title>Welcome</title>' },
    { name: 'nothing', status: 204, body: null },
    { name: 'a page that is not there', status: 404, body: '<h1>404</h1>' },
    { name: 'a proxy’s conflict', status: 409, body: '' },
    { name: 'JSON of somebody else', status: 400, body: '{"error":"bad gateway"}' },
  ])('$name: refuses nothing', async ({ status, body }) => {
    const { client, lookUps } = asking(status, body);
    expect(await lookUps.handOver(ID, OTHER), 'it may have been moved all the same').toEqual({
      state: 'unreachable',
    });
    expect(await lookUps.sale(ID), 'there may be such a receipt').toEqual({ state: 'unreachable' });
    expect(await lookUps.stockOf('S1')).toEqual({ state: 'unreachable' });
    expect(await askUnderPaying(client, sale, () => {}), 'it is still to be sold').toEqual({
      state: 'notAsked',
    });
  });

  it('a refusal of the server is one', async () => {
    const problem = (status: number, code: string) => JSON.stringify({ title: code, status, code });
    const missing = asking(404, problem(404, 'notFound'));
    expect(await missing.lookUps.sale(ID)).toEqual({ state: 'unknown' });
    expect(await missing.lookUps.handOver(ID, OTHER)).toEqual({ state: 'refused', code: 'notFound' });
    const taken = asking(409, problem(409, 'stale'));
    expect(await askUnderPaying(taken.client, sale, () => {})).toEqual({ state: 'taken', result: null });
  });
});
