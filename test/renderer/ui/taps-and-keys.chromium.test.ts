import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { receiptCode } from '../../../shared/sale/receipt-code.ts';
import type { TenderedSale } from '../../../shared/sale/sale.ts';
import { TillDriver } from '../../e2e/support/till-driver.ts';
import { typeByHand } from '../../support/keyboard.ts';
import { putDemoPins } from '../support/wire-pins.ts';
import { piece, shop } from './support/demo-goods.ts';
import { untilLines } from './support/desk.ts';
import { type LabTill, openTillLab, pair, type TillLab } from './support/till-page.ts';

/** Pressed by a finger, or on the keyboard; what a scanner types is neither. Ctrl+S is one. */
interface Effort {
  readonly taps: number;
  readonly keys: number;
}

const [owner, idris] = shop.staff;
let lab: TillLab;
let till: LabTill;
let page: Page;
let driver: TillDriver;

beforeAll(async () => {
  lab = await openTillLab();
  await putDemoPins(lab.wire);
  till = await lab.open({ prepare: async (context) => void (await context.addInitScript(countInput)) });
  page = till.page;
  driver = new TillDriver(page);
  await pair(lab, till);
  await id(`cashier-${owner?.id}`).waitFor();
  await id('catalogue-progress').waitFor({ state: 'detached' });
});
afterEach(() => expect(till.faults).toEqual([]));
afterAll(async () => {
  console.log(
    table
      .map(({ act, effort }) => `${String(effort.taps).padStart(3)} taps ${effort.keys} keys  ${act}`)
      .join('\n'),
  );
  await till.close();
  await lab.close();
});

const id = (testId: string) => page.getByTestId(testId);
const tap = (testId: string) => id(testId).click();
const press = (key: string) => page.keyboard.press(key);
const shows = (testId: string) => id(testId).waitFor();

/** What real input events the page has had, seen before any of its own listeners. */
function countInput(): void {
  const effort = { taps: 0, keys: 0 };
  (window as unknown as { effort: typeof effort }).effort = effort;
  const held = new Set(['Control', 'Shift', 'Alt', 'Meta']);
  const heard = (event: Event, what: keyof typeof effort) => {
    if (event.isTrusted && !(event instanceof KeyboardEvent && held.has(event.key))) effort[what] += 1;
  };
  window.addEventListener('pointerdown', (event) => heard(event, 'taps'), true);
  window.addEventListener('keydown', (event) => heard(event, 'keys'), true);
}
const had = (): Promise<Effort> =>
  page.evaluate(() => ({ ...(window as unknown as { effort: Effort }).effort }));

/** Keys of scans, which nobody presses. */
let scannedKeys = 0;
async function scan(code: string): Promise<void> {
  scannedKeys += code.length + 1;
  await driver.scan(code);
}
async function cart(...indexes: number[]): Promise<string> {
  for (const index of indexes) await scan(piece(index).code);
  await untilLines(page, indexes.length);
  return (await page.locator('#cart').getAttribute('data-sale')) ?? '';
}
async function sold(...indexes: number[]): Promise<TenderedSale> {
  const saleId = await cart(...indexes);
  await press('F9');
  await shows('payment');
  await press('Enter');
  await page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
  await next();
  return lab.wire.sale(saleId) as TenderedSale;
}
async function next(): Promise<void> {
  await tap('receipt-next');
  await shows('search');
}

const table: { act: string; effort: Effort }[] = [];

/** Does it, and the page must have had exactly so many taps and keys. */
async function costs(act: string, wanted: Effort, does: () => Promise<unknown>): Promise<void> {
  const [before, scannedBefore] = [await had(), scannedKeys];
  await does();
  const after = await had();
  const effort = {
    taps: after.taps - before.taps,
    keys: after.keys - before.keys - (scannedKeys - scannedBefore),
  };
  table.push({ act, effort });
  expect(effort, act).toEqual(wanted);
}
const taps = (count: number): Effort => ({ taps: count, keys: 0 });
const keys = (count: number): Effort => ({ taps: 0, keys: count });

