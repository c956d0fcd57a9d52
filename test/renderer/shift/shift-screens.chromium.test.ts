import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { ShiftEvent } from '../../../shared/shift/shift-event.ts';
import { ACT_ALONE_MS } from '../../../src-renderer/runtime/lone-key.ts';
import { scan, typeByHand } from '../../support/keyboard.ts';
import { piece, shop } from '../ui/support/demo-goods.ts';
import { afterTimers, atWork, openDesk } from '../ui/support/desk.ts';
import { openShift, PAIRING_CODE, startWork } from '../ui/support/till-page.ts';

const desk = openDesk();
const id = (name: string) => desk.till.page.getByTestId(name);
/** What reached the server, by the end of an offline time. */
const event = (kind: ShiftEvent['kind']): ShiftEvent | undefined =>
  desk.lab.wire.pushes
    .filter((push) => push.collection === 'shifts')
    .map((push) => desk.lab.wire.fact(push.id) as ShiftEvent | undefined)
    .findLast((fact) => fact?.kind === kind);

async function sellFor(page: Page, sku: { code: string; sku: string }): Promise<void> {
  await scan(page, sku.code);
  await page.locator(`[data-testid="cart-line"][data-sku="${sku.sku}"]`).waitFor();
  await page.keyboard.press('F9');
  await id('payment').waitFor();
  await page.keyboard.press('Enter');
  await id('receipt').waitFor();
  await id('receipt-next').click();
  await id('search').waitFor();
}

/** Types how many of each: one Enter each, from the largest on. */
async function count(page: Page, counts: Readonly<Record<number, number>>): Promise<void> {
  const values = [20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1];
  for (const value of values) {
    const digits = String(counts[value] ?? 0);
    await page.keyboard.type(digits);
    await expect.poll(() => id(`denomination-${value}`).inputValue(), { interval: 20 }).toBe(digits);
    await page.keyboard.press('Enter');
  }
}

const article = piece(23);
const priceMinor = article.priceMinor;

