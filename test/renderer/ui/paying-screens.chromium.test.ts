import { describe, expect, it } from 'vitest';
import { enterByHand, scan, typeByHand } from '../../support/keyboard.ts';
import { agree } from './support/agree.ts';
import { piece, shop } from './support/demo-goods.ts';
import { afterTimers, atWork, openDesk, untilLines } from './support/desk.ts';

const desk = openDesk('one');

const id = (testId: string) => desk.till.page.getByTestId(testId);
const line = (sku: string) => desk.till.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
const total = async () => Number(await id('total').getAttribute('data-minor'));

describe('paying', () => {
  it('takes exact cash in two taps, and the next scan begins the next sale', async () => {
    const page = await atWork(desk);
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
    expect(desk.lab.wire.sale(saleId)?.status).toBe('tendered');
    await scan(page, piece(12).code);
    await line(piece(12).sku).waitFor();
    expect(await id('receipt').count()).toBe(0);
  });

  it('takes exact cash by F9 and Enter, while the server is still being asked', async () => {
    const page = await atWork(desk);
    desk.lab.wire.faults.underPayingDelayMs = 700;
    await scan(page, piece(13).code);
    await line(piece(13).sku).waitFor();
    // Pressed once too often, the change stays on the screen. In the page, so that it is pressed as soon as there is a receipt.
    await page.evaluate(() => {
      const watch = new MutationObserver(() => {
        const next = document.querySelector<HTMLElement>('[data-testid="receipt-next"]');
        if (!next) return;
        watch.disconnect();
        // A button that is pressed by a key is clicked so.
        next.click();
        setTimeout(() => {
          const changeStayed = document.querySelector('[data-testid="change"]') !== null;
          Object.assign(window, { changeStayed });
        });
      });
      watch.observe(document.body, { childList: true, subtree: true });
    });
    await page.keyboard.press('F9');
    await page.keyboard.press('Enter');
    await id('receipt').waitFor();
    await page.waitForFunction(() => 'changeStayed' in window);
    expect(await page.evaluate(() => (window as unknown as { changeStayed?: boolean }).changeStayed)).toBe(
      true,
    );
    // A moment later Enter goes on.
    await afterTimers(page, 700);
    await page.keyboard.press('Enter');
    await id('search').waitFor();
  });

  it('a button that was reached by Tab is what Enter presses', async () => {
    const page = await atWork(desk);
    await scan(page, piece(12).code);
    await line(piece(12).sku).waitFor();
    await page.keyboard.press('F9');
    await page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
    await id('pay-cash').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await id('card-dialog').waitFor();
    expect(await id('receipt').count()).toBe(0);
  });

  it('gives change for a typed amount with implied decimals', async () => {
    const page = await atWork(desk);
    await scan(page, piece(14).code);
    await line(piece(14).sku).waitFor();
    await id('pay').click();
    await id('payment').waitFor();
    // A code that was typed slowly is no amount.
    await enterByHand(page, '4017301000016');
    await page.locator('[data-testid="notice"][data-code="tooMuchCash"]').waitFor();
    await enterByHand(page, '10000');
    await id('receipt').waitFor();
    expect(Number(await id('change').getAttribute('data-minor'))).toBe(10_000 - piece(14).priceMinor);
  });

  it('splits between cash and card; a declined card takes nothing; rows can be taken back', async () => {
    const page = await atWork(desk);
    for (const index of [15, 16, 17]) await scan(page, piece(index).code);
    await untilLines(desk.till.page, 3);
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
    expect(desk.lab.wire.sale(saleId)?.tenders.map(({ kind, state }) => [kind, state])).toEqual([
      ['cash', 'refunded'],
      ['card', 'declined'],
      ['card', 'captured'],
    ]);
  });

  it('names the lines that the server refuses, and takes what is left', async () => {
    const page = await atWork(desk);
    const { sku, code } = piece(18);
    await scan(page, code);
    await scan(page, code);
    await line(sku).locator('[data-testid="line-quantity"][data-quantity="2"]').waitFor();
    await page.locator(`[data-sku="${sku}"][data-state="reserved"]`).waitFor();
    const before = desk.lab.wire.onHand(sku);
    desk.lab.wire.setOnHand(sku, 1);
    await id('pay').click();
    await page.locator(`[data-testid="refused-line"][data-sku="${sku}"]`).waitFor();
    await id('refused-take').click();
    await page.waitForFunction(
      () => document.querySelector('[data-testid="line-quantity"]')?.getAttribute('data-quantity') === '1',
    );
    desk.lab.wire.setOnHand(sku, before);
  });

  it('goes back to the cart and can be begun again', async () => {
    const page = await atWork(desk);
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
    const page = await atWork(desk);
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
    const page = await atWork(desk);
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
    desk.till.faults.length = 0;
  });
});

describe('a commit that the disk refuses', () => {
  it('is shown as not paid, and can be made again without taking the money twice', async () => {
    const page = await atWork(desk);
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
    expect(desk.lab.wire.sale(saleId)?.tenders).toHaveLength(1);
    desk.till.faults.length = 0;
  });
});

describe('beyond stock and offline', () => {
  it('asks for a manager where the shop wants one, and keeps who agreed', async () => {
    desk.lab.setOversell('manager');
    // A till that knows it from the start.
    const page = await atWork(desk, {});
    const { sku, code } = piece(38);
    desk.lab.wire.faults.down = true;
    desk.lab.wire.cutStreams();
    await page.locator('[data-testid="sync-pill"][data-state="offline"]').waitFor();
    await typeByHand(page, '999*');
    await scan(page, code);
    await page.locator(`[data-sku="${sku}"][data-state="beyondHere"]`).waitFor();
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    await id('pay').click();
    await agree(page);
    const manager = shop.staff.find((member) => member.role !== 'cashier');
    await id('pay-exact').click();
    await id('receipt').waitFor();
    desk.lab.wire.mend();
    await id('sync-pill').click();
    // By itself: the button that tries at once goes away as soon as the till has found the server again.
    await page.locator('[data-testid="outbox-sales"][data-unsent="0"]').waitFor();
    expect(desk.lab.wire.sale(saleId)).toMatchObject({
      status: 'tendered',
      oversellApprovedBy: manager?.id,
      approvals: [{ act: 'sellBeyondStock', approvedBy: manager?.id, reason: 'Goodwill' }],
    });
    desk.lab.setOversell('allow');
  });
});
