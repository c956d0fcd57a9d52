import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../../shared/catalog/item.ts';
import { receiptCode, trainingReceiptCode } from '../../../shared/sale/receipt-code.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { wrongTotals } from '../../../shared/sale/told-totals.ts';
import { newId } from '../../../src-renderer/runtime/new-id.ts';
import { scan } from '../../support/keyboard.ts';
import { axeFaults } from '../ui/support/axe-faults.ts';
import { piece, weighed } from '../ui/support/demo-goods.ts';
import { startAsOwner, untilLines } from '../ui/support/desk.ts';
import { type LabTill, openTillLab, type TillLab } from '../ui/support/till-page.ts';

/** One till for the file; every test ends on an empty cart. */
let lab: TillLab;
let till: LabTill;
let page: Page;

beforeAll(async () => {
  lab = await openTillLab();
  till = await lab.open();
  page = till.page;
  await startAsOwner(lab, till);
});
afterEach(() => {
  lab.wire.mend();
  expect(till.faults).toEqual([]);
});
afterAll(async () => {
  await till.close();
  await lab.close();
});

const id = (testId: string) => page.getByTestId(testId);
const paidOnServer = () => page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
const says = (code: string) => page.locator(`[data-testid="returns-says"][data-code="${code}"]`).waitFor();
const confirms = (minor: number) =>
  page.locator(`[data-testid="return-confirm"][data-minor="${minor}"]`).waitFor();
const codeOf = (sale: TenderedSale) => receiptCode({ saleId: sale.id, hash: sale.hash });

/** Sells articles, each as often as it is named, for cash. */
async function sold(...indexes: number[]): Promise<TenderedSale> {
  for (const [nth, index] of indexes.entries()) {
    await scan(page, piece(index).code);
    await untilLines(page, new Set(indexes.slice(0, nth + 1)).size);
  }
  const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
  await page.keyboard.press('F9');
  await page.keyboard.press('Enter');
  await id('receipt').waitFor();
  await paidOnServer();
  await id('receipt-next').click();
  return lab.wire.sale(saleId) as TenderedSale;
}

async function emptyCart(): Promise<void> {
  await page.keyboard.press('Control+z');
  await untilLines(page, 0);
}