describe('a shift by keyboard', () => {
  it('is opened with a counted float, sells, moves money, is read, counted twice, closed and read again', async () => {
    desk.till = await desk.lab.open();
    const { page } = desk.till;
    await id('pair-server').fill(desk.lab.wire.url);
    await id('pair-code').fill(PAIRING_CODE);
    await id('pair-submit').click();
    await manager(page).click();
    await id('open-shift').waitFor();

    // Nothing is sold before.
    await scan(page, article.code);
    await page.locator('[data-testid="notice"][data-code="openShiftFirst"]').waitFor();
    await page.keyboard.press('F9');
    expect(await id('payment').count()).toBe(0);
    await count(page, { 5000: 1, 2000: 3, 1000: 4 });
    expect(await id('denominations-sum').getAttribute('data-minor')).toBe('15000');
    await page.keyboard.press('Enter');
    await id('search').waitFor();
    expect(await page.getByTestId('cart-line').count()).toBe(0);
    await sellFor(page, article);
    await page.keyboard.press('F10');
    await id('reason-changed').click();
    await page.keyboard.press('Enter');
    await id('cash-dialog').waitFor({ state: 'detached' });

    await page.keyboard.press('Control+s');
    await id('shift').waitFor();
    expect(await id('shift-facts').getAttribute('data-receipts')).toBe('1');
    // A code's digits are no acts: it is refused, and nothing opens.
    await scan(page, '23359000');
    await page.locator('[data-testid="notice"][data-code="leaveShiftFirst"]').waitFor();
    await afterTimers(page, 2 * ACT_ALONE_MS);
    expect(await page.locator('[role="dialog"]').count()).toBe(0);
    expect(await id('shift').getAttribute('data-view')).toBe('overview');
    // Money in, out and to the safe: amount, Enter, reason, Enter.
    for (const [key, amount] of [
      ['1', '2000'],
      ['2', '5,00'],
      ['3', '10000'],
    ] as const) {
      // The first by a person who puts the scanner down, then as soon as the dialog before is gone: an act that ended with
      // Enter is no beginning of a code.
      await (key === '1' ? typeByHand(page, key) : page.keyboard.press(key));
      // Typed at once it would be a scan.
      await id('cash-typed').fill(amount);
      await page.keyboard.press('Enter');
      await page.locator('[data-testid="cash-reason"]:focus').fill(`reason ${key}`);
      await page.keyboard.press('Enter');
      await id('cash-dialog').waitFor({ state: 'detached' });
    }
    await page.keyboard.press('4');
    await id('reason-changed').click();
    await page.keyboard.press('Enter');
    await id('cash-dialog').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByTestId('shift-event').count()).toBe(6);

    await page.keyboard.press('5');
    await id('x-report').waitFor();
    const x = await id('report').textContent();
    expect(x).toContain(money(15_000 + priceMinor + 2_000 - 500 - 10_000));
    await page.keyboard.press('Escape');

    const expected = 15_000 + priceMinor + 2_000 - 500 - 10_000;
    await page.keyboard.press('6');
    await id('count-view').waitFor();
    expect(await id('count-expected').getAttribute('data-minor')).toBe(String(expected));
    await count(page, { 5000: 1, 1000: 1 });
    await page.keyboard.press('Enter');
    await id('closing-view').waitFor();
    expect(await id('difference').getAttribute('data-code')).toBe(String(6_000 - expected));
    await id('recount').click();
    await page.locator('[data-testid="count-reason"]:focus').fill('a note was missed');
    await id('denomination-20000').focus();
    await count(page, inCoins(expected));
    await page.keyboard.press('Enter');
    await id('closing-view').waitFor();
    expect(await id('difference').getAttribute('data-code')).toBe('0');
    await expect.poll(() => page.getByTestId('count-row').count()).toBe(2);

    await page.keyboard.press('Enter');
    await id('z-report').waitFor();
    const z = await id('report').textContent();
    expect(z).toContain(money(expected));
    await page.locator('[data-testid="shift-unsent"][data-sales="0"][data-events="0"]').waitFor();
    await page.keyboard.press('Enter');

    // The next day begins with the float again; yesterday's Z can be read as a copy, and says what it said.
    await manager(page).click();
    await id('open-shift').waitFor();
    await id('shift-history').click();
    await id('shift-history-table').waitFor();
    await page.locator('[data-testid="shift-history-table"] tbody button').first().click();
    expect(await id('z-report').getAttribute('data-copy')).toBe('true');
    const again = await id('report').textContent();
    expect(again?.replace('COPY', '')).toBe(z);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await openShift(page);

    await expect.poll(() => event('closed')?.report).toBeDefined();
    const closed = event('closed');
    expect(closed).toMatchObject({
      period: 1,
      lastSequence: 1,
      countedMinor: expected,
      expectedMinor: expected,
    });
    expect(closed?.report).toMatchObject({ receipts: 1, counts: 2, noSales: 2, differenceMinor: 0 });
    await expect.poll(() => event('opened')).toMatchObject({ period: 2, amountMinor: 0 });
  });

  it('offline it is the same: it closes, says what is not on the server yet, and is delivered later', async () => {
    // One sale may lie in the drawer, and not two.
    desk.lab.setSettings({ drawerLimitMinor: priceMinor });
    const page = await atWork(desk);
    desk.lab.wire.faults.down = true;
    desk.lab.wire.cutStreams();
    await sellFor(page, article);
    expect(await id('shift-screen-open').getAttribute('data-marked')).toBe('false');
    await sellFor(page, article);
    await page.locator('[data-testid="shift-screen-open"][data-marked="true"]').waitFor();
    await id('shift-screen-open').click();
    await id('drop-due').waitFor();
    // Whoever may not see what should be there learns no figure of it.
    expect(await id('drop-due').textContent()).not.toMatch(/\d/);
    await page.keyboard.press('Escape');
    desk.lab.setSettings({});
    await closeShift(page, inCoins(2 * priceMinor));
    await page.locator('[data-testid="shift-unsent"][data-sales="2"]').waitFor();
    desk.lab.wire.mend();
    await page.locator('[data-testid="shift-unsent"][data-sales="0"][data-events="0"]').waitFor();
    expect(event('closed')).toMatchObject({ lastSequence: 2, report: { receipts: 2, differenceMinor: 0 } });
  });

  it('an open cart is parked or cleared first; parked carts stay for tomorrow', async () => {
    const page = await atWork(desk);
    await scan(page, article.code);
    await page.locator(`[data-testid="cart-line"][data-sku="${article.sku}"]`).waitFor();
    await page.keyboard.press('F4');
    await page.locator('[data-testid="parked-open"][data-count="1"]').waitFor();
    await scan(page, piece(24).code);
    await page.locator(`[data-testid="cart-line"][data-sku="${piece(24).sku}"]`).waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('[data-testid="shift-obstacle"][data-code="cartOpen"]').waitFor();
    await page.keyboard.press('6');
    await id('count-view').waitFor();
    await count(page, {});
    await page.keyboard.press('Enter');
    await id('closing-view').waitFor();
    expect(await id('shift-close').isDisabled()).toBe(true);
    await id('obstacle-park').click();
    await id('shift-obstacle').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByTestId('closing-parked').count()).toBe(2);
    await page.locator('[data-testid^="closing-clear-"]').first().click();
    await expect.poll(() => page.getByTestId('closing-parked').count()).toBe(1);
    await id('shift-close').click();
    await id('z-report').waitFor();
    await id('z-done').click();
    await manager(page).click();
    await openShift(page);
    await page.locator('[data-testid="parked-open"][data-count="1"]').waitFor();
  });
});

