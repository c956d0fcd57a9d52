import type { CDPSession, Page } from 'playwright-core';
import { SAME_BURST_MS } from '../../src-renderer/runtime/lone-key.ts';

/**
 * Keys with the times at which hardware would have sent them. A till tells scans from typing by these times: whatever the
 * machine that runs a test does meanwhile, the same keys mean the same. None waits for the one before.
 */
interface Keyboard {
  readonly session: CDPSession;
  /** When the last of these keys was pressed, by the machine's clock: often still to come. */
  lastAtMs: number;
}
const keyboards = new WeakMap<Page, Promise<Keyboard>>();

const SCANNER_GAP_MS = 12;
/** Longer than anything that belongs together: a person who types one key after the other, or who lifts a scanner. */
const APART_MS = SAME_BURST_MS + 50;

/** Where a key is, for those whose sign is not its name. */
const PLACES: Readonly<Record<string, readonly [code: string, virtualKey: number]>> = {
  Enter: ['Enter', 13],
  ']': ['BracketRight', 221],
  '-': ['Minus', 189],
  '*': ['NumpadMultiply', 106],
};
const SHIFT = 8;

function placeOf(key: string): readonly [code: string, virtualKey: number] {
  const known = PLACES[key];
  if (known) return known;
  const virtualKey = key.toUpperCase().charCodeAt(0);
  return /^[a-z]$/i.test(key)
    ? [`Key${key.toUpperCase()}`, virtualKey]
    : [/^\d$/.test(key) ? `Digit${key}` : '', virtualKey];
}

function keyboardOf(page: Page): Promise<Keyboard> {
  const known = keyboards.get(page);
  if (known) return known;
  const opened = page
    .context()
    .newCDPSession(page)
    .then((session) => ({ session, lastAtMs: 0 }));
  keyboards.set(page, opened);
  return opened;
}

async function send(page: Page, keys: readonly string[], gapMs: number): Promise<void> {
  const keyboard = await keyboardOf(page);
  const startMs = Math.max(Date.now(), keyboard.lastAtMs) + APART_MS;
  keyboard.lastAtMs = startMs + (keys.length - 1) * gapMs;
  const sent: Promise<unknown>[] = [];
  for (const [index, key] of keys.entries()) {
    const text = key === 'Enter' ? '\r' : key;
    const [code, windowsVirtualKeyCode] = placeOf(key);
    const modifiers = /^[A-Z]$/.test(key) ? SHIFT : 0;
    const timestamp = (startMs + index * gapMs) / 1000;
    const shared = { key, code, windowsVirtualKeyCode, modifiers, timestamp };
    sent.push(
      keyboard.session.send('Input.dispatchKeyEvent', {
        type: 'keyDown',
        text,
        unmodifiedText: text,
        ...shared,
      }),
      keyboard.session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...shared }),
    );
  }
  await Promise.all(sent);
}

/** A scanner: its keys and Enter, wherever the focus is; apart from whatever was typed before. */
export const scan = (page: Page, code: string, gapMs = SCANNER_GAP_MS): Promise<void> =>
  send(page, [...code, 'Enter'], gapMs);

/** A person types, one key after the other: never a scan, and no time passes. */
export const typeByHand = (page: Page, text: string): Promise<void> => send(page, [...text], APART_MS);

/** The same, and Enter after it. */
export const enterByHand = (page: Page, text: string): Promise<void> =>
  send(page, [...text, 'Enter'], APART_MS);