async function toPayment(): Promise<void> {
  await tap('pay');
  await page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
}
const discounted = (testId: string) => id(testId).first().waitFor();

it('logging in: a name and the four digits of its PIN; another cashier takes over as quickly', async () => {
  await costs('log in: name and PIN', { taps: 1, keys: 4 }, async () => {
    await tap(`cashier-${owner?.id}`);
    await shows('pin-pad');
    await page.keyboard.type(owner?.pin ?? '');
    await shows('shift-open-confirm');
  });
  await costs('open the shift with an empty drawer', keys(1), async () => {
    await id('shift-open-confirm').press('Enter');
    await shows('search');
  });
  await costs('another cashier: lock, name, PIN', { taps: 1, keys: 5 }, async () => {
    await press('Control+l');
    await tap(`cashier-${idris?.id}`);
    await shows('pin-pad');
    await page.keyboard.type(idris?.pin ?? '');
    await shows('search');
  });
  await costs('another cashier, by touch alone', taps(6), async () => {
    await tap('cashier-change');
    await tap(`cashier-${owner?.id}`);
    await shows('pin-pad');
    for (const digit of owner?.pin ?? '') await tap(`pin-${digit}`);
    await shows('search');
  });
  await costs('the same cashier after a lock: the PIN alone', keys(5), async () => {
    await press('Control+l');
    await shows('pin-pad');
    await page.keyboard.type(owner?.pin ?? '');
    await shows('search');
  });
});

it('selling: a scan takes nothing, five of it two keys, an article of the grid one tap', async () => {
  await costs('scan an item', keys(0), () => cart(11));
  await costs('an article of the grid', taps(1), async () => {
    await page.locator('[data-testid^="tile-"]').first().click();
    await untilLines(page, 2);
  });
  await costs('undo what was just done', keys(1), async () => {
    await press('Control+z');
    await untilLines(page, 1);
  });
  await costs('five of it: 5 × and scan', keys(2), async () => {
    await press('5');
    await id('entry').getByText('5', { exact: true }).waitFor();
    await press('*');
    await id('entry').getByText(/5\s*×/).waitFor();
    await scan(piece(12).code);
    await driver.line(piece(12).sku).locator('[data-testid="line-quantity"][data-quantity="5"]').waitFor();
  });
  await costs('a line more or less', keys(1), async () => {
    await press('+');
    await driver.line(piece(12).sku).locator('[data-testid="line-quantity"][data-quantity="6"]').waitFor();
  });
  await costs('remove a line', taps(1), async () => {
    await driver.line(piece(12).sku).getByTestId('line-remove').click();
    await untilLines(page, 1);
  });
  await costs('undo', taps(1), async () => {
    await tap('undo');
    await untilLines(page, 2);
  });
  await costs('a discount on a line', { taps: 1, keys: 1 }, async () => {
    await press('F8');
    await tap('discount-preset-10');
    await discounted('line-discount');
  });
  await costs('a discount on a line, by touch alone', taps(2), async () => {
    await tap('discount');
    await tap('discount-preset-5');
    await id('line-discount').getByText(/5/).first().waitFor();
  });
  await costs('a discount on the cart', taps(3), async () => {
    await tap('discount');
    await tap('discount-target-cart');
    await tap('discount-preset-10');
    await discounted('cart-discount');
  });
  await costs('park', keys(1), async () => {
    await press('F4');
    await untilLines(page, 0);
  });
  await costs('take the parked one up again', { taps: 1, keys: 1 }, async () => {
    await press('F6');
    await page.locator('[data-testid="parked-row"] [data-testid^="parked-"]').first().click();
    await untilLines(page, 2);
  });
  await costs('park and take up again, by touch alone', taps(3), async () => {
    await tap('park');
    await untilLines(page, 0);
    await tap('parked-open');
    await page.locator('[data-testid="parked-row"] [data-testid^="parked-"]').first().click();
    await untilLines(page, 2);
  });
  await costs('clear the cart', taps(1), async () => {
    await tap('clear');
    await untilLines(page, 0);
  });
  await costs('look an article up: its stock here and elsewhere', keys(1), async () => {
    await press('Control+i');
    await shows('stock-search');
    await scan(piece(11).code);
    await shows('stock-available');
  });
  await press('Escape');
  await shows('search');
});

