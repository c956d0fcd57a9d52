import { expect } from 'vitest';
import { type FakePrinter, startFakePrinter } from '../../main/support/fake-printer.ts';
import type { ChromiumTill, openChromiumTill } from '../support/chromium-till.ts';
import type { ElectronTill, launchElectronTill } from '../support/electron-till.ts';
import { album } from '../support/screenshots.ts';
import { ServerProcess } from '../support/server-process.ts';
import { TillDriver } from '../support/till-driver.ts';
import type { Basket } from './baskets.ts';
import { CashierHands, EFFORT, type Paid, SPLIT_TAPS } from './cashier-hands.ts';
import { type MailSink, openMailSink } from './mail-sink.ts';
import { type BookedSale, type BookLine, COIN_MINOR, type OwnBooks } from './own-books.ts';
import { type PrintedReceipt, sortedPaper } from './receipts-on-paper.ts';

const ENGLISH = { LANG: 'en_GB.UTF-8', LANGUAGE: 'en' };
/** What the demo shop does not take: a paper with a number. */
const VOUCHER = { kind: 'voucher', label: 'Voucher', needsReference: true, refundable: false };

/**
 * What stands in the shop on that day: a server with a mail server, a till in its own window with a printer, a second till,
 * and the books that somebody keeps beside them. Small coins are gone.
 */
export class Day {
  readonly server: ServerProcess;
  readonly mail: MailSink;
  readonly books: OwnBooks;
  readonly picture = album('cashiers-day');
  /** What left no trace in a document, by the kinds' names. */
  readonly seen = new Set<string>();
  /** Sales whose receipt was not printed when they were paid. */
  readonly unprinted = new Set<string>();
  /** From when to when nobody could reach the server. */
  readonly outage = { from: '', to: '' };
  private readonly launch: typeof launchElectronTill;
  private window: ElectronTill;
  private worker: CashierHands;
  private standing: FakePrinter;
  private readonly strips: Buffer[][];
  private second: ChromiumTill | null = null;

  private constructor(
    parts: Pick<Day, 'server' | 'mail' | 'books'> & {
      launch: typeof launchElectronTill;
      window: ElectronTill;
      printer: FakePrinter;
    },
  ) {
    this.server = parts.server;
    this.mail = parts.mail;
    this.books = parts.books;
    this.launch = parts.launch;
    this.window = parts.window;
    this.worker = new CashierHands(new TillDriver(parts.window.page));
    this.standing = parts.printer;
    this.strips = [parts.printer.jobs];
  }

  /** Until the cashier can be chosen at the till. */
  static async begin(
    launch: typeof launchElectronTill,
    { cashierId, books }: { cashierId: string; books: OwnBooks },
  ): Promise<Day> {
    const [mail, printer] = await Promise.all([openMailSink(), startFakePrinter()]);
    const server = await ServerProcess.start('demo', {
      EVERTILL_SMTP_URL: mail.url,
      EVERTILL_MAIL_FROM: 'Evertill Market <till@market.example>',
    });
    await server.set(`cashStepMinor=${COIN_MINOR}`, `tenderKinds=${JSON.stringify([VOUCHER])}`);
    const pairing = { EVERTILL_PAIR_SERVER: server.url, EVERTILL_PAIR_CODE: await server.pairingCode() };
    const window = await launch({ env: { ...ENGLISH, ...pairing } });
    await window.page.getByTestId(`cashier-${cashierId}`).waitFor();
    // The shop's technician was here the day before: when the till starts, the printer is known.
    const settings = await window.invoke('settings:get', undefined);
    if (!settings.ok) throw new Error(settings.failure.detail);
    const { host, port } = printer;
    await window.invoke('settings:set', {
      ...settings.value,
      printer: { host, port, columns: 42, codePage: 'cp858' },
    });
    await window.page.reload();
    return new Day({ server, mail, books, launch, window, printer });
  }

  /** The first till, as it runs now. */
  get till(): ElectronTill {
    return this.window;
  }

  get hands(): CashierHands {
    return this.worker;
  }

