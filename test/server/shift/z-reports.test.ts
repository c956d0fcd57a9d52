import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { drawerReport } from '../../../shared/shift/drawer-report.ts';
import { type ShiftEvent, shiftEventSchema } from '../../../shared/shift/shift-event.ts';
import { type ExceptionView, exceptionSchema } from '../../../shared/stock/exception.ts';
import { countZs } from '../../../src-server/database/report-queries.ts';
import { openReportChecker, type ReportChecker } from '../../../src-server/shifts/check-reports.ts';
import { openExceptions } from '../../../src-server/stock/exceptions.ts';
import { type LaneShop, mint, openLaneShop, STORE, type TestTill } from '../support/lane-shop.ts';

let shop: LaneShop;
let checker: ReportChecker;
beforeAll(async () => {
  shop = await openLaneShop();
  checker = openReportChecker({ ...shop, now: shop.now });
  await shop.stock({ BREAD: 1000 });
});
afterEach(() => expect(shop.errors).toEqual([]));
afterAll(async () => {
  expect(await shop.verify()).toEqual([]);
  await shop.close();
});

/** A day at one till, as it writes it: float, sales in cash, a count, and the Z over all of it. */
async function day(cashes: readonly number[]) {
  const till = await shop.till();
  const shiftId = mint();
  const event = (kind: ShiftEvent['kind'], more: Partial<ShiftEvent> = {}): ShiftEvent => ({
    ...{ id: mint(), shiftId, terminalId: till.terminalId, epoch: 1, kind, at: '2026-11-22T08:00:00Z' },
    ...{ businessDate: '2026-11-22', cashierId: till.cashierId, period: 1 },
    ...more,
  });
  const sales = cashes.map((amountMinor) => sold(till, shiftId, amountMinor));
  const events = [
    event('opened', { amountMinor: 10_000 }),
    event('drop', { amountMinor: 500, reason: 'safe', at: '2026-11-22T12:00:00Z' }),
    event('counted', { amountMinor: 9_999, at: '2026-11-22T19:00:00Z' }),
  ];
  const report = drawerReport({ shiftId, currency: 'EUR', events, sales });
  const z = event('closed', {
    ...{ at: '2026-11-22T20:00:00Z', lastSequence: sales.length, report },
    ...{ countedMinor: 9_999, expectedMinor: report.expectedMinor },
  });
  expect(shiftEventSchema.parse(z)).toEqual(z);
  return { till, shiftId, event, sales, events, z };
}

function sold(till: TestTill, shiftId: string, amountMinor: number): TenderedSale {
  const tenders = [{ id: mint(), kind: 'cash', amountMinor, state: 'captured' }];
  return till.tendered(mint(), 1, [['BREAD', 1, { unitPriceMinor: amountMinor }]], {
    ...{ shiftId, tenders },
  }) as unknown as TenderedSale;
}

async function about(cause: string): Promise<ExceptionView[]> {
  const page = await openExceptions(shop).list({ storeId: STORE, state: 'all', after: null, limit: 200 });
  return (page?.exceptions ?? [])
    .filter(({ causeId }) => causeId === cause)
    .map((view) => exceptionSchema.parse(view));
}
const stored = async (id: string) =>
  (
    await shop.database.query<{ doc: ShiftEvent; waiting: boolean; checked: boolean }>(
      'select doc, waiting, checked_at is not null as checked from shift_event where event_id = $1',
      [id],
    )
  )[0];
const tellAll = async (till: TestTill, events: readonly ShiftEvent[]) => {
  for (const told of events)
    expect(await shop.push(till, told, 'shifts')).toMatchObject({ status: 'applied' });
};

