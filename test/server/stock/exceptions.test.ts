import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ExceptionView, exceptionSchema } from '../../../shared/stock/exception.ts';
import type { ActRequest } from '../../../shared/stock/exception-acts.ts';
import { findKept, listKept } from '../../../src-server/database/exception-queries.ts';
import { type Exceptions, openExceptions } from '../../../src-server/stock/exceptions.ts';
import { startSweeper } from '../../../src-server/stock/sweeper.ts';
import { sendKeptAgain, sendKeptForNewer } from '../../../src-server/sync/send-again.ts';
import type { SyncTerminal } from '../../../src-server/sync/sync-doors.ts';
import { type LaneShop, type Lines, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
let inbox: Exceptions;
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
  inbox = openExceptions(shop);
  await shop.database.query(`insert into store values (2, 'north', 'North')`);
  await shop.database.query('insert into feed_clock values (2, 0)');
});
afterEach(() => expect(shop.errors).toEqual([]));
afterAll(async () => {
  expect(await shop.verify()).toEqual([]);
  await shop.close();
});

let count = 0;
async function stocked(quantity: number): Promise<string> {
  count += 1;
  await shop.stock({ [`X${count}`]: quantity });
  return `X${count}`;
}

/** Every exception about a document, as a person sees it; each fits its schema. */
async function about(cause: unknown): Promise<ExceptionView[]> {
  const found: ExceptionView[] = [];
  for (let after: string | null = null; ; ) {
    const page = await inbox.list({ storeId: STORE, state: 'all', after, limit: 50 });
    if (page === null) throw new Error('the cursor is none');
    found.push(...page.exceptions.filter(({ causeId }) => causeId === cause));
    after = page.next;
    if (after === null) break;
  }
  for (const exception of found) expect(exceptionSchema.safeParse(exception).error?.issues).toBeUndefined();
  return found;
}
async function only<K extends ExceptionView['kind']>(cause: unknown, kind: K) {
  const [found, ...more] = (await about(cause)).filter((exception) => exception.kind === kind);
  if (!found || more.length > 0) throw new Error(`not one ${kind} of ${String(cause)}`);
  return found as Extract<ExceptionView, { kind: K }>;
}

const act = (name: ActRequest['act'], more: Partial<ActRequest> = {}): ActRequest => ({
  ...{ id: mint(), act: name, by: 'Mara', note: 'looked', keepOpen: false },
  ...more,
});
const sell = async (lines: Lines, more: Record<string, unknown> = {}) => {
  const sale = till.tendered(mint(), 1, lines, more);
  expect(await shop.push(till, sale)).toMatchObject({ status: 'applied' });
  return sale;
};
const movements = (cause: string) =>
  shop.database.query<Record<string, unknown>>(
    'select store_id, sku, kind, quantity, reason from movement where cause_id = $1 order by store_id',
    [cause],
  );

