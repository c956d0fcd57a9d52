import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { OfficeRequest } from '../../../shared/office/office-request.ts';
import { trainingReceiptCode } from '../../../shared/sale/receipt-code.ts';
import { scan, typeByHand } from '../../support/keyboard.ts';
import { agree } from '../ui/support/agree.ts';
import { axeFaults } from '../ui/support/axe-faults.ts';
import { piece, shop } from '../ui/support/demo-goods.ts';
import { startAsOwner, untilLines } from '../ui/support/desk.ts';
import { type LabTill, openTillLab, type TillLab } from '../ui/support/till-page.ts';
import type { StorageDump } from '../versions/storage-dump.ts';

/** One till for the file: it sells in earnest, practises, and sells on. */
let lab: TillLab;
let till: LabTill;
let page: Page;
const [owner, , cashier] = shop.staff;

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
const line = (sku: string) => page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
const synced = () =>
  page.locator('[data-testid="sync-pill"][data-state="synced"][data-unsent="0"]').waitFor();
const isMarked = () => page.evaluate(() => document.documentElement.dataset.training === 'true');

/** What this till has told head office of its trainings, in the order in which it arrived. */
const incidents = () =>
  lab.wire.pushes
    .filter(({ collection }) => collection === 'officeRequests')
    .map(({ id: pushed }) => lab.wire.fact(pushed) as OfficeRequest | undefined)
    .flatMap((request) =>
      request?.kind === 'incident' ? [{ ...request.incident, by: request.staffId }] : [],
    );

const DUMP = stripTypeScriptTypes(
  readFileSync(path.join(import.meta.dirname, '../versions/storage-dump.ts'), 'utf8'),
).replaceAll('export ', '');

/** Every row of every store in IndexedDB, as text. Only when the clock was last compared is left out. */
async function stored(): Promise<ReadonlySet<string>> {
  const dump = (await page.evaluate(`(async () => { ${DUMP}; return dumpStorage(); })()`)) as StorageDump;
  const rows = dump.databases.flatMap(({ name, stores }) =>
    stores.flatMap((store) => store.rows.map((row) => `${name}/${store.name} ${JSON.stringify(row)}`)),
  );
  return new Set(rows.filter((row) => !row.includes('machineAt')));
}

/** Rows of which one side has no equal, cut to what a person reads. */
const changedRows = (before: ReadonlySet<string>, after: ReadonlySet<string>): string[] =>
  [...[...before].filter((row) => !after.has(row)), ...[...after].filter((row) => !before.has(row))].map(
    (row) => row.slice(0, 400),
  );

/** The same, once the till has written down everything that it had heard of the server. */
async function storedAtRest(): Promise<ReadonlySet<string>> {
  let last = await stored();
  await expect
    .poll(
      async () => {
        const before = last;
        last = await stored();
        return changedRows(before, last);
      },
      { interval: 250 },
    )
    .toEqual([]);
  return last;
}

/** By keyboard alone: the key, and Enter on the button that has the focus. */
async function beginByKey(): Promise<void> {
  await page.keyboard.press('Control+e');
  await page.locator('[data-testid="training-begin-yes"]:focus').press('Enter');
  await id('training-bar').waitFor();
}

async function leaveByKey(): Promise<void> {
  await page.keyboard.press('Control+e');
  await page.locator('[data-testid="training-end-yes"]:focus').press('Enter');
  await id('training-bar').waitFor({ state: 'detached' });
}

async function cartOf(...indexes: number[]): Promise<string> {
  for (const [nth, index] of indexes.entries()) {
    await scan(page, piece(index).code);
    await untilLines(page, nth + 1);
  }
  return (await page.locator('#cart').getAttribute('data-sale')) ?? '';
}

