import { expect } from 'vitest';
import { type FakePrinter, startFakePrinter } from '../../main/support/fake-printer.ts';
import type { ChromiumTill, openChromiumTill } from '../support/chromium-till.ts';
import type { ElectronTill, launchElectronTill } from '../support/electron-till.ts';
import { ServerProcess } from '../support/server-process.ts';
import { TillDriver } from '../support/till-driver.ts';
import type { Basket } from './baskets.ts';
import { CashierHands, EFFORT, type Paid, SPLIT_TAPS } from './cashier-hands.ts';
import type { BookLine, OwnBooks } from './own-books.ts';

/** What stands in the shop on that day: a server, a till in its own window with a printer, and a second till. */
export class Day {
  readonly server: ServerProcess;
  readonly till: ElectronTill;
  readonly hands: CashierHands;
  private readonly books: OwnBooks;
  private standing: FakePrinter;
  private readonly strips: Buffer[][];
  private second: ChromiumTill | null = null;

  private constructor(
    { server, till, hands }: Pick<Day, 'server' | 'till' | 'hands'>,
    printer: FakePrinter,
    books: OwnBooks,
  ) {
    this.server = server;
    this.till = till;
    this.hands = hands;
    this.books = books;
    this.standing = printer;
    this.strips = [printer.jobs];
  }

  /** Until the cashier can be chosen at the till. */
  static async begin(
    launch: typeof launchElectronTill,
    { cashierId, books }: { cashierId: string; books: OwnBooks },
  ): Promise<Day> {
    const [server, printer] = await Promise.all([ServerProcess.start('demo'), startFakePrinter()]);
    const till = await launch({
      env: {
        LANG: 'en_GB.UTF-8',
        LANGUAGE: 'en',
        EVERTILL_PAIR_SERVER: server.url,
        EVERTILL_PAIR_CODE: await server.pairingCode(),
      },
    });
    const hands = new CashierHands(new TillDriver(till.page));
    await hands.till.id(`cashier-${cashierId}`).waitFor();
    // The shop's technician was here the day before: when the till starts, the printer is known.
    const settings = await till.invoke('settings:get', undefined);
    if (!settings.ok) throw new Error(settings.failure.detail);
    const { host, port } = printer;
    await till.invoke('settings:set', {
      ...settings.value,
      printer: { host, port, columns: 42, codePage: 'cp858' },
    });
    await till.page.reload();
    return new Day({ server, till, hands }, printer, books);
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
      const wanted =
        payment === 'split' ? { taps: SPLIT_TAPS + String(paid.cashMinor).length, keys: 0 } : EFFORT[payment];
      expect(paid.effort, payment).toEqual(wanted);
      this.books.book(paid.saleId, lines, paid);
      expect(await this.hands.print()).toBe('good');
    }
    await this.hands.till.nextSale();
  }

  /** What is in the cart, by F9 and Enter: money is taken, or given back the way it came. */
  async settle(lines: readonly BookLine[]): Promise<Paid> {
    const paid = await this.hands.pay(lines, 'keys');
    expect(paid.effort).toEqual(EFFORT.keys);
    this.books.book(paid.saleId, lines, paid);
    expect(await this.hands.print()).toBe('good');
    await this.hands.till.nextSale();
    return paid;
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
    await Promise.all([this.till.close(), this.second?.close()]);
    await Promise.all([this.server.remove(), this.standing.end()]);
  }
}
