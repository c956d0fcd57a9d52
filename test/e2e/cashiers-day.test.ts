import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gtinCheckDigit } from '../../shared/catalog/gtin.ts';
import type { TenderedSale } from '../../shared/sale/sale.ts';
import type { ShiftEvent } from '../../shared/shift/shift-event.ts';
import { demoShop } from '../../src-server/demo/demo-shop.ts';
import { type FakePrinter, startFakePrinter } from '../main/support/fake-printer.ts';
import { printedPaper, textOf } from '../main/support/printed-paper.ts';
import { type Basket, type BasketLine, basketsOfDay } from './cashiers-day/baskets.ts';
import { CashierHands, EFFORT, type Paid, SPLIT_TAPS } from './cashiers-day/cashier-hands.ts';
import { euros, journalled, saleDoc, saleDocs, stockRows } from './cashiers-day/day-records.ts';
import { type BookLine, OwnBooks, totalOf } from './cashiers-day/own-books.ts';
import { sortedPaper } from './cashiers-day/receipts-on-paper.ts';
import { type ChromiumTill, openChromiumTill } from './support/chromium-till.ts';
import { demoVariant } from './support/demo-codes.ts';
import { type ElectronTill, launchElectronTill } from './support/electron-till.ts';
import { album } from './support/screenshots.ts';
import { ServerProcess } from './support/server-process.ts';
import { TillDriver } from './support/till-driver.ts';

/** Customers of the day besides those of the stories; `EVERTILL_DAY_SALES=60` for a long day. */
const CUSTOMERS = Number(process.env.EVERTILL_DAY_SALES ?? 20);
const LUNCH = { from: Math.floor(CUSTOMERS * 0.4), to: Math.floor(CUSTOMERS * 0.65) };
const FLOAT_MINOR = 20_735;

const [owner, idris, joana] = demoShop().staff;
if (!owner || !idris || !joana) throw new Error('the demo shop has too few people');

/** What the stories sell; no other customer takes it off the shelf. */
const MILK = 'DAI-MLK-1L';
const BUTTER = 'DAI-BUTTER-SALT-250';
const one = (sku: string): BasketLine => ({ ...demoVariant(sku), quantity: 1 });
const milk = one(MILK);
const butter = one(BUTTER);
const bananas = { ...one('FRU-BANANA'), quantity: 1234 };
const beer = one('WIN-LAGER-500');
const donation = one('SRV-DONATION');
/** The cashier names its price. */
const gift = { ...donation, variant: { ...donation.variant, priceMinor: 250 } };
const baskets = basketsOfDay(CUSTOMERS, 20_261_122, [MILK, BUTTER]);

let server: ServerProcess;
let printer: FakePrinter;
let till: ElectronTill;
let other: ChromiumTill | undefined;
let hands: CashierHands;
const books = new OwnBooks(FLOAT_MINOR);
/** What every printer that stood there has got. */
const printed: Buffer[][] = [];
/** Sales whose receipt was not printed when they were paid. */
const unprinted = new Set<string>();
const picture = album('cashiers-day');

beforeAll(async () => {
  [server, printer] = await Promise.all([ServerProcess.start('demo'), startFakePrinter()]);
  printed.push(printer.jobs);
  till = await launchElectronTill({
    env: {
      LANG: 'en_GB.UTF-8',
      LANGUAGE: 'en',
      EVERTILL_PAIR_SERVER: server.url,
      EVERTILL_PAIR_CODE: await server.pairingCode(),
    },
  });
  hands = new CashierHands(new TillDriver(till.page));
  // The shop's technician was here before the day: the printer is known when the till starts.
  await hands.till.id(`cashier-${idris.id}`).waitFor();
  const settings = await till.invoke('settings:get', undefined);
  if (!settings.ok) throw new Error(settings.failure.detail);
  const { host, port } = printer;
  await till.invoke('settings:set', {
    ...settings.value,
    printer: { host, port, columns: 42, codePage: 'cp858' },
  });
  await till.page.reload();
});
afterAll(async () => {
  await Promise.all([till?.close(), other?.close()]);
  await Promise.all([server?.remove(), printer?.end()]);
});

const id = (testId: string) => hands.till.id(testId);
const bookPaid = (lines: readonly BookLine[], paid: Paid) => books.book(paid.saleId, lines, paid);

