import type { CDPSession } from 'playwright-core';
import { expect, it } from 'vitest';
import { scan } from '../../support/keyboard.ts';
import { piece } from './support/demo-goods.ts';
import { atWork, openDesk } from './support/desk.ts';
import { speak } from './support/till-page.ts';

const desk = openDesk();

/** Texts of the page with a letter that no font of the application has, and the machine's font that lent it. */
async function borrowed(session: CDPSession): Promise<string[]> {
  const { root } = await session.send('DOM.getDocument', { depth: -1 });
  const found: string[] = [];
  const look = async (node: typeof root): Promise<void> => {
    const text = (node.children ?? [])
      .filter((child) => child.nodeType === 3)
      .map((child) => child.nodeValue);
    if (text.length > 0) {
      const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId: node.nodeId });
      for (const { familyName, isCustomFont, glyphCount } of fonts)
        if (!isCustomFont) found.push(`${familyName} (${glyphCount}): ${text.join(' ').slice(0, 60)}`);
    }
    for (const child of node.children ?? []) await look(child);
  };
  await look(root);
  return found;
}

it('every letter of the till comes with it, in each language', async () => {
  const page = await atWork(desk);
  const session = await page.context().newCDPSession(page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const found: string[] = [];
  const look = async () => {
    for (const language of ['de', 'ar', 'en'] as const) {
      await speak(page, language);
      // A letter's font is asked for when it is drawn, and then takes its time.
      await page.evaluate(async () => {
        do {
          await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
          await document.fonts.ready;
        } while (document.fonts.status === 'loading');
        await new Promise((resolve) => requestAnimationFrame(resolve));
      });
      found.push(...(await borrowed(session)).map((one) => `${language}: ${one}`));
    }
  };
  await scan(page, piece(40).code);
  await page.locator('[data-testid="cart-line"][data-state="reserved"]').waitFor();
  await look();
  await page.keyboard.press('F9');
  await page.getByTestId('payment').waitFor();
  await look();
  await page.getByTestId('pay-exact').click();
  await page.getByTestId('receipt').waitFor();
  await look();
  expect([...new Set(found)]).toEqual([]);
  // And it would be seen.
  await page.evaluate(() => document.body.append('漢'));
  await expect.poll(() => borrowed(session)).toHaveLength(1);
});