it('lives a whole day in training, and nothing of it is stored, sent, or left at the real till', async () => {
  // In earnest: a paid sale, a parked one, and a cart that stays open.
  const paid = await cartOf(0);
  await page.keyboard.press('F9');
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="on-server"][data-value="yes"]').waitFor();
  await id('receipt-next').click();
  await cartOf(1);
  await page.keyboard.press('F4');
  await page.locator('[data-testid="parked-open"][data-count="1"]').waitFor();
  const openCart = await cartOf(2, 3);
  await line(piece(3).sku).and(page.locator('[data-state="reserved"]')).waitFor();
  const heldHere = lab.wire.onHand(piece(4).sku);

  // Not in the middle of a payment: it says why.
  await page.keyboard.press('F9');
  await page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
  await page.keyboard.press('Control+e');
  await page.locator('[data-testid="notice"][data-code="finishPayment"]').waitFor();
  await page.keyboard.press('F1');
  expect(await id('training-door').getAttribute('title')).toBe('Finish or take back the payment first');
  await page.keyboard.press('Escape');
  await id('pay-cancel').click();
  await untilLines(page, 2);
  await page.keyboard.press('Control+s');
  await page.keyboard.press('Control+e');
  await page.locator('[data-testid="notice"][data-code="leaveDrawerFirst"]').waitFor();
  await page.keyboard.press('Escape');

  // By touch: help, the door, yes.
  await page.keyboard.press('F1');
  await id('training-door').click();
  await id('training-begin-yes').waitFor();
  // The screens in training are looked at, and asked of axe, in test/looks.
  expect(await axeFaults(page)).toEqual([]);
  await id('training-begin-yes').click();
  await id('training-bar').waitFor();
  await expect.poll(incidents).toMatchObject([{ what: 'trainingBegun', by: owner?.id }]);
  await synced();
  expect(await isMarked()).toBe(true);
  const before = await storedAtRest();
  expect([...before].some((row) => row.includes(openCart))).toBe(true);
  const pushed = lab.wire.pushes.length;

  // An empty day of its own, with the shop's stock as it stands.
  await id('open-shift').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await id('denomination-5000').fill('2');
  await id('shift-open-confirm').click();
  await id('search').waitFor();
  expect(await id('parked-open').getAttribute('data-count')).toBe('0');
  const practised = await cartOf(4, 5);
  await line(piece(4).sku).and(page.locator('[data-state="reserved"]')).waitFor();
  await page.keyboard.press('F8');
  await id('discount-input').fill('10');
  await page.keyboard.press('Enter');
  await page.keyboard.press('F4');
  await page.keyboard.press('F6');
  await id(`parked-${practised}`).click();
  await untilLines(page, 2);
  await page.keyboard.press('F9');
  await page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
  await typeByHand(page, '50');
  await id('pay-card').click();
  await id('card-approve').click();
  await id('tender-row').waitFor();
  await id('pay-exact').click();
  await id('receipt').waitFor();
  const paper = await id('receipt').textContent();
  expect(paper).toMatch(/^Training.*Training 1.*Training$/s);
  expect(await id('receipt-email').getAttribute('aria-disabled')).toBe('true');
  expect(await page.getByTestId('on-server').count()).toBe(0);
  await id('receipt-training').waitFor();

  // Its receipt comes back here, scanned from anywhere.
  await scan(page, trainingReceiptCode(practised));
  await id('receipt-detail').waitFor();
  await page.locator('[data-testid^="return-"][data-testid$="-more"]').first().click();
  await page.locator('[data-testid^="return-reason-"]').first().click();
  await page.getByRole('option', { name: 'Faulty' }).click();
  await id('return-confirm').click();
  await untilLines(page, 1);
  await page.keyboard.press('F9');
  await page.locator('[data-testid="pay-asked"][data-asked="granted"]').waitFor();
  // Each way gives back what it took.
  await id('pay-card').click();
  await id('card-approve').click();
  await page.locator('[data-testid="tender-row"][data-kind="card"]').waitFor();
  await id('pay-cash').click();
  await id('receipt').waitFor();
  await id('receipt-next').click();

  // Stock: received, and there at once.
  await page.keyboard.press('Control+i');
  await id('stock-search').fill(piece(4).sku);
  await id(`stock-found-${piece(4).sku}`).click();
  const available = async () => Number(await id('stock-available').getAttribute('data-quantity'));
  const was = await available();
  await id('stock-receipt').click();
  await page.locator('[data-testid="stock-quantity"]:focus').fill('12');
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="stock-command"][data-kind="receipt"]').waitFor();
  expect(await available()).toBe(was + 12);
  await page.keyboard.press('Escape');

  // What belongs to the real till is not opened, and the pill shows it all the same.
  await id('sync-pill').click();
  await id('training-real-no').click();
  await id('settings-open').click();
  await id('training-real-no').click();
  expect(
    (await page.getByTestId('settings-panel').count()) + (await page.getByTestId('sync-panel').count()),
  ).toBe(0);

  // Money in, X, count and Z.
  await page.keyboard.press('Control+s');
  await page.keyboard.press('1');
  await id('cash-typed').fill('20');
  await id('reason-changed').or(page.locator('[data-testid^="reason-"]')).first().click();
  await id('cash-save').click();
  await id('cash-dialog').waitFor({ state: 'detached' });
  await id('shift-act-x').click();
  await id('x-report').waitFor();
  expect(await id('report').textContent()).toMatch(/^TRAINING.*TRAINING$/s);
  await page.keyboard.press('Escape');
  expect(await id('shift-facts').getAttribute('data-receipts')).toBe('2');
  await id('shift-act-close').click();
  await id('count-view').waitFor();
  await id('count-take').click();
  await id('closing-view').waitFor();
  await id('shift-close').click();
  await id('z-training').waitFor();
  expect(await id('report').textContent()).toContain('Z REPORT Training');

  // Locked, and another cashier: still in training, on every screen.
  await id('z-done').click();
  await id(`cashier-${cashier?.id}`).waitFor();
  await id('training-bar').waitFor();
  await id(`cashier-${cashier?.id}`).click();
  await id('shift-open-confirm').click();
  await cartOf(6);
  await page.keyboard.press('Control+l');
  await id(`cashier-${owner?.id}`).click();
  await id('search').waitFor();
  await untilLines(page, 0);

  expect(changedRows(before, await stored())).toEqual([]);
  expect(lab.wire.pushes.length).toBe(pushed);

  // What is urgent at the real till is told in the middle of it.
  lab.wire.put('saleResults', paid, {
    saleId: paid,
    revision: 9,
    reservation: { state: 'converted', expiresAt: null, lines: [] },
    appliedAt: new Date().toISOString(),
    exceptions: [{ kind: 'soldTwice' }],
  });
  await page.locator('[data-testid="notice"][data-code="soldTwice"]').waitFor();

  await leaveByKey();
  expect(await isMarked()).toBe(false);
  await untilLines(page, 2);
  expect(await page.locator('#cart').getAttribute('data-sale')).toBe(openCart);
  expect(await id('parked-open').getAttribute('data-count')).toBe('1');
  expect(lab.wire.onHand(piece(4).sku)).toBe(heldHere);
  await expect.poll(() => incidents().length).toBe(2);
  const [begun, ended] = incidents();
  expect(ended).toMatchObject({ what: 'trainingEnded', because: 'left', by: owner?.id });
  expect(begun && 'sessionId' in begun && begun.sessionId).toBe(
    ended && 'sessionId' in ended && ended.sessionId,
  );

  // The receipt of a training is nobody's here.
  await scan(page, trainingReceiptCode(practised));
  await page.locator('[data-testid="notice"][data-code="trainingReceipt"]').waitFor();
  await page.keyboard.press('F11');
  await id('returns-find').fill(trainingReceiptCode(practised));
  await page.keyboard.press('Enter');
  await page.locator('[data-testid="returns-says"][data-code="trainingReceipt"]').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+s');
  expect(await id('shift-facts').getAttribute('data-receipts')).toBe('1');
  await page.keyboard.press('Escape');
});

