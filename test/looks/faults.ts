import type { Page } from 'playwright-core';
import { axeFaults } from '../renderer/ui/support/axe-faults.ts';

/**
 * What axe finds on what is shown now, and what can have the focus without showing it or outside of the window. Of a dialog that
 * is open: in it.
 */
export async function faultsFound(page: Page): Promise<string[]> {
  const where = await page.evaluate(() => {
    const dialogs = [...document.querySelectorAll('[role="dialog"], [role="alertdialog"]')];
    for (const dialog of dialogs) dialog.toggleAttribute('data-foremost', dialog === dialogs.at(-1));
    return dialogs.length > 0 ? '[data-foremost]' : undefined;
  });
  const broken = await axeFaults(page, where);
  const unseen = await page.evaluate((selector) => {
    const found: string[] = [];
    const scope = (selector === undefined ? null : document.querySelector(selector)) ?? document;
    const had = document.activeElement;
    const stops = [
      ...scope.querySelectorAll<HTMLElement>(
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
  }, where);
  return [...broken.map((rule) => `axe ${rule}`), ...unseen];
}
