import { expect } from 'vitest';
import type { TillDriver } from '../support/till-driver.ts';
import type { BasketLine, Payment } from './baskets.ts';
import { type BookedTender, type BookLine, inCoins, totalOf, withDeposits } from './own-books.ts';

/** What a cashier's hands did: scans are neither. */
export interface Effort {
  readonly taps: number;
  readonly keys: number;
}

/** What a payment may cost: from the finished cart to the receipt. */
export const EFFORT: Readonly<Record<Exclude<Payment, 'split'>, Effort>> = {
  keys: { taps: 0, keys: 2 },
  taps: { taps: 2, keys: 0 },
  note: { taps: 2, keys: 0 },
  card: { taps: 3, keys: 0 },
};
/** Besides the digits of the amount: Pay, cash, card, approved. */
export const SPLIT_TAPS = 4;

export interface Paid {
  readonly saleId: string;
  readonly tenders: readonly BookedTender[];
  readonly changeMinor: number;
  readonly effort: Effort;
}

/** A cashier at one till, whose every tap and key is counted. */
export class CashierHands {
  readonly till: TillDriver;
  private taps = 0;
  private keys = 0;

  constructor(till: TillDriver) {
    this.till = till;
  }

  async tap(testId: string): Promise<void> {
    this.taps += 1;
    await this.till.id(testId).click();
  }

  async press(key: string): Promise<void> {
    this.keys += 1;
    await this.till.page.keyboard.press(key);
  }

  get effort(): Effort {
    return { taps: this.taps, keys: this.keys };
  }

  since(before: Effort): Effort {
    return { taps: this.taps - before.taps, keys: this.keys - before.keys };
  }

  /**
   * Scans them piece by piece, as goods come along the belt, and waits until the cart has them. From the receipt, too: a new
   * sale.
   */
  async scanAll(lines: readonly Pick<BasketLine, 'code' | 'variant' | 'quantity'>[]): Promise<void> {
    for (const { code, quantity } of lines)
      for (let piece = 1; piece <= quantity; piece += 1) await this.till.scan(code);
    await this.untilCartHas(lines);
  }

  async untilCartHas(lines: readonly Pick<BookLine, 'variant' | 'quantity'>[]): Promise<void> {
    await this.till.page.waitForFunction(
      (wanted) =>
        wanted.every(([sku, quantity]) =>
          document.querySelector(
            `[data-testid="cart-line"][data-sku="${sku}"] [data-testid="line-quantity"][data-quantity="${quantity}"]`,
          ),
        ),
      lines.map(({ variant, quantity }) => [variant.sku, quantity] as const),
    );
  }

  /** A cart of nothing but these. Answers with its sale's id. */
  async ring(lines: readonly BasketLine[]): Promise<string> {
    const before = this.effort;
    await this.scanAll(lines);
    expect(this.since(before), 'a scanned item takes no tap').toEqual({ taps: 0, keys: 0 });
    await this.till.untilLines(withDeposits(lines).length);
    return this.saleId();
  }

  async saleId(): Promise<string> {
    return (await this.till.page.locator('#cart').getAttribute('data-sale')) ?? '';
  }

  /** On the payment screen: to the cent, before anything is rounded for cash. */
  async due(minor: number): Promise<void> {
    await this.till.page.locator(`[data-testid="due"][data-minor="${minor}"]`).waitFor();
  }

  /** From the cart to the receipt. The till must ask for what the test reckons. */
  async pay(lines: readonly BookLine[], payment: Payment): Promise<Paid> {
    const before = this.effort;
    const saleId = await this.saleId();
    const totalMinor = totalOf(lines);
    let cashMinor = inCoins(totalMinor);
    let changeMinor = 0;
    if (payment === 'keys') {
      await this.press('F9');
      await this.due(totalMinor);
      await this.press('Enter');
    } else {
      await this.tap('pay');
      await this.due(totalMinor);
    }
    if (payment === 'taps') await this.tap('pay-exact');
    if (payment === 'note') {
      const note = this.till.page.locator('[data-testid^="pay-amount-"]').first();
      const testId = (await note.getAttribute('data-testid')) ?? '';
      changeMinor = Number(testId.replace('pay-amount-', '')) - cashMinor;
      await this.tap(testId);
    }
    if (payment === 'split') {
      cashMinor = inCoins(totalMinor / 2);
      for (const digit of String(cashMinor)) await this.tap(`pad-${digit}`);
      await this.tap('pay-cash');
      await this.due(totalMinor - cashMinor);
    }
    if (payment === 'card' || payment === 'split') {
      await this.tap('pay-card');
      await this.tap('card-approve');
    }
    await this.change(changeMinor);
    const byCash = { kind: 'cash', amountMinor: cashMinor } as const;
    const tenders: BookedTender[] =
      payment === 'card'
        ? [{ kind: 'card', amountMinor: totalMinor }]
        : payment === 'split'
          ? [byCash, { kind: 'card', amountMinor: totalMinor - cashMinor }]
          : [byCash];
    return { saleId, tenders, changeMinor, effort: this.since(before) };
  }

  /** Waits for the receipt, with this for the customer. */
  async change(changeMinor: number): Promise<void> {
    await this.till.id('receipt').waitFor();
    await this.till.page.locator(`[data-testid="change"][data-minor="${changeMinor}"]`).waitFor();
  }

  /** Waits until the printer has it, or says why not. */
  async print(): Promise<'good' | 'bad'> {
    await this.tap('receipt-print');
    const says = this.till.page.locator(
      '[data-testid="device-says"][data-tone="good"], [data-testid="device-says"][data-tone="bad"]',
    );
    await says.waitFor();
    return (await says.getAttribute('data-tone')) === 'good' ? 'good' : 'bad';
  }

  /** The drawer coin by coin, the fewest of them. Answers with the sum that the till shows. */
  async countOut(amountMinor: number): Promise<void> {
    let rest = amountMinor;
    for (const value of [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5]) {
      const count = Math.floor(rest / value);
      rest %= value;
      if (count > 0) await this.till.id(`denomination-${value}`).fill(String(count));
    }
    await this.till.page.locator(`[data-testid="denominations-sum"][data-minor="${amountMinor}"]`).waitFor();
  }
}
