import { expect, test } from 'vitest';
import { printedPaper, textOf } from '../../main/support/printed-paper.ts';
import { openChromiumTill } from '../support/chromium-till.ts';
import { saleDoc, saleDocs } from './day-records.ts';
import { butter, milk } from './goods-of-stories.ts';
import { returnable } from './morning-stories.ts';
import { inCoins, paidBy, totalOf } from './own-books.ts';
import { joana, owner } from './people.ts';
import { sortedPaper } from './receipts-on-paper.ts';
import type { Scene } from './scene.ts';

/** How many customers have a story in the afternoon; who comes back counts again. */
export const AFTERNOON_STORIES = 8;

export function afternoonStories(scene: Scene): void {
  test('what was paid by card goes back to the card; broken goods do not go on the shelf', async () => {
    const { day } = scene;
    const { hands } = day;
    const bought = day.books.here.find(
      (sale) => sale.tenders.length === 1 && paidBy(sale, 'card') > 0 && returnable(sale.lines),
    );
    const line = bought && returnable(bought.lines);
    if (!line) throw new Error('nobody paid by card');
    await hands.till.scan(day.paperOf(bought.saleId).code);
    await day.id('receipt-detail').waitFor();
    const row = day.till.page.locator(`[data-testid="return-line"][data-sku="${line.variant.sku}"]`);
    await row.getByTestId(/^return-.*-more$/).click();
    await row.getByTestId(/^return-disposition-.*-damaged$/).click();
    await hands.tap('return-confirm');
    await hands.till.untilLines(1);
    const returned = [{ ...line, quantity: -1, damaged: true }];
    const totalMinor = totalOf(returned);
    const saleId = await hands.saleId();
    await hands.press('F9');
    await hands.due(totalMinor);
    await hands.press('Enter');
    await day.id('card-approve').waitFor();
    await hands.press('Enter');
    await hands.change(0);
    await day.finish(returned, {
      saleId,
      tenders: [{ kind: 'card', amountMinor: totalMinor }],
      changeMinor: 0,
    });
  });

  test('milk for butter, by the receipt’s number: the difference is paid on one receipt', async () => {
    const { day } = scene;
    await day.hands.ring([milk]);
    const { saleId } = await day.settle([milk]);
    const { sequence } = await saleDoc(day.server, saleId);
    await day.hands.press('F11');
    await day.id('returns-find').fill(String(sequence));
    await day.hands.press('Enter');
    await day.id('receipt-detail').waitFor();
    await day.hands.tap('return-all');
    await day.hands.tap('return-confirm');
    await day.hands.till.untilLines(1);
    await day.hands.scanAll([butter]);
    await day.hands.till.untilLines(2);
    await day.settle([{ ...milk, quantity: -1 }, butter]);
  });

  test('the sale before was a mistake: a manager agrees, and it is undone as a whole', async () => {
    const { day } = scene;
    const { hands } = day;
    await hands.ring([milk, butter]);
    const { saleId } = await day.settle([milk, butter]);
    await hands.press('F11');
    await hands.tap(`receipt-${saleId}`);
    await hands.tap('receipt-void');
    await day.agree(owner.pin, 'reason-mistake');
    const back = [milk, butter].map((line) => ({ ...line, quantity: -line.quantity }));
    await hands.due(totalOf(back));
    // By hand: Enter at once after the PIN, at a machine's pace, would be a scan.
    await hands.tap('pay-exact');
    await hands.change(0);
    const voided = async () => (await saleDocs(day.server)).find((sale) => sale.voidOf === saleId);
    await expect.poll(voided).toBeDefined();
    const tenders = [{ kind: 'cash', amountMinor: inCoins(totalOf(back)) }] as const;
    await day.finish(back, { saleId: (await voided())?.id ?? '', tenders, changeMinor: 0, isVoid: true });
  });

  test('a printer that is off blocks nothing: the sale stands, and its receipt follows as a copy', async () => {
    const { day } = scene;
    await day.printerBreaks();
    await day.hands.ring([milk, butter]);
    const paid = await day.hands.pay([milk, butter], 'card');
    day.books.book(paid.saleId, [milk, butter], paid);
    day.unprinted.add(paid.saleId);
    expect(await day.hands.print()).toBe('bad');
    await day.picture(day.till.page, 'printer-off');
    await day.hands.till.nextSale();
    await day.printerIsMended();
    await day.hands.press('F11');
    await day.hands.tap(`receipt-${paid.saleId}`);
    await day.hands.tap('receipt-again');
    expect(await day.hands.print()).toBe('good');
    await day.untilPrinted(paid.saleId);
    const [copy] = sortedPaper(day.printer.jobs).receipts;
    expect(copy).toMatchObject({ saleId: paid.saleId, isCopy: true, totalMinor: totalOf([milk, butter]) });
    await day.hands.till.nextSale();
  });

  test('somebody practises: the paper says so, the drawer stays shut, and nothing of it is anywhere', async () => {
    const { day } = scene;
    const { hands } = day;
    await hands.press('Control+e');
    await hands.tap('training-begin-yes');
    await day.agree(owner.pin, 'reason-practice');
    await day.id('training-bar').waitFor();
    await hands.tap('shift-open-confirm');
    await day.id('search').waitFor();
    const [{ pulses }, papers] = [sortedPaper(day.printed), day.printed.length];
    await hands.ring([milk, butter]);
    const { saleId } = await hands.pay([milk, butter], 'taps');
    expect(await hands.print()).toBe('good');
    await day.picture(day.till.page, 'practising');
    const rehearsed = () => day.printed.slice(papers).map((job) => printedPaper(job).map(textOf).join('\n'));
    await expect.poll(rehearsed).toEqual([expect.stringMatching(/TRAINING/)]);
    expect(sortedPaper(day.printed).pulses).toBe(pulses);
    await hands.tap('training-leave');
    await hands.tap('training-end-yes');
    await day.id('training-bar').waitFor({ state: 'detached' });
    await day.id('search').waitFor();
    const known = await day.server.rows(`select 1 from sale where sale_id = '${saleId}'`);
    expect(known).toEqual([]);
    // Who, and who agreed, is all that head office hears of it.
    const heard = () =>
      day.server.rows<{ what: string }>(
        `select doc->'incident'->>'what' as what from office_request where doc->>'kind' = 'incident' order by 1`,
      );
    await expect.poll(heard).toEqual([{ what: 'trainingBegun' }, { what: 'trainingEnded' }]);
    day.seen.add('a sale to practise');
  });

  test('a parked cart is taken up again here, and another at the other till, of which this one is told', async () => {
    const { day } = scene;
    const { hands } = day;
    await hands.ring([milk]);
    await hands.press('F4');
    await hands.till.untilLines(0);
    await hands.press('F6');
    await day.till.page.locator('[data-testid="parked-row"] [data-testid^="parked-"]').first().click();
    await hands.till.untilLines(1);
    day.seen.add('parked and taken up again');
    await day.settle([milk]);

    const parkedId = await hands.ring([milk, butter]);
    await hands.press('F4');
    await hands.till.untilLines(0);
    await hands.till.untilSync('synced');
    const second = await day.openSecondTill(openChromiumTill);
    await second.till.id(`cashier-${joana.id}`).click();
    await second.till.givePin(joana.pin);
    await second.till.openShift();
    await second.press('F6');
    await second.tap(`take-over-${parkedId}`);
    await second.till.untilLines(2);
    await day.picture(second.till.page, 'taken-over');
    const paid = await second.pay([milk, butter], 'taps');
    day.books.book(paid.saleId, [milk, butter], { ...paid, elsewhere: true });
    day.unprinted.add(paid.saleId);
    await second.till.untilSync('synced');
    await hands.press('F6');
    const gone = day.till.page.locator(`[data-testid="parked-row"][data-sale="${parkedId}"]`);
    await gone.getByText('Another till has taken it over').waitFor();
    await day.picture(day.till.page, 'told-of-take-over');
    await hands.tap(`parked-close-${parkedId}`);
    await gone.waitFor({ state: 'detached' });
    await hands.press('Escape');
    await day.id('parked-panel').waitFor({ state: 'detached' });
  });
}
