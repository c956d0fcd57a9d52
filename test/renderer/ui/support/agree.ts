import type { Page } from 'playwright-core';

/** The one person of the demo shop who may agrees, out of goodwill. With a PIN where people have one. */
export async function agree(page: Page, pin?: string): Promise<void> {
  await page.getByTestId('approval').waitFor();
  await page.getByTestId('reason-goodwill').click();
  if (pin === undefined) await page.getByTestId('approval-agree').click();
  else {
    await page.getByTestId('pin-pad').waitFor();
    await page.keyboard.type(pin);
  }
  await page.getByTestId('approval').waitFor({ state: 'detached' });
}
