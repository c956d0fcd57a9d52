import type { Page } from 'playwright-core';

export interface PacedScanner {
  readonly gapMs: number;
  readonly end?: 'Enter' | 'Tab' | null;
  readonly prefix?: string;
  /** So long after whatever was typed before it; else nothing is near. */
  readonly afterMs?: number;
  /** The keyboard of the machine, while the scanner types as on a US one. */
  readonly layout?: 'us' | 'de';
}

/** No burst of a test is near another one. */
let spent = 0;
/** Sends keys as a scanner does, with the times that the hardware would give them, so that a busy machine changes nothing. */
export async function scanWith(
  page: Page,
  text: string,
  { gapMs, end = 'Enter', prefix = '', layout = 'us', afterMs }: PacedScanner,
): Promise<void> {
  spent += 10_000;
  await page.evaluate(
    async ({ characters, gap, ending, german, start }) => {
      const swapped: Record<string, string> = { y: 'z', z: 'y', Y: 'Z', Z: 'Y', '-': 'ß' };
      const places: Record<string, string> = { '-': 'Minus', ']': 'BracketRight', ' ': 'Space' };
      let at = performance.now() + start;
      const press = async (key: string, code: string, shiftKey = false) => {
        at += gap;
        // The page has drawn what the key before has changed.
        await new Promise((resolve) => setTimeout(resolve));
        const event = new KeyboardEvent('keydown', { key, code, shiftKey, bubbles: true, cancelable: true });
        Object.defineProperty(event, 'timeStamp', { value: at });
        const target = document.activeElement ?? document.body;
        const goesOn = target.dispatchEvent(event);
        // What a browser does with a key that nobody took.
        if (goesOn && target instanceof HTMLInputElement && [...key].length === 1) {
          target.setRangeText(key, target.selectionStart ?? 0, target.selectionEnd ?? 0, 'end');
          target.dispatchEvent(new InputEvent('input', { bubbles: true, data: key }));
        }
        const up = new KeyboardEvent('keyup', { key, code, bubbles: true, cancelable: true });
        if (target.dispatchEvent(up) && goesOn && key === ' ' && target instanceof HTMLButtonElement)
          target.click();
      };
      for (const character of characters) {
        const code = /\d/.test(character)
          ? `Digit${character}`
          : (places[character] ?? `Key${character.toUpperCase()}`);
        await press(german ? (swapped[character] ?? character) : character, code, /[A-Z]/.test(character));
      }
      if (ending) await press(ending, ending);
    },
    { characters: prefix + text, gap: gapMs, ending: end, german: layout === 'de', start: afterMs ?? spent },
  );
}