describe('what a person reads', () => {
  test('oversold: the sale, its receipt, its till, what was short and what is there now', async () => {
    const sku = await stocked(1);
    const sale = await sell([[sku, 3, { name: 'Blue top' }]]);
    expect(await only(sale.id, 'oversold')).toMatchObject({
      storeId: 'main',
      quantity: 2,
      item: { sku, name: 'Blue top', onHand: -2 },
      lines: [{ lineId: 'l0', quantity: 3, unitPriceMinor: 100 }],
      sale: { saleId: sale.id, terminal: { name: 'Front' }, sequence: sale.sequence, hash: sale.hash },
      resolvedAt: null,
      acts: [],
    });
    const taken = till.command('adjustment', sku, -4, { reason: 'broken' });
    await shop.push(till, taken, 'stockCommands');
    expect(await only(taken.id, 'oversold')).toMatchObject({
      quantity: 4,
      sale: null,
      command: { kind: 'adjustment', reason: 'broken', quantity: -4 },
    });
  });

  test('a wrong price names what was paid and what the catalogue said then, also when it says something else now', async () => {
    const sku = await stocked(9);
    const item = mint();
    await shop.database.query(`insert into item values ($1, false, '{"name":"Tea"}', 1)`, [item]);
    await shop.database.query(
      `insert into variant values ($1, $2, false, null, '{}', $1, 120, false, 'H87', 0)`,
      [sku, item],
    );
    const sale = await sell([[sku, 1]]);
    await shop.database.query('update variant set price_minor = 999 where sku = $1', [sku]);
    expect(await only(sale.id, 'priceMismatch')).toMatchObject({
      paidMinor: 100,
      expectedMinor: 120,
      item: { name: 'Tea' },
    });
  });

  test('every other kind of a sale is typed, and opened once however often and at once it is sent', async () => {
    const sku = await stocked(99);
    const own = await shop.till('Odd');
    const often = (sale: Record<string, unknown>, as: SyncTerminal = own) =>
      Promise.all(Array.from({ length: 8 }, () => shop.push(as, sale)));
    const first = own.tendered(mint(), 1, [[sku, 1]]);
    const twice = own.tendered(mint(), 1, [[sku, 1]], { takenFrom: first.id, previousHash: 'e'.repeat(64) });
    own.sequence -= 1;
    const sameNumber = own.tendered(mint(), 1, [[sku, 1]]);
    const ahead = own.tendered(mint(), 1, [[sku, 1]], {
      tenderedAt: new Date(shop.now().getTime() + 7_200_000).toISOString(),
    });
    const other = { ...ahead, totalMinor: 7 };
    for (const sale of [first, twice, sameNumber, ahead, other]) await often(sale);
    const late = own.tendered(mint(), 1, [[sku, 1]]);
    await often(late, { terminalId: own.terminalId, storeId: STORE, revoked: true, replaces: [] });

    expect(await only(twice.id, 'soldTwice')).toMatchObject({ other: { saleId: first.id, sequence: 1 } });
    expect(await only(twice.id, 'brokenChain')).toMatchObject({ previousHash: 'e'.repeat(64) });
    expect(await only(sameNumber.id, 'duplicateSequence')).toMatchObject({
      sequence: 2,
      other: { saleId: twice.id },
    });
    expect(await only(ahead.id, 'clockSkew')).toMatchObject({ aheadMs: 7_200_000, evidence: 'future' });
    expect(await only(ahead.id, 'conflictingTender')).toMatchObject({
      documents: [{ documentId: ahead.id, reason: 'conflictingTender', state: 'open' }],
    });
    expect(await only(late.id, 'revokedTerminal')).toMatchObject({ sale: { saleId: late.id } });
    const stranger = await sell([['NEVER-HEARD-OF', 1, { name: 'Mystery' }]]);
    expect(await only(stranger.id, 'unknownSku')).toMatchObject({ quantity: 1, item: { name: 'Mystery' } });
    // Sold twice is settled by whoever finds the units; it names no SKU itself.
    const { id } = await only(twice.id, 'soldTwice');
    expect(await inbox.resolve(id, act('foundStock', { quantity: 1 }))).toMatchObject({ code: 'skuWanted' });
    expect(await inbox.resolve(id, act('foundStock', { quantity: 1, sku }))).toMatchObject({
      ok: true,
      moved: 1,
    });
  });

  test('a cursor that is none is told', async () => {
    expect(await inbox.list({ storeId: null, state: 'open', after: 'nonsense', limit: 10 })).toBeNull();
  });
});

