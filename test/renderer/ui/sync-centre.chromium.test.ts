import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scan } from '../../support/keyboard.ts';
import { agree } from './support/agree.ts';
import { piece } from './support/demo-goods.ts';
import { atWork, openDesk, untilLines } from './support/desk.ts';
import { startWork, type TillLab } from './support/till-page.ts';

const desk = openDesk();
const HOUR_MS = 3_600_000;

const id = (testId: string) => desk.till.page.getByTestId(testId);
const kept = (document: string) =>
  desk.till.page.locator(`[data-testid="kept-document"][data-document="${document}"]`);

/** Sells one article, to its receipt; answers the sale's id. */
async function pay(page: Page, index: number): Promise<string> {
  await scan(page, piece(index).code);
  await page.locator(`[data-testid="cart-line"][data-sku="${piece(index).sku}"]`).waitFor();
  const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
  await id('pay').click();
  await id('pay-exact').click();
  await id('receipt').waitFor();
  return saleId;
}

/** And on to the next sale. */
async function sell(page: Page, index: number): Promise<string> {
  const saleId = await pay(page, index);
  await id('receipt-next').click();
  return saleId;
}

async function openCentre(look?: Parameters<TillLab['open']>[0]): Promise<Page> {
  const page = await atWork(desk, look);
  await id('sync-pill').click();
  await id('sync-panel').waitFor();
  return page;
}

