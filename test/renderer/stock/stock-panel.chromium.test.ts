import { describe, expect, it } from 'vitest';
import type { StockCommand } from '../../../shared/stock/stock-command.ts';
import { scan } from '../../support/keyboard.ts';
import { piece, withForms } from '../ui/support/demo-goods.ts';
import { atWork, openDesk } from '../ui/support/desk.ts';

const desk = openDesk();
const id = (name: string) => desk.till.page.getByTestId(name);
const command = (kind: StockCommand['kind']): StockCommand | undefined =>
  desk.lab.wire.pushes
    .filter((push) => push.collection === 'stockCommands')
    .map((push) => desk.lab.wire.fact(push.id) as StockCommand | undefined)
    .findLast((fact) => fact?.kind === kind);
const figure = async (name: string): Promise<number> =>
  Number(await id(`stock-${name}`).getAttribute('data-quantity'));

describe('stock at the till', () => {
  it('is looked up, received, adjusted with a reason and counted blind, all by keyboard; what is sent says so', async () => {
    const page = await atWork(desk);
    const { sku, item, code } = piece(33);
    const onHand = desk.lab.wire.onHand(sku);
    desk.lab.wire.routes.set(`GET /v1/stock/${sku}`, () => ({
      status: 200,
      body: {
        sku,
        stores: [
          { storeId: 'main', storeName: 'Here', onHand, reserved: 0, available: onHand },
          { storeId: 'north', storeName: 'North', onHand: 9, reserved: 2, available: 7 },
        ],
      },
    }));
    await scan(page, code);
    await page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`).waitFor();

    // The key is about the selected line.
    await page.keyboard.press('Control+i');
    await page.locator(`[data-testid="stock-article"][data-sku="${sku}"]`).waitFor();
    expect(await figure('onHand')).toBe(onHand);
    expect(await figure('here')).toBe(1);
    expect(await figure('available')).toBe(onHand - 1);
    await page.locator('[data-testid="stock-store-north"][data-available="7"]').waitFor();
    expect(await page.getByTestId('stock-store-main').count()).toBe(0);

    // Receive is the first act and has the focus.
    await page.locator('[data-testid="stock-receipt"]:focus').press('Enter');
    await page.locator('[data-testid="stock-quantity"]:focus').fill('12');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="stock-command"][data-kind="receipt"][data-sent="true"]').waitFor();
    await expect.poll(() => command('receipt')).toMatchObject({ sku, quantity: 12 });

    // Nothing without a reason; broken goods are gone, when somebody who may has agreed.
    await id('stock-adjustment').press('Enter');
    await page.locator('[data-testid="stock-quantity"]:focus').fill('2');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="stock-failed"][data-code="noReason"]').waitFor();
    await id('stock-reason-broken').press('Enter');
    await id('stock-save').press('Enter');
    await id('approval').waitFor();
    await id('reason-damaged').click();
    await id('approval-agree').click();
    const entry = page.locator('[data-testid="stock-command"][data-kind="adjustment"]');
    await entry.waitFor();
    // Head office reads the reason in words, and has its code beside them.
    await expect
      .poll(() => command('adjustment'))
      .toMatchObject({ sku, quantity: -2, reason: 'Broken', reasonCode: 'broken' });
    expect(command('adjustment')?.approvedBy).not.toBe(command('adjustment')?.staffId);

    // A blind count shows nothing of what should be there, and carries its cut.
    await id('stock-count').press('Enter');
    await id('stock-hidden').waitFor();
    expect(await page.getByTestId('stock-figures').count()).toBe(0);
    await page.locator('[data-testid="stock-quantity"]:focus').fill('0');
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="stock-command"][data-kind="count"]').waitFor();
    await expect.poll(() => command('count')).toMatchObject({ sku, quantity: 0, afterSequence: 0, epoch: 1 });
    expect(command('count')?.stockVersion).toBeGreaterThan(0);

    // A scan looks the next article up, and adds nothing to the cart.
    await scan(page, piece(34).code);
    await page.locator(`[data-testid="stock-article"][data-sku="${piece(34).sku}"]`).waitFor();
    await scan(page, '4006381333931');
    await id('stock-unknown-code').waitFor();
    await id('stock-search').fill(item.name);
    await id(`stock-found-${sku}`).waitFor();
    await page.keyboard.press('Escape');
    await id('stock-panel').waitFor({ state: 'detached' });
    expect(await page.getByTestId('cart-line').count()).toBe(1);
  });

  it('works offline: figures with their time, other stores as last known, entries that wait and go later', async () => {
    const page = await atWork(desk);
    const { sku } = piece(35);
    desk.lab.wire.routes.set(`GET /v1/stock/${sku}`, () => ({
      status: 200,
      body: { sku, stores: [{ storeId: 'north', storeName: 'North', onHand: 4, reserved: 0, available: 4 }] },
    }));
    const open = async () => {
      await page.keyboard.press('Control+i');
      await id('stock-search').fill(sku);
      await page.keyboard.press('Enter');
      await id('stock-article').waitFor();
    };
    await open();
    await id('stock-store-north').waitFor();
    await page.keyboard.press('Escape');
    desk.lab.wire.faults.down = true;
    desk.lab.wire.cutStreams();
    await page.locator('[data-testid="sync-pill"][data-state="offline"]').waitFor();
    await open();
    await page.locator('[data-testid="stock-elsewhere"][data-state="unreachable"]').waitFor();
    await id('stock-store-north').waitFor();
    await id('stock-elsewhere-as-of').waitFor();
    await id('stock-receipt').click();
    await id('stock-quantity').fill('3');
    await id('stock-save').click();
    await page.locator('[data-testid="stock-command"][data-sent="false"]').waitFor();
    await page.locator('[data-testid="stock-waiting"][data-count="1"]').waitFor();
    desk.lab.wire.faults.down = false;
    await page.locator('[data-testid="stock-command"][data-sent="true"]').waitFor();
    await expect.poll(() => command('receipt')).toMatchObject({ sku, quantity: 3 });

    // The other button of the mouse, or a long touch, on a tile: which form of it?
    await page.keyboard.press('Escape');
    await id('search').fill(withForms.name);
    await id(`tile-${withForms.id}`).click({ button: 'right' });
    await page.locator('[data-testid^="stock-found-"]').nth(1).waitFor();
  });
});
