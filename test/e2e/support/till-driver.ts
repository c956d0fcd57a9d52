import type { Locator, Page } from 'playwright-core';

/** What a cashier does at a till, whichever shell it runs in. */
export class TillDriver {
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  id(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** Types as a scanner does: a key every few milliseconds, then Enter, wherever the focus is. */
  async scan(code: string, keyMs = 12): Promise<void> {
    for (const key of code) {
      await this.page.keyboard.press(key);
      await this.page.waitForTimeout(keyMs);
    }
    await this.page.keyboard.press('Enter');
  }

  async pair(serverUrl: string, code: string): Promise<void> {
    await this.id('pair-server').fill(serverUrl);
    await this.id('pair-code').fill(code);
    await this.id('pair-submit').click();
  }

  /** Chooses the first cashier offered and waits for the sale screen. */
  async startWork(): Promise<void> {
    await this.page.locator('[data-testid^="cashier-"]').first().click();
    await this.id('search').waitFor();
  }

  line(sku: string): Locator {
    return this.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
  }

  async lineState(sku: string): Promise<string | null> {
    return this.line(sku).getAttribute('data-state');
  }

  /** Waits until a line says so: reserving, reserved, beyond, lapsed, beyondHere, none. */
  async untilLine(sku: string, state: string, timeoutMs = 10_000): Promise<void> {
    await this.page
      .locator(`[data-testid="cart-line"][data-sku="${sku}"][data-state="${state}"]`)
      .waitFor({ timeout: timeoutMs });
  }

  async quantityOf(sku: string): Promise<string> {
    return (await this.line(sku).getByTestId('line-quantity').textContent())?.trim() ?? '';
  }

  async lineCount(): Promise<number> {
    return this.id('cart-line').count();
  }

  async untilLines(count: number): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => document.querySelectorAll('[data-testid="cart-line"]').length === wanted,
      count,
    );
  }

  /** Two taps: Pay, then the exact amount. Waits for the receipt. */
  async payExactCash(): Promise<void> {
    await this.id('pay').click();
    await this.id('pay-exact').click();
    await this.id('receipt').waitFor();
  }

  async nextSale(): Promise<void> {
    await this.id('receipt-next').click();
    await this.id('search').waitFor();
  }

  syncState(): Promise<string | null> {
    return this.id('sync-pill').getAttribute('data-state');
  }

  async untilSync(state: string, timeoutMs = 30_000): Promise<void> {
    await this.page
      .locator(`[data-testid="sync-pill"][data-state="${state}"]`)
      .waitFor({ timeout: timeoutMs });
  }
}
