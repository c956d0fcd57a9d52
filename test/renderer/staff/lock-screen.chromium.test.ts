import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { StoreSettings } from '../../../shared/staff/store-settings.ts';
import { demoShop } from '../../../src-server/demo/demo-shop.ts';
import { scan, typeByHand } from '../../support/keyboard.ts';
import { putDemoPins, putPin } from '../support/wire-pins.ts';
import { agree } from '../ui/support/agree.ts';
import { axeFaults } from '../ui/support/axe-faults.ts';
import { piece } from '../ui/support/demo-goods.ts';
import {
  type LabTill,
  openShift,
  openTillLab,
  PAIRING_CODE,
  settingsOf,
  type TillLab,
} from '../ui/support/till-page.ts';

type Person = ReturnType<typeof demoShop>['staff'][number];
const [owner, idris, joana] = demoShop().staff as [Person, Person, Person];

let lab: TillLab;
let till: LabTill;
beforeAll(async () => {
  lab = await openTillLab();
});
afterAll(() => lab.close());
afterEach(async () => {
  lab.wire.mend();
  await till.close();
  expect(till.faults).toEqual([]);
});

const id = (testId: string) => till.page.getByTestId(testId);
const setSettings = (change: Partial<StoreSettings>) =>
  lab.wire.put('settings', 'store', { ...settingsOf(demoShop()), ...change });

async function paired(): Promise<Page> {
  till = await lab.open();
  const { page } = till;
  await id('pair-server').fill(lab.wire.url);
  await id('pair-code').fill(PAIRING_CODE);
  await id('pair-submit').click();
  await id(`cashier-${idris.id}`).waitFor();
  await id('catalogue-progress').waitFor({ state: 'detached' });
  return page;
}

/** Chooses a person and types a PIN; where a pad for this person shows already, the PIN alone. */
async function enter(page: Page, person: { id: string; pin: string }): Promise<void> {
  await id(`cashier-${person.id}`).click();
  await id('pin-pad').waitFor();
  await page.keyboard.type(person.pin);
  await openShift(page);
}

it('a shop without PINs says so, lets everybody sell, and sets its first one at the till', async () => {
  const page = await paired();
  await id('no-pins').waitFor();
  const sent: unknown[] = [];
  lab.wire.routes.set(`POST /v1/staff/${owner.id}/pin`, (body) => {
    sent.push(body);
    return { status: 204 };
  });
  await id('set-first-pin').click();
  await id(`pin-for-${owner.id}`).click();
  const type = async (pin: string, then: string) => {
    await page.keyboard.type(pin);
    await page.locator(then).waitFor();
  };
  const step = (name: 'new' | 'again') => `[data-testid="set-pin-step"][data-step="${name}"]`;
  await page.locator(step('new')).waitFor();
  await type('2580', step('again'));
  // Typed wrong: it begins anew.
  await type('2589', '[data-testid="set-pin-problem"][data-code="different"]');
  await type('2580', step('again'));
  await page.keyboard.type('2580');
  await id('set-pin-done').waitFor();
  expect(sent).toEqual([{ pin: '2580' }]);
  await id('set-pin-close').click();
  await id(`cashier-${idris.id}`).click();
  await openShift(page);
});

