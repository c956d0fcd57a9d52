import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AskedHouseRules } from '../../../shared/office/office-request.ts';
import { agree } from './support/agree.ts';
import { axeFaults } from './support/axe-faults.ts';
import { piece, shop } from './support/demo-goods.ts';
import { atWork, openDesk } from './support/desk.ts';
import { type PacedScanner, scanWith } from './support/paced-scan.ts';
import { settingsOf } from './support/till-page.ts';

const desk = openDesk();
const id = (testId: string) => desk.till.page.getByTestId(testId);
const owner = shop.staff.find(({ role }) => role === 'owner');
const MANAGER = {
  id: '01900000-0000-7000-8000-0000000000ff',
  name: 'Maja Vale',
  role: 'manager',
  active: true,
};
beforeAll(() => desk.lab.wire.put('staff', MANAGER.id, MANAGER));

async function openSection(section: string, look?: Parameters<typeof atWork>[1]): Promise<Page> {
  const page = await atWork(desk, look);
  await id('settings-open').click();
  await id(`settings-${section}`).click();
  return page;
}

async function measure(page: Page, text: string, scanner: PacedScanner): Promise<void> {
  await id('scanner-measure').click();
  for (const scans of [0, 1, 2]) {
    await page.locator(`[data-testid="scanner-scanning"][data-scans="${scans}"]`).waitFor();
    await scanWith(page, text, scanner);
  }
}