describe('returns, line by line', () => {
  const back = (of: unknown, lineId: string | null, quantity = -1) =>
    [quantity, { returnOf: lineId === null ? of : { saleId: of, lineId }, disposition: 'restock' }] as const;

  test('two lines of one SKU at two prices: each takes back what it sold, and no more', async () => {
    const sku = await stocked(9);
    const original = await sell([
      [sku, 2, { unitPriceMinor: 100 }],
      [sku, 1, { unitPriceMinor: 50 }],
    ]);
    const cheap = { ...back(original.id, 'l1')[1], unitPriceMinor: 50 };
    const first = await sell([[sku, -1, cheap]]);
    expect(await about(first.id)).toEqual([]);
    // Three were sold of the SKU and one came back, but line l1 sold only one.
    const second = await sell([[sku, -1, cheap]]);
    expect(await only(second.id, 'duplicateReturn')).toMatchObject({
      quantity: 1,
      returns: [{ originalSaleId: original.id, originalLineId: 'l1', sold: 1, returnedBefore: 1, beyond: 1 }],
      originals: [{ saleId: original.id, sequence: original.sequence }],
    });
    const third = await sell([[sku, ...back(original.id, 'l0')]]);
    expect(await about(third.id)).toEqual([]);
    // Now three are back, one of them wrongly: the SKU has no more to give.
    const fourth = await sell([[sku, ...back(original.id, null)]]);
    expect(await only(fourth.id, 'duplicateReturn')).toMatchObject({ quantity: 1 });
  });

  test('more money than the line cost is told, in parts too and whichever comes first; what was paid is not', async () => {
    const sku = await stocked(9);
    const sold = [sku, 3, { unitPriceMinor: 100, discountMinor: 1 }] as const;
    const original = await sell([[...sold]]);
    const fair = (discountMinor: number) =>
      [sku, -1, { ...back(original.id, 'l0')[1], unitPriceMinor: 100, discountMinor }] as const;
    // 2.99 in parts of 1.00, 0.99 and 1.00.
    for (const discountMinor of [0, -1, 0]) {
      const part = await sell([[...fair(discountMinor)]]);
      expect(await about(part.id)).toEqual([]);
    }
    const other = till.tendered(mint(), 1, [[...sold]]);
    const dear = await sell([
      [sku, -1, { ...back(other.id, 'l0')[1], unitPriceMinor: 900, discountMinor: 0 }],
    ]);
    expect(await about(dear.id)).toEqual([]);
    await shop.push(till, other);
    expect(await only(dear.id, 'totalMismatch')).toMatchObject({
      totalMinor: -900,
      expectedMinor: -299,
      lineIds: ['l0'],
    });
  });

  test('returns that arrive before their original are judged when it comes, each once', async () => {
    const sku = await stocked(9);
    const original = till.tendered(mint(), 1, [[sku, 1]]);
    const first = await sell([[sku, ...back(original.id, 'l0')]]);
    const second = await sell([
      [sku, ...back(original.id, 'l0')],
      [sku, ...back(original.id, 'none')],
    ]);
    expect([...(await about(first.id)), ...(await about(second.id))]).toEqual([]);
    await Promise.all(Array.from({ length: 5 }, () => shop.push(till, original)));
    expect(await about(first.id)).toEqual([]);
    expect(await only(second.id, 'duplicateReturn')).toMatchObject({
      quantity: 2,
      returns: [{ beyond: 1 }, { originalLineId: 'none', sold: 0, beyond: 1 }],
    });
  });
});

