import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openWireShop, type WireShop } from '../support/wire-shop.ts';
import { newId, type WireTerminal } from '../support/wire-terminal.ts';

let shop: WireShop;
let [a, b]: WireTerminal[] = [];
let sku: string;
let round = 0;
const till = () => a as WireTerminal;
const other = () => b as WireTerminal;
beforeAll(async () => {
  shop = await openWireShop();
});
afterAll(() => shop.close());
beforeEach(async () => {
  sku = await shop.stocked(5);
  round += 1;
  a = await shop.enrol(`Till A${round}`);
  b = await shop.enrol(`Till B${round}`);
});

const underPaying = (terminal: WireTerminal, sale: { id: string }) =>
  terminal.post(`/v1/sales/${sale.id}/under-paying`, sale);

test('what is granted in full may be paid', async () => {
  const sale = till().open([{ sku, quantity: 5 }]);
  await till().push('sales', sale);
  const paying = till().revise(sale, { status: 'underPaying' });
  const answer = await underPaying(till(), paying);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      saleId: sale.id,
      revision: 2,
      reservation: { state: 'live', lines: [{ requested: 5, granted: 5 }] },
    },
  });
  // The answer was lost and the till asks again.
  expect((await underPaying(till(), paying)).status).toBe(200);
  expect(await till().push('sales', till().tender(paying))).toMatchObject([{ status: 'applied' }]);
  expect((await underPaying(till(), till().revise(paying, {}))).body).toMatchObject({
    status: 409,
    code: 'saleTendered',
    result: { reservation: { state: 'converted' } },
  });
});

test('what is missing is asked for; what cannot be granted is named with its holder, also when asked again', async () => {
  await other().push('sales', other().open([{ sku, quantity: 4 }]));
  const sale = till().open([{ sku, quantity: 2 }], { status: 'underPaying' });
  for (let tries = 0; tries < 2; tries += 1)
    expect((await underPaying(till(), sale)).body).toMatchObject({
      status: 409,
      code: 'notAvailable',
      result: {
        saleId: sale.id,
        reservation: {
          lines: [
            { sku, requested: 2, granted: 1, heldBy: [{ terminalName: `Till B${round}`, quantity: 4 }] },
          ],
        },
      },
    });
  const smaller = till().revise(sale, { lines: till().open([{ sku, quantity: 1 }]).lines });
  expect((await underPaying(till(), smaller)).status).toBe(200);
});

test('a sale that asks for nothing may be paid', async () => {
  const sale = till().open([{ sku, quantity: -1 }], { status: 'underPaying' });
  expect((await underPaying(till(), sale)).status).toBe(200);
});

test('what is not a sale under payment is refused', async () => {
  const sale = till().open([{ sku, quantity: 1 }]);
  expect((await underPaying(till(), sale)).body).toMatchObject({ status: 400, code: 'invalidRequest' });
  const paying = till().revise(sale, { status: 'underPaying' });
  expect((await till().post(`/v1/sales/${newId()}/under-paying`, paying)).body).toMatchObject({
    status: 400,
    code: 'invalidRequest',
  });
  expect((await till().post('/v1/sales/nothing/under-paying', paying)).body).toMatchObject({ status: 400 });
  expect((await underPaying(till(), { ...paying, lines: [{ sku: '' }] } as never)).body).toMatchObject({
    status: 400,
    code: 'invalidRequest',
  });
  expect((await underPaying(other(), paying)).body).toMatchObject({ status: 400 });
});

test('a revision that is old news is stale', async () => {
  const sale = till().open([{ sku, quantity: 1 }]);
  await till().push('sales', { ...sale, revision: 9 });
  expect((await underPaying(till(), till().revise(sale, { status: 'underPaying' }))).body).toMatchObject({
    status: 409,
    code: 'stale',
  });
});

test('a till whose epoch is over cannot hold anything for a payment', async () => {
  await till().post('/v1/terminals/epoch', { reason: 'test' });
  const sale = till().open([{ sku, quantity: 1 }], { status: 'underPaying' });
  expect((await underPaying(till(), sale)).body).toMatchObject({ status: 409, code: 'stale' });
});

test('a sale of another till can be read for a return; one of nobody cannot', async () => {
  const paid = till().tender(till().open([{ sku, quantity: 2 }]));
  await till().push('sales', paid);
  const answer = await other().get(`/v1/sales/${paid.id}`);
  expect(answer.body.sale).toEqual(paid);
  expect(answer.body.saleResult).toMatchObject({ saleId: paid.id, reservation: { state: 'converted' } });
  expect((await other().get(`/v1/sales/${newId()}`)).body).toMatchObject({ status: 404, code: 'notFound' });
});

const parkedSale = async (quantity = 3) => {
  const sale = till().open([{ sku, quantity }], { status: 'parked', label: 'blue coat' });
  await till().push('sales', sale);
  return sale;
};