it('paying: exact cash takes two taps, or F9 and Enter; the next scan begins the next sale', async () => {
  await cart(13);
  await costs('exact cash', taps(2), async () => {
    await tap('pay');
    await tap('pay-exact');
    await shows('receipt');
  });
  await costs('the next sale', keys(0), () => cart(14));
  await costs('exact cash, by keys', keys(2), async () => {
    await press('F9');
    await shows('payment');
    await press('Enter');
    await shows('receipt');
  });
  await cart(15);
  await costs('a note, with change', taps(2), async () => {
    await tap('pay');
    await page.locator('[data-testid^="pay-amount-"]').first().click();
    await shows('receipt');
  });
  await cart(16);
  await costs('a card', taps(3), async () => {
    await tap('pay');
    await tap('pay-card');
    await tap('card-approve');
    await shows('receipt');
  });
  await next();
  // Whatever had the focus before: the pill gets it back when its panel is closed by Escape.
  await tap('sync-pill');
  await shows('sync-panel');
  await press('Escape');
  await id('sync-panel').waitFor({ state: 'detached' });
  await cart(17);
  await costs('exact cash, by keys, after a look at the sync centre', keys(2), async () => {
    await press('F9');
    await shows('payment');
    await press('Enter');
    await shows('receipt');
  });
  await next();
});

it('after the sale: goods back in four taps from the scanned receipt, the last one again in three', async () => {
  const sale = await sold(18, 19);
  const code = receiptCode({ saleId: sale.id, hash: sale.hash });
  await costs('one article of a scanned receipt comes back: into the cart', taps(2), async () => {
    await scan(code);
    await page.locator('[data-testid^="return-"][data-testid$="-more"]').first().click();
    await tap('return-confirm');
    await untilLines(page, 1);
  });
  await costs('and its money goes back', taps(2), async () => {
    await toPayment();
    await tap('pay-exact');
    await shows('receipt');
  });
  await next();
  const other = await sold(20);
  await costs(
    'a whole receipt comes back, found by its number',
    { taps: 2, keys: 2 + String(other.sequence).length },
    async () => {
      await press('F11');
      await shows('returns-find');
      await typeByHand(page, String(other.sequence));
      await press('Enter');
      await tap('return-all');
      await tap('return-confirm');
      await untilLines(page, 1);
    },
  );
  await tap('clear');
  await untilLines(page, 0);
  const last = await sold(21);
  await costs('a receipt again', taps(3), async () => {
    await tap('returns-open');
    await tap(`receipt-${last.id}`);
    await tap('receipt-again');
    await shows('receipt');
  });
  await next();
});

it('the drawer: an X takes two keys, a Z five besides the coins', async () => {
  await costs('X', keys(2), async () => {
    await press('Control+s');
    await shows('shift');
    await press('5');
    await shows('x-report');
  });
  await press('Escape');
  await press('Escape');
  await shows('search');
  await costs('X, by touch alone', taps(2), async () => {
    await tap('shift-screen-open');
    await tap('shift-act-x');
    await shows('x-report');
  });
  await press('Escape');
  await press('Escape');
  await shows('search');
  await press('Control+s');
  await shows('shift');
  await press('Escape');
  await costs('Z, besides the coins', { taps: 0, keys: 5 }, async () => {
    await press('Control+s');
    await shows('shift');
    await press('6');
    await shows('count-view');
    // Where Enter leads after the last coin.
    await id('count-take').focus();
    await press('Enter');
    await shows('closing-view');
    await press('Enter');
    await shows('z-report');
    await press('Enter');
    await shows(`cashier-${owner?.id}`);
  });
});
