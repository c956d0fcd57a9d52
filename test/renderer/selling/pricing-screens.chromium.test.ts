import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { scan } from '../../support/keyboard.ts';
import { agree } from '../ui/support/agree.ts';
import { axeFaults } from '../ui/support/axe-faults.ts';
import { piece, shop, weighed } from '../ui/support/demo-goods.ts';
import { startAsOwner, untilLines } from '../ui/support/desk.ts';
import { type LabTill, openShift, openTillLab, type TillLab } from '../ui/support/till-page.ts';

/** One till for the file: each test begins with a cart of its own. */
let lab: TillLab;
let till: LabTill;
let page: Page;
const TONIC = '01900000-0000-7000-8000-0000000000e2';
const EMBASSY = '01900000-0000-7000-8000-0000000000e1';

beforeAll(async () => {
  lab = await openTillLab();
  lab.wire.put('customers', EMBASSY, {
    ...{ id: EMBASSY, name: 'Embassy of Örland', email: 'office@orland.example', active: true },
    taxExempt: { reason: 'diplomatic' },
  });
  till = await lab.open();
  page = till.page;
  await startAsOwner(lab, till);
});
afterEach(async () => {
  expect(till.faults).toEqual([]);
  if (await id('clear').isEnabled()) await id('clear').click();
  await untilLines(page, 0);
});
afterAll(async () => {
  await till.close();
  await lab.close();
});

const id = (testId: string) => page.getByTestId(testId);
const line = (sku: string) => page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
const quantityOf = (sku: string) =>
  line(sku).getByTestId('line-quantity').getAttribute('data-quantity').then(Number);
const total = async () => Number(await id('total').getAttribute('data-minor'));
const untilTotal = (minor: number) =>
  page.waitForFunction(
    (wanted) => document.querySelector('[data-testid="total"]')?.getAttribute('data-minor') === wanted,
    String(minor),
  );
function codeOf(sku: string): string {
  const variant = shop.items.flatMap(({ variants }) => variants).find((each) => each.sku === sku);
  return variant?.codes[0] ?? expect.fail(`the demo shop has no ${sku}`);
}
/** What axe finds in the dialog that is open, and whether the focus can be seen to be in it. */
async function findings(): Promise<string[]> {
  const found = await axeFaults(page, '[role="dialog"]');
  const outside = await page.evaluate(() => {
    const { activeElement } = document;
    return activeElement?.closest('[role="dialog"]') ? null : String(activeElement?.outerHTML.slice(0, 80));
  });
  return outside === null ? found : [...found, `the focus is on ${outside}`];
}
async function scanned(index: number) {
  const goods = piece(index);
  await scan(page, goods.code);
  await line(goods.sku).waitFor();
  return goods;
}

describe('discounts', () => {
  it('a usual one is a key and a tap, a typed one F8, figures, Enter; each is undone exactly', async () => {
    const { sku, priceMinor } = await scanned(0);
    await page.keyboard.press('F8');
    await id('discount-preset-10').click();
    const off = Math.floor((priceMinor * 10 + 50) / 100);
    await untilTotal(priceMinor - off);
    expect(Number(await line(sku).getByTestId('line-discount').getAttribute('data-minor'))).toBe(off);
    await page.keyboard.press('Control+z');
    await untilTotal(priceMinor);
    expect(await line(sku).getByTestId('line-discount').count()).toBe(0);

    await page.keyboard.press('F8');
    await id('discount-dialog').waitFor();
    expect(await findings()).toEqual([]);
    await page.keyboard.type('50');
    await page.keyboard.press('Enter');
    await untilTotal(priceMinor - Math.floor((priceMinor + 1) / 2));
    await page.keyboard.press('F8');
    await id('discount-take').click();
    await untilTotal(priceMinor);
    // Step by step back to the empty cart: the discount, no discount, not even the article.
    await page.keyboard.press('Control+z');
    await untilTotal(priceMinor - Math.floor((priceMinor + 1) / 2));
    await page.keyboard.press('Control+z');
    await untilTotal(priceMinor);
    await page.keyboard.press('Control+z');
    await untilLines(page, 0);
  });

  it('an amount comes off the whole sale, shared out, and never more than there is', async () => {
    const [first, second] = [await scanned(1), await scanned(2)];
    const sum = first.priceMinor + second.priceMinor;
    await page.keyboard.press('F8');
    await id('discount-target-cart').click();
    await id('discount-kind-amount').click();
    await id('discount-input').fill(String(sum + 1));
    expect(await id('discount-give').isDisabled()).toBe(true);
    await id('discount-input').fill('20');
    await id('discount-input').press('Enter');
    await untilTotal(sum - 20);
    expect(Number(await id('cart-discount').getAttribute('data-minor'))).toBe(20);
    // The lines stand as they were: what comes off the sale is said once.
    expect(await line(first.sku).getByTestId('line-discount').count()).toBe(0);
    await scanned(3);
    expect(Number(await id('cart-discount').getAttribute('data-minor'))).toBe(20);
  });
});

