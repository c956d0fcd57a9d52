import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Item } from '../../../shared/catalog/item.ts';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';
import {
  type LabTill,
  openTillLab,
  PAIRING_CODE,
  scan,
  startWork,
  type TillLab,
} from './support/till-page.ts';

const shop = demoShop();
const mainStock = new Map(
  shop.openingStock.filter((stock) => stock.storeCode === 'main').map((stock) => [stock.sku, stock.quantity]),
);
const pieces = shop.items.filter(
  (item) =>
    item.active &&
    !item.openPrice &&
    item.tracksStock !== false &&
    item.variants.length === 1 &&
    item.variants[0]?.unit.scale === 0 &&
    item.variants[0].codes.length > 0 &&
    (mainStock.get(item.variants[0].sku) ?? 0) > 10,
);
const weighed = found((item) => item.active && item.variants[0]?.unit.scale === 3);
const openPriced = found((item) => item.active && item.openPrice === true);
const withForms = found(
  (item) =>
    item.active && item.hasSizes && item.variants.some((form) => Object.keys(form.properties).length > 0),
);

function found(fits: (item: Item) => boolean): Item {
  const item = shop.items.find(fits);
  if (!item) throw new Error('the demo shop has no such item');
  return item;
}

function piece(index: number): { item: Item; sku: string; code: string; priceMinor: number } {
  const item = pieces[index];
  const variant = item?.variants[0];
  const code = variant?.codes[0];
  if (!item || !variant || !code) throw new Error('the demo shop has too few pieces');
  return { item, sku: variant.sku, code, priceMinor: variant.priceMinor };
}

let lab: TillLab;
let till: LabTill;

const id = (testId: string) => till.page.getByTestId(testId);
const line = (sku: string) => till.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
const total = async () => Number(await id('total').getAttribute('data-minor'));
const untilLines = (count: number) =>
  till.page.waitForFunction(
    (wanted) => document.querySelectorAll('[data-testid="cart-line"]').length === wanted,
    count,
  );

beforeAll(async () => {
  lab = await openTillLab();
});
afterAll(() => lab.close());
afterEach(async () => {
  lab.wire.mend();
  // No screen may break the content security policy or throw, whatever the test was about.
  expect(till.faults).toEqual([]);
  await till.close();
});

const atWork = async (look?: Parameters<TillLab['open']>[0]): Promise<Page> => {
  till = await lab.open(look);
  await startWork(lab, till);
  return till.page;
};

describe('pairing', () => {
  it('says what is wrong with a code and with an address, and goes on from there', async () => {
    till = await lab.open();
    await id('pair-server').fill(lab.wire.url);
    await id('pair-code').fill('WRONG123');
    await id('pair-submit').click();
    await till.page.locator('[data-testid="pair-error"][data-code="wrongPairingCode"]').waitFor();
    await id('pair-server').fill('http://127.0.0.1:9');
    await id('pair-submit').click();
    await till.page.locator('[data-testid="pair-error"][data-code="unreachable"]').waitFor();
    expect(await id('pair-error').textContent()).toContain('http://127.0.0.1:9');
    await id('pair-server').fill(lab.wire.url);
    await id('pair-code').fill(PAIRING_CODE.toLowerCase());
    await id('pair-submit').click();
    await till.page.locator('[data-testid^="cashier-"]').first().waitFor();
    expect(await till.page.locator('[data-testid^="cashier-"]').count()).toBe(shop.staff.length);
  });
});

describe('one till', () => {
  it('is open in one window: a second one says so and touches nothing', async () => {
    const page = await atWork();
    const second = await page.context().newPage();
    await second.goto(page.url());
    await second.locator('[data-testid="open-failed"][data-in-use="true"]').waitFor();
    await scan(page, piece(36).code);
    await line(piece(36).sku).waitFor();
  });
});

