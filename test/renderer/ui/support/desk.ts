import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { shop } from './demo-goods.ts';
import { type LabTill, openShift, openTillLab, pair, startWork, type TillLab } from './till-page.ts';

/** The till of the running test and the lab of its file. */
export interface Desk {
  lab: TillLab;
  till: LabTill;
  /** The next test may go on at this till. */
  stays: boolean;
}

/**
 * One lab for a file; after each test the page must have kept to its policy and thrown nothing.
 *
 * @param tills `each`: a till that was just paired for each test. `one`: a test that needs no other look goes on at the till of
 *   the one before, with an empty cart; after one that failed, or that ended in a question, there is a new one.
 */
export function openDesk(tills: 'each' | 'one' = 'each'): Desk {
  const desk = { stays: false } as Desk;
  beforeAll(async () => {
    desk.lab = await openTillLab();
  });
  afterAll(() => desk.lab.close());
  afterEach(async ({ task }) => {
    desk.lab.wire.mend();
    const { faults, page, close } = desk.till;
    desk.stays =
      tills === 'one' && task.result?.state !== 'fail' && (await page.getByRole('dialog').count()) === 0;
    if (!desk.stays) await close();
    // No screen may break the content security policy or throw, whatever the test was about.
    expect(faults).toEqual([]);
  });
  return desk;
}

export async function atWork(desk: Desk, look?: Parameters<TillLab['open']>[0]): Promise<Page> {
  if (desk.stays && look === undefined) return withEmptyCart(desk.till.page);
  if (desk.stays) await desk.till.close();
  desk.till = await desk.lab.open(look);
  await startWork(desk.lab, desk.till);
  return desk.till.page;
}

async function withEmptyCart(page: Page): Promise<Page> {
  await page.getByTestId('search').or(page.getByTestId('receipt-next')).first().waitFor();
  const next = page.getByTestId('receipt-next');
  if (await next.isVisible()) await next.click();
  await page.getByTestId('search').fill('');
  // Out of the field; what was typed and said goes, too.
  await page.keyboard.press('Escape');
  if (await page.getByTestId('clear').isEnabled()) await page.getByTestId('clear').click();
  await untilLines(page, 0);
  return page;
}

/** Once every timer of the page that was to run within so long has run: what was to come of it has come. */
export const afterTimers = (page: Page, ms: number): Promise<void> =>
  page.evaluate((wait) => new Promise<void>((resolve) => setTimeout(resolve, wait)), ms);

/** Nothing flashes or slides any more; what turns for ever does not count. */
export const untilStill = async (page: Page): Promise<void> =>
  void (await page.waitForFunction(() =>
    document
      .getAnimations()
      .every((each) => each.effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY),
  ));

export async function untilLines(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelectorAll('[data-testid="cart-line"]').length === wanted,
    count,
  );
}

/** A till that was never set up, at work with everything downloaded, by the owner: who may do whatever a test does. */
export async function startAsOwner(lab: TillLab, till: LabTill): Promise<void> {
  await pair(lab, till);
  const owner = shop.staff.find(({ role }) => role === 'owner');
  await till.page.getByTestId(`cashier-${owner?.id}`).click();
  await openShift(till.page);
  await till.page.getByTestId('catalogue-progress').waitFor({ state: 'detached' });
}