test('parked sales of the store are listed with the name of their till', async () => {
  const sale = await parkedSale();
  const { body } = await other().get('/v1/sales?status=parked');
  expect(body.sales).toContainEqual({ ...sale, terminalName: `Till A${round}` });
  expect((await other().get('/v1/sales?status=open')).body).toMatchObject({ code: 'invalidRequest' });
  expect((await other().get('/v1/sales')).body).toMatchObject({ code: 'invalidRequest' });
});

const handOver = (terminal: WireTerminal, id: string, to: string) =>
  terminal.post(`/v1/sales/${id}/hand-over`, { newId: to });

test('a parked sale moves with its grants, once, whoever asks how often', async () => {
  const sale = await parkedSale();
  const id = newId();
  const answer = await handOver(other(), sale.id, id);
  expect(answer).toMatchObject({
    status: 200,
    body: {
      sale: { id, terminalId: other().identity.terminalId, takenFrom: sale.id, status: 'open' },
      saleResult: {
        saleId: id,
        revision: 0,
        reservation: { state: 'live', lines: [{ requested: 3, granted: 3 }] },
      },
    },
  });
  expect((await handOver(other(), sale.id, id)).body).toEqual(answer.body);
  expect((await handOver(till(), sale.id, newId())).body).toMatchObject({ status: 409, code: 'stale' });
  expect(await till().stockLevel(sku)).toMatchObject({ onHand: 5, reservedElsewhere: 3 });
  expect(await other().stockLevel(sku)).toMatchObject({ onHand: 5, reservedElsewhere: 0 });
  expect((await till().pullAll('saleResults')).find(({ saleId }) => saleId === sale.id)).toMatchObject({
    reservation: { state: 'handedOver', lines: [] },
  });
  const { sales } = (await till().get('/v1/sales?status=parked')).body;
  expect(sales.map((parked: { id: string }) => parked.id)).not.toContain(sale.id);

  // The first till goes on with it all the same: only a tender of it would be heard.
  expect(await till().push('sales', till().revise(sale, { status: 'open' }))).toMatchObject([
    { status: 'stale' },
  ]);

  // The taker's first revision says what it really wants.
  const mine = other().open([{ sku, quantity: 4 }], { id, takenFrom: sale.id });
  expect(await other().push('sales', mine)).toMatchObject([{ status: 'applied' }]);
  expect(await till().stockLevel(sku)).toMatchObject({ reservedElsewhere: 4 });
  const paying = other().revise(mine, { status: 'underPaying' });
  expect((await underPaying(other(), paying)).status).toBe(200);
  expect(await other().push('sales', other().tender(paying))).toMatchObject([{ status: 'applied' }]);
  expect(await till().stockLevel(sku)).toMatchObject({ onHand: 1, reservedElsewhere: 0 });
});

test('a till that pushed its new sale before it asked gets the grants all the same', async () => {
  const sale = await parkedSale(5);
  const mine = other().open([{ sku, quantity: 5 }], { takenFrom: sale.id });
  await other().push('sales', mine);
  expect((await handOver(other(), sale.id, mine.id)).body.saleResult.reservation).toMatchObject({
    state: 'live',
    lines: [{ granted: 5 }],
  });
  const paying = other().revise(mine, { status: 'underPaying' });
  expect((await underPaying(other(), paying)).status).toBe(200);
});

test('what was paid is not handed over, and paid after all it stops the new one before money moves', async () => {
  const paid = till().tender(await parkedSale(1));
  await till().push('sales', paid);
  expect((await handOver(other(), paid.id, newId())).body).toMatchObject({
    status: 409,
    code: 'saleTendered',
  });
  expect((await handOver(other(), newId(), newId())).body).toMatchObject({ status: 404, code: 'notFound' });

  const sale = await parkedSale(2);
  const id = newId();
  await handOver(other(), sale.id, id);
  await till().push('sales', till().tender(sale));
  const mine = other().open([{ sku, quantity: 2 }], { id, takenFrom: sale.id, status: 'underPaying' });
  expect((await underPaying(other(), mine)).body).toMatchObject({ status: 409, code: 'saleTendered' });
  // Offline it is paid a second time: both are facts, and a person looks at it.
  await other().push('sales', other().tender(mine));
  expect(
    await shop.db.database.query(`select kind from exception_case where cause_id = $1`, [id]),
  ).toContainEqual({ kind: 'soldTwice' });
});

test('a receipt of another till says what has come back of its lines', async () => {
  const sold = till().tender(till().open([{ sku, quantity: 4 }]));
  await till().push('sales', sold);
  const lineId = sold.lines[0]?.lineId ?? '';
  expect((await other().get(`/v1/sales/${sold.id}`)).body).toMatchObject({
    sale: { id: sold.id },
    returned: [],
  });
  const back = other().open([{ sku, quantity: -3 }]);
  const lines = back.lines.map((line) => ({
    ...line,
    returnOf: { saleId: sold.id, lineId },
    disposition: 'restock' as const,
  }));
  await other().push('sales', other().tender({ ...back, lines }));
  expect((await till().get(`/v1/sales/${sold.id}`)).body).toMatchObject({
    returned: [{ lineId, quantity: 3 }],
    // With what it gave back, and by which way.
    returns: [{ id: back.id, status: 'tendered', tenders: [{}] }],
  });
});