describe('selling', () => {
  it('hears a scan wherever the focus is, and takes it back out of the field', async () => {
    const page = await atWork();
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
    const page = await atWork();
    const { sku, code } = piece(2);
    await scan(page, code);
    await scan(page, code);
    await page.keyboard.type('5*', { delay: 200 });
    await page.waitForTimeout(300);
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
    await untilLines(1);
  });

  it('digits typed before a scan do not leak into its line', async () => {
    const page = await atWork();
    const { sku, code } = piece(3);
    await page.keyboard.type('7', { delay: 0 });
    await page.waitForTimeout(400);
    await scan(page, code);
    await line(sku).waitFor();
    expect(await line(sku).getByTestId('line-quantity').getAttribute('data-quantity')).toBe('1');
  });

  it('removes and clears without a question, and undoes both', async () => {
    const page = await atWork();
    const goods = [piece(4), piece(5), piece(6)];
    for (const { code } of goods) await scan(page, code);
    await untilLines(3);
    await line(goods[1]?.sku ?? '')
      .getByTestId('line-remove')
      .click();
    await untilLines(2);
    await id('undo').click();
    await untilLines(3);
    expect(await id('undo').count()).toBe(0);
    const order = await page
      .locator('[data-testid="cart-line"]')
      .evaluateAll((lines) => lines.map((element) => element.getAttribute('data-sku')));
    expect(order).toEqual(goods.map(({ sku }) => sku));
    await id('clear').click();
    await untilLines(0);
    await page.keyboard.press('Control+z');
    await untilLines(3);
  });

  it('sets a quantity on the pad for the selected line alone', async () => {
    const page = await atWork();
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
    const page = await atWork();
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
    const page = await atWork();
    const form = withForms.variants.find((variant) => variant.codes.length > 0);
    await id('search').fill(withForms.name);
    await id(`tile-${withForms.id}`).click();
    await id('variant-picker').waitFor();
    await scan(page, form?.codes[0] ?? '');
    await line(form?.sku ?? '').waitFor();
    expect(await id('variant-picker').count()).toBe(0);
  });

  it('shows on the tile what is left, at once', async () => {
    const page = await atWork();
    const { item, sku, code } = piece(8);
    await id('search').fill(item.name);
    const before = Number(await id(`tile-${item.id}`).getAttribute('data-available'));
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
    const page = await atWork();
    const [first, second] = [piece(9), piece(10)];
    await scan(page, first.code);
    await line(first.sku).waitFor();
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await page.keyboard.press('F4');
    await untilLines(0);
    await scan(page, second.code);
    await line(second.sku).waitFor();
    await page.keyboard.press('F6');
    await id(`parked-${saleId}`).click();
    await line(first.sku).waitFor();
    await page.locator('[data-testid="parked-open"][data-count="1"]').waitFor();
  });
});

