import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gtinCheckDigit } from '../../shared/catalog/gtin.ts';
import type { TenderedSale } from '../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import { demoShop } from '../../src-server/demo/demo-shop.ts';
import { basketsOfDay } from './cashiers-day/baskets.ts';
import { Day } from './cashiers-day/day.ts';
import { euros, journalled, saleDoc, saleDocs, stockRows } from './cashiers-day/day-records.ts';
import { bananas, beer, butter, gift, milk } from './cashiers-day/goods-of-stories.ts';
import { type BookedSale, type BookLine, OwnBooks, totalOf } from './cashiers-day/own-books.ts';
import { sortedPaper } from './cashiers-day/receipts-on-paper.ts';
import { openChromiumTill } from './support/chromium-till.ts';
import { launchElectronTill } from './support/electron-till.ts';
import { album } from './support/screenshots.ts';

/** `EVERTILL_DAY_SALES=60` for a long day; each takes a second. */
const SALES = Number(process.env.EVERTILL_DAY_SALES ?? 25);
/** Those that have a story of their own; the others are customers with a basket. */
const STORIES = 8;
const CUSTOMERS = SALES - STORIES;
const LUNCH = { from: Math.floor(CUSTOMERS * 0.4), to: Math.floor(CUSTOMERS * 0.65) };
const FLOAT_MINOR = 20_735;

const [owner, idris, joana] = demoShop().staff;
if (!owner || !idris || !joana) throw new Error('the demo shop has too few people');

const baskets = basketsOfDay(CUSTOMERS, 20_261_122, [milk, butter]);

let day: Day;
const books = new OwnBooks(FLOAT_MINOR);
/** Sales whose receipt was not printed when they were paid. */
const unprinted = new Set<string>();
const picture = album('cashiers-day');

beforeAll(async () => {
  // Named here, because a file whose shells are not on this machine is left out by what it imports.
  day = await Day.begin(launchElectronTill, { cashierId: idris.id, books });
});
afterAll(() => day?.end());

const id = (testId: string) => day.hands.till.id(testId);
const lineOf = ({ variant, quantity }: BookLine) =>
  day.hands.till.line(variant.sku).locator(`[data-testid="line-quantity"][data-quantity="${quantity}"]`);