describe('a line', () => {
  it('is changed in one place, by keys alone, and comes back in one step', async () => {
    const { sku, priceMinor } = await scanned(4);
    await page.keyboard.press('F7');
    await id('line-panel').waitFor();
    expect(await findings()).toEqual([]);
    await page.keyboard.type('3');
    await page.keyboard.press('Tab');
    await page.keyboard.type('50');
    expect(await id('line-preview').textContent()).toContain('1.50');
    await id('line-note-input').fill('dented');
    await page.keyboard.press('Enter');
    await untilTotal(150);
    expect(await quantityOf(sku)).toBe(3);
    expect(await line(sku).getByTestId('line-note').textContent()).toBe('dented');
    expect(await line(sku).getByTestId('line-list-price').textContent()).toContain(
      (priceMinor / 100).toFixed(2),
    );
    expect(await line(sku).getByTestId('line-amount').getAttribute('title')).toContain('Marta');
    await id('undo').click();
    await untilTotal(priceMinor);
    expect(await quantityOf(sku)).toBe(1);
    expect(await line(sku).getByTestId('line-note').count()).toBe(0);
  });

  it('opens by a tap on the line that is selected; the pad types where the focus was', async () => {
    const { sku, priceMinor } = await scanned(5);
    await line(sku).getByTestId('line-select').click();
    await id('line-panel').waitFor();
    await id('line-panel').getByTestId('pad-4').click();
    await id('line-save').click();
    await untilTotal(priceMinor * 4);
  });

  it('five of a weight: what was typed before the article is asked for once and taken five times', async () => {
    await page.keyboard.type('5*');
    await id('entry').waitFor();
    await scan(page, weighed.variants[0]?.codes[0] ?? weighed.variants[0]?.sku ?? '');
    await id('weight-input').fill('352');
    await id('weight-add').click();
    await page
      .locator(`[data-sku="${weighed.variants[0]?.sku}"] [data-testid="line-quantity"][data-quantity="1760"]`)
      .waitFor();
  });

  it('a book keeps its price: nothing may be taken off it', async () => {
    await scan(page, codeOf('STA-BOOK-WALKS'));
    await untilTotal(1490);
    await page.keyboard.press('F8');
    expect(await id('discount-target-line').count()).toBe(0);
    expect(await id('discount-preset-10').isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await id('discount-dialog').waitFor({ state: 'detached' });
    expect(await total()).toBe(1490);
  });
});

describe('what goes along and what asks', () => {
  it('beer asks for an age once, scanning goes on meanwhile, and its deposit follows it', async () => {
    const milk = piece(6);
    await scan(page, codeOf('WIN-LAGER-500'));
    await id('age-question').waitFor();
    expect(await findings()).toEqual([]);
    const born = (await id('age-born').getAttribute('data-day')) ?? '';
    expect(new Date().getFullYear() - Number(born.slice(0, 4))).toBe(16);
    await scan(page, milk.code);
    await line(milk.sku).waitFor();
    await scan(page, codeOf('WIN-PILSNER-500'));
    await id('age-question').getByText('2 items wait').waitFor();
    expect(await line('WIN-LAGER-500').count()).toBe(0);
    await page.keyboard.press('Enter');
    await untilLines(page, 5);
    await scan(page, codeOf('WIN-LAGER-500'));
    await untilTotal(milk.priceMinor + 2 * (109 + 8) + 115 + 8);
    expect(await id('age-question').count()).toBe(0);
    const deposits = () =>
      line('SRV-DEPOSIT-08')
        .getByTestId('line-quantity')
        .evaluateAll((all) => all.map((one) => Number(one.getAttribute('data-quantity'))));
    expect(await deposits()).toEqual([2, 1]);
    // The lager is selected: Del takes its deposit along, undo brings both.
    await page.keyboard.press('Delete');
    await untilLines(page, 3);
    await page.keyboard.press('Control+z');
    await untilLines(page, 5);
    expect(await deposits()).toEqual([2, 1]);
  });

  it('a bottle whose deposit the catalogue lacks is sold, and the cashier is told', async () => {
    const milk = shop.items.find(({ variants }) => variants.some(({ sku }) => sku === piece(6).sku));
    const [variant] = milk?.variants ?? [];
    lab.wire.put('items', TONIC, {
      ...{ ...milk, id: TONIC, name: 'Tonic', linked: [{ sku: 'NO-SUCH-DEPOSIT', quantity: 1 }] },
      variants: [{ ...variant, sku: 'TONIC', codes: ['4000000000617'] }],
    });
    await expect
      .poll(async () => {
        await scan(page, '4000000000617');
        return line('TONIC').count();
      })
      .toBe(1);
    await page
      .getByText(/Tonic: what goes along with it/)
      .first()
      .waitFor();
  });

  it('who is too young gets none of it, and the next article goes in', async () => {
    await scan(page, codeOf('WIN-GIN'));
    await id('age-question').waitFor();
    await page.keyboard.press('Escape');
    await id('age-question').waitFor({ state: 'detached' });
    await page.locator('[data-testid="notice"][data-code="tooYoung"]').waitFor();
    const told = () =>
      lab.wire.pushes
        .filter(({ collection }) => collection === 'officeRequests')
        .map((push) => lab.wire.fact(push.id))
        .findLast((fact) => fact?.kind === 'incident');
    await expect.poll(told).toMatchObject({ incident: { what: 'ageRefused' } });
    const { sku } = await scanned(7);
    await untilLines(page, 1);
    expect(await line(sku).count()).toBe(1);
  });
});

describe('the customer', () => {
  it('is found by a few letters; an exempt one pays net, and everything is as before without', async () => {
    const { priceMinor } = await scanned(8);
    await page.keyboard.press('F3');
    await id('customer-search').fill('orl');
    await id(`customer-${EMBASSY}`).waitFor();
    expect(await findings()).toEqual([]);
    await id('customer-search').press('Enter');
    await id('cart-facts').getByText('Embassy of Örland').waitFor();
    await id('cart-facts').getByText('diplomatic').waitFor();
    const net = await total();
    expect(net).toBeLessThan(priceMinor);
    await page.keyboard.press('F3');
    await id('customer-take-off').click();
    await untilTotal(priceMinor);
    await page.keyboard.press('Control+z');
    await untilTotal(net);
  });

  it('is opened on the spot without a network, and found from then on', async () => {
    lab.wire.faults.down = true;
    await page.keyboard.press('F3');
    await id('customer-search').fill('Ada Lovelace');
    await id('customer-new').click();
    expect(await findings()).toEqual([]);
    await id('customer-email').fill('ada@');
    expect(await id('customer-save').isDisabled()).toBe(true);
    await id('customer-email').fill('ada@example.org');
    await id('customer-save').click();
    await id('cart-facts').getByText('Ada Lovelace').waitFor();
    lab.wire.mend();
    await id('clear').click();
    await id('cart-facts').waitFor({ state: 'detached' });
    await scanned(9);
    await page.keyboard.press('F3');
    await id('customer-search').fill('lovel');
    await page.getByRole('option', { name: /Ada Lovelace/ }).waitFor();
    await page.keyboard.press('Escape');
  });
});

describe('the variant picker', () => {
  it('with three axes shows what is left of each, strikes out what is not made, and is done by keys', async () => {
    const shirt = shop.items.find(({ variants }) =>
      variants.some(({ sku }) => sku === 'CLO-SHIRT-OXFORD-WHT-REG-M'),
    );
    await id('search').fill(shirt?.name ?? '');
    await id(`tile-${shirt?.id}`).click();
    const picker = id('variant-picker');
    await picker.waitFor();
    await id('axis-colour-Sky').click();
    await id('axis-fit-Slim').click();
    expect(await picker.getByText('XXL').locator('..').isDisabled()).toBe(true);
    const large = id('variant-CLO-SHIRT-OXFORD-SKY-SLI-L');
    expect(Number(await large.getAttribute('data-available'))).toBeGreaterThanOrEqual(0);
    await large.focus();
    await page.keyboard.press('Enter');
    await line('CLO-SHIRT-OXFORD-SKY-SLI-L').waitFor();
  });
});

describe('a cashier', () => {
  it('asks for a large discount: refused it is not given, agreed it says by whom; so does one that got large', async () => {
    const cashier = shop.staff.find(({ role }) => role === 'cashier');
    await page.keyboard.press('Control+l');
    await id(`cashier-${cashier?.id}`).click();
    await openShift(page);
    const { sku, priceMinor } = await scanned(10);
    await page.keyboard.press('F8');
    await id('discount-preset-10').click();
    const tenth = Math.floor((priceMinor * 10 + 50) / 100);
    await untilTotal(priceMinor - tenth);
    await page.keyboard.press('F8');
    await id('discount-preset-50').click();
    await id('approval').waitFor();
    await page.keyboard.press('Escape');
    await id('approval').waitFor({ state: 'detached' });
    expect(await total()).toBe(priceMinor - tenth);
    await page.keyboard.press('F8');
    await id('discount-preset-50').click();
    await agree(page);
    const half = Math.floor((priceMinor + 1) / 2);
    await untilTotal(priceMinor - half);
    expect(await line(sku).getByTestId('line-discount').getAttribute('title')).toContain('Marta');
    // Agreed to once, it is not asked about again when it comes to paying.
    await page.keyboard.press('F9');
    await id('payment').waitFor();
    await page.keyboard.press('Escape');
    await id('payment').waitFor({ state: 'detached' });
    await page.keyboard.press('F8');
    await id('discount-take').click();
    await untilTotal(priceMinor);

    await id('clear').click();
    const { priceMinor: other } = await scanned(11);
    await page.keyboard.press('+');
    await page.keyboard.press('+');
    await untilTotal(3 * other);
    const small = Math.floor((3 * other) / 10);
    await page.keyboard.press('F8');
    await id('discount-kind-amount').click();
    await id('discount-input').fill(String(small));
    await page.keyboard.press('Enter');
    await untilTotal(3 * other - small);
    await page.keyboard.press('-');
    await page.keyboard.press('-');
    await untilTotal(other - small);
    await page.keyboard.press('F9');
    await id('approval').waitFor();
    await page.keyboard.press('Escape');
    await id('approval').waitFor({ state: 'detached' });
    expect(await id('payment').count()).toBe(0);
    await page.keyboard.press('F9');
    await agree(page);
    await id('payment').waitFor();
    await page.keyboard.press('Escape');
    await id('payment').waitFor({ state: 'detached' });
  });
});