describe('paying', () => {
  it('takes exact cash in two taps, and the next scan begins the next sale', async () => {
    const page = await atWork();
    await scan(page, piece(11).code);
    await line(piece(11).sku).waitFor();
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await page.evaluate(() => {
      (window as unknown as { taps: number }).taps = 0;
      window.addEventListener('click', () => {
        (window as unknown as { taps: number }).taps += 1;
      });
    });
    await id('pay').click();
    await id('pay-exact').click();
    await id('receipt').waitFor();
    expect(await page.evaluate(() => (window as unknown as { taps: number }).taps)).toBe(2);
    expect(await id('change').getAttribute('data-minor')).toBe('0');
    expect(await id('no-journal').count()).toBe(1);
    await page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
    expect(lab.wire.sale(saleId)?.status).toBe('tendered');
    await scan(page, piece(12).code);
    await line(piece(12).sku).waitFor();
    expect(await id('receipt').count()).toBe(0);
  });

  it('takes exact cash by F9 and Enter, while the server is still being asked', async () => {
    const page = await atWork();
    lab.wire.faults.underPayingDelayMs = 700;
    await scan(page, piece(13).code);
    await line(piece(13).sku).waitFor();
    await page.keyboard.press('F9');
    await page.keyboard.press('Enter');
    await id('receipt').waitFor();
  });

  it('gives change for a typed amount with implied decimals', async () => {
    const page = await atWork();
    await scan(page, piece(14).code);
    await line(piece(14).sku).waitFor();
    await id('pay').click();
    await id('payment').waitFor();
    await page.keyboard.type('10000', { delay: 180 });
    await page.keyboard.press('Enter');
    await id('receipt').waitFor();
    expect(Number(await id('change').getAttribute('data-minor'))).toBe(10_000 - piece(14).priceMinor);
  });

  it('splits between cash and card; a declined card takes nothing; rows can be taken back', async () => {
    const page = await atWork();
    for (const index of [15, 16, 17]) await scan(page, piece(index).code);
    await untilLines(3);
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    const whole = await total();
    await id('pay').click();
    await id('payment').waitFor();
    await id('pad-1').click();
    await id('pad-00').click();
    await id('pay-cash').click();
    await page.locator(`[data-testid="due"][data-minor="${whole - 100}"]`).waitFor();
    await id('pay-card').click();
    // The attempt is in the sale before the terminal answers.
    await id('card-decline').waitFor();
    await id('card-decline').click();
    await page.locator('[data-testid="tender-row"][data-state="declined"]').waitFor();
    await page.locator('[data-testid="tender-row"][data-kind="cash"]').getByTestId('tender-remove').click();
    await id('refund-done').click();
    await page.locator(`[data-testid="due"][data-minor="${whole}"]`).waitFor();
    await id('pay-card').click();
    await id('card-reference').fill('4111 1111 1111 1111');
    expect(await id('card-approve').isDisabled()).toBe(true);
    await id('card-reference').fill('A-77123');
    await id('card-approve').click();
    await id('receipt').waitFor();
    await page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
    expect(lab.wire.sale(saleId)?.tenders.map(({ kind, state }) => [kind, state])).toEqual([
      ['cash', 'refunded'],
      ['card', 'declined'],
      ['card', 'captured'],
    ]);
  });

  it('names the lines that the server refuses, and takes what is left', async () => {
    const page = await atWork();
    const { sku, code } = piece(18);
    await scan(page, code);
    await scan(page, code);
    await line(sku).waitFor();
    await page.locator(`[data-sku="${sku}"][data-state="reserved"]`).waitFor();
    const before = lab.wire.onHand(sku);
    lab.wire.setOnHand(sku, 1);
    await id('pay').click();
    await page.locator(`[data-testid="refused-line"][data-sku="${sku}"]`).waitFor();
    await id('refused-take').click();
    await page.waitForFunction(
      () => document.querySelector('[data-testid="line-quantity"]')?.getAttribute('data-quantity') === '1',
    );
    lab.wire.setOnHand(sku, before);
  });

  it('goes back to the cart and can be begun again', async () => {
    const page = await atWork();
    await scan(page, piece(19).code);
    await line(piece(19).sku).waitFor();
    await page.keyboard.press('F9');
    await id('payment').waitFor();
    await page.keyboard.press('Escape');
    await line(piece(19).sku).waitFor();
    await id('pay').click();
    await id('pay-exact').click();
    await id('receipt').waitFor();
  });

  it('after a reload in the middle of a card payment asks for the answer first', async () => {
    const page = await atWork();
    await scan(page, piece(20).code);
    await line(piece(20).sku).waitFor();
    await id('pay').click();
    await id('pay-card').click();
    await id('card-approve').waitFor();
    await page.reload();
    await page.locator('[data-testid^="cashier-"]').first().click();
    await id('card-approve').click();
    await id('receipt').waitFor();
  });
});

describe('a disk that refuses', () => {
  it('shows nothing as paid, says so, and takes the money once it works again', async () => {
    const page = await atWork();
    await scan(page, piece(37).code);
    await line(piece(37).sku).waitFor();
    await id('pay').click();
    await page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
    await page.evaluate(() => {
      const refuse = () => {
        throw new DOMException('no room', 'QuotaExceededError');
      };
      const store = IDBObjectStore.prototype;
      const { put, add } = store;
      Object.assign(store, { put: refuse, add: refuse });
      Object.assign(window, { diskWorksAgain: () => Object.assign(store, { put, add }) });
    });
    await id('pay-exact').click();
    await page.locator('[data-testid="notice"][data-code="notSaved"]').waitFor();
    expect(await id('receipt').count()).toBe(0);
    expect(await id('due').getAttribute('data-minor')).toBe(String(piece(37).priceMinor));
    await page.evaluate(() => (window as unknown as { diskWorksAgain(): void }).diskWorksAgain());
    await id('pay-exact').click();
    await id('receipt').waitFor();
    // The refused writes were reported: that is what they are for.
    till.faults.length = 0;
  });
});

