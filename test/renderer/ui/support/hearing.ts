import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** A text that came into a live region. */
export interface Heard {
  readonly tone: 'polite' | 'assertive';
  readonly text: string;
}

/** Listens from now on as a screen reader does: to every text that comes into a live region which is not hidden from it. */
export async function listen(page: Page): Promise<void> {
  await page.evaluate(() => {
    const heard: Heard[] = [];
    Object.assign(window, { heard });
    const LIVE: Record<string, 'polite' | 'assertive'> = {
      alert: 'assertive',
      status: 'polite',
      log: 'polite',
    };
    const toneOf = (part: Element): Heard['tone'] | null => {
      const said = part.getAttribute('aria-live');
      if (said === 'polite' || said === 'assertive') return said;
      if (said === 'off') return null;
      return LIVE[part.getAttribute('role') ?? ''] ?? (part.localName === 'output' ? 'polite' : null);
    };
    // What is in a button is its name and nothing else.
    const isHidden = (part: Element) => part.closest('button, [inert], [aria-hidden="true"]') !== null;
    const regionOf = (part: Element | null): Element | null =>
      part === null || toneOf(part) !== null ? part : regionOf(part.parentElement);
    new MutationObserver((changes) => {
      const now = new Map<Element, Set<string>>();
      const hear = (region: Element, text: string | null) => {
        if (!text?.trim() || isHidden(region)) return;
        now.set(region, (now.get(region) ?? new Set()).add(text.trim()));
      };
      for (const { type, target, addedNodes } of changes) {
        const region = regionOf(target instanceof Element ? target : target.parentElement);
        // An alert and a status are read as a whole; anything else by what came into it.
        const whole = region && /alert|status/.test(region.getAttribute('role') ?? region.localName);
        if (region && (type === 'characterData' || whole)) hear(region, region.textContent);
        if (type === 'characterData') continue;
        for (const node of addedNodes) {
          if (region) hear(region, node.textContent);
          else if (node instanceof Element)
            for (const part of [node, ...node.querySelectorAll('*')])
              if (toneOf(part) !== null) hear(part, part.textContent);
        }
      }
      for (const [region, texts] of now)
        for (const text of texts) heard.push({ tone: toneOf(region) ?? 'polite', text });
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

export const heardBy = (page: Page): Promise<Heard[]> =>
  page.evaluate(() => (window as unknown as { heard: Heard[] }).heard.slice());

/** Waits for the words in this tone. @returns how often they were heard, in any tone */
export async function untilHeard(page: Page, tone: Heard['tone'], words: string): Promise<void> {
  await expect
    .poll(async () => (await heardBy(page)).filter((each) => each.text.includes(words)), {
      message: `${tone}: ${words}`,
    })
    .toContainEqual(expect.objectContaining({ tone }));
}
