import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { numberedReceiptsSchema } from '../../../shared/sale/receipt-number.ts';
import { refundPlan, refundWays } from '../../../shared/sale/refund-plan.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { openWireShop, type WireShop } from '../support/wire-shop.ts';
import { ask, newId, type WireTerminal } from '../support/wire-terminal.ts';

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

test('receipts are found by their number: of any till, its name and day beside it, and only by a till', async () => {
  const paid = (terminal: WireTerminal) => terminal.tender(terminal.open([{ sku, quantity: 1 }]));
  const [mine, its, next] = [paid(till()), paid(other()), paid(other())];
  await till().push('sales', mine);
  await other().push('sales', its, next);
  const { body, status } = await till().get(`/v1/receipts/${its.sequence}`);
  expect(status).toBe(200);
  const { receipts } = numberedReceiptsSchema.parse(body);
  const named = receipts.filter(({ terminalName }) =>
    [`Till A${round}`, `Till B${round}`].includes(terminalName ?? ''),
  );
  expect(new Set(named.map(({ saleId }) => saleId))).toEqual(new Set([mine.id, its.id]));
  expect(named.find(({ saleId }) => saleId === its.id)).toEqual({
    saleId: its.id,
    number: its.sequence,
    terminalId: other().identity.terminalId,
    terminalName: `Till B${round}`,
    tenderedAt: its.tenderedAt,
    totalMinor: its.totalMinor,
    currency: its.currency,
  });
  expect((await till().get(`/v1/receipts/${next.sequence}`)).body.receipts[0]).toMatchObject({
    saleId: next.id,
  });
  expect((await till().get('/v1/receipts/999999')).body).toEqual({ receipts: [] });
  for (const wrong of ['0', 'x', '-1', '1e12'])
    expect((await till().get(`/v1/receipts/${wrong}`)).body).toMatchObject({ code: 'invalidRequest' });
  expect((await ask(till().url, 'GET', `/v1/receipts/${its.sequence}`)).status).toBe(401);
});

test('a sale is told with all that touched its money, so that what was taken in an exchange goes back as it once came', async () => {
  const paid = async (terminal: WireTerminal, lines: object[], cardMinor: number) => {
    const tenders = cardMinor
      ? [{ id: newId(), kind: 'card', amountMinor: cardMinor, state: 'captured' }]
      : [];
    const begun = terminal.open(lines.map(() => ({ sku, quantity: 1 })));
    const drawn = begun.lines.map((drawnLine, nth) => ({ ...drawnLine, ...lines[nth] }));
    const sale = terminal.tender({ ...begun, lines: drawn }, { tenders });
    expect(await terminal.push('sales', sale)).toMatchObject([{ status: 'applied' }]);
    return sale;
  };
  const back = (sale: TenderedSale, lineId: string) => ({
    quantity: -1,
    returnOf: { saleId: sale.id, lineId },
    disposition: 'restock',
  });
  const found = async (sale: TenderedSale) => (await till().get(`/v1/sales/${sale.id}`)).body;
  const first = await paid(till(), [{}], 100);
  const exchange = await paid(other(), [back(first, 'line-1'), {}], 0);
  const { sale, chain, returns } = await found(exchange);
  expect(returns).toEqual([]);
  expect(chain).toEqual([first]);
  const ways = refundWays(sale, chain);
  expect(ways).toEqual([{ kind: 'card', amountMinor: 100, exchangesAgo: 1 }]);
  expect(refundPlan(100, { tenders: [] }, ways).rows).toEqual([{ kind: 'card', amountMinor: 100 }]);

  const last = await paid(till(), [back(exchange, 'line-2')], -100);
  const now = await found(exchange);
  expect(now.saleResult.exceptions).toEqual([]);
  expect((await found(last)).saleResult.exceptions).toEqual([]);
  expect(refundWays(sale, [...now.returns, ...now.chain])).toEqual([]);
  // Once more is once too often, whoever paid for it.
  const twice = await paid(other(), [back(exchange, 'line-2')], -100);
  expect((await found(twice)).saleResult.exceptions).toEqual([{ kind: 'duplicateReturn', sku, quantity: 1 }]);
});

test('goods that were handed out again as their return was undone come back by their first receipt alone', async () => {
  const paid = async (lines: object[], more: object = {}) => {
    const begun = till().open(lines.map(() => ({ sku, quantity: 1 })));
    const sale = till().tender(
      { ...begun, lines: begun.lines.map((line, nth) => ({ ...line, ...lines[nth] })) },
      { ...more },
    );
    await till().push('sales', sale);
    return sale;
  };
  const of = (sale: TenderedSale, quantity: number) => ({
    quantity,
    returnOf: { saleId: sale.id, lineId: 'line-1' },
    disposition: 'restock',
  });
  const sold = await paid([{}]);
  const undone = await paid([of(sold, -1)]);
  const opposite = await paid([of(undone, 1)], { voidOf: undone.id });
  const right = await paid([of(sold, -1)]);
  const wrong = await paid([of(opposite, -1)]);
  const exceptions = async (sale: TenderedSale) =>
    (await till().get(`/v1/sales/${sale.id}`)).body.saleResult.exceptions;
  expect(await exceptions(right)).toEqual([]);
  expect(await exceptions(wrong)).toEqual([{ kind: 'duplicateReturn', sku, quantity: 1 }]);
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