describe('acts', () => {
  test('found stock, a recount, a write-off and a back-order are recorded once; what moves has its movement with them', async () => {
    const sku = await stocked(0);
    const sale = await sell([[sku, 5]]);
    const { id } = await only(sale.id, 'oversold');
    const found = act('foundStock', { quantity: 2, keepOpen: true });
    for (let sent = 0; sent < 3; sent += 1)
      expect(await inbox.resolve(id, found)).toMatchObject({ ok: true, exception: { resolvedAt: null } });
    expect(await shop.figures(sku)).toMatchObject({ onHand: -3 });
    expect(await inbox.resolve(id, act('writeOff', { quantity: 1, keepOpen: true }))).toMatchObject({
      moved: 1,
    });
    const recount = act('recount', { quantity: 0 });
    expect(await inbox.resolve(id.slice(0, 8), recount)).toMatchObject({ ok: true, moved: 2 });
    expect(await shop.figures(sku)).toMatchObject({ onHand: 0 });
    const { acts, resolvedAt } = await only(sale.id, 'oversold');
    expect(resolvedAt).toBe(shop.now().toISOString());
    expect(acts.map((done) => [done.act, done.quantity, done.moved, done.by, done.note])).toEqual([
      ['foundStock', 2, 2, 'Mara', 'looked'],
      ['writeOff', 1, 1, 'Mara', 'looked'],
      ['recount', 0, 2, 'Mara', 'looked'],
    ]);
    expect(await movements(recount.id)).toMatchObject([
      { kind: 'count', quantity: 2, reason: 'recount: looked' },
    ]);
    // The till hears that it is settled.
    expect((await shop.result(sale.id)).exceptions).toMatchObject([{ kind: 'oversold', resolvedAt }]);
    expect(await inbox.resolve(id, act('backOrder'))).toMatchObject({ ok: false, code: 'alreadyResolved' });

    const ordered = await sell([[sku, 1]]);
    const { id: other } = await only(ordered.id, 'oversold');
    expect(await inbox.resolve(other, act('backOrder'))).toMatchObject({ ok: true, moved: 0 });
    expect(await shop.figures(sku)).toMatchObject({ onHand: -1 });
  });

  test('of two people who resolve at once one is told that it was done', async () => {
    const sku = await stocked(0);
    const sale = await sell([[sku, 1]]);
    const { id } = await only(sale.id, 'oversold');
    const answers = await Promise.all(Array.from({ length: 6 }, () => inbox.resolve(id, act('foundStock'))));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await shop.figures(sku)).toMatchObject({ onHand: 0 });
  });

  test('a transfer moves out there and in here under one id, also when it was cut off between the two', async () => {
    const sku = await stocked(0);
    await shop.database.query('insert into stock (store_id, sku) values (2, $1)', [sku]);
    await shop.lane.apply(2, { kind: 'opening', id: mint(), reason: 'test', lines: [{ sku, quantity: 5 }] });
    const sale = await sell([[sku, 2]]);
    const { id } = await only(sale.id, 'oversold');
    const north = async () =>
      (await shop.database.query('select on_hand from stock where store_id = 2 and sku = $1', [sku]))[0];

    // The process ends after the units have left the other store.
    let halves = 0;
    const cut = openExceptions({
      database: shop.database,
      lane: {
        apply: (storeId, operation) =>
          operation.kind === 'transfer' && halves++ === 1
            ? Promise.resolve({ status: 'retry' })
            : shop.lane.apply(storeId, operation),
      },
    });
    const transfer = act('transfer', { fromStore: 'north' });
    expect(await cut.resolve(id, transfer)).toMatchObject({ ok: false, code: 'notApplied' });
    expect([await north(), (await shop.figures(sku)).onHand]).toEqual([{ on_hand: 3 }, -2]);
    expect(await only(sale.id, 'oversold')).toMatchObject({
      resolvedAt: null,
      acts: [{ act: 'transfer', moved: null }],
    });
    expect(await inbox.resolve(id, act('transfer', { fromStore: 'north' }))).toMatchObject({
      code: 'underWay',
    });

    expect(await inbox.finishTransfers()).toBe(1);
    expect(await inbox.finishTransfers()).toBe(0);
    expect([await north(), (await shop.figures(sku)).onHand]).toEqual([{ on_hand: 3 }, 0]);
    expect(await movements(transfer.id)).toMatchObject([
      { store_id: STORE, kind: 'transferIn', quantity: 2 },
      { store_id: 2, kind: 'transferOut', quantity: -2 },
    ]);
    expect(await only(sale.id, 'oversold')).toMatchObject({ resolvedAt: shop.now().toISOString() });
  });

  test('an act that does not fit is refused in words, and nothing moves', async () => {
    const sku = await stocked(0);
    const sale = await sell([[sku, 1]]);
    const { id } = await only(sale.id, 'oversold');
    const codes = await Promise.all(
      [
        act('setAside'),
        act('recount'),
        act('foundStock', { quantity: -1 }),
        act('transfer'),
        act('transfer', { fromStore: 'main' }),
        act('transfer', { fromStore: 'nowhere' }),
        act('foundStock', { sku: 'NOBODY' }),
      ].map(async (request) => {
        const answer = await inbox.resolve(id, request);
        return answer.ok ? 'ok' : answer.code;
      }),
    );
    expect(codes).toEqual([
      ...[
        'wrongAct',
        'quantityWanted',
        'wrongQuantity',
        'storeWanted',
        'sameStore',
        'unknownStore',
        'unknownSku',
      ],
    ]);
    expect(await inbox.resolve('ffffffff', act('accept'))).toMatchObject({ ok: false, code: 'notFound' });
    expect(await shop.figures(sku)).toMatchObject({ onHand: -1 });
  });
});