  id(testId: string) {
    return this.worker.till.id(testId);
  }

  /** The printer that stands there now. */
  get printer(): FakePrinter {
    return this.standing;
  }

  /** All that was printed on this day. */
  get printed(): Buffer[] {
    return this.strips.flat();
  }

  printerBreaks(): Promise<void> {
    return this.standing.end();
  }

  async printerIsMended(): Promise<void> {
    this.standing = await startFakePrinter('prints', this.standing.port);
    this.strips.push(this.standing.jobs);
  }

  /** The till says that a receipt is printed when its last byte has been taken: on a busy machine before it is seen here. */
  async untilPrinted(saleId: string): Promise<void> {
    const isThere = () => sortedPaper(this.printed).receipts.some((receipt) => receipt.saleId === saleId);
    await expect.poll(isThere).toBe(true);
  }

  /** What a customer carries home of it. */
  paperOf(saleId: string): PrintedReceipt {
    const paper = sortedPaper(this.printed).receipts.find((receipt) => receipt.saleId === saleId);
    if (!paper) throw new Error(`nothing was printed of ${saleId}`);
    return paper;
  }

  /** Somebody trips over the cable: kill -9, and the till is started anew. Until somebody can be chosen. */
  async plugIsPulled(): Promise<void> {
    await this.window.kill();
    this.window = await this.launch({ userData: this.window.userData, env: ENGLISH });
    this.worker = new CashierHands(new TillDriver(this.window.page));
    await this.worker.till.page.locator('[data-testid^="cashier-"]').first().waitFor();
  }

  async openSecondTill(open: typeof openChromiumTill): Promise<CashierHands> {
    const { server } = this;
    this.second = await open(`${server.url}/#pair=${await server.pairingCode()}`);
    return new CashierHands(new TillDriver(this.second.page));
  }

  /** Customers one after the other, each with a printed receipt. */
  async serveAll(baskets: readonly Basket[]): Promise<void> {
    for (const { lines, payment } of baskets) {
      // From the second on the cart begins on the receipt of the one before.
      await this.hands.ring(lines);
      const paid = await this.hands.pay(lines, payment);
      const [{ amountMinor } = { amountMinor: 0 }] = paid.tenders;
      const wanted =
        payment === 'split' ? { taps: SPLIT_TAPS + String(amountMinor).length, keys: 0 } : EFFORT[payment];
      expect(paid.effort, payment).toEqual(wanted);
      await this.finish(lines, paid, 'stays');
    }
    await this.hands.till.nextSale();
  }

  /** What is in the cart, by F9 and Enter: money is taken in cash, or given back in cash. */
  async settle(lines: readonly BookLine[]): Promise<Paid> {
    const paid = await this.hands.pay(lines, 'keys');
    expect(paid.effort).toEqual(EFFORT.keys);
    await this.finish(lines, paid);
    return paid;
  }

  /** Books what was paid and prints its receipt. */
  async finish(
    lines: readonly BookLine[],
    paid: Pick<Paid, 'saleId' | 'tenders' | 'changeMinor'> & { isVoid?: boolean },
    then: 'nextSale' | 'stays' = 'nextSale',
  ): Promise<BookedSale> {
    const booked = this.books.book(paid.saleId, lines, paid);
    expect(await this.hands.print()).toBe('good');
    await this.untilPrinted(paid.saleId);
    if (then === 'nextSale') await this.hands.till.nextSale();
    return booked;
  }

  /** The only one who may agrees at the cashier's till: why, and the PIN. */
  async agree(pin: string, reason: string): Promise<void> {
    const { till } = this.hands;
    await till.id('approval').waitFor();
    await till.id('approval').getByTestId(reason).click();
    await till.id('pin-pad').waitFor();
    await till.page.keyboard.type(pin);
    await till.id('approval').waitFor({ state: 'detached' });
  }

  async end(): Promise<void> {
    await Promise.all([this.window.close(), this.second?.close()]);
    await Promise.all([this.server.remove(), this.standing.end(), this.mail.close()]);
  }
}