describe("a cashier's day, in the window", () => {
  test('begins with the PIN and a float, coin by coin', async () => {
    await id(`cashier-${idris.id}`).click();
    await day.hands.till.givePin(idris.pin);
    await id('shift-open-confirm').waitFor();
    await day.hands.countOut(FLOAT_MINOR);
    await picture(day.till.page, 'float');
    await day.hands.tap('shift-open-confirm');
    await id('search').waitFor();
    await day.hands.till.untilSync('synced');
  });

  test('the morning: a scan takes no tap, exact cash two taps, or F9 and Enter', async () => {
    await day.serveAll(baskets.slice(0, LUNCH.from));
  });

  test('a large discount needs a manager, who agrees in place; the cart is kept', async () => {
    const quarter = Math.floor((butter.variant.priceMinor * 250_000 + 500_000) / 1_000_000);
    const lines = [milk, { ...butter, discountMinor: quarter }];
    await day.hands.ring([milk, butter]);
    await day.hands.press('F8');
    await day.hands.tap('discount-preset-25');
    await id('approval').waitFor();
    await picture(day.till.page, 'override');
    await day.agree(owner.pin, 'reason-damaged');
    await day.till.page.locator(`[data-testid="line-discount"][data-minor="${quarter}"]`).waitFor();
    await day.hands.till.untilLines(2);
    const { saleId } = await day.settle(lines);
    const sale = await saleDoc(day.server, saleId);
    expect(sale.approvals).toMatchObject([
      {
        act: 'largeDiscount',
        approvedBy: owner.id,
        cashierId: idris.id,
        reason: expect.stringMatching(/\w/),
      },
    ]);
  });

  test('what is weighed, counted by hand, priced by hand or not for children goes through, too', async () => {
    // The scale at the counter writes its own code: 1.234 kg.
    const label = '217093701234';
    await day.hands.till.scan(`${label}${gtinCheckDigit(label)}`);
    await lineOf(bananas).waitFor();
    await day.hands.till.scan(beer.code);
    await id('age-question').waitFor();
    await picture(day.till.page, 'age');
    await day.hands.press('Enter');
    await lineOf(beer).waitFor();
    await day.hands.press('5');
    await id('entry').getByText('5', { exact: true }).waitFor();
    await day.hands.press('*');
    await id('entry').getByText(/5\s*×/).waitFor();
    await day.hands.till.scan(milk.code);
    await lineOf({ ...milk, quantity: 5 }).waitFor();
    await id('search').fill(gift.item.name);
    await day.till.page.locator('[data-testid^="tile-"]').filter({ hasText: gift.item.name }).first().click();
    await day.till.page.getByTestId(/-input$/).fill('2.50');
    await day.till.page.getByTestId(/-add$/).click();
    await lineOf(gift).waitFor();
    await id('search').fill('');
    await picture(day.till.page, 'every-kind');
    await day.settle([bananas, beer, { ...milk, quantity: 5 }, gift]);
  });

  test('too much cash is brought to the safe, when a manager agrees', async () => {
    await day.hands.press('Control+s');
    await day.hands.press('3');
    await id('cash-typed').fill('10000');
    await day.hands.press('Enter');
    await day.till.page.locator('[data-testid="cash-reason"]:focus').fill('too much in the drawer');
    await day.hands.press('Enter');
    await day.agree(owner.pin, 'reason-check');
    await id('cash-dialog').waitFor({ state: 'detached' });
    books.drops.push(10_000);
    await day.hands.press('Escape');
    await id('search').waitFor();
  });

  test('over lunch there is no network: selling goes on, and all of it is applied once', async () => {
    const before = books.sales.length;
    await day.hands.till.untilSync('synced');
    await day.server.stop('SIGKILL');
    await day.serveAll(baskets.slice(LUNCH.from, LUNCH.to));
    await day.hands.till.untilSync('offline');
    const lunch = LUNCH.to - LUNCH.from;
    await day.till.page.locator(`[data-testid="sync-pill"][data-unsent="${lunch}"]`).waitFor();
    await picture(day.till.page, 'lunch-offline');
    await day.server.run('demo');
    await day.hands.till.untilSync('synced', 60_000);
    await expect.poll(async () => (await saleDocs(day.server)).length).toBe(books.sales.length);
    expect(books.sales.length - before).toBe(lunch);
  });

  test('goods of the morning come back by the code on their receipt, and are exchanged by its number', async () => {
    const bought = books.sales.find(
      ({ cashMinor, cardMinor, lines }) =>
        cardMinor === 0 && cashMinor > 0 && lines.some(({ item }) => item.linked === undefined),
    );
    const line = bought?.lines.find(({ item }) => item.linked === undefined);
    if (!bought || !line) throw new Error('nobody bought anything in the morning');
    const paper = sortedPaper(day.printer.jobs).receipts.find(({ saleId }) => saleId === bought.saleId);
    await day.hands.till.scan(paper?.code ?? '');
    await id('receipt-detail').waitFor();
    const row = day.till.page.locator(`[data-testid="return-line"][data-sku="${line.variant.sku}"]`);
    await row.getByTestId(/^return-.*-more$/).click();
    await picture(day.till.page, 'return');
    await day.hands.tap('return-confirm');
    await day.hands.till.untilLines(1);
    const returned = [{ ...line, quantity: -1, discountMinor: 0 }];
    await day.settle(returned);
    expect(books.sales.at(-1)?.totalMinor).toBe(-line.variant.priceMinor);

    // Milk for butter, on one receipt: the difference is paid.
    await day.hands.ring([milk]);
    const { saleId } = await day.settle([milk]);
    const { sequence } = await saleDoc(day.server, saleId);
    await day.hands.press('F11');
    await id('returns-find').fill(String(sequence));
    await day.hands.press('Enter');
    await id('receipt-detail').waitFor();
    await day.hands.tap('return-all');
    await day.hands.tap('return-confirm');
    await day.hands.till.untilLines(1);
    await day.hands.scanAll([butter]);
    await day.hands.till.untilLines(2);
    await day.settle([{ ...milk, quantity: -1 }, butter]);
  });

  test('a printer that is off blocks nothing: the sale stands, and its receipt follows as a copy', async () => {
    await day.printerBreaks();
    await day.hands.ring([milk, butter]);
    const paid = await day.hands.pay([milk, butter], 'card');
    books.book(paid.saleId, [milk, butter], paid);
    unprinted.add(paid.saleId);
    expect(await day.hands.print()).toBe('bad');
    await picture(day.till.page, 'printer-off');
    await day.hands.till.nextSale();
    await day.printerIsMended();
    await day.hands.press('F11');
    await day.hands.tap(`receipt-${paid.saleId}`);
    await day.hands.tap('receipt-again');
    expect(await day.hands.print()).toBe('good');
    const [copy] = sortedPaper(day.printer.jobs).receipts;
    expect(copy).toMatchObject({ saleId: paid.saleId, isCopy: true, totalMinor: totalOf([milk, butter]) });
    await day.hands.till.nextSale();
  });

  test('a parked cart is taken up again here, and another at the other till', async () => {
    await day.hands.ring([milk]);
    await day.hands.press('F4');
    await day.hands.till.untilLines(0);
    await day.hands.press('F6');
    await day.till.page.locator('[data-testid="parked-row"] [data-testid^="parked-"]').first().click();
    await day.hands.till.untilLines(1);
    await day.settle([milk]);

    const parkedId = await day.hands.ring([milk, butter]);
    await day.hands.press('F4');
    await day.hands.till.untilLines(0);
    await day.hands.till.untilSync('synced');
    const second = await day.openSecondTill(openChromiumTill);
    await second.till.id(`cashier-${joana.id}`).click();
    await second.till.givePin(joana.pin);
    await second.till.openShift();
    await second.press('F6');
    await second.tap(`take-over-${parkedId}`);
    await second.till.untilLines(2);
    await picture(second.till.page, 'taken-over');
    const paid = await second.pay([milk, butter], 'taps');
    books.book(paid.saleId, [milk, butter], { ...paid, elsewhere: true });
    unprinted.add(paid.saleId);
    await second.till.untilSync('synced');
    await day.hands.press('F6');
    await day.hands.tap(`parked-close-${parkedId}`);
    await day.till.page.keyboard.press('Escape');
    await day.till.page.locator('[data-testid="parked-panel"]').waitFor({ state: 'detached' });
  });

  test('the afternoon goes on as the morning', async () => {
    await day.serveAll(baskets.slice(LUNCH.to));
  });

  test('it ends with a blind count that fits to the cent, and the Z', async () => {
    await day.hands.press('Control+s');
    await day.hands.press('6');
    await day.till.page.locator('[data-testid="count-view"][data-blind="true"]').waitFor();
    expect(await id('count-expected').count()).toBe(0);
    await day.hands.countOut(books.expectedMinor);
    await day.hands.tap('count-take');
    await id('closing-view').waitFor();
    expect(await id('difference').getAttribute('data-code')).toBe('0');
    await day.hands.tap('shift-close');
    await day.till.page.locator('[data-testid="report-says"][data-code="printed"]').waitFor();
    await day.till.page.locator('[data-testid="shift-unsent"][data-sales="0"][data-events="0"]').waitFor();
    // A day on which all went well leaves nothing to a person.
    await day.hands.till.untilSync('synced');
    await picture(day.till.page, 'z');
  });

  test('the drawer, the Z, the paper, the sales and the stock on the server agree to the cent and the unit', async () => {
    const journal = await journalled(day.till);
    const docs = await saleDocs(day.server);
    const wanted = Object.fromEntries(books.sales.map((sale) => [sale.saleId, sale.totalMinor]));
    const totals = (sales: readonly TenderedSale[]) =>
      Object.fromEntries(sales.map((sale) => [sale.id, sale.totalMinor + sale.roundingMinor]));
    const here = books.sales.filter(({ elsewhere }) => !elsewhere);

    expect(books.sales).toHaveLength(SALES);
    // The server has each sale once, as it stands in the till's journal, and nothing else.
    expect(docs).toHaveLength(books.sales.length);
    expect(totals(docs)).toEqual(wanted);
    expect(journal.sales.map(({ sequence }) => sequence)).toEqual(here.map((_, index) => index + 1));
    const hashes = (sales: readonly TenderedSale[]) =>
      sales.map(({ id: saleId, hash }) => `${saleId} ${hash}`);
    expect(hashes(docs)).toEqual(expect.arrayContaining(hashes(journal.sales)));

    // The Z is what somebody with pencil and paper comes to, and the server has the same.
    const z = journal.events.at(-1);
    expect(z).toMatchObject({ kind: 'closed', lastSequence: here.length, countedMinor: books.expectedMinor });
    expect(z?.report).toMatchObject(books.z);
    expect(z?.report?.taxes).toEqual(books.taxes);
    const [onServer] = await day.server.rows<{ doc: ShiftEvent }>(
      `select doc from shift_event where event_id = '${z?.id}'`,
    );
    expect(onServer?.doc.report).toEqual(z?.report);

    // Every sale left one receipt at this till's printer, and each says the same.
    await expect.poll(() => sortedPaper(day.printed).reports).toHaveLength(1);
    const paper = sortedPaper(day.printed);
    const originals = paper.receipts.filter(({ isCopy }) => !isCopy);
    const due = books.sales.filter(({ saleId }) => !unprinted.has(saleId));
    expect(originals.map(({ saleId }) => saleId)).toEqual(due.map(({ saleId }) => saleId));
    expect(originals.map(figures)).toEqual(due.map(figures));
    // The drawer opened for cash, and only for cash.
    const forCash = here.filter(({ cashMinor }) => cashMinor !== 0).length;
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
    const [{ open } = { open: '?' }] = await day.server.rows<{ open: string }>(
      'select count(*) as open from exception_case',
    );
    expect(Number(open)).toBe(0);
  });
});

const figures = (of: Pick<BookedSale, 'totalMinor' | 'cashMinor' | 'cardMinor' | 'changeMinor'>) => [
  ...[of.totalMinor, of.cashMinor, of.cardMinor, of.changeMinor],
];
