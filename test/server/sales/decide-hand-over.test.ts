import { expect, test } from 'vitest';
import type { Sale } from '../../../shared/sale/sale.ts';
import { decideHandOver, type HeldLine, type KnownSale } from '../../../src-server/sales/decide-hand-over.ts';

const ME = 'till-b';
const line = (
  mergeKey: string,
  requested: number,
  granted: number,
  more: Partial<HeldLine> = {},
): HeldLine => ({
  lineId: mergeKey,
  lineNo: 0,
  sku: `SKU-${mergeKey}`,
  mergeKey,
  requested,
  granted,
  counted: true,
  grantedSeq: 1,
  ...more,
});
type Known = KnownSale & { lines: readonly HeldLine[] };
const parked = (more: Partial<Known> = {}): Known => ({
  saleId: 'old',
  terminalId: 'till-a',
  status: 'parked',
  reservationState: 'live',
  handedTo: null,
  takenFrom: null,
  doc: { tenders: [] } as unknown as Sale,
  lines: [line('a', 2, 2), line('b', 3, 1)],
  ...more,
});
const mine = (more: Partial<Known> = {}): Known =>
  parked({ saleId: 'new', terminalId: ME, status: 'open', takenFrom: 'old', lines: [], ...more });
const holding = { tenders: [{ state: 'captured' }] } as unknown as Sale;

test.each<[string, Known | null, Known | null, string]>([
  ['there is none', null, null, 'notFound'],
  ['it has been paid', parked({ status: 'tendered' }), null, 'saleTendered'],
  ['it is open', parked({ status: 'open' }), null, 'stale'],
  ['it was cleared', parked({ status: 'abandoned' }), null, 'stale'],
  ['another till has it', parked({ handedTo: 'other', reservationState: 'handedOver' }), null, 'stale'],
  ['money was taken', parked({ doc: holding }), null, 'stale'],
  ['the new id is another till’s', parked(), mine({ terminalId: 'till-c' }), 'stale'],
  ['the new sale has been paid', parked(), mine({ status: 'tendered' }), 'saleTendered'],
  ['the new sale was cleared', parked(), mine({ status: 'abandoned' }), 'stale'],
  ['the new sale is taken from nothing', parked(), mine({ takenFrom: null }), 'stale'],
  [
    'another till asks for a hand-over that was done',
    parked({ handedTo: 'new' }),
    mine({ terminalId: 'till-c' }),
    'stale',
  ],
])('refused when %s', (_why, taken, taker, code) => {
  expect(decideHandOver(ME, 'new', taken, taker)).toMatchObject({ kind: 'rejected', code });
});

test('all lines move with what they hold', () => {
  expect(decideHandOver(ME, 'new', parked(), null)).toEqual({
    kind: 'moved',
    lines: [line('a', 2, 2), { ...line('b', 3, 1), lineNo: 1 }],
  });
});

test('asked again it is the same', () => {
  expect(decideHandOver(ME, 'new', parked({ handedTo: 'new' }), mine())).toEqual({ kind: 'repeated' });
});

test('a till that pushed before it asked keeps its own lines, and one variation stays one line', () => {
  const own = mine({ lines: [line('b', 3, 2, { lineId: 'a' })] });
  const decision = decideHandOver(ME, 'new', parked(), own);
  expect(decision).toEqual({
    kind: 'moved',
    lines: [line('b', 3, 3, { lineId: 'a' }), line('a', 2, 2, { lineId: 'a+', lineNo: 1 })],
  });
});