const lineOf = ({ variant, quantity }: BookLine) =>
  hands.till.line(variant.sku).locator(`[data-testid="line-quantity"][data-quantity="${quantity}"]`);

/** One customer, whose receipt is printed. */
async function serve({ lines, payment }: Basket): Promise<Paid> {
  await hands.ring(lines);
  const paid = await hands.pay(lines, payment);
  if (payment === 'split') {
    const digits = String(paid.cashMinor).length;
    expect(paid.effort).toEqual({ taps: SPLIT_TAPS + digits, keys: 0 });
  } else expect(paid.effort, payment).toEqual(EFFORT[payment]);
  bookPaid(lines, paid);
  expect(await hands.print()).toBe('good');
  return paid;
}

async function serveAll(from: number, to: number): Promise<void> {
  for (const basket of baskets.slice(from, to)) await serve(basket);
  await hands.till.nextSale();
}

/** What has lines below zero is paid by keyboard: F9 and Enter give the money back the way it came. */
async function settle(lines: readonly BookLine[]): Promise<Paid> {
  const paid = await hands.pay(lines, 'keys');
  expect(paid.effort).toEqual(EFFORT.keys);
  bookPaid(lines, paid);
  expect(await hands.print()).toBe('good');
  await hands.till.nextSale();
  return paid;
}

/** The owner, at the cashier's till: why, and the PIN. She is the only one who may. */
async function agree(reason: string): Promise<void> {
  await id('approval').waitFor();
  await id('approval').getByTestId(reason).click();
  await id('pin-pad').waitFor();
  await till.page.keyboard.type(owner?.pin ?? '');
  await id('approval').waitFor({ state: 'detached' });
}

