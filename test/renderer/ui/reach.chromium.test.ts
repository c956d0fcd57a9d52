import { describe, expect, it } from 'vitest';
import { scan } from '../../support/keyboard.ts';
import { axeFaults } from './support/axe-faults.ts';
import { piece } from './support/demo-goods.ts';
import { atWork, openDesk } from './support/desk.ts';

const desk = openDesk();

const id = (testId: string) => desk.till.page.getByTestId(testId);
const line = (sku: string) => desk.till.page.locator(`[data-testid="cart-line"][data-sku="${sku}"]`);

describe('the keys', () => {
  it('are chosen in the settings, stand on their buttons, and tell whose a key is already', async () => {
    const page = await atWork(desk);
    await scan(page, piece(3).code);
    await line(piece(3).sku).waitFor();
    await id('settings-open').click();
    await id('settings-keys').click();
    await id('key-pay').click();
    await id('key-listens').press('7');
    await page.locator('[data-testid="key-refused"][data-code="impossible"]').waitFor();
    await id('key-listens').press('F4');
    await page.locator('[data-testid="key-refused"][data-code="taken"]').waitFor();
    await id('key-swap').click();
    await page.locator('[data-testid="key-pay"][data-key="F4"]').waitFor();
    await page.locator('[data-testid="key-park"][data-key="F9"]').waitFor();
    await page.keyboard.press('Escape');
    expect(await id('pay').getAttribute('aria-keyshortcuts')).toBe('F4');
    expect(await id('pay').textContent()).toContain('F4');
    await page.keyboard.press('F4');
    await id('payment').waitFor();
    await page.keyboard.press('Escape');
    await line(piece(3).sku).waitFor();
    await page.keyboard.press('F1');
    expect(await id('help-pay').textContent()).toContain('F4');
    await page.keyboard.press('Escape');
    await id('settings-open').click();
    await id('settings-keys').click();
    await id('keys-reset').click();
    await page.locator('[data-testid="key-pay"][data-key="F9"]').waitFor();
  });

  it('work on a keyboard that writes no Latin letters', async () => {
    const page = await atWork(desk);
    await scan(page, piece(4).code);
    await line(piece(4).sku).waitFor();
    await page.keyboard.press('Delete');
    await line(piece(4).sku).waitFor({ state: 'detached' });
    // Ctrl and the key where Z is, which writes another letter there.
    await page.evaluate(() =>
      window.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'ئ', code: 'KeyZ', ctrlKey: true, cancelable: true }),
      ),
    );
    await line(piece(4).sku).waitFor();
  });
});

describe('from right to left', () => {
  it('sells in Arabic: the page runs the other way, the keys of the pad do not, and axe finds nothing', async () => {
    const page = await atWork(desk, { language: 'ar', width: 1024, height: 768 });
    expect(await page.evaluate(() => [document.dir, document.documentElement.lang])).toEqual(['rtl', 'ar']);
    await scan(page, piece(5).code);
    await line(piece(5).sku).waitFor();
    const left = async (testId: string) => (await id(testId).boundingBox())?.x ?? Number.NaN;
    // The cart stands left of the articles; 7 stands left of 9 as on every keyboard.
    expect(await left('pay')).toBeLessThan(await left('search'));
    expect(await left('pad-7')).toBeLessThan(await left('pad-9'));
    // No word of English is left, but for what the shop itself has written.
    const words = await page.locator('#cart header, [data-testid="sync-pill"]').allTextContents();
    expect(words.join(' ').replace(/F\d+/g, '')).not.toMatch(/[a-z]{3}/i);
    expect(await axeFaults(page)).toEqual([]);
    await id('pay').click();
    await id('pay-exact').click();
    await id('receipt').waitFor();
  });
});

describe('large text', () => {
  it.each(['125', '150'])('at %s %% nothing of the sale screen leaves the smallest window', async (size) => {
    const page = await atWork(desk, { language: 'de', width: 1024, height: 768 });
    await id('settings-open').click();
    await id(`text-size-${size}`).click();
    await page.keyboard.press('Escape');
    await scan(page, piece(6).code);
    await line(piece(6).sku).waitFor();
    const outside = await page.evaluate(() =>
      [
        ...document.querySelectorAll(
          '#cart button, header button, [data-testid="search"], [data-testid="total"]',
        ),
      ]
        .filter((part) => !part.closest('ul'))
        .map((part) => ({ box: part.getBoundingClientRect(), html: part.outerHTML.slice(0, 100) }))
        .filter(({ box }) => box.width > 0)
        .filter(({ box }) => box.right > innerWidth + 1 || box.left < -1 || box.bottom > innerHeight + 1)
        .map(({ html }) => html),
    );
    expect(outside).toEqual([]);
  });
});
