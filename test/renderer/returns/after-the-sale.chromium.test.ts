import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { receiptCode } from '../../../shared/sale/receipt-code.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { newId } from '../../../src-renderer/runtime/new-id.ts';
import { enterByHand, scan, typeByHand } from '../../support/keyboard.ts';
import { agree } from '../ui/support/agree.ts';
import { piece, shop } from '../ui/support/demo-goods.ts';
import { startAsOwner, untilLines } from '../ui/support/desk.ts';
import { type LabTill, openTillLab, type TillLab } from '../ui/support/till-page.ts';

/** One till for the file; every test ends on an empty cart. */
let lab: TillLab;
let till: LabTill;
let page: Page;
const VOUCHER = {
  kind: 'voucher',
  label: 'Voucher',
  opensDrawer: false,
  needsReference: true,
  needsNetwork: false,
  refundable: false,
};
const ONLINE_ONLY = {
  ...VOUCHER,
  kind: 'wallet',
  label: 'Wallet',
  needsReference: false,
  needsNetwork: true,
};

beforeAll(async () => {
  lab = await openTillLab();
  lab.setSettings({ tenderKinds: [VOUCHER, ONLINE_ONLY] });
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
const line = (sku: string) => page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
const due = (minor: number) => page.locator(`[data-testid="due"][data-minor="${minor}"]`).waitFor();
const paidOnServer = () => page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();

/** Puts articles into a cart and answers with its sale's id. */
async function cartOf(...indexes: number[]): Promise<string> {
  for (const [nth, index] of indexes.entries()) {
    await scan(page, piece(index).code);
    await untilLines(page, nth + 1);
  }
  return (await page.locator('#cart').getAttribute('data-sale')) ?? '';
}

async function sold(...indexes: number[]): Promise<TenderedSale> {
  const saleId = await cartOf(...indexes);
  await page.keyboard.press('F9');
  await page.keyboard.press('Enter');
  await id('receipt').waitFor();
  await paidOnServer();
  return lab.wire.sale(saleId) as TenderedSale;
}

describe('paying in other ways', () => {
  it('splits over a voucher with its number, cash and card, and says why a way is closed offline', async () => {
    const saleId = await cartOf(0, 1, 2);
    const whole = piece(0).priceMinor + piece(1).priceMinor + piece(2).priceMinor;
    await page.keyboard.press('F9');
    await due(whole);
    await typeByHand(page, '50');
    await id('pay-voucher').click();
    await id('card-approve').waitFor();
    expect(await id('card-approve').isDisabled()).toBe(true);
    await id('card-reference').fill('V-100');
    await id('card-approve').click();
    await due(whole - 50);
    await enterByHand(page, '30');
    await due(whole - 80);
    lab.wire.faults.down = true;
    lab.wire.cutStreams();
    await page.locator('[data-testid="pay-wallet"][aria-disabled="true"]').waitFor();
    expect(await id('pay-wallet').getAttribute('title')).toContain('network');
    lab.wire.mend();
    await id('pay-card').click();
    await id('card-approve').click();
    await id('receipt').waitFor();
    await expect.poll(() => lab.wire.sale(saleId)?.status).toBe('tendered');
    expect(lab.wire.sale(saleId)?.tenders).toMatchObject([
      { kind: 'voucher', amountMinor: 50, reference: 'V-100', state: 'captured' },
      { kind: 'cash', amountMinor: 30, givenMinor: 30 },
      { kind: 'card', amountMinor: whole - 80 },
    ]);
    await id('receipt-next').click();
  });
});

describe('the rest after a card', () => {
  it('is paid by the way on which Enter stands, whatever button began the card', async () => {
    const saleId = await cartOf(11, 12);
    const whole = piece(11).priceMinor + piece(12).priceMinor;
    await page.keyboard.press('F9');
    await due(whole);
    await id('pay-card').focus();
    await typeByHand(page, '60');
    await page.keyboard.press('Tab');
    await id('pay-card').focus();
    await page.keyboard.press('Space');
    await id('card-approve').waitFor();
    await id('card-last4').fill('42');
    expect(await id('card-approve').isDisabled()).toBe(true);
    // Whatever is typed, four digits stay.
    await id('card-last4').fill('4242 4242 4242 4242');
    expect(await id('card-last4').inputValue()).toBe('4242');
    await id('card-scheme').fill('Visa');
    await id('card-reference').fill('123456789012');
    await page.keyboard.press('Enter');
    await due(whole - 60);
    await id('tender-row').getByText('Visa **** 4242').waitFor();
    await id('card-dialog').waitFor({ state: 'detached' });
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'payment');
    await page.keyboard.press('Enter');
    await id('receipt').waitFor();
    await id('receipt').getByText('Visa **** 4242').waitFor();
    await paidOnServer();
    expect(lab.wire.sale(saleId)?.tenders).toMatchObject([
      { kind: 'card', amountMinor: 60, card: { scheme: 'Visa', last4: '4242' }, reference: '123456789012' },
      { kind: 'cash', amountMinor: whole - 60 },
    ]);
    await id('receipt-next').click();
  });
});

describe('a receipt by e-mail', () => {
  it('is asked for by keyboard, refused where it is no address, and reaches the server', async () => {
    const sale = await sold(3);
    await id('receipt-email').click();
    await id('email-address').fill('ada at example');
    await page.keyboard.press('Enter');
    await page.getByText('That is no e-mail address').waitFor();
    await id('email-address').fill('ada@example.org');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="device-says"][data-tone="good"]').waitFor();
    const asked = () => lab.wire.pushes.find(({ collection }) => collection === 'officeRequests');
    await expect.poll(asked).toBeDefined();
    expect(lab.wire.fact(asked()?.id ?? '')).toMatchObject({
      kind: 'emailReceipt',
      saleId: sale.id,
      email: 'ada@example.org',
      receipt: { html: expect.stringContaining(String(piece(3).priceMinor / 100)), text: expect.any(String) },
    });
    await id('receipt-next').click();
  });
});