describe('a scan inside the returns', () => {
  it('opens receipts, chooses what comes back, and sells nothing', async () => {
    const sale = await sold(0, 0, 1);
    const other = await sold(2);
    await page.keyboard.press('F11');
    await id('returns-find').waitFor();
    await scan(page, piece(0).code);
    await says('findReceipt');
    // What is printed under the code finds it, too: all of it, or how it begins.
    await id('returns-find').fill(sale.id.toUpperCase());
    await page.keyboard.press('Enter');
    await page.locator(`[data-testid="receipt-detail"][data-sale="${sale.id}"]`).waitFor();
    await id('returns-back').click();
    await id('returns-find').fill(sale.id.slice(0, 13));
    await id(`receipt-${sale.id}`).waitFor();
    await scan(page, codeOf(sale), 2);
    await id('receipt-detail').waitFor();
    await scan(page, piece(0).code);
    await confirms(piece(0).priceMinor);
    await scan(page, piece(0).code);
    await confirms(2 * piece(0).priceMinor);
    await scan(page, piece(0).code);
    await says('noMoreOnReceipt');
    await scan(page, piece(5).code);
    await says('notOnReceipt');
    await scan(page, codeOf(other), 2);
    await page.locator(`[data-testid="receipt-detail"][data-sale="${other.id}"]`).waitFor();
    await id('returns-back').click();
    await id('returns-without').click();
    await scan(page, piece(3).code);
    await id('unverified-line').waitFor();
    await scan(page, codeOf(other), 2);
    await says('choosing');
    expect(await id('unverified-line').count()).toBe(1);
    await page.keyboard.press('Escape');
    await untilLines(page, 0);
  });

  it('elsewhere waits while a form is filled in: nothing that was typed is lost', async () => {
    const asked = async () => {
      await scan(page, piece(6).code, 2);
      await page.locator('[data-testid="notice"][data-code="choosing"]').waitFor();
      expect(await id('cart-line').count()).toBe(0);
    };
    await page.keyboard.press('F3');
    await id('customer-search').fill('Grace Hopper');
    await id('customer-new').click();
    await id('customer-email').fill('grace@example.org');
    await asked();
    expect(await id('customer-email').inputValue()).toBe('grace@example.org');
    await page.keyboard.press('Escape');
    await id('customer-email').waitFor({ state: 'detached' });
    await scan(page, piece(6).code);
    await untilLines(page, 1);
    await emptyCart();
  });

  it('of another till’s receipt without a network chooses articles with quantity, weight and reason, and keeps its id', async () => {
    const foreign = newId();
    lab.wire.faults.down = true;
    lab.wire.cutStreams();
    await page.keyboard.press('F11');
    await id('returns-find').fill(receiptCode({ saleId: foreign, hash: 'ab'.repeat(32) }));
    await page.keyboard.press('Enter');
    await id('returns-without').click();
    const sku = (of: Item) => of.variants[0]?.sku ?? '';
    const back = (of: string, quantity: number) =>
      page
        .locator(`[data-testid="unverified-line"][data-sku="${of}"][data-quantity="${quantity}"]`)
        .waitFor();
    await scan(page, piece(3).code);
    await back(piece(3).sku, 1);
    await scan(page, piece(3).code);
    await back(piece(3).sku, 2);
    await id('unverified-code').fill(sku(weighed));
    await page.keyboard.press('Enter');
    await back(sku(weighed), 0);
    expect(await id('unverified-take').isDisabled()).toBe(true);
    await id(`unverified-weight-${sku(weighed)}`).fill('0.352');
    await back(sku(weighed), 352);
    await page
      .locator(`[data-testid="unverified-line"][data-sku="${piece(3).sku}"] [data-testid^="return-reason-"]`)
      .click();
    await page.getByRole('option', { name: 'Faulty' }).click();
    expect(await axeFaults(page)).toEqual([]);
    await id('unverified-take').click();
    await untilLines(page, 2);
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await page.keyboard.press('F9');
    await id('payment').waitFor();
    await page.keyboard.press('Enter');
    await id('receipt').waitFor();
    lab.wire.mend();
    await expect.poll(() => lab.wire.sale(saleId)?.status).toBe('tendered');
    const returned = { returnOf: { saleId: foreign }, verified: false };
    const sale = lab.wire.sale(saleId) as TenderedSale;
    expect(sale).toMatchObject({
      lines: [
        { ...returned, quantity: -2, returnReason: 'faulty', disposition: 'damaged' },
        { ...returned, quantity: -352, returnReason: 'changedMind', disposition: 'restock' },
      ],
      approvals: [{ act: 'returnUnverified' }],
    });
    expect(sale.lines.every((line) => line.taxMinor < 0)).toBe(true);
    expect(wrongTotals(sale)).toBeNull();
    await id('receipt-next').click();
  });

  it('a double tap on Take back takes once what was chosen', async () => {
    const sale = await sold(4, 4);
    await page.keyboard.press('F11');
    await id(`receipt-${sale.id}`).click();
    await id('receipt-detail').waitFor();
    await scan(page, piece(4).code);
    await confirms(piece(4).priceMinor);
    await id('return-confirm').dblclick();
    await id('returns-panel').waitFor({ state: 'detached' });
    await untilLines(page, 1);
    expect(await id('total').getAttribute('data-minor')).toBe(String(-piece(4).priceMinor));
    await emptyCart();
  });

  it('is not needed where the number is typed: this till’s opens, another’s is asked for, and offline that is said calmly', async () => {
    const own = await sold(7);
    const at = (saleId: string, terminalName: string, tenderedAt: string) => ({
      ...{ saleId, number: 905, terminalId: newId(), terminalName, tenderedAt, totalMinor: 199 },
      currency: 'EUR',
    });
    const theirs: TenderedSale = { ...own, id: newId(), sequence: 905 };
    const back: TenderedSale = {
      ...own,
      id: newId(),
      lines: own.lines.map((line) => ({ ...line, quantity: -1 })),
    };
    const receipts = [
      at(theirs.id, 'Till 2', '2026-10-02T10:00:00.000Z'),
      at(back.id, 'Till 3', '2026-10-01T10:00:00.000Z'),
    ];
    lab.wire.routes.set('GET /v1/receipts/905', () => ({ status: 200, body: { receipts } }));
    for (const sale of [theirs, back])
      lab.wire.routes.set(`GET /v1/sales/${sale.id}`, () => ({ status: 200, body: { sale, returned: [] } }));
    const find = async (typed: string) => {
      await id('returns-find').fill(typed);
      await page.keyboard.press('Enter');
    };
    const opened = (sale: TenderedSale) =>
      page.locator(`[data-testid="receipt-detail"][data-sale="${sale.id}"]`).waitFor();
    await page.keyboard.press('F11');
    await find(trainingReceiptCode(newId()));
    await says('trainingReceipt');
    await find(String(own.sequence));
    await opened(own);
    await id('returns-back').click();
    await find('905');
    await id('returns-elsewhere').waitFor();
    await id(`receipt-${theirs.id}`).click();
    await opened(theirs);
    await page.locator('[data-testid="return-line"][data-left="1"]').waitFor();
    await id('returns-back').click();
    // The till as it stands on the receipt, beside its number: there is one. Nothing was sold with it.
    await find('Till 3 · 905');
    await opened(back);
    await page.locator('[data-testid="returns-nothing"][data-code="onlyReturned"]').waitFor();
    await id('returns-back').click();
    lab.wire.faults.down = true;
    await find('906');
    await id('returns-number-offline').waitFor();
    expect(await axeFaults(page)).toEqual([]);
    lab.wire.mend();
    lab.wire.routes.set('GET /v1/receipts/906', () => ({ status: 200, body: { receipts: [] } }));
    await id('returns-find').press('Enter');
    await id('returns-number-none').waitFor();
    lab.wire.faults.down = true;
    await id('returns-find').press('Enter');
    await id('returns-number-without').click();
    await scan(page, piece(8).code);
    await id('unverified-line').waitFor();
    await id('unverified-take').click();
    // The number is noted: whoever looks it up later knows where.
    await page.getByText('Receipt 906').waitFor();
    await emptyCart();
  });
});