it('a wrong PIN is counted, over a restart, and locks the name; a scan is no try; a manager lifts it, and a new PIN counts at once', async () => {
  await putDemoPins(lab.wire);
  const page = await paired();
  await id(`cashier-${idris.id}`).click();
  await id('pin-pad').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await scan(page, piece(30).code);
  await page.getByText('That was a scan').waitFor();
  const wrong = async (count: number) => {
    await page.keyboard.type('9999');
    await page.locator(`[data-testid="pin-entry"][data-shakes="${count}"]`).waitFor();
  };
  await wrong(1);
  expect(await id('pin-says').textContent()).toContain('4 tries left');
  await wrong(2);
  await page.reload();
  await id(`cashier-${idris.id}`).click();
  await id('pin-pad').waitFor();
  await wrong(1);
  expect(await id('pin-says').textContent()).toContain('2 tries left');
  await wrong(2);
  await wrong(3);
  await page.reload();
  await id(`cashier-${idris.id}`).click();
  await id('lift-lock').waitFor();
  expect(await id('pin-says').textContent()).toMatch(/Again in (1:00|0:\d\d)/);
  // Nobody else is locked out by it.
  await id(`cashier-${joana.id}`).click();
  await id('pin-name').getByText(joana.name).waitFor();
  await page.keyboard.type(joana.pin);
  await openShift(page);
  await page.keyboard.press('Control+l');
  await id(`cashier-${idris.id}`).click();
  await id('lift-lock').click();
  await id('approval').getByTestId('pin-pad').waitFor();
  await page.keyboard.type(owner.pin);
  await id('approval').waitFor({ state: 'detached' });
  // Who, whose and when are told to head office, and kept.
  await expect
    .poll(() =>
      lab.wire.pushes.map((push) => lab.wire.fact(push.id)).find((fact) => fact?.kind === 'incident'),
    )
    .toMatchObject({ staffId: owner.id, incident: { what: 'pinLockLifted', memberId: idris.id } });
  // Changing the PIN by keyboard: the pad behind the question hears nothing of it.
  await id('set-pin').click();
  await id('set-pin-dialog').getByTestId('pin-pad').waitFor();
  await page.keyboard.type(idris.pin);
  await page.locator('[data-testid="set-pin-step"][data-step="new"]').waitFor();
  await page.keyboard.press('Escape');
  await id('set-pin-dialog').waitFor({ state: 'detached' });
  await id('lock-screen').waitFor();
  // A PIN that was changed elsewhere counts here at once, though it is longer.
  await putPin(lab.wire, idris, '80088008');
  await page.locator('[data-testid="pin-dots"] > :nth-child(8)').waitFor();
  await enter(page, { id: idris.id, pin: '80088008' });
  await putPin(lab.wire, idris, idris.pin);
});

it('the till locks itself; each cashier has a cart, and a sale is by whoever is paid', async () => {
  const page = await paired();
  await enter(page, idris);
  await scan(page, piece(31).code);
  await page.locator(`[data-testid="cart-line"][data-sku="${piece(31).sku}"]`).waitFor();
  setSettings({ autoLockMs: 300 });
  await id('lock-screen').waitFor();
  await id('kept-cart').waitFor();
  // It has heard that it is to stay open from now on.
  setSettings({ autoLockMs: 0, storeName: 'The patient shop' });
  await id('lock-screen').getByText('The patient shop').waitFor();
  await enter(page, joana);
  expect(await id('cart-line').count()).toBe(0);
  await scan(page, piece(32).code);
  await page.locator(`[data-testid="cart-line"][data-sku="${piece(32).sku}"]`).waitFor();
  await page.keyboard.press('Control+l');
  await enter(page, idris);
  await page.locator(`[data-testid="cart-line"][data-sku="${piece(31).sku}"]`).waitFor();
  expect(await id('cart-line').count()).toBe(1);
  const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
  await id('pay').click();
  await id('pay-exact').click();
  await id('receipt').waitFor();
  await expect.poll(() => lab.wire.sale(saleId)).toMatchObject({ status: 'tendered', cashierId: idris.id });
});

it('an override names who and why, takes that person’s PIN, and Escape keeps the cart', async () => {
  setSettings({ oversell: 'manager', autoLockMs: 0 });
  const page = await paired();
  await enter(page, joana);
  await page.locator('[data-testid="sync-pill"][data-state="synced"]').waitFor();
  lab.wire.faults.down = true;
  lab.wire.cutStreams();
  await page.locator('[data-testid="sync-pill"][data-state="offline"]').waitFor();
  const { sku, code } = piece(38);
  await typeByHand(page, '999*');
  await scan(page, code);
  await page.locator(`[data-sku="${sku}"][data-state="beyondHere"]`).waitFor();
  const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
  await id('pay').click();
  await id('approval').waitFor();
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.locator(`[data-sku="${sku}"][data-state="beyondHere"]`).waitFor();
  await id('pay').click();
  await agree(page, owner.pin);
  await id('pay-exact').click();
  await id('receipt').waitFor();
  lab.wire.mend();
  await expect
    .poll(() => lab.wire.sale(saleId))
    .toMatchObject({
      cashierId: joana.id,
      approvals: [{ act: 'sellBeyondStock', approvedBy: owner.id, cashierId: joana.id, reason: 'Goodwill' }],
    });
});