it('a cashier who may not asks somebody who may; it ends by itself when nobody is there, and by a reload, with nothing lost', async () => {
  await page.keyboard.press('Control+l');
  await id(`cashier-${cashier?.id}`).click();
  await untilLines(page, 0);
  const mine = await cartOf(7);
  await page.keyboard.press('Control+e');
  await page.locator('[data-testid="training-begin-yes"]:focus').press('Enter');
  await id('approval').waitFor();
  await page.keyboard.press('Escape');
  await id('approval').waitFor({ state: 'detached' });
  expect(await page.getByTestId('training-bar').count()).toBe(0);
  await page.keyboard.press('Control+e');
  await page.locator('[data-testid="training-begin-yes"]:focus').press('Enter');
  await id(`approver-${owner?.id}`).click();
  await agree(page);
  await id('training-bar').waitFor();
  await expect
    .poll(() => incidents().at(-1))
    .toMatchObject({ what: 'trainingBegun', by: cashier?.id, approvedBy: owner?.id });

  // Locked in the middle of a payment, half an hour ago.
  await id('shift-open-confirm').click();
  await cartOf(8);
  await page.keyboard.press('F9');
  await id('payment').waitFor();
  await page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 31 * 60_000;
    window.dispatchEvent(new Event('focus'));
    Date.now = now;
  });
  await id('training-bar').waitFor({ state: 'detached' });
  await id('lock-screen').waitFor();
  await expect.poll(() => incidents().at(-1)).toMatchObject({ what: 'trainingEnded', because: 'idle' });
  await id(`cashier-${cashier?.id}`).click();
  await untilLines(page, 1);
  expect(await page.locator('#cart').getAttribute('data-sale')).toBe(mine);

  // From one cashier to another within it: who leaves it is at the own desk.
  await page.keyboard.press('F4');
  await page.locator('[data-testid="parked-open"][data-count="2"]').waitFor();
  await page.keyboard.press('Control+l');
  await id(`cashier-${owner?.id}`).click();
  await untilLines(page, 2);
  await beginByKey();
  await page.keyboard.press('Control+l');
  await id(`cashier-${cashier?.id}`).click();
  await id('open-shift').waitFor();
  await leaveByKey();
  await id('search').waitFor();
  await untilLines(page, 0);

  // From its lock screen anybody leaves it: the real till is locked behind it.
  await page.keyboard.press('Control+l');
  await id(`cashier-${owner?.id}`).click();
  await untilLines(page, 2);
  await beginByKey();
  await page.keyboard.press('Control+l');
  await id('lock-screen').waitFor();
  await leaveByKey();
  await id('lock-screen').waitFor();

  await id(`cashier-${owner?.id}`).click();
  await untilLines(page, 2);
  await beginByKey();
  await id('shift-open-confirm').click();
  await cartOf(9);
  await page.reload();
  await id(`cashier-${owner?.id}`).click();
  expect(await isMarked()).toBe(false);
  await untilLines(page, 2);
  await line(piece(2).sku).waitFor();
  expect(await id('parked-open').getAttribute('data-count')).toBe('2');
});
