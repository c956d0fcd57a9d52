import type { Page } from 'playwright-core';

/** The one person of the demo shop who may agrees: out of goodwill, or with the first reason there is. With a PIN where people have one. */
export async function agree(page: Page, pin?: string): Promise<void> {
  const approval = page.getByTestId('approval');
  await approval.waitFor();
  const goodwill = approval.getByTestId('reason-goodwill');
  if (await goodwill.isVisible()) await goodwill.click();
  else await approval.locator('[data-testid^="reason-"]').first().click();
  if (pin === undefined) await page.getByTestId('approval-agree').click();
  else {
    await page.getByTestId('pin-pad').waitFor();
    await page.keyboard.type(pin);
  }
  await approval.waitFor({ state: 'detached' });
}