describe('returns', () => {
  it('a scanned receipt opens them from anywhere; part comes back, and its money by the way it came', async () => {
    const saleId = await cartOf(4, 5);
    await scan(page, piece(4).code);
    await page.keyboard.press('F9');
    await id('pay-card').click();
    await id('card-approve').click();
    await id('receipt').waitFor();
    await paidOnServer();
    const sale = lab.wire.sale(saleId) as TenderedSale;
    await scan(page, receiptCode({ saleId: sale.id, hash: sale.hash }));
    await id('receipt-detail').waitFor();
    const [first] = sale.lines;
    await id(`return-${first?.lineId}-more`).click();
    await id(`return-reason-${first?.lineId}`).click();
    await page.getByRole('option', { name: 'Faulty' }).click();
    expect(await id('return-confirm').getAttribute('data-minor')).toBe(String(piece(4).priceMinor));
    await id('return-confirm').click();
    await line(piece(4).sku).waitFor();
    await page.keyboard.press('F9');
    await due(-piece(4).priceMinor);
    await id('paid-by').waitFor();
    // The card is the first way, and Enter takes it.
    await page.keyboard.press('Enter');
    await id('card-approve').click();
    await id('receipt').waitFor();
    await paidOnServer();
    const back = [...lab.wire.pushes].reverse().map(({ id: pushed }) => lab.wire.sale(pushed));
    expect(back.find((other) => other?.lines[0]?.returnOf !== undefined)).toMatchObject({
      status: 'tendered',
      totalMinor: -piece(4).priceMinor,
      lines: [
        {
          quantity: -1,
          returnOf: { saleId: sale.id, lineId: first?.lineId },
          returnReason: 'faulty',
          disposition: 'damaged',
        },
      ],
      tenders: [{ kind: 'card', amountMinor: -piece(4).priceMinor, state: 'captured' }],
      approvals: [{ act: 'returnGoods' }],
    });
    await id('receipt-next').click();
    // What came back does not come back again.
    await page.keyboard.press('F11');
    await id(`receipt-${sale.id}`).click();
    await page.locator(`[data-testid="return-line"][data-sku="${piece(4).sku}"][data-left="1"]`).waitFor();
    await page.keyboard.press('Escape');
  });

  it('of a split, also at another till, each way gets its part back by Enter; another way is agreed to by name', async () => {
    const card = 60;
    const own = await sold(13);
    await id('receipt-next').click();
    const whole = piece(13).priceMinor;
    /** A receipt of another till that was paid by card and cash: all of it comes back. */
    const begin = async () => {
      const tenders = [
        { id: newId(), kind: 'card', amountMinor: card, state: 'captured' },
        { id: newId(), kind: 'cash', amountMinor: whole - card, state: 'captured' },
      ];
      const other: TenderedSale = { ...own, id: newId(), sequence: 77, tenders };
      lab.wire.routes.set(`GET /v1/sales/${other.id}`, () => ({
        status: 200,
        body: { sale: other, returned: [] },
      }));
      await page.keyboard.press('F11');
      await id('returns-find').fill(receiptCode({ saleId: other.id, hash: other.hash }));
      await page.keyboard.press('Enter');
      await id('receipt-detail').waitFor();
      await id('return-all').click();
      await id('return-confirm').click();
      await untilLines(page, 1);
      const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
      await page.keyboard.press('F9');
      await due(-whole);
      return { saleId, other };
    };
    const split = await begin();
    await page.keyboard.press('Enter');
    await id('card-approve').click();
    await due(card - whole);
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'payment');
    await page.keyboard.press('Enter');
    await id('receipt').waitFor();
    await paidOnServer();
    expect(lab.wire.sale(split.saleId)).toMatchObject({
      refundOf: [{ saleId: split.other.id, ways: [{ kind: 'card', amountMinor: card }, { kind: 'cash' }] }],
      tenders: [
        { kind: 'card', amountMinor: -card },
        { kind: 'cash', amountMinor: card - whole },
      ],
    });
    await id('receipt-next').click();

    // A cashier may not give the card's part back in cash: somebody who may agrees, in place.
    const member = (role: string) => shop.staff.find((each) => each.role === role)?.id ?? '';
    await page.keyboard.press('Control+l');
    await id(`cashier-${member('cashier')}`).click();
    await id('search').waitFor();
    const { saleId } = await begin();
    await id('pay-exact').click();
    await agree(page);
    await id('receipt').waitFor();
    await paidOnServer();
    expect(lab.wire.sale(saleId)).toMatchObject({
      tenders: [{ kind: 'cash', amountMinor: -whole }],
      approvals: [{ act: 'returnGoods' }, { act: 'refundOtherWay', cashierId: member('cashier') }],
    });
    expect(lab.wire.sale(saleId)?.approvals?.at(-1)?.approvedBy).not.toBe(member('cashier'));
    await id('receipt-next').click();
    await page.keyboard.press('Control+l');
    await id(`cashier-${member('owner')}`).click();
    await id('search').waitFor();
  });

  it('are reached by touch: from the receipt of a paid sale too, and not in the middle of a payment', async () => {
    await cartOf(2);
    await id('pay').click();
    await id('payment').waitFor();
    // Shut, and it says why to a finger, too.
    await id('returns-open').click({ force: true });
    await page.locator('[data-testid="notice"][data-code="finishPayment"]').waitFor();
    await id('pay-exact').click();
    await id('receipt').waitFor();
    await id('returns-open').click();
    await id('returns-find').waitFor();
    expect(await id('receipt').count()).toBe(0);
    await page.keyboard.press('Escape');
    await untilLines(page, 0);
  });

  it('an exchange is one sale, its difference is paid; what was taken in it gives back that first, then what paid at first', async () => {
    const [first, second] = [piece(6).priceMinor, piece(7).priceMinor];
    const firstId = await cartOf(6);
    await page.keyboard.press('F9');
    await id('pay-card').click();
    await id('card-approve').click();
    await id('receipt').waitFor();
    await paidOnServer();
    await id('receipt-next').click();
    /** All that may come back of a sale of this till is put into the cart. */
    const takeBack = async (saleId: string) => {
      await page.keyboard.press('F11');
      await id('returns-find').fill(String((lab.wire.sale(saleId) as TenderedSale).sequence));
      await page.keyboard.press('Enter');
      await id('receipt-detail').waitFor();
      await id('return-all').click();
      await id('return-confirm').click();
      await untilLines(page, 1);
      return (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    };
    const exchangeId = await takeBack(firstId);
    await scan(page, piece(7).code);
    await untilLines(page, 2);
    await page.keyboard.press('F9');
    await due(second - first);
    await page.keyboard.press('Enter');
    await id('receipt').waitFor();
    await paidOnServer();
    await id('receipt-next').click();

    const backId = await takeBack(exchangeId);
    await page.keyboard.press('F9');
    await due(-second);
    await id('paid-by').waitFor();
    await page.keyboard.press('Enter');
    await due(-first);
    await page.waitForFunction(() => document.activeElement?.getAttribute('data-testid') === 'payment');
    await page.keyboard.press('Enter');
    await id('card-approve').click();
    await id('receipt').waitFor();
    await paidOnServer();
    expect(lab.wire.sale(backId)?.tenders).toMatchObject([
      { kind: 'cash', amountMinor: first - second },
      { kind: 'card', amountMinor: -first },
    ]);
    await id('receipt-next').click();
  });

  it('the last sale is undone as a whole, once; a copy says that it is one', async () => {
    const sale = await sold(8, 9);
    await id('receipt-next').click();
    await page.keyboard.press('F11');
    await id(`receipt-${sale.id}`).click();
    await id('receipt-again').click();
    await id('receipt').getByText('Copy', { exact: true }).waitFor();
    await id('receipt-next').click();
    await page.keyboard.press('F11');
    await id(`receipt-${sale.id}`).click();
    await id('receipt-void').click();
    // The owner agrees with the PIN once more where the shop asks for it; here the right is enough.
    await due(-sale.totalMinor);
    await page.keyboard.press('Enter');
    await id('receipt').waitFor();
    await id('receipt').getByText('Voided', { exact: true }).waitFor();
    await id('receipt-next').click();
    await page.keyboard.press('F11');
    await id(`receipt-${sale.id}`).click();
    expect(await id('receipt-void').getAttribute('aria-disabled')).toBe('true');
    await page.keyboard.press('Escape');
  });

  it('goods without a receipt come back marked as not checked', async () => {
    await page.keyboard.press('F11');
    await id('returns-without').click();
    await id('unverified-code').fill('no such thing');
    await page.keyboard.press('Enter');
    await page.getByText('No article has that code').waitFor();
    await id('unverified-code').fill(piece(10).code);
    await page.keyboard.press('Enter');
    await id('unverified-line').waitFor();
    await id('unverified-take').click();
    await untilLines(page, 1);
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await page.keyboard.press('F9');
    await due(-piece(10).priceMinor);
    await page.keyboard.press('Enter');
    await id('receipt').waitFor();
    await paidOnServer();
    expect(lab.wire.sale(saleId)).toMatchObject({
      lines: [{ quantity: -1, verified: false }],
      approvals: [{ act: 'returnUnverified' }],
    });
    await id('receipt-next').click();
  });
});
