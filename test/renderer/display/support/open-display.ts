import type { BrowserContext, Page } from 'playwright-core';
import { DISPLAY_CHANNEL } from '../../../../shared/display/display-channel.ts';
import type { DisplayMessage } from '../../../../shared/display/display-message.ts';

/** A display in a window of its own, and a page of the same origin that tells it what to show, as a till in a browser does. */
export interface OpenDisplay {
  readonly page: Page;
  readonly faults: string[];
  tell(message: DisplayMessage): Promise<void>;
  /** Tells it, and waits until it is seen: also a calm scene after thanks, which would stand for a while. */
  show(message: DisplayMessage): Promise<void>;
}

export async function openDisplay(context: BrowserContext, origin: string): Promise<OpenDisplay> {
  const teller = await context.newPage();
  // Any page of the origin that runs nothing.
  await teller.goto(`${origin}/service-worker.js`);
  await teller.evaluate((name) => {
    const channel = new BroadcastChannel(name);
    const told = window as unknown as { latest?: unknown; tell(message: unknown): void };
    told.tell = (message) => {
      told.latest = message;
      channel.postMessage({ kind: 'show', message });
    };
    channel.addEventListener('message', ({ data }) => {
      if (data.kind === 'here' && told.latest) told.tell(told.latest);
    });
  }, DISPLAY_CHANNEL);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(`${origin}/display.html`);
  const tell = (message: DisplayMessage) =>
    teller.evaluate((told) => (window as unknown as { tell(message: unknown): void }).tell(told), message);
  const seen = async ({ look, scene }: DisplayMessage) => {
    const { language, theme, textSize } = look;
    await page
      .locator(`html[lang="${language}"][data-theme="${theme}"][data-text-size="${textSize}"]`)
      .waitFor({ state: 'attached' });
    await page.locator(`[data-testid="display"][data-scene="${scene.kind}"]`).waitFor();
  };
  return {
    page,
    faults,
    tell,
    async show(message) {
      const next = { ...message, scene: NEXT_CUSTOMER };
      for (const each of [next, message]) {
        await tell(each);
        await seen(each);
      }
    },
  };
}

/** With a line of the next customer thanks are over. */
const NEXT_CUSTOMER: DisplayMessage['scene'] = {
  kind: 'cart',
  lines: [],
  earlier: 0,
  later: 0,
  newest: null,
  subtotalMinor: 0,
  cartDiscountMinor: 0,
  taxMinor: 0,
  taxIncluded: true,
  taxExempt: false,
  totalMinor: 0,
};
