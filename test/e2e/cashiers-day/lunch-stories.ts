import { expect, test } from 'vitest';
import { decimalText } from '../../../shared/money/money.ts';
import type { Basket } from './baskets.ts';
import { saleDocs } from './day-records.ts';
import { butter, milk, raspberries } from './goods-of-stories.ts';
import { newCustomer, returnable } from './morning-stories.ts';
import { paidBy } from './own-books.ts';
import { idris } from './people.ts';
import type { Scene } from './scene.ts';

/** How many customers have a story over lunch. */
export const LUNCH_STORIES = 4;

const ADA = { name: 'Ada Lindgren', email: 'ada@example.org' };

/** Nobody can reach the server, and the till is killed in the middle of it. */
export function lunchStories(scene: Scene, baskets: readonly Basket[]): void {
  const half = Math.ceil(baskets.length / 2);
  let before = 0;

  test('over lunch there is no network, and selling goes on', async () => {
    const { day } = scene;
    before = day.books.sales.length;
    await day.hands.till.untilSync('synced');
    await expect.poll(async () => (await saleDocs(day.server)).length).toBe(before);
    await day.server.stop('SIGKILL');
    day.outage.from = new Date().toISOString();
    await day.serveAll(baskets.slice(0, half));
    await day.hands.till.untilSync('offline');
    await day.till.page.locator(`[data-testid="sync-pill"][data-unsent="${half}"]`).waitFor();
    await day.picture(day.till.page, 'lunch-offline');
  });

  test('a customer who is new here leaves an address, and the receipt waits to be sent', async () => {
    const { day } = scene;
    await newCustomer(scene, ADA);
    await day.hands.ring([milk, butter]);
    const paid = await day.hands.pay([milk, butter], 'note');
    await day.finish([milk, butter], paid, 'stays');
    await day.hands.tap('receipt-email');
    expect(await day.id('email-address').inputValue()).toBe(ADA.email);
    await day.hands.tap('email-send');
    await day.id('device-says').getByText(ADA.email).waitFor();
    await day.hands.till.nextSale();
    expect(day.mail.letters).toEqual([]);
  });

  test('what is not there any more is sold all the same, and said calmly', async () => {
    const { day } = scene;
    const two = { ...raspberries, quantity: 2 };
    await day.hands.ring([two]);
    await day.hands.till.untilLine(raspberries.variant.sku, 'beyondHere');
    expect(await day.hands.till.line(raspberries.variant.sku).textContent()).toContain('Beyond stock');
    await day.picture(day.till.page, 'beyond-stock');
    await day.settle([two]);
  });

  test('goods of the morning come back by the code on their receipt, which this till knows', async () => {
    const { day } = scene;
    const bought = day.books.here.find(
      (sale) =>
        paidBy(sale, 'card') === 0 &&
        !sale.lines.some((line) => line.discountMinor) &&
        returnable(sale.lines),
    );
    const line = bought && returnable(bought.lines);
    if (!line) throw new Error('nobody bought anything in the morning');
    await day.hands.till.scan(day.paperOf(bought.saleId).code);
    await day.id('receipt-detail').waitFor();
    await day.id('returns-not-checked').waitFor();
    const row = day.till.page.locator(`[data-testid="return-line"][data-sku="${line.variant.sku}"]`);
    await row.getByTestId(/^return-.*-more$/).click();
    await day.picture(day.till.page, 'return');
    await day.hands.tap('return-confirm');
    await day.hands.till.untilLines(1);
    await day.settle([{ ...line, quantity: -1, discountMinor: 0 }]);
  });

  test('the plug is pulled with a cart open: it is there again, and so is every receipt', async () => {
    const { day } = scene;
    const saleId = await day.hands.ring([milk, butter]);
    // The cart has not reached the server either.
    const unsent = day.books.sales.length - before + 1;
    await day.plugIsPulled();
    await day.id(`cashier-${idris.id}`).click();
    await day.id('lock-offline').waitFor();
    await day.hands.till.givePin(idris.pin);
    await day.hands.till.untilLines(2);
    await day.till.page.locator(`[data-testid="sync-pill"][data-unsent="${unsent}"]`).waitFor();
    await day.picture(day.till.page, 'after-the-plug');
    expect(await day.hands.saleId()).toBe(saleId);
    day.seen.add('paid after kill -9');
    await day.settle([milk, butter]);
    await day.serveAll(baskets.slice(half));
  });

  test('the server is back: all of it is applied once, the letter goes out, and what was short is found', async () => {
    const { day } = scene;
    day.outage.to = new Date().toISOString();
    await day.server.run('demo');
    await day.hands.till.untilSync('synced');
    await expect.poll(async () => (await saleDocs(day.server)).length).toBe(day.books.sales.length);
    expect(day.books.sales.length - before).toBe(baskets.length + LUNCH_STORIES);
    // Head office looks into it; at the counter nobody has to do anything.
    await day.hands.tap('sync-pill');
    const told = day.till.page.locator('[data-testid="sale-exception"][data-kind="oversold"]');
    await told.waitFor();
    expect(await told.textContent()).toContain('If some is still on the shelf');
    await day.picture(day.till.page, 'oversold');
    await day.server.resolve('oversold', {
      ...{ act: 'foundStock', quantity: 1, by: 'Marta', note: 'one more behind the crates' },
    });
    day.books.found.set(raspberries.variant.sku, 1);
    await told.getByText(/^settled/).waitFor();
    await day.hands.press('Escape');
    await day.id('sync-panel').waitFor({ state: 'detached' });
  });
}

/** The one letter of the day. It goes out by itself some seconds after its sale has arrived. */
export async function theLetterCame({ day }: Scene): Promise<void> {
  await expect.poll(() => day.mail.letters.length).toBe(1);
  const [letter] = day.mail.letters;
  expect(letter?.to).toBe(ADA.email);
  const hers = (await saleDocs(day.server)).find(({ customer }) => customer?.name === ADA.name);
  expect(letter?.text).toMatch(new RegExp(`^Subject: .*your receipt ${hers?.sequence}\\r?$`, 'm'));
  expect(letter?.text).toContain(decimalText((hers?.totalMinor ?? 0) + (hers?.roundingMinor ?? 0), 2));
  const [known] = await day.server.rows<{ doc: { name: string; email: string } }>(
    `select doc from customer where doc->>'name' = '${ADA.name}'`,
  );
  expect(known?.doc).toMatchObject(ADA);
}
