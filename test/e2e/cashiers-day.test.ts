import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TenderedSale } from '../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import { AFTERNOON_STORIES, afternoonStories } from './cashiers-day/afternoon-stories.ts';
import { basketsOfDay } from './cashiers-day/baskets.ts';
import { Day } from './cashiers-day/day.ts';
import { euros, journalled, saleDocs, stockRows } from './cashiers-day/day-records.ts';
import { goodsOfStories } from './cashiers-day/goods-of-stories.ts';
import { KINDS } from './cashiers-day/kinds.ts';
import { LUNCH_STORIES, lunchStories, theLetterCame } from './cashiers-day/lunch-stories.ts';
import { MORNING_STORIES, morningStories } from './cashiers-day/morning-stories.ts';
import { type BookedSale, OwnBooks, paidBy } from './cashiers-day/own-books.ts';
import { idris } from './cashiers-day/people.ts';
import { type PrintedReceipt, sortedPaper } from './cashiers-day/receipts-on-paper.ts';
import { launchElectronTill } from './support/electron-till.ts';

/** `EVERTILL_DAY_SALES=200` for a longer day. */
const SALES = Number(process.env.EVERTILL_DAY_SALES ?? 60);
/** Those without a story of their own are customers with a basket. */
const CUSTOMERS = SALES - MORNING_STORIES - LUNCH_STORIES - AFTERNOON_STORIES;
const LUNCH = { from: Math.floor(CUSTOMERS * 0.4), to: Math.floor(CUSTOMERS * 0.65) };
const FLOAT_MINOR = 20_735;

const baskets = basketsOfDay(CUSTOMERS, 20_261_122, goodsOfStories);
const books = new OwnBooks(FLOAT_MINOR);
const scene = {} as { day: Day };

beforeAll(async () => {
  // Named here, because a file whose shells are not on this machine is left out by what it imports.
  scene.day = await Day.begin(launchElectronTill, { cashierId: idris.id, books });
});
afterAll(() => scene.day?.end());