describe('kept documents', () => {
  const kept = async (docId: unknown) => {
    const rows = await listKept(shop.database, { storeId: STORE, state: 'all', afterId: null, limit: 1000 });
    return rows.filter(({ doc_id }) => doc_id === docId);
  };
  const sendAgain = async (keptId: string) => {
    const [document] = await findKept(shop.database, keptId.slice(0, 8));
    if (!document) throw new Error('nothing was kept');
    return sendKeptAgain(shop, document, { actId: mint(), by: 'Mara', note: 'again' });
  };

  test('sent again it is judged afresh: kept while it is wrong, applied when the reason has gone', async () => {
    const sku = await stocked(3);
    const stranger = await shop.till('Stranger');
    const sale = stranger.tendered(mint(), 1, [[sku, 1]]);
    expect(await shop.push(till, sale)).toMatchObject({ status: 'kept', code: 'foreignTerminal' });
    expect(await only(sale.id, 'keptDocument')).toMatchObject({
      documents: [
        { collection: 'sales', documentId: sale.id, reason: 'foreignTerminal', terminal: { name: 'Front' } },
      ],
    });
    const [row] = await kept(sale.id);
    expect(await sendAgain(row?.kept_id ?? '')).toMatchObject({ ok: true, answer: { status: 'kept' } });
    expect(await kept(sale.id)).toMatchObject([{ state: 'open' }]);
    // The till turns out to stand where the other one stood.
    await shop.database.query('update terminal set replaces = $2 where terminal_id = $1', [
      till.terminalId,
      stranger.terminalId,
    ]);
    expect(await sendAgain(row?.kept_id ?? '')).toMatchObject({ ok: true, answer: { status: 'applied' } });
    expect(await shop.figures(sku)).toMatchObject({ onHand: 2 });
    expect(await kept(sale.id)).toMatchObject([{ state: 'resolved' }]);
    const exception = await only(sale.id, 'keptDocument');
    expect(exception.resolvedAt).not.toBeNull();
    expect(exception.acts.map(({ act: name, note }) => [name, note])).toEqual([
      ['sendAgain', 'kept: again'],
      ['sendAgain', 'applied: again'],
    ]);
  });

  test('the same again is no news; another one of the id opens a settled case anew', async () => {
    const sku = await stocked(3);
    const broken: Record<string, unknown> = { ...till.open(mint(), 1, [[sku, 1]]), currency: 'Euro' };
    await Promise.all(Array.from({ length: 5 }, () => shop.push(till, broken)));
    const { id } = await only(broken.id, 'keptDocument');
    expect(await inbox.resolve(id, act('setAside'))).toMatchObject({ ok: true });
    expect(await kept(broken.id)).toMatchObject([{ state: 'resolved' }]);
    await shop.push(till, broken);
    expect((await only(broken.id, 'keptDocument')).resolvedAt).not.toBeNull();
    await shop.push(till, { ...broken, revision: 2 });
    expect(await only(broken.id, 'keptDocument')).toMatchObject({
      resolvedAt: null,
      acts: [
        { act: 'setAside', by: 'Mara' },
        { act: 'happenedAgain', by: 'server' },
      ],
    });
  });

  test('mended by its till it no longer waits for a person', async () => {
    const sku = await stocked(3);
    const broken: Record<string, unknown> = { ...till.open(mint(), 1, [[sku, 1]]), currency: 'Euro' };
    await shop.push(till, broken);
    await shop.push(till, { ...broken, revision: 2, currency: 'EUR' });
    const sweeper = startSweeper({
      database: shop.database,
      lane: shop.lane,
      now: shop.now,
      everyMs: 3_600_000,
    });
    await sweeper.sweep();
    await sweeper.stop();
    expect(await only(broken.id, 'keptDocument')).toMatchObject({
      resolvedAt: shop.now().toISOString(),
      acts: [{ act: 'appliedAfterAll' }],
    });
    expect(await kept(broken.id)).toMatchObject([{ state: 'resolved' }]);
  });
});

