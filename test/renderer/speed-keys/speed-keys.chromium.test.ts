import { beforeAll, describe, expect, it } from 'vitest';
import type { AskedSpeedKeys } from '../../../shared/office/office-request.ts';
import { scan } from '../../support/keyboard.ts';
import { agree } from '../ui/support/agree.ts';
import { axeFaults } from '../ui/support/axe-faults.ts';
import { piece, shop } from '../ui/support/demo-goods.ts';
import { atWork, openDesk } from '../ui/support/desk.ts';
import { settingsOf } from '../ui/support/till-page.ts';

const desk = openDesk();
const { speedKeys } = shop.daySettings;
beforeAll(() => desk.lab.setSettings({ speedKeys }));
const id = (testId: string) => desk.till.page.getByTestId(testId);
const keys = () =>
  id('speed-keys')
    .locator('button')
    .evaluateAll((all) => all.map((key) => key.getAttribute('data-testid')?.replace('speed-key-', '')));
const [breakfast, counter] = speedKeys;
const order = breakfast?.keys.map(({ sku }) => sku) ?? [];
const [first = '', second = '', third = ''] = order;

async function openEditor(look?: Parameters<typeof atWork>[1]) {
  const page = await atWork(desk, look);
  await id('settings-open').click();
  await id('settings-speedKeys').click();
  await id('speed-keys-open').click();
  // A cashier may not; the owner agrees in place.
  await agree(page);
  await id('speed-keys-panel').waitFor();
  return page;
}
/** What this till has asked of head office, by its first page. */
async function asked(firstPage: string): Promise<AskedSpeedKeys> {
  const { pushes, fact } = desk.lab.wire;
  const found = () =>
    pushes
      .map(({ id: pushed }) => fact(pushed) as unknown as AskedSpeedKeys | undefined)
      .findLast((each) => each?.kind === 'speedKeys' && each.pages[0]?.name === firstPage);
  await expect.poll(() => found()?.id).toBeTruthy();
  return found() as AskedSpeedKeys;
}

