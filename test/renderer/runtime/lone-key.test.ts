import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLoneKeys } from '../../../src-renderer/runtime/lone-key.ts';

let done: string[];
let keys: ReturnType<typeof createLoneKeys>;
let now: number;

beforeEach(() => {
  vi.useFakeTimers();
  done = [];
  now = 1000;
  keys = createLoneKeys();
});
afterEach(() => {
  vi.useRealTimers();
});

function type(text: string, gap: number): void {
  for (const key of text) {
    vi.advanceTimersByTime(gap);
    now += gap;
    keys.press(now, /\d/.test(key) ? () => done.push(key) : null);
  }
}

describe('keys that act where digits are no typing', () => {
  it('do so when they are pressed alone, a moment later, again and again', () => {
    type('2', 1);
    expect(done).toEqual([]);
    vi.advanceTimersByTime(200);
    expect(done).toEqual(['2']);
    type('26', 500);
    vi.advanceTimersByTime(200);
    expect(done).toEqual(['2', '2', '6']);
  });

  it.each([10, 35, 80, 110])(
    'do nothing in a code with %i ms a key, whatever it begins and ends with',
    (gap) => {
      for (const code of ['23359000', '66', '4006381333931', 'A1', '1111', '7-7']) {
        vi.advanceTimersByTime(1000);
        now += 1000;
        type(code, gap);
        vi.advanceTimersByTime(1000);
      }
      expect(done).toEqual([]);
    },
  );

  it('do nothing after they were dropped', () => {
    type('5', 1);
    keys.drop();
    vi.advanceTimersByTime(1000);
    expect(done).toEqual([]);
  });
});