describe("a cashier's day, in the window", () => {
  test('begins with the PIN and a float, coin by coin', async () => {
    const { day } = scene;
    await day.id(`cashier-${idris.id}`).click();
    await day.hands.till.givePin(idris.pin);
    await day.id('shift-open-confirm').waitFor();
    await day.hands.countOut(FLOAT_MINOR);
    await day.picture(day.till.page, 'float');
    await day.hands.tap('shift-open-confirm');
    await day.id('search').waitFor();
    await day.hands.till.untilSync('synced');
  });

  test('the morning: a scan takes no tap, exact cash two taps, or F9 and Enter', async () => {
    await scene.day.serveAll(baskets.slice(0, LUNCH.from));
  });

  morningStories(scene);
  lunchStories(scene, baskets.slice(LUNCH.from, LUNCH.to));
  afternoonStories(scene);

  test('the afternoon goes on as the morning', async () => {
    await scene.day.serveAll(baskets.slice(LUNCH.to));
  });

  test('it ends with a blind count that fits to the cent, and the Z', async () => {
    const { day } = scene;
    await day.hands.till.atTheDrawer('6');
    await day.till.page.locator('[data-testid="count-view"][data-blind="true"]').waitFor();
    expect(await day.id('count-expected').count()).toBe(0);
    await day.hands.countOut(books.expectedMinor);
    await day.hands.tap('count-take');
    await day.id('closing-view').waitFor();
    expect(await day.id('difference').getAttribute('data-code')).toBe('0');
    await day.hands.tap('shift-close');
    await day.till.page.locator('[data-testid="report-says"][data-code="printed"]').waitFor();
    await day.till.page.locator('[data-testid="shift-unsent"][data-sales="0"][data-events="0"]').waitFor();
    // A day on which all went well leaves nothing to a person.
    await day.hands.till.untilSync('synced');
    await day.picture(day.till.page, 'z');
  });

  test('the drawer, the Z, the paper, the sales and the stock on the server agree to the cent and the unit', async () => {
    const { day } = scene;
    const journal = await journalled(day.till);
    const docs = await saleDocs(day.server);
    const { here } = books;

    expect(books.sales).toHaveLength(SALES);
    // The server has each sale once, as it stands in the till's journal, and nothing else.
    expect(docs).toHaveLength(SALES);
    const amounts = (sales: readonly Pick<TenderedSale, 'totalMinor' | 'roundingMinor'>[], ids: string[]) =>
      Object.fromEntries(
        sales.map(({ totalMinor, roundingMinor }, index) => [ids[index], [totalMinor, roundingMinor]]),
      );
    expect(
      amounts(
        docs,
        docs.map(({ id }) => id),
      ),
    ).toEqual(
      amounts(
        books.sales,
        books.sales.map(({ saleId }) => saleId),
      ),
    );
    expect(journal.sales.map(({ sequence }) => sequence)).toEqual(here.map((_, index) => index + 1));
    const hashes = (sales: readonly TenderedSale[]) => sales.map(({ id, hash }) => `${id} ${hash}`);
    expect(hashes(docs)).toEqual(expect.arrayContaining(hashes(journal.sales)));

    // The Z is what somebody with pencil and paper comes to, and the server has the same.
    const z = journal.events.at(-1);
    expect(z).toMatchObject({ kind: 'closed', lastSequence: here.length, countedMinor: books.expectedMinor });
    expect(z?.report).toMatchObject(books.z);
    expect(z?.report?.taxes).toEqual(books.z.taxes);
    const [onServer] = await day.server.rows<{ doc: ShiftEvent }>(
      `select doc from shift_event where event_id = '${z?.id}'`,
    );
    expect(onServer?.doc.report).toEqual(z?.report);

    // Every sale left one receipt at this till's printer, and each says the same.
    await expect.poll(() => sortedPaper(day.printed).reports).toHaveLength(2);
    const paper = sortedPaper(day.printed);
    const originals = paper.receipts.filter(({ isCopy }) => !isCopy);
    const due = books.sales.filter(({ saleId }) => !day.unprinted.has(saleId));
    expect(originals.map(({ saleId }) => saleId)).toEqual(due.map(({ saleId }) => saleId));
    expect(originals.map(onPaper)).toEqual(due.map(inTheBooks));
    // The drawer opened for cash, and only for cash.
    const forCash = here.filter(({ tenders }) => tenders.some(({ kind }) => kind === 'cash')).length;
    expect(paper.pulses).toBe(forCash + books.drops.length);
    const slip = paper.reports.at(-1) ?? [];
    expect(slip).toContain('Z REPORT 1');
    expect(slip.find((row) => row.startsWith('Should be there'))).toContain(euros(books.expectedMinor));
    expect(slip.find((row) => row.startsWith('Total'))).toContain(euros(books.z.totalMinor));

    // The shelf: every SKU of the shop, not only those that were sold.
    const stock = await stockRows(day.server);
    const onHand = stock.flatMap((row) => (books.shelf.has(row.sku) ? [[row.sku, row.onHand] as const] : []));
    expect(Object.fromEntries(onHand)).toEqual(Object.fromEntries(books.shelf));
    expect(stock.filter(({ reserved }) => reserved !== 0)).toEqual([]);
    await day.server.verify();
    const cases = await day.server.rows<{ kind: string; open: boolean }>(
      'select kind, resolved_at is null as open from exception_case',
    );
    expect(cases).toEqual([{ kind: 'oversold', open: false }]);
    await theLetterCame(scene);
  });

  test('sales of every kind were among them', async () => {
    const facts = { day: scene.day, docs: await saleDocs(scene.day.server) };
    const happened = Object.entries(KINDS).map(([kind, count]) => [kind, count(facts)] as const);
    console.log(happened.map(([kind, count]) => `${String(count).padStart(4)}  ${kind}`).join('\n'));
    expect(happened.filter(([, count]) => count === 0)).toEqual([]);
  });
});

/** Total with rounding, rounding, cash, card, voucher, change: as they stand on the receipt, and in the books. */
const onPaper = (paper: PrintedReceipt): number[] => [
  ...[paper.totalMinor, paper.roundingMinor, paper.cashMinor, paper.cardMinor],
  ...[paper.voucherMinor, paper.changeMinor],
];
const inTheBooks = (sale: BookedSale): number[] => [
  ...[sale.totalMinor + sale.roundingMinor, sale.roundingMinor, paidBy(sale, 'cash'), paidBy(sale, 'card')],
  ...[paidBy(sale, 'voucher'), sale.changeMinor],
];