describe('a blind count', () => {
  it('tells what should be there only afterwards', async () => {
    const cashierId = shop.staff.find((member) => member.role === 'cashier')?.id ?? '';
    desk.till = await desk.lab.open();
    await startWork(desk.lab, desk.till);
    const { page } = desk.till;
    await sellFor(page, article);
    await id('cashier-change').click();
    await id(`cashier-${cashierId}`).click();
    await id('search').waitFor();
    await page.keyboard.press('Control+s');
    // Money out is for a manager: who goes back finds what was typed, and nothing has moved.
    await page.keyboard.press('2');
    await id('cash-typed').fill('5');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="cash-reason"]:focus').fill('flowers');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid^="approver-"]').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-testid^="approver-"]').first().waitFor({ state: 'detached' });
    expect(await id('cash-reason').inputValue()).toBe('flowers');
    await id('cash-cancel').click();
    expect(await page.locator('[data-testid="shift-event"][data-kind="cashOut"]').count()).toBe(0);
    await page.keyboard.press('6');
    await page.locator('[data-testid="count-view"][data-blind="true"]').waitFor();
    expect(await page.getByTestId('count-expected').count()).toBe(0);
    expect(await id('shift').textContent()).not.toContain(money(priceMinor));
    await count(page, inCoins(priceMinor));
    await page.keyboard.press('Enter');
    await id('closing-view').waitFor();
    expect(await id('difference').getAttribute('data-code')).toBe('0');
    await expect.poll(() => event('counted')).toMatchObject({ blind: true, expectedMinor: priceMinor });

    // Now it is known what lies there: after one more sale it is counted again, with a reason, and not called blind.
    await page.keyboard.press('Escape');
    await sellFor(page, article);
    await page.keyboard.press('Control+s');
    await page.keyboard.press('6');
    await page.locator('[data-testid="count-reason"]:focus').fill('one more customer');
    await id('denomination-20000').focus();
    await count(page, inCoins(2 * priceMinor));
    await page.keyboard.press('Enter');
    await id('closing-view').waitFor();
    await expect
      .poll(() => event('counted'))
      .toMatchObject({ blind: false, reason: 'one more customer', expectedMinor: 2 * priceMinor });
  });
});

/** Who may everything at this till. */
const manager = (page: Page) =>
  page.getByTestId(`cashier-${shop.staff.find((member) => member.role !== 'cashier')?.id}`);
const money = (amountMinor: number) => `€${(amountMinor / 100).toFixed(2)}`;

/** The fewest notes and coins. */
function inCoins(amountMinor: number): Record<number, number> {
  const counts: Record<number, number> = {};
  let rest = amountMinor;
  for (const value of [20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1]) {
    counts[value] = Math.floor(rest / value);
    rest %= value;
  }
  return counts;
}

async function closeShift(page: Page, counts: Readonly<Record<number, number>>): Promise<void> {
  await page.keyboard.press('Control+s');
  await page.keyboard.press('6');
  await id('count-view').waitFor();
  await count(page, counts);
  await page.keyboard.press('Enter');
  await id('closing-view').waitFor();
  await id('shift-close').click();
  await id('z-report').waitFor();
}
