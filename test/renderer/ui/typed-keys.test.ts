import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTypedKeys } from '../../../src-renderer/till/typed-keys.ts';

let done: string[];
let keys: ReturnType<typeof createTypedKeys>;
let now: number;

beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  now = 1000;
  keys = createTypedKeys();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Presses each character, so many milliseconds apart. */
function type(text: string, gap: number): void {
  for (const key of text) {
    vi.advanceTimersByTime(gap);
    now += gap;
    if (/\d/.test(key)) keys.type(key, now, () => done.push(key));
    else if (/[-+?]/.test(key)) keys.press(key, now, () => done.push(key));
    else keys.pass(key, now);
  }
}

describe('keys typed outside a field', () => {
  it('do what they say, a moment later and in order', () => {
    type('12', 200);
    vi.advanceTimersByTime(40);
    expect(done).toEqual(['1', '2']);
    type('-', 500);
    vi.advanceTimersByTime(130);
    expect(done).toEqual(['1', '2', '-']);
  });

  it('may be the same sign many times', () => {
    type('---', 90);
    vi.advanceTimersByTime(130);
    expect(done).toEqual(['-', '-', '-']);
  });

  it('are done at once when something else needs them', () => {
    type('12', 5);
    keys.flush();
    expect(done).toEqual(['1', '2']);
  });
});

describe('keys that a scanner sends', () => {
  it.each([10, 35, 80])('a dash in a code takes no piece from the cart (%i ms a key)', (gap) => {
    type('SNK-CHIPS-01', gap);
    keys.drop();
    vi.advanceTimersByTime(1000);
    expect(done).not.toContain('-');
  });

  it.each([10, 80])('nor does one with which the code begins (%i ms a key)', (gap) => {
    type('-A?1', gap);
    keys.drop();
    vi.advanceTimersByTime(1000);
    expect(done).toEqual([]);
  });

  it('a sign right after the scan is meant', () => {
    type('4017301000016', 12);
    keys.drop();
    type('-', 50);
    vi.advanceTimersByTime(130);
    expect(done).toEqual(['-']);
  });

  it('a sign right after a key that is in no code is meant', () => {
    type('+', 500);
    // F8, Enter: a discount.
    vi.advanceTimersByTime(60);
    now += 60;
    keys.flush();
    type('-', 60);
    vi.advanceTimersByTime(130);
    expect(done).toEqual(['+', '-']);
  });

  it('digits do not pass through the pad', () => {
    type('4017301000016', 12);
    expect(done).toEqual([]);
    keys.drop();
    vi.advanceTimersByTime(1000);
    expect(done).toEqual([]);
  });
});