describe('a Z at the server', () => {
  test('is stored as it is and found right, whichever of its facts comes last', async () => {
    const { till, sales, events, z } = await day([250, 125]);
    await tellAll(till, [z]);
    await shop.push(till, sales[1]);
    await checker.check(true);
    expect(await stored(z.id)).toMatchObject({ waiting: true, checked: false });
    expect(await countZs(shop.database)).toMatchObject({ waiting: 1 });
    await shop.push(till, sales[0]);
    await shop.lane.apply(STORE, { kind: 'settle' });
    // Its events are on their way: nothing is told before they had their time.
    await checker.check(true);
    expect(await stored(z.id)).toMatchObject({ waiting: false, checked: false });
    await tellAll(till, events);
    await checker.check(true);
    expect(await stored(z.id)).toEqual({ doc: z, waiting: false, checked: true });
    expect(await about(z.id)).toEqual([]);
    expect(await shop.level(till, 'BREAD')).toMatchObject({ soldHere: 0, period: 2 });
  });

  test('that says something else than its sales is told to head office, figure by figure, and not refused', async () => {
    const { till, sales, events, z } = await day([250]);
    const wrong = { ...z, report: { ...z.report, totalMinor: 999 } };
    for (const sale of sales) await shop.push(till, sale);
    await tellAll(till, [...events, wrong as ShiftEvent]);
    await checker.check(true);
    expect(await about(z.id)).toEqual([]);
    shop.passMs(3 * 60_000);
    await checker.check(true);
    expect(await about(z.id)).toMatchObject([
      {
        ...{ kind: 'zDiffers', period: 1, businessDate: '2026-11-22', resolvedAt: null },
        terminal: { id: till.terminalId },
        figures: [{ figure: 'totalMinor', told: 999, found: 250 }],
      },
    ]);
    expect((await stored(z.id))?.doc).toEqual(wrong);
    await checker.check(true);
    expect(await about(z.id)).toHaveLength(1);
  });

  test('a late sale of a closed period is applied, the Z unchanged; the case closes when all agrees', async () => {
    const { till, sales, events, z } = await day([250, 125]);
    await tellAll(till, [...events, z]);
    await shop.push(till, sales[0]);
    // The second is kept whole: the Z does not wait for it, but says more than what was applied.
    const broken = { ...sales[1], lines: 'none' };
    expect(await shop.push(till, broken)).toMatchObject({ status: 'kept' });
    await shop.lane.apply(STORE, { kind: 'settle' });
    shop.passMs(3 * 60_000);
    await checker.check(true);
    expect(await about(z.id)).toMatchObject([{ kind: 'zDiffers', resolvedAt: null }]);
    expect(await shop.push(till, sales[1])).toMatchObject({ status: 'applied' });
    await checker.check(true);
    expect(await about(z.id)).toMatchObject([
      { kind: 'zDiffers', resolvedAt: expect.any(String), acts: [{ act: 'salesArrived' }] },
    ]);
    expect((await stored(z.id))?.doc).toEqual(z);
    expect(await shop.level(till, 'BREAD')).toMatchObject({ soldHere: 0, period: 2 });
  });

  test('a sale of a shift that its Z does not know is a difference', async () => {
    const { till, shiftId, sales, events, z } = await day([250]);
    for (const sale of [...sales, sold(till, shiftId, 77)]) await shop.push(till, sale);
    await tellAll(till, [...events, z]);
    shop.passMs(3 * 60_000);
    await checker.check(true);
    const [differs] = await about(z.id);
    expect(differs).toMatchObject({ kind: 'zDiffers' });
    expect(differs?.kind === 'zDiffers' && differs.figures).toContainEqual({
      figure: 'receipts',
      told: 1,
      found: 2,
    });
  });

  test('whose sales never come is told after a day, and closes by itself when they do', async () => {
    const { till, sales, events, z } = await day([250, 125]);
    await tellAll(till, [...events, z]);
    await shop.push(till, sales[0]);
    await checker.check(true);
    shop.passMs(25 * 60 * 60_000);
    await checker.check(true);
    await checker.check(true);
    expect(await about(z.id)).toMatchObject([
      { kind: 'waitingZ', lastSequence: 2, arrived: 1, resolvedAt: null },
    ]);
    await shop.push(till, sales[1]);
    await shop.lane.apply(STORE, { kind: 'settle' });
    await checker.check(true);
    expect(await about(z.id)).toMatchObject([{ kind: 'waitingZ', acts: [{ act: 'salesArrived' }] }]);
    expect(await stored(z.id)).toMatchObject({ waiting: false, checked: true });
  });

  test('of an older till carries no report: there is nothing to compare', async () => {
    const till = await shop.till();
    const z = till.closed(1, 0);
    await shop.push(till, z, 'shifts');
    await checker.check(false);
    expect(await stored(z.id as string)).toMatchObject({ checked: true });
    expect(await about(z.id as string)).toEqual([]);
  });
});
