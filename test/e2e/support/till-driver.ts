import type { Locator, Page } from 'playwright-core';
import type { LineReservation } from '../../../shared/stock/reservation.ts';
import { scan } from '../../support/keyboard.ts';

export type LineState = LineReservation['state'];

/** What a cashier does at a till, whichever shell it runs in. */
export class TillDriver {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  id(testId: string): Locator {
    return this.page.getByTestId(testId);
  }

  /** A scanner, wherever the focus is. */
  scan(code: string): Promise<void> {
    return scan(this.page, code);
  }

  async pair(serverUrl: string, code: string): Promise<void> {
    await this.id('pair-server').fill(serverUrl);
    await this.id('pair-code').fill(code);
    await this.id('pair-submit').click();
  }

  /** Chooses the first cashier offered, gives the PIN, and waits for the sale screen. */
  async startWork(): Promise<void> {
    const cashier = this.page
      .locator('[data-testid^="cashier-"]:not([data-testid="cashier-change"])')
      .first();
    await cashier.click().catch(async (error: unknown) => {
      const shown = await this.page.evaluate(() => document.body.textContent).catch(String);
      throw new Error(`no cashier to choose; the window shows: ${shown}`, { cause: error });
    });
    await this.givePin();
    await this.openShift();
  }

  /** Types the PIN where one is asked for: of a person of the demo shop, that which stands on the tile. */
  async givePin(pin?: string): Promise<void> {
    const screens = ['search', 'shift-open-confirm', 'shift', 'payment'];
    const inside = this.page.locator(screens.map((name) => `[data-testid="${name}"]`).join(', '));
    const pad = this.id('pin-pad');
    await pad.or(inside).first().waitFor();
    if (!(await pad.isVisible())) return;
    const told = await this.page.locator('[aria-pressed="true"] [data-testid="demo-pin"]').textContent();
    await this.page.keyboard.type(pin ?? /\d{4,8}/.exec(told ?? '')?.[0] ?? '');
    await inside.first().waitFor();
  }

  /** Where no shift is open, Enter opens one with an empty drawer. Waits for the sale screen. */
  async openShift(): Promise<void> {
    const open = this.id('shift-open-confirm');
    await open.or(this.id('search')).first().waitFor();
    if (await open.isVisible()) await open.press('Enter');
    await this.id('search').waitFor();
  }

  /** The drawer of the day, and what one of its keys does there. */
  async atTheDrawer(key: string): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.id('shift').waitFor();
    await this.page.keyboard.press(key);
  }

  line(sku: string): Locator {
    return this.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
  }

  /** Waits until a line says so. */
  async untilLine(sku: string, state: LineState, timeoutMs = 60_000): Promise<void> {
    const line = this.page.locator(`[data-testid="cart-line"][data-sku="${sku}"][data-state="${state}"]`);
    await line.waitFor({ timeout: timeoutMs });
  }

  /** In the unit's smallest step. */
  async quantityOf(sku: string): Promise<number> {
    return Number(await this.line(sku).getByTestId('line-quantity').getAttribute('data-quantity'));
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
    await this.id('receipt').waitFor({ state: 'detached' });
    await this.id('search').waitFor();
  }

  async untilSync(state: string, timeoutMs = 120_000): Promise<void> {
    await this.page
      .locator(`[data-testid="sync-pill"][data-state="${state}"]`)
      .waitFor({ timeout: timeoutMs });
  }

  /** What this till shows as available of an item, by its tile (found through the search). */
  async availableOf(itemName: string): Promise<string | null> {
    await this.id('search').fill(itemName);
    const tile = this.page.locator('[data-testid^="tile-"]').filter({ hasText: itemName }).first();
    await tile.waitFor();
    const shown = await tile.getAttribute('data-available');
    await this.id('search').fill('');
    return shown;
  }
}
