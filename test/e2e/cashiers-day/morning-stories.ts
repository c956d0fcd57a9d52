import { expect, test } from 'vitest';
import { saleDoc } from './day-records.ts';
import { bananas, beer, butter, butterCase, gift, ham, milk, shirt } from './goods-of-stories.ts';
import { type BookLine, inCoins, lessPercent, totalOf, withDeposits, withoutTax } from './own-books.ts';
import { idris, owner } from './people.ts';
import { minorOf, sortedPaper } from './receipts-on-paper.ts';
import type { Scene } from './scene.ts';

/** How many customers have a story in the morning. */
export const MORNING_STORIES = 6;

export function morningStories(scene: Scene): void {
  test('a large discount needs a manager, who agrees in place; the cart is kept', async () => {
    const { day } = scene;
    const quarter = Math.floor((butter.variant.priceMinor + 2) / 4);
    await day.hands.ring([milk, butter]);
    await day.hands.press('F8');
    await day.hands.tap('discount-preset-25');
    await day.id('approval').waitFor();
    await day.picture(day.till.page, 'override');
    await day.agree(owner.pin, 'reason-damaged');
    await day.till.page.locator(`[data-testid="line-discount"][data-minor="${quarter}"]`).waitFor();
    await day.hands.till.untilLines(2);
    const { saleId } = await day.settle([milk, { ...butter, discountMinor: quarter }]);
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

  test('labels, cases, bottles, clothes and gifts: whatever comes to the counter goes through', async () => {
    const { day } = scene;
    const { hands, till } = day;
    // The scale at the counter writes its own code, by weight or by price; a case says how many are in it.
    await hands.till.scan(bananas.code);
    await hands.till.scan(ham.code);
    await hands.till.scan(butterCase.code);
    await hands.untilCartHas([bananas, ham, butterCase]);
    await hands.till.scan(beer.code);
    await day.id('age-question').waitFor();
    await day.picture(till.page, 'age');
    await hands.press('Enter');
    await hands.untilCartHas([beer]);
    await hands.press('5');
    await day.id('entry').getByText('5', { exact: true }).waitFor();
    await hands.press('*');
    await day.id('entry').getByText(/5\s*×/).waitFor();
    await hands.till.scan(milk.code);
    await hands.untilCartHas([{ ...milk, quantity: 5 }]);
    await day.id('search').fill(gift.item.name);
    await till.page.locator('[data-testid^="tile-"]').filter({ hasText: gift.item.name }).first().click();
    await day.id('price-input').fill('2.50');
    await day.id('price-add').click();
    await hands.untilCartHas([gift]);
    await day.id('search').fill(shirt.item.name);
    await till.page.locator('[data-testid^="tile-"]').filter({ hasText: shirt.item.name }).first().click();
    await day.id(`axis-colour-${shirt.variant.properties.colour}`).click();
    await day.id(`variant-${shirt.variant.sku}`).click();
    await hands.untilCartHas([shirt]);
    await day.id('search').fill('');
    await day.picture(till.page, 'every-kind');
    const lines = [bananas, ham, butterCase, beer, { ...milk, quantity: 5 }, gift, shirt];
    await hands.till.untilLines(withDeposits(lines).length);
    await day.settle(lines);
  });

  test('another price needs a manager, and says on the receipt what it was', async () => {
    const { day } = scene;
    await day.hands.ring([shirt]);
    await day.hands.press('F7');
    await day.id('line-price-input').fill('15.00');
    await day.id('line-note-input').fill('a stain on the sleeve');
    await day.hands.press('Enter');
    await day.agree(owner.pin, 'reason-damaged');
    await day.hands.till.line(shirt.variant.sku).getByTestId('line-list-price').waitFor();
    const { saleId } = await day.settle([{ ...shirt, priceMinor: 1500 }]);
    expect(day.paperOf(saleId).rows).toEqual(
      expect.arrayContaining(['a stain on the sleeve', expect.stringMatching(/^instead of 19\.95/)]),
    );
  });

  test('a tenth off the whole cart is shared out over its lines, and needs nobody', async () => {
    const { day } = scene;
    await day.hands.ring([milk, butter, shirt]);
    await day.hands.press('F8');
    await day.hands.tap('discount-target-cart');
    await day.hands.tap('discount-preset-10');
    const lines = lessPercent([milk, butter, shirt], 10);
    const off = lines.reduce((sum, { discountMinor = 0 }) => sum + discountMinor, 0);
    await day.till.page.locator(`[data-testid="cart-discount"][data-minor="${off}"]`).waitFor();
    await day.settle(lines);
  });

  test('who owes no tax pays the net price, when a manager has seen the paper', async () => {
    const { day } = scene;
    await newCustomer(scene, { name: 'Embassy of Örland' });
    await day.hands.ring([milk, shirt]);
    await day.hands.press('F3');
    await day.id('exempt-reason').fill('diplomatic');
    await day.hands.press('Enter');
    await day.agree(owner.pin, 'reason-customerWish');
    const lines = [withoutTax(milk), withoutTax(shirt)];
    await day.till.page.locator(`[data-testid="total"][data-minor="${totalOf(lines)}"]`).waitFor();
    await day.picture(day.till.page, 'exempt');
    const { saleId } = await day.settle(lines);
    const sale = await saleDoc(day.server, saleId);
    expect(sale).toMatchObject({ taxMinor: 0, customer: { name: 'Embassy of Örland' } });
    expect(day.paperOf(saleId).rows).toContain('Tax exempt: diplomatic');
  });

  test('three ways of paying for one cart; a card that is declined costs nothing', async () => {
    const { day } = scene;
    const { hands } = day;
    const lines = [milk, butter, shirt];
    const total = totalOf(lines);
    const saleId = await hands.ring(lines);
    await hands.tap('pay');
    await hands.due(total);
    for (const digit of '1000') await hands.tap(`pad-${digit}`);
    await hands.tap('pay-card');
    await hands.tap('card-decline');
    await day.till.page.locator('[data-testid="tender-row"][data-state="declined"]').waitFor();
    for (const digit of '1000') await hands.tap(`pad-${digit}`);
    await hands.tap('pay-card');
    await hands.tap('card-approve');
    await hands.due(total - 1000);
    for (const digit of '750') await hands.tap(`pad-${digit}`);
    await hands.tap('pay-voucher');
    await day.id('card-reference').fill('V-4711');
    await hands.tap('card-approve');
    const rest = total - 1750;
    await hands.due(rest);
    await day.picture(day.till.page, 'split-in-three');
    await hands.tap('pay-exact');
    await hands.change(0);
    const tenders = [
      { kind: 'card', amountMinor: 1000 },
      { kind: 'voucher', amountMinor: 750 },
      { kind: 'cash', amountMinor: inCoins(rest) },
    ] as const;
    await day.finish(lines, { saleId, tenders, changeMinor: 0 });
    expect(day.paperOf(saleId).rows).toContain('Ref. V-4711');
  });

  test('an X says what somebody with a pencil comes to, to whoever may know; nothing changes by it', async () => {
    const { day } = scene;
    const { report } = day.books;
    await day.hands.till.atTheDrawer('5');
    await day.agree(owner.pin, 'reason-check');
    await day.id('x-report').waitFor();
    await day.hands.tap('report-print');
    await day.till.page.locator('[data-testid="report-says"][data-code="printed"]').waitFor();
    await expect.poll(() => sortedPaper(day.printed).reports).toHaveLength(1);
    const [slip = []] = sortedPaper(day.printed).reports;
    const amount = (word: string) => minorOf(slip.find((row) => row.startsWith(word)) ?? '');
    expect(slip).toContain('X REPORT');
    expect({
      total: amount('Total'),
      rounding: amount('Cash rounding') ?? amount('Rounding'),
      expected: amount('Should be there'),
    }).toEqual({
      total: report.totalMinor,
      rounding: report.roundingMinor,
      expected: report.expectedMinor,
    });
    day.seen.add('an X in the middle of the day');
    await day.hands.press('Escape');
    await day.id('x-report').waitFor({ state: 'detached' });
    await day.hands.press('Escape');
    await day.id('search').waitFor();
  });

  test('too much cash is brought to the safe, when a manager agrees', async () => {
    const { day } = scene;
    await day.hands.till.atTheDrawer('3');
    await day.id('cash-typed').fill('10000');
    await day.hands.press('Enter');
    await day.till.page.locator('[data-testid="cash-reason"]:focus').fill('too much in the drawer');
    await day.hands.press('Enter');
    await day.agree(owner.pin, 'reason-check');
    await day.id('cash-dialog').waitFor({ state: 'detached' });
    day.books.drops.push(10_000);
    await day.hands.press('Escape');
    await day.id('search').waitFor();
  });
}

/** Opened at the counter, and taken for the sale that begins. */
export async function newCustomer(
  { day }: Scene,
  customer: { readonly name: string; readonly email?: string },
): Promise<void> {
  await day.hands.press('F3');
  await day.id('customer-search').fill(customer.name);
  await day.hands.tap('customer-new');
  if (customer.email) await day.id('customer-email').fill(customer.email);
  await day.hands.tap('customer-save');
  await day.id('cart-facts').getByText(customer.name).waitFor();
}

/** Goods of a line that may come back by themselves: a deposit goes along with its bottle. */
export const returnable = (lines: readonly BookLine[]): BookLine | undefined =>
  lines.find(({ item, quantity, variant }) => !item.linked && quantity > 0 && variant.unit.scale === 0);