describe('the speed keys', () => {
  it('are arranged by keyboard, by buttons, by dragging and by scanning, step by step back, and hold at once', async () => {
    const page = await openEditor();
    // The first page is what a shop sees first.
    expect(await id(`category-⌨${breakfast?.name}`).getAttribute('aria-selected')).toBe('true');
    expect(await axeFaults(page)).toEqual([]);
    expect(await keys()).toEqual(order);

    // By keyboard: the arrows choose, with Ctrl they move, Delete removes.
    await id(`speed-key-${first}`).focus();
    await page.keyboard.press('Control+ArrowRight');
    await expect.poll(keys).toEqual([second, first, ...order.slice(2)]);
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('data-key-place')))
      .toBe('1');
    await page.keyboard.press('ArrowRight');
    await page.locator(`[data-testid="speed-key-${third}"][aria-pressed="true"]`).waitFor();
    await page.keyboard.press('Delete');
    await expect.poll(keys).toEqual([second, first, ...order.slice(3)]);
    await page.keyboard.press('Control+z');
    await expect.poll(keys).toEqual([second, first, ...order.slice(2)]);

    // By the buttons.
    await id(`speed-key-${first}`).click();
    await id('speed-key-earlier').click();
    await expect.poll(keys).toEqual(order);
    // By dragging: as many places as it passes are one step.
    const [from, to] = [
      await id(`speed-key-${first}`).boundingBox(),
      await id(`speed-key-${third}`).boundingBox(),
    ];
    if (!from || !to) throw new Error('the keys are not drawn');
    await page.mouse.move(from.x + 40, from.y + 40);
    await page.mouse.down();
    await page.mouse.move(to.x + 40, to.y + 40, { steps: 6 });
    await page.mouse.up();
    await expect.poll(keys).toEqual([second, third, first, ...order.slice(3)]);
    await id('speed-keys-undo').click();
    await expect.poll(keys).toEqual(order);

    // A scan is a key, and sells nothing; the same again is told.
    const added = piece(30);
    await scan(page, added.code);
    await id(`speed-key-${added.sku}`).waitFor();
    await scan(page, added.code);
    await page.locator('[data-testid="speed-keys-says"][data-code="twice"]').waitFor();
    await scan(page, '4999999999991');
    await page.locator('[data-testid="speed-keys-says"][data-code="unknown"]').waitFor();
    await id('speed-key-label').fill('Special');
    // By searching.
    const found = piece(31);
    await id('speed-search').fill(found.sku);
    await id(`speed-found-${found.sku}`).waitFor();
    await id('speed-search').press('Enter');
    await id(`speed-key-${found.sku}`).waitFor();

    // A page is added, named, moved to the front; another name is not given twice.
    await id('speed-page-add').click();
    await id('speed-page-name').fill(counter?.name ?? '');
    await desk.till.page.getByText('Another page is called that.').waitFor();
    await id('speed-page-name').fill('Lunch');
    await id('speed-page-earlier').click();
    await id('speed-page-earlier').click();
    await scan(page, added.code);
    await id(`speed-key-${added.sku}`).waitFor();
    await id('speed-keys-save').click();
    await id('speed-keys-panel').waitFor({ state: 'detached' });

    // Here at once: the page that was put first, with its tile.
    await id('category-⌨Lunch').waitFor();
    expect(await page.locator('[data-testid="cart-line"]').count()).toBe(0);
    await id('category-⌨Lunch').click();
    await id(`tile-${added.item.id}/${added.sku}`).click();
    await page.locator(`[data-testid="cart-line"][data-sku="${added.sku}"]`).waitFor();
    const owner = shop.staff.find(({ role }) => role === 'owner')?.id;
    const request = await asked('Lunch');
    expect(request).toMatchObject({ kind: 'speedKeys', approvedBy: owner });
    expect(request.pages.map(({ name }) => name)).toEqual(['Lunch', breakfast?.name, counter?.name]);
    expect(request.pages[1]?.keys.slice(-2)).toEqual([
      { sku: added.sku, label: 'Special' },
      { sku: found.sku },
    ]);
  });

  it('that are arranged offline say so, hold here, and give way to whoever head office heard last', async () => {
    const page = await openEditor({ language: 'ar', width: 1024, height: 768 });
    // What is not saved is not lost without a question.
    await id(`speed-key-${first}`).focus();
    // Along the line, which runs the other way.
    await page.keyboard.press('Control+ArrowLeft');
    await expect.poll(keys).toEqual([second, first, ...order.slice(2)]);
    await page.keyboard.press('Escape');
    await id('speed-keys-leave-no').click();
    desk.lab.wire.faults.down = true;
    desk.lab.wire.cutStreams();
    await page.locator('[data-testid="sync-pill"][data-state="offline"]').waitFor();
    await id('speed-page-name').fill('Mine');
    await id('speed-keys-save').click();
    await page.locator('[data-testid="notice"][data-code="speedKeysWaiting"]').waitFor();
    await id('category-⌨Mine').waitFor();
    await id('settings-open').click();
    await id('settings-speedKeys').click();
    await page.locator('[data-testid="speed-keys-news"][data-code="waiting"]').waitFor();
    await page.keyboard.press('Escape');

    desk.lab.wire.mend();
    const mine = await asked('Mine');
    const other = shop.staff[1];
    const change = { kind: 'speedKeys', terminalId: mine.terminalId, staffId: mine.staffId, at: mine.at };
    const theirs = [{ name: 'Theirs', keys: [{ sku: first }] }];
    desk.lab.wire.put('settings', 'store', {
      ...settingsOf(shop),
      speedKeys: theirs,
      changes: [
        { ...change, id: mine.id.replace(/^./, 'f'), staffId: other?.id, appliedAt: mine.at, version: 9002 },
        { ...change, id: mine.id, appliedAt: mine.at, version: 9001 },
      ],
    });
    await page
      .locator('[data-testid="notice"][data-code="speedKeysReplaced"]')
      .filter({ hasText: other?.name ?? '' })
      .waitFor();
    await id('category-⌨Theirs').waitFor();
    expect(await id('category-⌨Mine').count()).toBe(0);
    desk.lab.setSettings({ speedKeys });
  });
});
