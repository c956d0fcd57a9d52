import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { shop } from './demo-goods.ts';
import { type LabTill, openShift, openTillLab, pair, startWork, type TillLab } from './till-page.ts';

/** The till of the running test and the lab of its file. */
export interface Desk {
  lab: TillLab;
  till: LabTill;
}

/** One lab for a file, one till for each test; after each the page must have kept to its policy and thrown nothing. */
export function openDesk(): Desk {
  const desk = {} as Desk;
  beforeAll(async () => {
    desk.lab = await openTillLab();
  });
  afterAll(() => desk.lab.close());
  afterEach(async () => {
    desk.lab.wire.mend();
    const { faults } = desk.till;
    await desk.till.close();
    // No screen may break the content security policy or throw, whatever the test was about.
    expect(faults).toEqual([]);
  });
  return desk;
}

export async function atWork(desk: Desk, look?: Parameters<TillLab['open']>[0]): Promise<Page> {
  desk.till = await desk.lab.open(look);
  await startWork(desk.lab, desk.till);
  return desk.till.page;
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
