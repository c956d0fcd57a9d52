import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  decideTrainingEnd,
  TRAINING_IDLE_MS,
  watchForEnd,
} from '../../../src-renderer/training/training-end.ts';

const DAY = { begunOn: '2026-11-23', today: '2026-11-23' };

it.each([
  ['touched a moment ago', { ...DAY, idleMs: 0 }, null],
  ['almost half an hour', { ...DAY, idleMs: TRAINING_IDLE_MS - 1 }, null],
  ['half an hour', { ...DAY, idleMs: TRAINING_IDLE_MS }, 'idle'],
  ['a new day under somebody’s hands', { ...DAY, today: '2026-11-24', idleMs: 59_000 }, null],
  ['settings that came meanwhile', { begunOn: '', today: '2026-11-24', idleMs: 60_000 }, null],
  ['a new day, a minute later', { ...DAY, today: '2026-11-24', idleMs: 60_000 }, 'newDay'],
] as const)('%s: %o ends it with %s', (_name, moment, because) => {
  expect(decideTrainingEnd(moment)).toBe(because);
});

beforeEach(() => vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('a touch begins the half hour anew; watching ends with the training', () => {
  const page = new EventTarget();
  const ended: string[] = [];
  const stop = watchForEnd(
    () => '2026-11-23',
    (because) => {
      ended.push(because);
    },
    page,
  );
  vi.advanceTimersByTime(TRAINING_IDLE_MS - 60_000);
  page.dispatchEvent(new Event('pointerdown'));
  vi.advanceTimersByTime(TRAINING_IDLE_MS - 60_000);
  expect(ended).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(ended).toEqual(['idle']);
  stop();
  vi.advanceTimersByTime(TRAINING_IDLE_MS * 2);
  expect(ended).toEqual(['idle']);
});

it('a machine that slept ends it when it wakes up, before anybody can sell into nothing', () => {
  const page = new EventTarget();
  const ended: string[] = [];
  const stop = watchForEnd(
    () => '2026-11-23',
    (because) => {
      ended.push(because);
    },
    page,
  );
  // Timers and the running clock stand still while a machine sleeps; the wall's does not.
  vi.setSystemTime(Date.now() + 8 * 3_600_000);
  page.dispatchEvent(new Event('focus'));
  expect(ended).toEqual(['idle']);
  stop();
});
