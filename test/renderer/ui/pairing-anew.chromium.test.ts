import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { scan } from '../../support/keyboard.ts';
import { TERMINAL_ID } from '../support/wire-server.ts';
import { piece } from './support/demo-goods.ts';
import { atWork, openDesk } from './support/desk.ts';
import { PAIRING_CODE, takeFirstCashier } from './support/till-page.ts';

const desk = openDesk();
const NEXT = '01900000-0000-7000-8000-00000000bbbb';

const id = (testId: string) => desk.till.page.getByTestId(testId);
const pill = (state: string) =>
  desk.till.page.locator(`[data-testid="sync-pill"][data-state="${state}"][data-unsent="0"]`);

/** Scans; once more where the till says that what the new pairing brings is not here yet. */
async function scanNow(page: Page, { code, sku }: { code: string; sku: string }): Promise<void> {
  const line = page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);
  const notYet = page
    .locator('[data-testid="notice"]')
    .and(page.locator('[data-code="unknownCodeYet"], [data-code="settingsMissing"]'));
  for (;;) {
    await scan(page, code);
    await line.or(notYet).first().waitFor();
    if ((await line.count()) > 0) return;
    await notYet.getByRole('button').click();
    await notYet.waitFor({ state: 'detached' });
  }
}

async function sell(page: Page, index: number): Promise<string> {
  await scanNow(page, piece(index));
  const saleId = (await page.locator('#cart').getAttribute('data-sale')) ?? '';
  await id('pay').click();
  await id('pay-exact').click();
  await id('receipt').waitFor();
  await id('receipt-next').click();
  return saleId;
}

/** A till with one sale that nobody has heard of is refused, and stands before a server that does not know who it was. */
async function atAServerThatDoesNotKnowIt(index: number): Promise<{ page: Page; unsent: string }> {
  const page = await atWork(desk);
  const { wire } = desk.lab;
  wire.faults.revoked = true;
  wire.cutStreams();
  await page.locator('[data-testid="sync-pill"][data-state="revoked"]').waitFor();
  wire.faults.down = true;
  const unsent = await sell(page, index);
  await id('sync-pill').click();
  await id('pair-again').click();
  Object.assign(wire.faults, { down: false, revoked: false, formerUnknown: true, terminalId: NEXT });
  await id('pair-server').fill(wire.url);
  await id('pair-code').fill(PAIRING_CODE);
  await id('pair-submit').click();
  await page.locator('[data-testid="pair-error"][data-code="unknownFormer"]').waitFor();
  expect(wire.sale(unsent)).toBeUndefined();
  return { page, unsent };
}

describe('a till that its server does not know any more', () => {
  it('of which a person says that the server is theirs, restored, takes its own place and delivers what it sold', async () => {
    const { page, unsent } = await atAServerThatDoesNotKnowIt(40);
    await id('pair-restored').focus();
    await page.keyboard.press('Enter');
    await id('pair-former-choice').waitFor({ state: 'detached' });
    expect(desk.lab.wire.enrolments.at(-1)).toMatchObject({ replaces: TERMINAL_ID, restored: true });
    await expect
      .poll(() => desk.lab.wire.sale(unsent))
      .toMatchObject({ status: 'tendered', terminalId: TERMINAL_ID });
    await pill('synced').waitFor();
    const next = await sell(page, 41);
    await expect.poll(() => desk.lab.wire.sale(next)?.terminalId).toBe(NEXT);
    await pill('synced').waitFor();
  });

  it('of which a person says that the server is another begins anew there, once what is unsent was copied', async () => {
    const { page, unsent } = await atAServerThatDoesNotKnowIt(42);
    await id('pair-begin-anew').click();
    await page.locator('[data-testid="pair-error"][data-code="unsent"]').waitFor();
    expect(await id('pair-begin-anew').count(), 'not before there is a copy').toBe(0);
    const [download] = await Promise.all([page.waitForEvent('download'), id('pair-export').click()]);
    const copy = JSON.parse(await readFile(await download.path(), 'utf8')) as {
      documents: { document: { id: string } }[];
    };
    expect(copy.documents.map(({ document }) => document.id)).toContain(unsent);
    await id('pair-begin-anew').focus();
    await page.keyboard.press('Enter');
    await id('pair-former-choice').waitFor({ state: 'detached' });
    expect(desk.lab.wire.enrolments.at(-1)).not.toHaveProperty('replaces');
    // A shift of before is not open here.
    await page.reload();
    await takeFirstCashier(desk.till);
    const next = await sell(page, 43);
    await expect.poll(() => desk.lab.wire.sale(next)?.terminalId).toBe(NEXT);
    await pill('synced').waitFor();
    expect(desk.lab.wire.sale(unsent), 'it went to neither server').toBeUndefined();
  });
});
