import { expect, test } from 'vitest';
import { decideBounds, isLost } from '../../../src-main/till-window/decide-bounds.ts';

const screenOf = (width: number, height: number, x = 0) => ({
  id: 1 + x,
  bounds: { x, y: 0, width, height },
  // A bar of the system's own below.
  workArea: { x, y: 0, width, height: height - 40 },
});

test('the window begins whole on its screen, in the middle where there is more room', () => {
  expect(decideBounds(screenOf(1920, 1080), false)).toEqual({ x: 320, y: 90, width: 1280, height: 860 });
  // The usual screens of counters, and a large one whose system draws everything at 150 %.
  expect(decideBounds(screenOf(1366, 768), false)).toEqual({ x: 43, y: 0, width: 1280, height: 728 });
  expect(decideBounds(screenOf(1024, 768), false)).toEqual({ x: 0, y: 0, width: 1024, height: 728 });
  expect(decideBounds(screenOf(1280, 720), false)).toEqual({ x: 0, y: 0, width: 1280, height: 680 });
});

test('a kiosk has the whole screen, the bars included', () => {
  expect(decideBounds(screenOf(1366, 768), true)).toEqual({ x: 0, y: 0, width: 1366, height: 768 });
});

test('a window is lost when no screen shows anything of it', () => {
  const [till, right] = [screenOf(1366, 768), screenOf(1024, 768, 1366)];
  const over = { x: 1400, y: 0, width: 1000, height: 700 };
  expect(isLost(over, [till, right])).toBe(false);
  expect(isLost(over, [till])).toBe(true);
  // Pulled half over the edge by a person.
  expect(isLost({ ...over, x: 900 }, [till])).toBe(false);
  // While screens change, a machine may name none for a moment.
  expect(isLost(over, [])).toBe(false);
});