describe('a commit that the disk refuses', () => {
  it('is shown as not paid, and can be made again without taking the money twice', async () => {
    const page = await atWork();
    await scan(page, piece(39).code);
    await line(piece(39).sku).waitFor();
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await id('pay').click();
    await page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
    await page.evaluate(() => {
      const store = IDBObjectStore.prototype;
      const { put, add } = store;
      const unlessTendered = (write: typeof put): typeof put =>
        function (this: IDBObjectStore, value: unknown, key?: IDBValidKey) {
          if (JSON.stringify(value).includes('tendered'))
            throw new DOMException('no room', 'QuotaExceededError');
          return key === undefined ? write.call(this, value) : write.call(this, value, key);
        };
      Object.assign(store, { put: unlessTendered(put), add: unlessTendered(add) });
      Object.assign(window, { diskWorksAgain: () => Object.assign(store, { put, add }) });
    });
    await id('pay-exact').click();
    await id('commit-failed').waitFor();
    expect(await id('receipt').count()).toBe(0);
    await page.evaluate(() => (window as unknown as { diskWorksAgain(): void }).diskWorksAgain());
    await id('commit-again').click();
    await id('receipt').waitFor();
    await page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
    expect(lab.wire.sale(saleId)?.tenders).toHaveLength(1);
    till.faults.length = 0;
  });
});

describe('beyond stock and offline', () => {
  it('asks for a manager where the shop wants one, and keeps who agreed', async () => {
    lab.setOversell('manager');
    const page = await atWork();
    const { sku, code } = piece(38);
    lab.wire.faults.down = true;
    lab.wire.cutStreams();
    await page.locator('[data-testid="sync-pill"][data-state="offline"]').waitFor();
    await page.keyboard.type('999*', { delay: 200 });
    await page.waitForTimeout(400);
    await scan(page, code);
    await page.locator(`[data-sku="${sku}"][data-state="beyondHere"]`).waitFor();
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await id('pay').click();
    await id('pay-manager').waitFor();
    const manager = shop.staff.find((member) => member.role !== 'cashier');
    await id(`manager-${manager?.id}`).click();
    await id('pay-exact').click();
    await id('receipt').waitFor();
    lab.wire.mend();
    await id('sync-pill').click();
    await id('retry-now').click();
    await page.locator('[data-testid="outbox-sales"][data-unsent="0"]').waitFor();
    expect(lab.wire.sale(saleId)).toMatchObject({ status: 'tendered', oversellApprovedBy: manager?.id });
    lab.setOversell('allow');
  });
});

