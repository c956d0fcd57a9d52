import { describe, expect, it } from 'vitest';
import { piece } from '../ui/support/demo-goods.ts';
import { atWork, openDesk, untilLines } from '../ui/support/desk.ts';
import { scanWith } from '../ui/support/paced-scan.ts';

const desk = openDesk();
const id = (testId: string) => desk.till.page.getByTestId(testId);

describe('a scan where keys mean something else', () => {
  it('takes no money, presses no button, leaves what was typed, and is not seen in a quick hand’s words', async () => {
    const page = await atWork(desk);
    const [first, second] = [piece(40), piece(41)];

    // A tile has the focus: the space in a code does not press it.
    await id('search').fill(first.item.name);
    await id(`tile-${first.item.id}`).click();
    await untilLines(page, 1);
    await page.keyboard.press('Escape');
    await id(`tile-${first.item.id}`).or(page.locator('[data-testid^="tile-"]')).first().focus();
    await scanWith(page, 'AB 12 CD 34', { gapMs: 20 });
    await page.locator('[data-testid="notice"][data-code="unknownCode"]').waitFor();
    expect(await page.locator('[data-testid="cart-line"]').count()).toBe(1);
    expect(
      await page.locator('[data-testid="cart-line"] [data-quantity]').getAttribute('data-quantity'),
    ).toBe('1');

    // What was typed just before a scan stays; a word is no scan, and Enter is the field's.
    await id('search').fill('');
    await page.keyboard.type('35', { delay: 150 });
    await scanWith(page, second.code, { gapMs: 15, afterMs: 260 });
    await untilLines(page, 2);
    expect(await id('search').inputValue()).toBe('35');
    await id('search').fill('');
    await scanWith(page, 'pretzel', { gapMs: 30 });
    // The first that is called so.
    await untilLines(page, 3);
    expect(
      await page
        .locator('[data-testid="notice"][data-code="unknownCode"]')
        .filter({ hasText: 'pretzel' })
        .count(),
    ).toBe(0);
    await page.keyboard.press('Escape');

    // On the payment screen a short code of a slow scanner is no cash.
    await id('pay').click();
    await id('payment').waitFor();
    await scanWith(page, '4711', { gapMs: 60 });
    await page.locator('[data-testid="notice"][data-code="payFirst"]').waitFor();
    expect(await id('payment').count()).toBe(1);
    expect(await id('receipt').count()).toBe(0);
  });
});
