import axe from 'axe-core';
import type { Page } from 'playwright-core';

/**
 * What axe finds on what is shown now, and what can have the focus without showing it or outside of the window. Of a dialog that
 * is open: in it.
 */
export async function faultsFound(page: Page): Promise<string[]> {
  await page.evaluate(`window.axe ?? (() => { ${axe.source} })()`);
  return page.evaluate(async () => {
    const { axe: inPage } = window as unknown as {
      axe: {
        run(
          where: Element | Document,
          options: object,
        ): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const dialogs = document.querySelectorAll('[role="dialog"], [role="alertdialog"]');
    const where = dialogs[dialogs.length - 1] ?? document;
    const { violations } = await inPage.run(where, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa'],
      resultTypes: ['violations'],
      // Style sheets are the page's own: to fetch them anew for each look tells nothing.
      preload: false,
    });
    const found = violations.map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ html }) => html).join(' ')}`);

    const had = document.activeElement;
    const stops = [
      ...where.querySelectorAll<HTMLElement>(
        'button:not(:disabled), input:not(:disabled), select, textarea, a[href], [tabindex="0"]',
      ),
    ].filter((stop) => stop.tabIndex >= 0 && stop.getClientRects().length > 0);
    // The ring is drawn on the stop itself, or on what holds it (a field around its input).
    const ringed = (element: HTMLElement | null): boolean => {
      for (let part = element, steps = 0; part && steps < 3; part = part.parentElement, steps += 1) {
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(part);
        if ((outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow.includes('0px 0px 0px'))
          return true;
      }
      return false;
    };
    for (const stop of stops.slice(0, 60)) {
      // What happens when the focus comes is not what is looked at.
      stop.addEventListener('focus', (event) => event.stopImmediatePropagation(), {
        once: true,
        capture: true,
      });
      stop.focus({ focusVisible: true, preventScroll: true } as FocusOptions);
      if (document.activeElement === stop && !ringed(stop))
        found.push(`no ring around ${stop.outerHTML.slice(0, 120)}`);
    }
    if (had instanceof HTMLElement) had.focus({ preventScroll: true });
    return found;
  });
}
