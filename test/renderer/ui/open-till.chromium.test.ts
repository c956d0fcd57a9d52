import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { receipt as ar } from '../../../src-renderer/languages/ar/receipt.ts';
import { receipt as de } from '../../../src-renderer/languages/de/receipt.ts';
import { receipt as en } from '../../../src-renderer/languages/en/receipt.ts';
import { scan, typeByHand } from '../../support/keyboard.ts';
import { putDemoPins } from '../support/wire-pins.ts';
import { agree } from './support/agree.ts';
import { piece, shop } from './support/demo-goods.ts';
import { startAsOwner, untilLines } from './support/desk.ts';
import { heardBy, listen, untilHeard } from './support/hearing.ts';
import { scanWith } from './support/paced-scan.ts';
import {
  type LabTill,
  type Language,
  openShift,
  openTillLab,
  speak,
  type TillLab,
} from './support/till-page.ts';

/** One till for the file; every test ends at the sale screen with an empty cart, the last one does not. */
let lab: TillLab;
let till: LabTill;
let page: Page;

const PAID: Readonly<Record<Language, string>> = { en: en.paid, de: de.paid, ar: ar.paid };

beforeAll(async () => {
  lab = await openTillLab();
  till = await lab.open();
  page = till.page;
  await startAsOwner(lab, till);
  await listen(page);
  await page.evaluate(noteMotion);
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
const pill = (state: string) => page.locator(`[data-testid="sync-pill"][data-state="${state}"]`);
const notice = (code: string) => page.locator(`[data-testid="notice"][data-code="${code}"]`);
const noticeWords = async (code: string) => (await notice(code).locator('p').textContent()) ?? '';
const saleOnScreen = async () => (await page.locator('#cart').getAttribute('data-sale')) ?? '';
/** A name stands in a sentence between marks of direction. */
const plain = (text: string) => text.replace(/[\u2066-\u2069\u200e\u200f]/g, '');

async function scanned(index: number) {
  const goods = piece(index);
  await scan(page, goods.code);
  await line(goods.sku).waitFor();
  return goods;
}
async function clear(): Promise<void> {
  await id('clear').click();
  await untilLines(page, 0);
}
async function become(person: (typeof shop.staff)[number] | undefined): Promise<void> {
  await page.keyboard.press('Control+l');
  await id(`cashier-${person?.id}`).click();
  await openShift(page);
}

/** Notes whatever begins to move from now on; what a script would animate is found by asking. */
function noteMotion(): void {
  const moved: string[] = [];
  Object.assign(window, { moved });
  for (const kind of ['animationstart', 'transitionrun'] as const)
    document.addEventListener(
      kind,
      (event) => {
        const of = event instanceof AnimationEvent ? event.animationName : event.propertyName;
        moved.push(`${kind} ${of} of ${(event.target as Element).outerHTML.slice(0, 120)}`);
      },
      true,
    );
}
const movedUntilNow = () =>
  page.evaluate(() => {
    const { moved } = window as unknown as { moved: string[] };
    const running = document
      .getAnimations()
      .map((each) => `${each.playState} ${(each as CSSAnimation).animationName}`);
    return [...moved.splice(0), ...running];
  });

describe('the scanner', () => {
  it('has a dot in the bar that says what is known: nothing yet, or when it was last heard; by it its settings are reached', async () => {
    const dot = id('scanner-state');
    const says = async () => (await dot.getAttribute('aria-label')) ?? '';
    expect(await dot.getAttribute('data-state')).toBe('unheard');
    expect(await says()).toBe('Scanner: nothing heard since the start, not measured');
    await dot.focus();
    await page.keyboard.press('Enter');
    await page.locator('[data-testid="scanner-health"][data-state="unheard"]').waitFor();
    await scan(page, piece(0).code);
    await page.locator('[data-testid="scanner-health"][data-state="heard"]').waitFor();
    await page.keyboard.press('Escape');
    await id('settings-panel').waitFor({ state: 'detached' });
    expect(await dot.getAttribute('data-state')).toBe('heard');
    expect(await says()).toMatch(/^Scanner: last heard at \d\d:\d\d, not measured$/);
    await speak(page, 'de');
    await expect.poll(says).toMatch(/^Scanner: zuletzt gehört um \d\d:\d\d, nicht gemessen$/);
    await speak(page, 'ar');
    await expect.poll(says).toContain('الماسح: سُمع آخر مرة في');
    await speak(page, 'en');
  });
});

describe('motion', () => {
  it('the newest line flashes; with less of it asked for, no screen, dialog, notice or spinner moves', async () => {
    await scanned(0);
    await expect.poll(movedUntilNow).toContainEqual(expect.stringContaining('animationstart flash'));

    await page.emulateMedia({ reducedMotion: 'reduce' });
    await movedUntilNow();
    const still = async (where: string) => expect(await movedUntilNow(), where).toEqual([]);
    await scanned(1);
    // Told apart without movement.
    expect(
      await line(piece(1).sku)
        .locator('.flash')
        .evaluate((flash) => getComputedStyle(flash).boxShadow),
    ).toContain('inset');
    await scan(page, '4000000000006');
    await notice('unknownCode').waitFor();
    await still('sale');
    await id('settings-open').click();
    await id('settings-panel').waitFor();
    await still('dialog');
    await page.keyboard.press('Escape');
    // The server is long in answering: a spinner stands.
    lab.wire.faults.underPayingDelayMs = 1_000;
    await page.keyboard.press('F9');
    await page.locator('[data-testid="pay-asked"][data-phase="asking"] svg').waitFor();
    await still('payment, asking');
    await page.locator('[data-testid="pay-asked"]:not([data-asked=""])').waitFor();
    await id('pay-card').click();
    await id('card-dialog').waitFor();
    await still('card');
    await id('card-decline').click();
    await id('pay-exact').click();
    await id('receipt').waitFor();
    await still('receipt');
    await id('receipt-next').click();
    await id('shift-screen-open').click();
    await id('shift').waitFor();
    await still('shift');
    await page.keyboard.press('Escape');
    await id('search').waitFor();
    await page.keyboard.press('Control+l');
    await id('lock-screen').waitFor();
    await still('lock');
    await become(shop.staff[0]);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
  });
});

describe('what a screen reader says', () => {
  it.each<[Language, number]>([
    ['en', 2],
    ['de', 4],
    ['ar', 6],
  ])(
    '%s: each line, quantity, refusal, notice, sale and the connection, once and in its tone',
    async (language, index) => {
      await speak(page, language);
      const said: { tone: 'polite' | 'assertive'; words: string }[] = [];
      /** Words as they stand on the screen were said, and are not said again until the end. */
      const hears = async (tone: 'polite' | 'assertive', words: string) => {
        expect(words).not.toBe('');
        said.push({ tone, words });
        await untilHeard(page, tone, words);
      };
      const before = (await heardBy(page)).length;
      const { sku, item } = await scanned(index);
      const amount = async () => (await line(sku).getByTestId('line-amount').textContent()) ?? '';
      const [one, price] = ['1', await amount()];
      const lineSaid = (quantity: string, costs: string) =>
        expect
          .poll(
            async () =>
              (await heardBy(page))
                .slice(before)
                .filter(({ tone }) => tone === 'polite')
                .map(({ text }) => plain(text))
                .filter(
                  (text) =>
                    text.includes(item.name) && text.startsWith(quantity) && text.includes(plain(costs)),
                ).length,
          )
          .toBe(1);
      await lineSaid(one, price);
      await typeByHand(page, '+');
      await line(sku).locator('[data-quantity="2"]').waitFor();
      await lineSaid('2', await amount());

      await scan(page, '4000000000006');
      await notice('unknownCode').waitFor();
      await hears('assertive', await noticeWords('unknownCode'));

      // There and back again, and nothing of it is repeated.
      await page.keyboard.press('F9');
      await id('payment').waitFor();
      await scan(page, piece(index).code);
      await notice('payFirst').waitFor();
      await hears('assertive', await noticeWords('payFirst'));
      await page.keyboard.press('Escape');
      await id('payment').waitFor({ state: 'detached' });
      await page.keyboard.press('F9');
      await id('pay-card').click();
      await id('card-decline').click();
      await page.locator('[data-testid="tender-row"][data-state="declined"]').waitFor();
      await hears('assertive', (await id('pay-asked').textContent()) ?? '');

      lab.wire.faults.down = true;
      lab.wire.cutStreams();
      await pill('offline').waitFor();
      await hears('polite', (await id('sync-pill').textContent()) ?? '');
      await id('pay-exact').click();
      await id('receipt').waitFor();
      await hears('polite', `${PAID[language]}. `);
      lab.wire.mend();
      await pill('synced').waitFor();
      await hears('polite', (await id('sync-pill').textContent()) ?? '');
      await id('receipt-next').click();

      await scanned(index + 1);
      await page.keyboard.press('F4');
      await notice('parked').waitFor();
      await hears('polite', await noticeWords('parked'));

      const heard = (await heardBy(page)).slice(before);
      for (const { tone, words } of said)
        expect(
          heard.filter(({ text }) => text.includes(words)),
          words,
        ).toEqual([{ tone, text: expect.any(String) as string }]);
      await page.keyboard.press('Escape');
      await speak(page, 'en');
    },
  );

  it('also what is undone and chosen by keys, and also in front of a dialog', async () => {
    const [first, second] = [await scanned(8), await scanned(9)];
    const counted = async (words: string) =>
      (await heardBy(page)).filter(({ text }) => plain(text).includes(words)).length;
    expect(await counted(first.item.name)).toBe(1);
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => counted(first.item.name)).toBe(2);
    await page.keyboard.press('Control+z');
    await untilLines(page, 1);
    await untilHeard(page, 'polite', 'Undone');
    // In front of a form that waits to be finished.
    await page.keyboard.press('F3');
    await id('customer-search').fill('Grace Hopper');
    await id('customer-new').click();
    await id('customer-email').fill('grace@example.org');
    await scan(page, second.code);
    await untilHeard(page, 'assertive', await noticeWords('choosing'));
    await page.keyboard.press('Escape');
    await id('customer-email').waitFor({ state: 'detached' });
    await clear();
  });
});

describe('a line that is held no longer', () => {
  it('is asked for again by Enter', async () => {
    const { sku } = await scanned(10);
    await page.locator(`[data-sku="${sku}"][data-state="reserved"]`).waitFor();
    const saleId = await saleOnScreen();
    const { lines = [], revision } = lab.wire.sale(saleId) ?? {};
    const granted = lines.map(({ lineId }) => ({ lineId, sku, requested: 1, granted: 0, heldBy: [] }));
    const reservation = { state: 'expired', expiresAt: null, lines: granted };
    lab.wire.put('saleResults', saleId, { saleId, revision, reservation, appliedAt: null, exceptions: [] });
    await page.locator(`[data-sku="${sku}"][data-state="lapsed"]`).waitFor();
    await page.keyboard.press('Enter');
    await page.locator(`[data-sku="${sku}"][data-state="reserved"]`).waitFor();
    expect(lab.wire.sale(saleId)?.revision).toBeGreaterThan(revision ?? 0);
    await clear();
  });
});

describe('a cashier', () => {
  const [owner, cashier] = shop.staff;

  it('takes empties back without asking, and a code with letters chooses nothing in a list that has the focus', async () => {
    await become(cashier);
    await page.keyboard.press('F11');
    await id('returns-without').click();
    await id('unverified-code').fill('SRV-DEPOSIT-08');
    await page.keyboard.press('Enter');
    const reason = id('unverified-line').locator('[data-testid^="return-reason-"]');
    const chosen = await reason.textContent();
    await reason.focus();
    await scanWith(page, 'FAULTY-123', { gapMs: 20 });
    await page.locator('[data-testid="returns-says"]').waitFor();
    expect(await reason.textContent()).toBe(chosen);
    expect(await page.getByRole('option').count()).toBe(0);
    await id('unverified-take').click();
    await untilLines(page, 1);
    expect(await id('approval').count()).toBe(0);
    await expect
      .poll(async () => lab.wire.sale(await saleOnScreen())?.approvals)
      .toMatchObject([{ act: 'returnGoods', approvedBy: cashier?.id }]);
    await clear();
  });

  it('sees who agreed to a discount, by keys alone: where it is given, on the line, on the receipt and the record', async () => {
    await scanned(11);
    const saleId = await saleOnScreen();
    await page.keyboard.press('F8');
    await id('discount-preset-50').click();
    await agree(page);
    await page.locator('[data-testid="line-discount"]').waitFor();
    const name = owner?.name ?? '';
    await page.keyboard.press('F8');
    await id('discount-dialog').getByText(name).waitFor();
    await page.keyboard.press('Escape');
    await id('discount-dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('F7');
    await id('line-panel').getByText(name).waitFor();
    await page.keyboard.press('Escape');
    await id('line-panel').waitFor({ state: 'detached' });
    await page.keyboard.press('F9');
    await id('payment').waitFor();
    await page.keyboard.press('Enter');
    await id('receipt-next').click();
    await page.keyboard.press('F11');
    await id('returns-find').fill(saleId);
    await page.keyboard.press('Enter');
    await id('receipt-approvals').getByText(name).waitFor();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => lab.wire.sale(saleId))
      .toMatchObject({
        status: 'tendered',
        approvals: [{ act: 'returnGoods' }, { act: 'largeDiscount', approvedBy: owner?.id }],
      });
  });
});

describe('a bottle that waits for a look at the customer’s age', () => {
  it('waits on while the till is locked; a wrong PIN shakes its head, or stands still', async () => {
    await putDemoPins(lab.wire);
    const lager = shop.items.flatMap(({ variants }) => variants).find(({ sku }) => sku === 'WIN-LAGER-500');
    await scan(page, lager?.codes[0] ?? '');
    await id('age-question').waitFor();
    lab.setSettings({ autoLockMs: 300 });
    await id('pin-pad').waitFor();
    lab.setSettings({ autoLockMs: 0, storeName: 'Evertill Market by Night' });
    await page.getByText('Evertill Market by Night').waitFor();
    const [, cashier] = shop.staff;
    await page.keyboard.type('9999');
    await page.locator('[data-testid="pin-entry"][data-shakes="1"]').waitFor();
    await expect.poll(movedUntilNow).toContainEqual(expect.stringContaining('animationstart shake'));
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.keyboard.type('9999');
    await page.locator('[data-testid="pin-entry"][data-shakes="2"]').waitFor();
    expect(await movedUntilNow()).toEqual([]);
    await page.keyboard.type(cashier?.pin ?? '');
    await id('age-question').waitFor();
    expect(await id('cart-line').count()).toBe(0);
    await id('age-yes').click();
    await line('WIN-LAGER-500').waitFor();
  });
});