describe('the sync centre', () => {
  it('says that all is well, what the till knows, and that a browser keeps no journal', async () => {
    const page = await openCentre();
    await id('outbox-empty').waitFor();
    for (const collection of ['items', 'stockLevels', 'saleResults', 'staff', 'settings'])
      await page.locator(`[data-testid="known-${collection}"][data-state="complete"]`).waitFor();
    expect(await id('last-contact').textContent()).toContain('just now');
    expect(await id('commits-to').getAttribute('data-value')).toBe('database');
    expect(await id('commits-to').textContent()).toContain('There is no journal here');
    await id('storage-protection').waitFor();
    expect(await id('journal-export').count()).toBe(0);
    // By keyboard: the panel's text scrolls, and Escape closes it.
    await page.keyboard.press('End');
    await page.keyboard.press('Escape');
    await id('sync-panel').waitFor({ state: 'detached' });
  });

  it('says in plain words why a document is kept, exports it whole and sends it again', async () => {
    const page = await atWork(desk, { language: 'de' });
    await scan(page, piece(31).code);
    await page.locator('[data-testid="cart-line"][data-state="reserved"]').waitFor();
    const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
    desk.lab.wire.faults.pushStatus.set(saleId, { status: 'kept', code: 'notUnderstood' });
    const told = page.locator('[data-testid="notice"][data-code="documentKept"]').waitFor();
    await scan(page, piece(32).code);
    await untilLines(page, 2);
    await told;
    await page.locator('[data-testid="sync-pill"][data-state="attention"]').click();
    await kept(saleId).waitFor();
    expect(await kept(saleId).getByTestId('kept-reason').textContent()).toBe(
      'Der Server bewahrt es für einen Menschen auf. Der Server versteht den Inhalt nicht. Es liegt dort vollständig, und hier auch.',
    );
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      kept(saleId).getByTestId('kept-export').click(),
    ]);
    expect(download.suggestedFilename()).toBe(`evertill-sales-${saleId}.json`);
    const file = JSON.parse(await readFile(await download.path(), 'utf8'));
    expect(file).toMatchObject({ about: { code: 'notUnderstood' }, document: { id: saleId } });
    expect(file.document.lines).toHaveLength(2);
    desk.lab.wire.faults.pushStatus.clear();
    await kept(saleId).getByTestId('kept-send-again').click();
    await kept(saleId).waitFor({ state: 'detached' });
    await expect.poll(() => desk.lab.wire.sale(saleId)?.lines.length).toBe(2);
    await id('outbox-empty').waitFor();
  });

  it('sends all of them again at once, as after an update of the server', async () => {
    const page = await atWork(desk);
    const carts: string[] = [];
    for (const index of [41, 42]) {
      await scan(page, piece(index).code);
      await page.locator(`[data-testid="cart-line"][data-sku="${piece(index).sku}"]`).waitFor();
      const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
      desk.lab.wire.faults.pushStatus.set(saleId, { status: 'kept', code: 'newerVersion' });
      carts.push(saleId);
      await id('park').click();
      await page.locator(`[data-testid="parked-open"][data-count="${carts.length}"]`).waitFor();
    }
    await id('sync-pill').click();
    for (const saleId of carts) await kept(saleId).waitFor();
    desk.lab.wire.faults.pushStatus.clear();
    await id('kept-send-all').click();
    for (const saleId of carts) await expect.poll(() => desk.lab.wire.sale(saleId)?.status).toBe('parked');
    await id('outbox-empty').waitFor();
    await page.getByTestId('kept-document').waitFor({ state: 'detached' });
  });

  it('tells what head office looks into, and what a cashier can do about it', async () => {
    const page = await atWork(desk);
    desk.lab.wire.faults.exceptions.set(piece(33).sku, { kind: 'oversold', quantity: 2 });
    desk.lab.wire.faults.exceptions.set(piece(34).sku, { kind: 'soldTwice' });
    await sell(page, 33);
    // The customer may still be in the shop: this one is said beside the receipt, and goes with no cart. Selling goes on.
    const said = page.locator('[data-testid="notice"][data-code="soldTwice"]');
    await pay(page, 34);
    await said.waitFor();
    await id('receipt-next').click();
    await id('search').waitFor();
    expect(await said.count()).toBe(1);
    await said.getByRole('button').click();
    await sell(page, 35);
    await id('sync-pill').click();
    const told = page.locator('[data-testid="sale-exception"][data-kind="oversold"]');
    expect(await told.textContent()).toContain(`${piece(33).item.name} (2 short)`);
    await page.locator('[data-testid="sale-exception"][data-kind="soldTwice"]').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
  });

  it('books a sale on the right day though the machine’s clock is a day slow, and says so', async () => {
    desk.lab.wire.faults.clockOffsetMs = 30 * HOUR_MS;
    desk.till = await desk.lab.open();
    const { page } = desk.till;
    // It is said at the first heartbeat, for a while: what is downloaded meanwhile may take longer.
    const told = page.locator('[data-testid="notice"][data-code="clockWrong"]').waitFor();
    await Promise.all([told, startWork(desk.lab, desk.till)]);
    const saleId = await sell(page, 36);
    await expect.poll(() => desk.lab.wire.sale(saleId)?.status).toBe('tendered');
    const sale = desk.lab.wire.sale(saleId) as { tenderedAt: string; businessDate: string } | undefined;
    expect(Math.abs(Date.parse(sale?.tenderedAt ?? '') - Date.now()), 'the machine’s own word').toBeLessThan(
      HOUR_MS,
    );
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Berlin' });
    expect(sale?.businessDate).toBe(day.format(new Date(Date.now() + 30 * HOUR_MS)));
    await id('sync-pill').click();
    expect(await id('clock-wrong').textContent()).toContain('30 hours slow');
  });
});

describe('a server that has moved', () => {
  it('is a manager’s word, is asked there first, and loses nothing', async () => {
    const page = await atWork(desk);
    desk.lab.wire.faults.down = true;
    desk.lab.wire.cutStreams();
    await sell(page, 37);
    await page.locator('[data-testid="sync-pill"][data-state="offline"]').waitFor();
    await id('settings-open').click();
    await id('settings-server').click();
    await id('move-server').click();
    // Escape answers the question and leaves the panel under it.
    await id('approval').waitFor();
    await page.keyboard.press('Escape');
    await id('approval').waitFor({ state: 'detached' });
    await id('move-server').click();
    await agree(page);
    expect(await id('move-server-unsent').textContent()).toContain('not sent yet');
    await id('move-server-address').fill('http://127.0.0.1:9');
    await id('move-server-do').click();
    await page.locator('[data-testid="move-server-error"][data-code="unreachable"]').waitFor();
    desk.lab.wire.faults.down = false;
    await id('move-server-address').fill(desk.lab.wire.url.replace('127.0.0.1', 'localhost'));
    await page.keyboard.press('Enter');
    await id('move-server-done').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-testid="sync-pill"][data-state="synced"][data-unsent="0"]').waitFor();
  });
});
