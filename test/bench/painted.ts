import type { Page } from 'playwright-core';

/** One act at the till, in milliseconds since the event that began it (its own `timeStamp`: the hardware's time). */
export interface Painted {
  /** The page began to handle it. */
  readonly handledMs: number;
  /** The document showed it. */
  readonly changedMs: number;
  /** Its frame was laid out and painted, and went to the compositor. */
  readonly committedMs: number;
  /** The frame after the one that painted it has begun: an upper bound, up to 17 ms late at 60 frames a second. */
  readonly paintedMs: number;
}

export interface Wanted {
  readonly event: 'keydown' | 'click';
  /** Only this key counts as the beginning. */
  readonly key?: string;
  /** The element that has to be there. */
  readonly selector?: string;
  /** Without a selector: the last change below this element, until nothing changed for `quietMs`. */
  readonly within?: string;
  readonly quietMs?: number;
}

interface Recorder {
  arm(wanted: Wanted): void;
  result: Promise<Painted> | null;
}

const GIVE_UP_MS = 8_000;

/** Puts the recorder into a page that has just loaded, before a cashier is chosen. */
export async function installRecorder(page: Page): Promise<void> {
  await page.evaluate((giveUpMs) => {
    let heard: ((event: Event) => void) | null = null;
    // Before the till's own listeners, which keep a scan to themselves.
    for (const name of ['keydown', 'click']) window.addEventListener(name, (event) => heard?.(event), true);
    window.addEventListener('keydown', ({ key, timeStamp }) => {
      if (key === 'F22') document.documentElement.dataset.bench = String(timeStamp);
    });
    const recorder: Recorder = {
      result: null,
      arm(wanted) {
        recorder.result = new Promise((resolve, reject) => {
          const nothing = Number.NaN;
          let startedAt = Number.NaN;
          let handledAt = Number.NaN;
          let quiet: ReturnType<typeof setTimeout> | undefined;
          let latest: Painted | null = null;
          const onEvent = (event: Event) => {
            if (event.type !== wanted.event) return;
            if (wanted.key && (event as KeyboardEvent).key !== wanted.key) return;
            if (!Number.isNaN(startedAt)) return;
            startedAt = event.timeStamp;
            handledAt = performance.now();
            if (wanted.within) waitForQuiet();
          };
          const end = () => {
            clearTimeout(late);
            clearTimeout(quiet);
            observer.disconnect();
            heard = null;
          };
          const waitForQuiet = () => {
            clearTimeout(quiet);
            quiet = setTimeout(() => {
              end();
              resolve(
                latest ?? {
                  handledMs: nothing,
                  changedMs: nothing,
                  committedMs: nothing,
                  paintedMs: nothing,
                },
              );
            }, wanted.quietMs);
          };
          const onChange = () => {
            if (Number.isNaN(startedAt)) return;
            if (wanted.selector && !document.querySelector(wanted.selector)) return;
            const changedAt = performance.now();
            if (wanted.selector) observer.disconnect();
            let committedAt = Number.NaN;
            requestAnimationFrame(() => {
              // A message waits until this frame is done.
              const { port1, port2 } = new MessageChannel();
              port1.onmessage = () => {
                committedAt = performance.now();
                port1.close();
              };
              port2.postMessage(null);
              requestAnimationFrame(() => {
                latest = {
                  handledMs: handledAt - startedAt,
                  changedMs: changedAt - startedAt,
                  // Where frames are late, the next one may begin before the message comes.
                  committedMs: (Number.isNaN(committedAt) ? performance.now() : committedAt) - startedAt,
                  paintedMs: performance.now() - startedAt,
                };
                if (!wanted.selector) return waitForQuiet();
                end();
                resolve(latest);
              });
            });
          };
          const observer = new MutationObserver(onChange);
          const late = setTimeout(() => {
            end();
            reject(new Error(`never painted: ${JSON.stringify(wanted)}`));
          }, giveUpMs);
          heard = onEvent;
          const place = wanted.within ? document.querySelector(wanted.within) : document.documentElement;
          if (place)
            observer.observe(place, {
              subtree: true,
              childList: true,
              characterData: true,
              attributes: true,
            });
        });
        // It may fail before anybody asks.
        recorder.result.catch(() => undefined);
      },
    };
    (window as unknown as { bench: Recorder }).bench = recorder;
  }, GIVE_UP_MS);
}

/** Acts, and tells when what was awaited stood on the screen. */
export async function painted(page: Page, wanted: Wanted, act: () => Promise<void>): Promise<Painted> {
  await page.evaluate((what) => (window as unknown as { bench: Recorder }).bench.arm(what), wanted);
  await act();
  const result = await page.evaluate(() => (window as unknown as { bench: Recorder }).bench.result);
  if (!result) throw new Error('nothing was awaited');
  return result;
}

/** The least that a key and a frame take here and now: one attribute changes, and the till does nothing. */
export function paintedNothing(page: Page, press: (key: string) => Promise<void>): Promise<Painted> {
  return painted(page, { event: 'keydown', key: 'F22', selector: 'html[data-bench]' }, () => press('F22'));
}