describe('without the server', () => {
  it('sells, says so calmly, and catches up', async () => {
    const page = await atWork();
    lab.wire.faults.down = true;
    lab.wire.cutStreams();
    for (const index of [21, 22]) {
      await scan(page, piece(index).code);
      await line(piece(index).sku).waitFor();
      await id('pay').click();
      await id('pay-exact').click();
      await id('receipt').waitFor();
      await id('receipt-next').click();
    }
    await page.locator('[data-testid="sync-pill"][data-state="offline"][data-unsent="2"]').waitFor();
    await id('sync-pill').click();
    await page.locator('[data-testid="outbox-sales"][data-unsent="2"]').waitFor();
    lab.wire.faults.down = false;
    await id('retry-now').click();
    await page.locator('[data-testid="outbox-sales"][data-unsent="0"]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
  });
});

describe('a till whose access was withdrawn', () => {
  it('says so, sells on, and can be paired again', async () => {
    const page = await atWork();
    lab.wire.faults.revoked = true;
    lab.wire.cutStreams();
    await scan(page, piece(25).code);
    await page.locator('[data-testid="sync-pill"][data-state="revoked"]').waitFor();
    await id('pay').click();
    await id('pay-exact').click();
    await id('receipt').waitFor();
    await id('sync-pill').click();
    await id('pair-again').click();
    lab.wire.faults.revoked = false;
    await id('pair-server').fill(lab.wire.url);
    await id('pair-code').fill(PAIRING_CODE);
    await id('pair-submit').click();
    await page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
  });
});

describe('the articles that are sold most', () => {
  it('have a tab of their own once there are some', async () => {
    const page = await atWork();
    expect(await id('category-★').count()).toBe(0);
    for (let index = 26; index < 35; index += 1) await scan(page, piece(index).code);
    await untilLines(9);
    await id('pay').click();
    await id('pay-exact').click();
    await id('receipt-next').click();
    await page.locator('[data-testid="category-★"][aria-selected="true"]').waitFor();
    await id(`tile-${piece(26).item.id}`).waitFor();
  });
});

describe('for everyone', () => {
  it('switches language and theme at once, and keeps them', async () => {
    const page = await atWork();
    await id('settings-open').click();
    await id('language-de').click();
    await page.getByText('Einstellungen dieser Kasse').waitFor();
    await id('theme-dark').click();
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');
    await page.keyboard.press('Escape');
    await page.reload();
    await page.getByText('Wer ist an der Kasse?').waitFor();
  });

  it.each(['light', 'dark'] as const)('has no fault that axe finds on any screen (%s)', async (theme) => {
    till = await lab.open({ theme });
    const { page } = till;
    const found: string[] = [];
    const look = async (screen: string) => {
      const faults = await page.evaluate(async () => {
        const { axe: inPage } = window as unknown as {
          axe: {
            run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
          };
        };
        const { violations } = await inPage.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'] });
        return violations.map(
          ({ id: rule, nodes }) => `${rule}: ${nodes.map((node) => node.html).join(' ')}`,
        );
      });
      found.push(...faults.map((fault) => `${screen} ${fault}`));
    };
    const lookAtPanel = async (open: () => Promise<void>, panel: string) => {
      await open();
      await id(panel).waitFor();
      await look(panel);
      await page.keyboard.press('Escape');
      await id(panel).waitFor({ state: 'detached' });
    };

    await id('pair-code').waitFor();
    await page.evaluate(axe.source);
    await id('pair-server').fill(lab.wire.url);
    await id('pair-code').fill('WRONG123');
    await id('pair-submit').click();
    await id('pair-error').waitFor();
    await look('pairing');
    await id('pair-code').fill(PAIRING_CODE);
    await id('pair-submit').click();
    const cashier = page.locator('[data-testid^="cashier-"]').first();
    await cashier.waitFor();
    await id('catalogue-progress').waitFor({ state: 'detached' });
    await look('cashiers');
    await cashier.click();
    await scan(page, piece(23).code);
    await scan(page, '4000000000006');
    await page.locator('[data-testid="cart-line"][data-state="reserved"]').waitFor();
    await id('notice').waitFor();
    await page.waitForTimeout(1000);
    await look('sale');
    await lookAtPanel(() => page.keyboard.press('F1'), 'help');
    await lookAtPanel(() => page.keyboard.press('F6'), 'parked-panel');
    await lookAtPanel(() => id('sync-pill').click(), 'sync-panel');
    await lookAtPanel(() => id('settings-open').click(), 'settings-panel');
    await id('search').fill(withForms.name);
    await lookAtPanel(() => id(`tile-${withForms.id}`).click(), 'variant-picker');
    await id('search').fill(weighed.name);
    await lookAtPanel(() => id(`tile-${weighed.id}`).click(), 'weight-question');
    await page.keyboard.press('F9');
    await page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
    await look('payment');
    await id('pay-card').click();
    await id('card-dialog').waitFor();
    await look('card');
    await id('card-approve').click();
    await id('receipt').waitFor();
    await look('receipt');
    expect(found).toEqual([]);
  });

  it('has targets of 48 pixels, keys of 64 and a Pay of 72 on the smallest screen', async () => {
    const page = await atWork({ width: 1024, height: 768 });
    await scan(page, piece(24).code);
    await line(piece(24).sku).waitFor();
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('button:not([tabindex="-1"]), [data-testid="line-remove"], input')]
        .map((element) => ({ box: element.getBoundingClientRect(), html: element.outerHTML.slice(0, 90) }))
        .filter(({ box }) => box.width > 0 && (box.height < 48 || box.width < 48))
        .map(({ html }) => html),
    );
    expect(small).toEqual([]);
    for (const key of ['7', '0', 'point', 'enter'])
      expect((await id(`pad-${key}`).boundingBox())?.height).toBeGreaterThanOrEqual(64);
    expect((await id('pay').boundingBox())?.height).toBe(72);
    // Everything fits: nothing of the cart's foot is below the edge.
    const pay = await id('pay').boundingBox();
    expect((pay?.y ?? 0) + (pay?.height ?? 0)).toBeLessThanOrEqual(768);
  });
});
