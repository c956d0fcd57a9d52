import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { judgeDocument } from '../../../src-server/sync/door.ts';
import { type LaneShop, type Lines, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let till: TestTill;
let other: TestTill;
beforeAll(async () => {
  shop = await openLaneShop();
  till = await shop.till('Front');
  other = await shop.till('Back');
  await shop.stock({ A: 1_000_000 });
});
afterAll(async () => {
  expect(await shop.verify()).toEqual([]);
  await shop.close();
});

const A: Lines = [['A', 1]];
const A2: Lines = [['A', 2]];

/** Rows of the table of SYNC.md: what the server has, what comes, and the answer. */
const table: {
  name: string;
  before: (id: string) => Record<string, unknown>[];
  comes: (id: string, before: Record<string, unknown>[]) => Record<string, unknown>;
  answer: string;
  code?: string;
}[] = [
  { name: 'nothing, then open', before: () => [], comes: (id) => till.open(id, 1, A), answer: 'applied' },
  {
    name: 'nothing, then tendered',
    before: () => [],
    comes: (id) => till.tendered(id, 1, A),
    answer: 'applied',
  },
  {
    name: 'nothing, then abandoned',
    before: () => [],
    comes: (id) => till.open(id, 3, A, 'abandoned'),
    answer: 'applied',
  },
  {
    name: 'open, a newer revision',
    before: (id) => [till.open(id, 1, A)],
    comes: (id) => till.open(id, 2, A2),
    answer: 'applied',
  },
  {
    name: 'open, the same again',
    before: (id) => [till.open(id, 1, A)],
    comes: (id) => till.open(id, 1, A),
    answer: 'repeated',
  },
  {
    name: 'open, an older one',
    before: (id) => [till.open(id, 3, A)],
    comes: (id) => till.open(id, 2, A2),
    answer: 'stale',
  },
  {
    name: 'open, another of the same revision',
    before: (id) => [till.open(id, 2, A)],
    comes: (id) => till.open(id, 2, A2),
    answer: 'stale',
  },
  {
    name: 'open, tendered with a lower revision',
    before: (id) => [till.open(id, 9, A)],
    comes: (id) => till.tendered(id, 2, A),
    answer: 'applied',
  },
  {
    name: 'abandoned, a newer revision',
    before: (id) => [till.open(id, 1, A, 'abandoned')],
    comes: (id) => till.open(id, 2, A),
    answer: 'stale',
  },
  {
    name: 'abandoned, tendered',
    before: (id) => [till.open(id, 1, A, 'abandoned')],
    comes: (id) => till.tendered(id, 2, A),
    answer: 'applied',
  },
  {
    name: 'tendered, the same again',
    before: (id) => [till.tendered(id, 1, A)],
    comes: (_, [sale]) => ({ ...sale }),
    answer: 'repeated',
  },
  {
    name: 'tendered, a newer revision',
    before: (id) => [till.tendered(id, 1, A)],
    comes: (id) => till.open(id, 7, A),
    answer: 'stale',
  },
  {
    name: 'tendered, another tender',
    before: (id) => [till.tendered(id, 1, A)],
    comes: (id) => till.tendered(id, 1, A2),
    answer: 'kept',
    code: 'conflictingTender',
  },
  {
    name: 'a sale of another terminal',
    before: (id) => [other.open(id, 1, A)],
    comes: (id) => till.open(id, 2, A),
    answer: 'kept',
    code: 'foreignSale',
  },
];

test.for(table)('$name: $answer', async ({ before, comes, answer, code }) => {
  const id = mint();
  const earlier = before(id);
  for (const document of earlier)
    await shop.push(document.terminalId === till.terminalId ? till : other, document);
  const got = await shop.push(till, comes(id, earlier));
  expect(got).toMatchObject({ id, status: answer, ...(code ? { code } : {}) });
});

test('revisions in any order end the same', async () => {
  const orders = [
    [0, 1, 2, 3],
    [3, 2, 1, 0],
    [2, 3, 0, 1],
    [1, 3, 0, 2],
  ];
  for (const order of orders) {
    const id = mint();
    const documents = [
      till.open(id, 1, A),
      till.open(id, 2, A2),
      till.open(id, 3, A, 'underPaying'),
      till.tendered(id, 4, [['A', 3]]),
    ];
    const before = await shop.figures('A');
    for (const nth of order) await shop.push(till, documents[nth] as object);
    const after = await shop.figures('A');
    expect([before.onHand - after.onHand, after.reserved - before.reserved]).toEqual([3, 0]);
    expect(await shop.result(id)).toMatchObject({ revision: 4, reservation: { state: 'converted' } });
  }
});

test('conflicting tenders are kept whole, once, with one exception; the first stays as it is', async () => {
  const id = mint();
  await shop.push(till, till.tendered(id, 1, A));
  const before = await shop.figures('A');
  const second = till.tendered(id, 1, [['A', 5]]);
  expect(await shop.push(till, second)).toMatchObject({ status: 'kept' });
  expect(await shop.push(till, second)).toMatchObject({ status: 'kept' });
  expect(await shop.figures('A')).toEqual(before);
  expect(await shop.exceptions(id)).toEqual(['conflictingTender']);
  const kept = await shop.database.query<{ body: string }>(
    'select body from kept_document where doc_id = $1',
    [id],
  );
  expect(kept.map(({ body }) => JSON.parse(body))).toEqual([second]);
});

describe('what is not understood', () => {
  const bad: [string, unknown][] = [
    ['null', null],
    ['a text', 'sale'],
    ['a list', [1, 2]],
    ['no id', {}],
    ['an id that is none', { id: 7, status: 'open' }],
    [
      'a fraction of a piece',
      { ...lineless(), lines: [{ lineId: 'l', sku: 'A', quantity: 1.5, unitPriceMinor: 1 }] },
    ],
    ['a status that is none', { ...lineless(), status: 'paid' }],
    [
      'a NUL in a SKU',
      { ...lineless(), lines: [{ lineId: 'l', sku: 'A\u0000', quantity: 1, unitPriceMinor: 1 }] },
    ],
    ['a revision beyond all bounds', { ...lineless(), revision: 2 ** 40 }],
    [
      'two lines of one id',
      {
        ...lineless(),
        lines: [
          ['l', 'A'],
          ['l', 'B'],
        ].map(([lineId, sku]) => ({ lineId, sku, quantity: 1, unitPriceMinor: 1 })),
      },
    ],
  ];
  function lineless(): Record<string, unknown> {
    return {
      id: '01900000-0000-7000-8000-00000000000a',
      epoch: 1,
      revision: 1,
      status: 'open',
      currency: 'EUR',
      lines: [],
    };
  }

  test.for(bad)('%s is kept whole and holds nobody back', async ([, document]) => {
    const sent =
      typeof document === 'object' && document !== null && 'lines' in document
        ? { ...document, terminalId: till.terminalId }
        : document;
    const good = till.open(mint(), 1, A);
    const answers = await shop.doors.push(till, 'sales', [sent, good]);
    expect(answers.map(({ status }) => status)).toEqual(['kept', 'applied']);
    const again = await shop.doors.push(till, 'sales', [sent]);
    expect(again.map(({ status }) => status)).toEqual(['kept']);
    const rows = await shop.database.query<{ body: string }>(
      'select body from kept_document order by kept_at desc, body desc',
    );
    expect(rows.map(({ body }) => JSON.parse(body))).toContainEqual(sent);
  });

  test('the same id and revision, mended, is judged afresh', async () => {
    const id = mint();
    const broken = { ...till.open(id, 1, A), currency: 'Euro' };
    expect(await shop.push(till, broken)).toMatchObject({ status: 'kept', code: 'notUnderstood' });
    expect(await shop.push(till, { ...broken, currency: 'EUR' })).toMatchObject({ status: 'applied' });
  });

  test('a poisoned document in a batch is kept alone, and every other one is applied', async () => {
    // A lone surrogate in a field that nobody checks: JSON that PostgreSQL may or may not take, but never a lost batch.
    const odd = { ...till.open(mint(), 1, A), note: '\ud800 \u0000 \u001e' };
    const good = Array.from({ length: 20 }, () => till.open(mint(), 1, A));
    const answers = await shop.doors.push(till, 'sales', [...good.slice(0, 10), odd, ...good.slice(10)]);
    expect(answers.filter(({ status }) => status === 'applied').length).toBeGreaterThanOrEqual(20);
    expect(answers.every(({ status }) => status === 'applied' || status === 'kept')).toBe(true);
  });

  test('an operation that the database refuses is found by halving and kept', async () => {
    const judged = judgeDocument(till, 'sales', till.open(mint(), 1, A), shop.now());
    if (judged.kind !== 'operation' || judged.operation.kind !== 'sale') throw new Error('not a sale');
    const poison = { ...judged.operation, body: '{not json' };
    const others = Array.from({ length: 15 }, () => shop.push(till, till.open(mint(), 1, A)));
    const [answer, ...good] = await Promise.all([shop.lane.apply(STORE, poison), ...others]);
    expect(answer).toMatchObject({ status: 'kept', code: 'unstorable' });
    expect(good.every(({ status }) => status === 'applied')).toBe(true);
    expect(shop.errors.length).toBeGreaterThan(0);
  });
});

test('stock commands and shift events are facts: applied once, repeated, kept when the content differs', async () => {
  const receipt = till.command('receipt', 'A', 12);
  const before = await shop.figures('A');
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => shop.push(till, receipt, 'stockCommands')),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual(['applied', ...Array(4).fill('repeated')]);
  expect(await shop.push(till, { ...receipt, quantity: 13 }, 'stockCommands')).toMatchObject({
    status: 'kept',
    code: 'conflictingCommand',
  });
  expect((await shop.figures('A')).onHand - before.onHand).toBe(12);
  const z = till.closed(1, 0);
  expect(await shop.push(till, z, 'shifts')).toMatchObject({ status: 'applied' });
  expect(await shop.push(till, z, 'shifts')).toMatchObject({ status: 'repeated' });
  expect(await shop.push(till, { ...z, amountMinor: 1 }, 'shifts')).toMatchObject({
    status: 'kept',
    code: 'conflictingEvent',
  });
  const kept = await shop.database.query<{ collection: string }>(
    `select collection from kept_document where reason like 'conflicting%' and doc_id in ($1, $2) order by 1`,
    [receipt.id, z.id],
  );
  expect(kept.map(({ collection }) => collection)).toEqual(['shifts', 'stockCommands']);
});

test('a revoked terminal delivers its facts and nothing else; a replacement delivers those of the one before', async () => {
  const revoked = { terminalId: till.terminalId, storeId: STORE, revoked: true, replaces: [] };
  expect(await shop.push(revoked, till.open(mint(), 1, A))).toMatchObject({
    status: 'stale',
    code: 'revoked',
  });
  const sale = till.tendered(mint(), 1, A);
  expect(await shop.push(revoked, sale)).toMatchObject({ status: 'applied' });
  expect(await shop.exceptions(sale.id)).toEqual(['revokedTerminal']);

  const fresh = await shop.till('New');
  const replacing = {
    terminalId: fresh.terminalId,
    storeId: STORE,
    revoked: false,
    replaces: [till.terminalId],
  };
  expect(await shop.push(replacing, till.tendered(mint(), 1, A))).toMatchObject({ status: 'applied' });
  expect(await shop.push(replacing, till.open(mint(), 1, A))).toMatchObject({
    status: 'stale',
    code: 'replaced',
  });
  expect(await shop.push(replacing, other.tendered(mint(), 1, A))).toMatchObject({
    status: 'kept',
    code: 'foreignTerminal',
  });
});
