import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * The rules that the page as it stands breaks, as axe finds them.
 *
 * @param where only there, as a selector; by default everywhere
 */
export async function axeFaults(page: Page, where?: string): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  return page.evaluate(async (selector) => {
    const { axe: inPage } = window as unknown as {
      axe: {
        run(
          where: Document | string,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await inPage.run(selector ?? document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'],
      resultTypes: ['violations'],
      // Style sheets are the page's own: to fetch them anew for each look tells nothing.
      preload: false,
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`);
  }, where);
}
