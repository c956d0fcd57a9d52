import { describe, expect, it } from 'vitest';
import { scan, typeByHand } from '../../support/keyboard.ts';
import { openPriced, piece, weighed, withForms } from './support/demo-goods.ts';
import { atWork, openDesk, untilLines } from './support/desk.ts';

const desk = openDesk('one');

const id = (testId: string) => desk.till.page.getByTestId(testId);
const line = (sku: string) => desk.till.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
const total = async () => Number(await id('total').getAttribute('data-minor'));

describe('selling', () => {
  it('hears a scan wherever the focus is, and takes it back out of the field', async () => {
    const page = await atWork(desk);
    const [first, second] = [piece(0), piece(1)];
    await scan(page, first.code);
    await page.locator(`[data-testid="cart-line"][data-sku="${first.sku}"][data-state="reserved"]`).waitFor();
    await id('search').fill('mil');
    await scan(page, second.code, 30);
    await line(second.sku).waitFor();
    expect(await id('search').inputValue()).toBe('mil');
    expect(await total()).toBe(first.priceMinor + second.priceMinor);
  });

  it('merges a second scan, multiplies by 5*, and does not let an unknown code stop the next', async () => {
    const page = await atWork(desk);
    const { sku, code } = piece(2);
    await scan(page, code);
    await scan(page, code);
    await typeByHand(page, '5*');
    await scan(page, code);
    await scan(page, '4000000000006');
    await page.locator('[data-testid="notice"][data-code="unknownCode"]').waitFor();
    await scan(page, code);
    await page.waitForFunction(
      (wanted) =>
        document
          .querySelector(`[data-sku="${wanted}"] [data-testid="line-quantity"]`)
          ?.getAttribute('data-quantity') === '8',
      sku,
    );
    await untilLines(desk.till.page, 1);
  });

  it('a dash in a scanned SKU takes no piece from the cart', async () => {
    const page = await atWork(desk);
    const [first, second] = [piece(0), piece(1)];
    expect(second.sku).toContain('-');
    await scan(page, first.code);
    await line(first.sku).waitFor();
    await scan(page, second.sku, 30);
    await line(second.sku).waitFor();
    expect(await line(first.sku).getByTestId('line-quantity').getAttribute('data-quantity')).toBe('1');
  });

  it('digits typed before a scan do not leak into its line', async () => {
    const page = await atWork(desk);
    const { sku, code } = piece(3);
    await typeByHand(page, '7');
    await id('entry').getByText('7', { exact: true }).waitFor();
    await scan(page, code);
    await line(sku).waitFor();
    expect(await line(sku).getByTestId('line-quantity').getAttribute('data-quantity')).toBe('1');
  });

  it('removes and clears without a question, and undoes both', async () => {
    const page = await atWork(desk);
    const goods = [piece(4), piece(5), piece(6)];
    for (const { code } of goods) await scan(page, code);
    await untilLines(desk.till.page, 3);
    await line(goods[1]?.sku ?? '')
      .getByTestId('line-remove')
      .click();
    await untilLines(desk.till.page, 2);
    await id('undo').click();
    await untilLines(desk.till.page, 3);
    await id('undo').waitFor({ state: 'detached' });
    const order = await page
      .locator('[data-testid="cart-line"]')
      .evaluateAll((lines) => lines.map((element) => element.getAttribute('data-sku')));
    expect(order).toEqual(goods.map(({ sku }) => sku));
    await id('clear').click();
    await untilLines(desk.till.page, 0);
    await page.keyboard.press('Control+z');
    await untilLines(desk.till.page, 3);
  });

  it('sets a quantity on the pad for the selected line alone', async () => {
    const page = await atWork(desk);
    const { sku, code } = piece(7);
    await scan(page, code);
    await line(sku).waitFor();
    await id('pad-1').click();
    await id('pad-2').click();
    await id('pad-quantity').click();
    await page.waitForFunction(
      () => document.querySelector('[data-testid="line-quantity"]')?.getAttribute('data-quantity') === '12',
    );
    await page.keyboard.press('-');
    await page.waitForFunction(
      () => document.querySelector('[data-testid="line-quantity"]')?.getAttribute('data-quantity') === '11',
    );
  });

  it('asks for a form, a weight and a price where they are needed', async () => {
    const page = await atWork(desk);
    await id('search').fill(withForms.name);
    await id(`tile-${withForms.id}`).click();
    await id('variant-picker').waitFor();
    await page.locator('[data-testid^="axis-"]:enabled').first().click();
    const chip = page.locator('button[data-testid^="variant-"]:enabled').first();
    const sku = (await chip.getAttribute('data-testid'))?.slice('variant-'.length) ?? '';
    await chip.click();
    await line(sku).waitFor();

    await id('search').fill(weighed.name);
    await id(`tile-${weighed.id}`).click();
    await id('weight-input').fill('352');
    await id('weight-add').click();
    await line(weighed.variants[0]?.sku ?? '').waitFor();

    await id('search').fill(openPriced.name);
    await id(`tile-${openPriced.id}`).click();
    await id('price-input').fill('1250');
    await id('price-add').click();
    const opened = line(openPriced.variants[0]?.sku ?? '');
    await opened.waitFor();
    expect(await opened.textContent()).toContain('12.50');
  });

  it('a scan answers the picker by itself', async () => {
    const page = await atWork(desk);
    const form = withForms.variants.find((variant) => variant.codes.length > 0);
    await id('search').fill(withForms.name);
    await id(`tile-${withForms.id}`).click();
    await id('variant-picker').waitFor();
    await scan(page, form?.codes[0] ?? '');
    await line(form?.sku ?? '').waitFor();
    expect(await id('variant-picker').count()).toBe(0);
  });

  it('shows on the tile what is left, at once', async () => {
    const page = await atWork(desk);
    const { item, sku, code } = piece(8);
    const before = desk.lab.wire.onHand(sku);
    await id('search').fill(item.name);
    await page.locator(`[data-testid="tile-${item.id}"][data-available="${before}"]`).waitFor();
    await scan(page, code);
    await line(sku).waitFor();
    await page.waitForFunction(
      ([tile, left]) =>
        document.querySelector(`[data-testid="tile-${tile}"]`)?.getAttribute('data-available') ===
        String(left),
      [item.id, before - 1] as const,
    );
  });

  it('parks and takes up again, the cart that was open parked in its place', async () => {
    const page = await atWork(desk);
    const [first, second] = [piece(9), piece(10)];
    await scan(page, first.code);
    await line(first.sku).waitFor();
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await page.keyboard.press('F4');
    await untilLines(desk.till.page, 0);
    await scan(page, second.code);
    await line(second.sku).waitFor();
    await page.keyboard.press('F6');
    await id(`parked-${saleId}`).click();
    await line(first.sku).waitFor();
    await page.locator('[data-testid="parked-open"][data-count="1"]').waitFor();
  });
});

describe('the articles that are sold most', () => {
  it('have a tab of their own once there are some', async () => {
    const page = await atWork(desk);
    expect(await id('category-★').count()).toBe(0);
    for (let index = 26; index < 35; index += 1) await scan(page, piece(index).code);
    await untilLines(desk.till.page, 9);
    await id('pay').click();
    await id('pay-exact').click();
    await id('receipt-next').click();
    await page.locator('[data-testid="category-★"]').click();
    await id(`tile-${piece(26).item.id}`).waitFor();
  });
});
