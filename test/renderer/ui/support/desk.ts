import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { type LabTill, openTillLab, startWork, type TillLab } from './till-page.ts';

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
    // No screen may break the content security policy or throw, whatever the test was about.
    expect(desk.till.faults).toEqual([]);
    await desk.till.close();
  });
  return desk;
}

export async function atWork(desk: Desk, look?: Parameters<TillLab['open']>[0]): Promise<Page> {
  desk.till = await desk.lab.open(look);
  await startWork(desk.lab, desk.till);
  return desk.till.page;
}

export async function untilLines(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelectorAll('[data-testid="cart-line"]').length === wanted,
    count,
  );
}