describe('a scanner is measured', () => {
  const { code, sku } = piece(12);
  const worded = shop.items.flatMap(({ variants }) => variants).find((each) => /^[A-Z-]{8,}$/.test(each.sku));
  const name = worded?.sku ?? '';

  it('told in words, kept, tried out without selling anything, heard from then on, and put back', async () => {
    const page = await openSection('scanner');
    const cases: readonly [text: string, scanner: PacedScanner, told: object, understood: string][] = [
      [code, { gapMs: 10 }, { gap: '10', terminator: 'enter', layout: 'same' }, code],
      [code, { gapMs: 40, end: 'Tab', prefix: ']E0' }, { gap: '40', terminator: 'tab', prefix: ']E0' }, code],
      [`z${code}`, { gapMs: 80, layout: 'de' }, { gap: '80', layout: 'other', prefix: 'z' }, code],
      // Slower than any other, of letters, and nothing at the end: nobody hears that one unmeasured.
      [name, { gapMs: 130, end: null }, { gap: '130', terminator: 'none' }, name],
    ];
    for (const [text, scanner, expected, understood] of cases) {
      await measure(page, text, scanner);
      await id('scanner-measured').waitFor();
      const told = await id('scanner-measured').evaluate((element) => ({
        ...(element as HTMLElement).dataset,
      }));
      expect(told).toMatchObject({ ...expected, code: understood });
      await id('scanner-keep').click();
      await id('scanner-kept').waitFor();
      expect(await id('scanner-tried').count()).toBe(0);
      await scanWith(page, text, scanner);
      await page.locator(`[data-testid="scanner-tried"][data-code="${understood}"]`).waitFor();
    }
    // A person who types is no scanner.
    await id('scanner-reset').click();
    await id('scanner-standard').waitFor();
    await measure(page, '1234567', { gapMs: 300 });
    await page.locator('[data-testid="scanner-not-measured"][data-code="tooSlow"]').waitFor();
    await id('scanner-again').click();
    await id('scanner-cancel').click();
    await measure(page, code, { gapMs: 40, prefix: ']E0' });
    await id('scanner-keep').click();
    await page.keyboard.press('Escape');
    await id('settings-panel').waitFor({ state: 'detached' });
    expect(await page.locator('[data-testid="cart-line"]').count()).toBe(0);
    await scanWith(page, code, { gapMs: 40, prefix: ']E0' });
    await page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`).waitFor();
  });
});

describe('the rules of the house', () => {
  const asked = async (): Promise<AskedHouseRules> => {
    const pushed = () => desk.lab.wire.pushes.findLast(({ collection }) => collection === 'officeRequests');
    await expect.poll(() => pushed()?.id).toBeTruthy();
    return desk.lab.wire.fact(pushed()?.id ?? '') as unknown as AskedHouseRules;
  };

  it('are read by everybody, changed by who may, and hold when head office says so', async () => {
    const page = await openSection('rules');
    await id('rules-read-only').waitFor();
    expect(await id('rule-cashier-openDrawer').getAttribute('aria-disabled')).toBe('true');
    await id('rule-cashier-openDrawer').click({ force: true });
    expect(await id('rule-cashier-openDrawer').getAttribute('aria-checked')).toBe('false');

    // A manager agrees: may arrange what cashiers may, and not what managers may.
    await id('rules-ask').click();
    await id(`approver-${MANAGER.id}`).click();
    await agree(page);
    await id('rule-cashier-openDrawer').click();
    await page.locator('[data-testid="rule-cashier-openDrawer"][aria-checked="true"]').waitFor();
    expect(await id('rule-manager-postVoid').getAttribute('aria-disabled')).toBe('true');
    // An owner agrees to the rest. By keyboard: one stop, and the arrows.
    await id('rules-ask-owner').click();
    await agree(page);
    await id('rule-cashier-discount').focus();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.locator('[data-testid="rule-manager-largeDiscount"][aria-checked="false"]').waitFor();
    expect(await id('rule-manager-settings').getAttribute('aria-disabled')).toBe('true');
    await id('limit-drawerLimitMinor').fill('400');
    expect(await axeFaults(page)).toEqual([]);

    // Offline it waits, and says so; nothing holds.
    desk.lab.wire.faults.down = true;
    desk.lab.wire.cutStreams();
    await id('rules-send').click();
    await id('rules-pending').waitFor();
    await page.locator('[data-testid="rule-cashier-openDrawer"][aria-checked="false"]').waitFor();
    desk.lab.wire.mend();
    const request = await asked();
    expect(request).toMatchObject({
      kind: 'houseRules',
      approvedBy: owner?.id,
      change: {
        permissions: { cashier: { openDrawer: true }, manager: { largeDiscount: false } },
        drawerLimitMinor: 40_000,
      },
    });
    const told = {
      terminalId: request.terminalId,
      staffId: request.staffId,
      at: request.at,
      appliedAt: request.at,
    };
    desk.lab.wire.put('settings', 'store', {
      ...settingsOf(shop),
      permissions: { cashier: { openDrawer: true } },
      changes: [
        {
          ...told,
          id: request.id,
          kind: 'houseRules',
          version: 9001,
          after: request.change,
          before: { drawerLimitMinor: null },
        },
        {
          ...told,
          id: MANAGER.id,
          kind: 'houseRules',
          version: 9000,
          refused: 'ownRole',
          after: request.change,
        },
      ],
    });
    await id('rules-pending').waitFor({ state: 'detached' });
    await page.locator('[data-testid="rule-cashier-openDrawer"][aria-checked="true"]').waitFor();
    expect(await id('rules-history').locator('li[data-refused="ownRole"]').count()).toBe(1);
    desk.lab.setSettings({});
  });
});

describe('the settings', () => {
  it('stand in sections that the arrows walk through, each without a fault, from right to left too', async () => {
    const page = await openSection('look', { language: 'ar', width: 1024, height: 768 });
    await id('text-size-150').click();
    await id('settings-look').focus();
    const sections = await page
      .locator('[data-testid="settings-panel"] [role="tab"]')
      .evaluateAll((tabs) => tabs.map((tab) => tab.getAttribute('data-testid')));
    expect(sections.length).toBeGreaterThan(7);
    for (const section of sections) {
      await page.locator(`[data-testid="${section}"][aria-selected="true"]`).waitFor();
      expect([section, ...(await axeFaults(page))]).toEqual([section]);
      const wide = await page.evaluate(() => {
        const body = document.querySelector('[data-testid="settings-panel"]');
        return body ? body.scrollWidth - body.clientWidth : 0;
      });
      expect([section, wide]).toEqual([section, 0]);
      if (section === 'settings-sounds') {
        await id('sound-paid').click();
        await id('sounds').click();
        await page.locator('[data-testid="sound-paid"][aria-disabled="true"]').waitFor();
        await id(section).focus();
      }
      await page.keyboard.press('ArrowDown');
    }
  });
});
