import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';

const KEY_EVERY_MS = 12;
const VIRTUAL_KEYS: Readonly<Record<string, number>> = { Enter: 13, F22: 133 };

/** A scanner and a finger whose events bear the time at which the browser got them, as from hardware. */
export class Hands {
  private readonly page: Page;
  private readonly session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.page = page;
    this.session = session;
  }

  static async at(page: Page): Promise<Hands> {
    const session = await page.context().newCDPSession(page);
    // The thread's own clock: other programs that hold the processor do not lengthen it.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Hands(page, session);
  }

  /** A key every 12 ms, then Enter. */
  async scan(code: string): Promise<void> {
    const startedAt = performance.now();
    const sent: Promise<unknown>[] = [];
    for (const [index, key] of [...code, 'Enter'].entries()) {
      const wait = startedAt + index * KEY_EVERY_MS - performance.now();
      if (wait > 0) await sleep(wait);
      sent.push(this.press(key));
    }
    await Promise.all(sent);
  }

  async press(key: string): Promise<void> {
    const text = key === 'Enter' ? '\r' : key.length === 1 ? key : '';
    const code = key === 'Enter' ? 'Enter' : /^\d$/.test(key) ? `Digit${key}` : '';
    const windowsVirtualKeyCode = VIRTUAL_KEYS[key] ?? key.toUpperCase().charCodeAt(0);
    const shared = { key, code, windowsVirtualKeyCode };
    await Promise.all([
      this.session.send('Input.dispatchKeyEvent', {
        ...(text === '' ? { type: 'rawKeyDown' } : { type: 'keyDown', text, unmodifiedText: text }),
        ...shared,
      }),
      this.session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...shared }),
    ]);
  }

  /** Taps the middle of an element. */
  async tap(selector: string): Promise<void> {
    const box = await this.page.locator(selector).first().boundingBox();
    if (!box) throw new Error(`${selector} is not on the screen`);
    const at = {
      x: box.x + box.width / 2,
      y: box.y + box.height / 2,
      button: 'left',
      clickCount: 1,
    } as const;
    await this.session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at });
    await this.session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at });
  }

  /** What the page's main thread has spent so far on scripts, and on everything, in milliseconds of a processor. */
  async spent(): Promise<{ scriptMs: number; taskMs: number }> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    const of = (name: string) => (metrics.find((metric) => metric.name === name)?.value ?? Number.NaN) * 1000;
    return { scriptMs: of('ScriptDuration'), taskMs: of('TaskDuration') };
  }
}