describe('what a newer till sends', () => {
  test('a collection that the server does not know is kept whole, and applied by the server that does', async () => {
    const sku = await stocked(3);
    const receipt = till.command('receipt', sku, 2);
    const card = { id: mint(), terminalId: till.terminalId, balanceMinor: 500 };
    expect(await shop.doors.push(till, 'giftCards', [card])).toMatchObject([
      { id: card.id, status: 'kept', code: 'unknownCollection' },
    ]);
    await shop.doors.push(till, 'stockDeeds', [receipt]);
    expect(await only(card.id, 'keptDocument')).toMatchObject({
      documents: [{ collection: 'giftCards', reason: 'unknownCollection' }],
    });
    const update = () =>
      sendKeptForNewer(shop.database, shop.lane, shop.now, (error) => shop.errors.push(error));
    expect(await update()).toBe(0);
    // The next version knows deeds under the name of commands.
    await shop.database.query(`update kept_document set collection = 'stockCommands' where doc_id = $1`, [
      receipt.id,
    ]);
    expect(await update()).toBe(1);
    expect(await update()).toBe(0);
    expect(await shop.figures(sku)).toMatchObject({ onHand: 5 });
    expect(await only(receipt.id, 'keptDocument')).toMatchObject({
      resolvedAt: shop.now().toISOString(),
      acts: [{ act: 'sendAgain', by: 'Evertill', note: 'applied: understood since the update' }],
    });
  });
});

describe('a count whose sales never come', () => {
  const settle = () => shop.lane.apply(STORE, { kind: 'settle' });
  async function waiting(sku: string) {
    const own = await shop.till();
    const counted = own.command('count', sku, 7, { stockVersion: 1_000_000, afterSequence: 3 });
    expect(await shop.push(own, counted, 'stockCommands')).toMatchObject({ code: 'waiting' });
    await settle();
    expect(await about(counted.id)).toEqual([]);
    shop.passMs(25 * 3_600_000);
    await settle();
    return { own, counted };
  }

  test('is told after a day, and compared as it is when a person says so', async () => {
    const sku = await stocked(10);
    const { own, counted } = await waiting(sku);
    await shop.push(own, own.tendered(mint(), 1, [[sku, 1]]));
    expect(await only(counted.id, 'waitingCount')).toMatchObject({
      item: { sku },
      counted: 7,
      afterSequence: 3,
      arrived: 1,
    });
    const { id } = await only(counted.id, 'waitingCount');
    expect(await inbox.resolve(id, act('countAsItIs'))).toMatchObject({ ok: true });
    await settle();
    await settle();
    expect(await shop.figures(sku)).toMatchObject({ onHand: 7 });
  });

  test('is left alone when a person says so, and settles itself when the sales come after all', async () => {
    const sku = await stocked(10);
    const first = await waiting(sku);
    const { id } = await only(first.counted.id, 'waitingCount');
    expect(await inbox.resolve(id, act('setAside'))).toMatchObject({ ok: true });
    await settle();
    expect(await shop.figures(sku)).toMatchObject({ onHand: 10 });

    const second = await waiting(sku);
    for (let sold = 0; sold < 3; sold += 1)
      await shop.push(second.own, second.own.tendered(mint(), 1, [[sku, 1]]));
    await settle();
    expect(await only(second.counted.id, 'waitingCount')).toMatchObject({ acts: [{ act: 'salesArrived' }] });
    expect(await shop.figures(sku)).toMatchObject({ onHand: 7 });
  });

  test('a receipt and a count in one batch are both compared with what was there', async () => {
    const sku = await stocked(5);
    const { version } = await shop.level(till, sku);
    const both = [
      till.command('receipt', sku, 10),
      till.command('count', sku, 4, { stockVersion: version, afterSequence: 0 }),
    ];
    await shop.doors.push(till, 'stockCommands', both);
    expect(await shop.figures(sku)).toMatchObject({ onHand: 14 });
  });
});