describe("a cashier's day, in the window", () => {
  test('begins with the PIN and a float, coin by coin', async () => {
    await id(`cashier-${idris.id}`).click();
    await hands.till.givePin(idris.pin);
    await id('shift-open-confirm').waitFor();
    await hands.countOut(FLOAT_MINOR);
    await picture(till.page, 'float');
    await hands.tap('shift-open-confirm');
    await id('search').waitFor();
    await hands.till.untilSync('synced');
  });

  test('the morning: a scan takes no tap, exact cash two taps, or F9 and Enter', async () => {
    await serveAll(0, LUNCH.from);
  });

  test('a large discount needs a manager, who agrees in place; the cart is kept', async () => {
    const quarter = Math.floor((butter.variant.priceMinor * 250_000 + 500_000) / 1_000_000);
    const lines = [milk, { ...butter, discountMinor: quarter }];
    await hands.ring([milk, butter]);
    await hands.press('F8');
    await hands.tap('discount-preset-25');
    await id('approval').waitFor();
    await picture(till.page, 'override');
    await agree('reason-damaged');
    await till.page.locator(`[data-testid="line-discount"][data-minor="${quarter}"]`).waitFor();
    await hands.till.untilLines(2);
    const { saleId } = await settle(lines);
    const sale = await saleDoc(server, saleId);
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
    await hands.till.scan(`${label}${gtinCheckDigit(label)}`);
    await lineOf(bananas).waitFor();
    await hands.till.scan(beer.code);
    await id('age-question').waitFor();
    await picture(till.page, 'age');
    await hands.press('Enter');
    await lineOf(beer).waitFor();
    await hands.press('5');
    await id('entry').getByText('5', { exact: true }).waitFor();
    await hands.press('*');
    await id('entry').getByText(/5\s*×/).waitFor();
    await hands.till.scan(milk.code);
    await lineOf({ ...milk, quantity: 5 }).waitFor();
    await id('search').fill(gift.item.name);
    await till.page.locator('[data-testid^="tile-"]').filter({ hasText: gift.item.name }).first().click();
    await till.page.getByTestId(/-input$/).fill('2.50');
    await till.page.getByTestId(/-add$/).click();
    await lineOf(gift).waitFor();
    await id('search').fill('');
    await picture(till.page, 'every-kind');
    await settle([bananas, beer, { ...milk, quantity: 5 }, gift]);
  });

  test('too much cash is brought to the safe, when a manager agrees', async () => {
    await hands.press('Control+s');
    await hands.press('3');
    await id('cash-typed').fill('10000');
    await hands.press('Enter');
    await till.page.locator('[data-testid="cash-reason"]:focus').fill('too much in the drawer');
    await hands.press('Enter');
    await agree('reason-check');
    await id('cash-dialog').waitFor({ state: 'detached' });
    books.drops.push(10_000);
    await hands.press('Escape');
    await id('search').waitFor();
  });

  test('over lunch there is no network: selling goes on, and all of it is applied once', async () => {
    const before = books.sales.length;
    await hands.till.untilSync('synced');
    await server.stop('SIGKILL');
    await serveAll(LUNCH.from, LUNCH.to);
    await hands.till.untilSync('offline');
    const lunch = LUNCH.to - LUNCH.from;
    expect(await id('sync-pill').textContent()).toContain(String(lunch));
    await picture(till.page, 'lunch-offline');
    await server.run('demo');
    await hands.till.untilSync('synced', 60_000);
    await expect.poll(async () => (await saleDocs(server)).length).toBe(books.sales.length);
    expect(books.sales.length - before).toBe(lunch);
  });

  test('goods of the morning come back by the code on their receipt, and are exchanged by its number', async () => {
    const bought = books.sales.find(
      ({ cashMinor, cardMinor, lines }) =>
        cardMinor === 0 && cashMinor > 0 && lines.some(({ item }) => item.linked === undefined),
    );
    const line = bought?.lines.find(({ item }) => item.linked === undefined);
    if (!bought || !line) throw new Error('nobody bought anything in the morning');
    const paper = sortedPaper(printer.jobs).receipts.find(({ saleId }) => saleId === bought.saleId);
    await hands.till.scan(paper?.code ?? '');
    await id('receipt-detail').waitFor();
    const row = till.page.locator(`[data-testid="return-line"][data-sku="${line.variant.sku}"]`);
    await row.getByTestId(/^return-.*-more$/).click();
    await picture(till.page, 'return');
    await hands.tap('return-confirm');
    await hands.till.untilLines(1);
    const returned = [{ ...line, quantity: -1, discountMinor: 0 }];
    await settle(returned);
    expect(books.sales.at(-1)?.totalMinor).toBe(-line.variant.priceMinor);

    // Milk for butter, on one receipt: the difference is paid.
    await hands.ring([milk]);
    const { saleId } = await settle([milk]);
    const { sequence } = await saleDoc(server, saleId);
    await hands.press('F11');
    await id('returns-find').fill(String(sequence));
    await hands.press('Enter');
    await id('receipt-detail').waitFor();
    await hands.tap('return-all');
    await hands.tap('return-confirm');
    await hands.till.untilLines(1);
    await hands.scanAll([butter]);
    await hands.till.untilLines(2);
    await settle([{ ...milk, quantity: -1 }, butter]);
  });

  test('a printer that is off blocks nothing: the sale stands, and its receipt follows as a copy', async () => {
    await printer.end();
    await hands.ring([milk, butter]);
    const paid = await hands.pay([milk, butter], 'card');
    bookPaid([milk, butter], paid);
    unprinted.add(paid.saleId);
    expect(await hands.print()).toBe('bad');
    await picture(till.page, 'printer-off');
    await hands.till.nextSale();
    printer = await startFakePrinter('prints', printer.port);
    printed.push(printer.jobs);
    await hands.press('F11');
    await hands.tap(`receipt-${paid.saleId}`);
    await hands.tap('receipt-again');
    expect(await hands.print()).toBe('good');
    const [copy] = sortedPaper(printer.jobs).receipts;
    expect(copy).toMatchObject({ saleId: paid.saleId, isCopy: true, totalMinor: totalOf([milk, butter]) });
    await hands.till.nextSale();
  });

  test('a parked cart is taken up again here, and another at the other till', async () => {
    await hands.ring([milk]);
    await hands.press('F4');
    await hands.till.untilLines(0);
    await hands.press('F6');
    await till.page.locator('[data-testid="parked-row"] [data-testid^="parked-"]').first().click();
    await hands.till.untilLines(1);
    await settle([milk]);

    const parkedId = await hands.ring([milk, butter]);
    await hands.press('F4');
    await hands.till.untilLines(0);
    await hands.till.untilSync('synced');
    other = await openChromiumTill(`${server.url}/#pair=${await server.pairingCode()}`);
    const second = new CashierHands(new TillDriver(other.page));
    await second.till.id(`cashier-${joana.id}`).click();
    await second.till.givePin(joana.pin);
    await second.till.openShift();
    await second.press('F6');
    await second.tap(`take-over-${parkedId}`);
    await second.till.untilLines(2);
    await picture(other.page, 'taken-over');
    const paid = await second.pay([milk, butter], 'taps');
    books.book(paid.saleId, [milk, butter], { ...paid, elsewhere: true });
    unprinted.add(paid.saleId);
    await second.till.untilSync('synced');
    await hands.press('F6');
    await hands.tap(`parked-close-${parkedId}`);
    await till.page.keyboard.press('Escape');
    await till.page.locator('[data-testid="parked-panel"]').waitFor({ state: 'detached' });
  });

  test('the afternoon goes on as the morning', async () => {
    await serveAll(LUNCH.to, CUSTOMERS);
  });

  test('it ends with a blind count that fits to the cent, and the Z', async () => {
    await hands.press('Control+s');
    await hands.press('6');
    await till.page.locator('[data-testid="count-view"][data-blind="true"]').waitFor();
    expect(await id('count-expected').count()).toBe(0);
    await hands.countOut(books.expectedMinor);
    await hands.tap('count-take');
    await id('closing-view').waitFor();
    expect(await id('difference').getAttribute('data-code')).toBe('0');
    await hands.tap('shift-close');
    await till.page.locator('[data-testid="report-says"][data-code="printed"]').waitFor();
    await till.page.locator('[data-testid="shift-unsent"][data-sales="0"][data-events="0"]').waitFor();
    await picture(till.page, 'z');
  });

  test('the drawer, the Z, the paper, the sales and the stock on the server agree to the cent and the unit', async () => {
    const journal = await journalled(till);
    const docs = await saleDocs(server);
    const wanted = Object.fromEntries(books.sales.map((sale) => [sale.saleId, sale.totalMinor]));
    const totals = (sales: readonly TenderedSale[]) =>
      Object.fromEntries(sales.map((sale) => [sale.id, sale.totalMinor + sale.roundingMinor]));
    const here = books.sales.filter(({ elsewhere }) => !elsewhere);

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
    const [onServer] = await server.rows<{ doc: ShiftEvent }>(
      `select doc from shift_event where event_id = '${z?.id}'`,
    );
    expect(onServer?.doc.report).toEqual(z?.report);

    // Every sale left one receipt at this till's printer, and each says the same.
    const paper = sortedPaper(printed.flat());
    const originals = paper.receipts.filter(({ isCopy }) => !isCopy);
    const due = books.sales.filter(({ saleId }) => !unprinted.has(saleId));
    expect(originals.map(({ saleId }) => saleId)).toEqual(due.map(({ saleId }) => saleId));
    expect(
      originals.map(({ totalMinor, cashMinor, cardMinor, changeMinor }) => [
        ...[totalMinor, cashMinor, cardMinor, changeMinor],
      ]),
    ).toEqual(due.map((sale) => [sale.totalMinor, sale.cashMinor, sale.cardMinor, sale.changeMinor]));
    // The drawer opened for cash, and only for cash.
    const forCash = here.filter(({ cashMinor }) => cashMinor !== 0).length;
    expect(paper.pulses).toBe(forCash + books.drops.length);
    const slip = printedPaper(printer.jobs.at(-1) ?? Buffer.alloc(0)).map(textOf);
    expect(slip.find((row) => row.startsWith('Should be there'))).toContain(euros(books.expectedMinor));
    expect(slip.find((row) => row.startsWith('Total'))).toContain(euros(books.z.totalMinor));

    // The shelf: every SKU of the shop, not only those that were sold.
    const stock = await stockRows(server);
    const tracked = stock.filter(({ sku }) => books.shelf.has(sku));
    expect(Object.fromEntries(tracked.map(({ sku, onHand }) => [sku, onHand]))).toEqual(
      Object.fromEntries(books.shelf),
    );
    expect(stock.filter(({ reserved }) => reserved !== 0)).toEqual([]);
    await server.verify();
    const [{ open } = { open: '?' }] = await server.rows<{ open: string }>(
      'select count(*) as open from exception_case',
    );
    expect(Number(open)).toBe(0);
  });
});
