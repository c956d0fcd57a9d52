import { expect, test } from 'vitest';
import { decidePlace, type MachineScreen } from '../../../src-main/customer-display/decide-place.ts';

const screenAt = (id: number, x: number, width: number, height: number): MachineScreen => ({
  id,
  bounds: { x, y: 0, width, height },
  workArea: { x, y: 30, width, height: height - 30 },
});
const left = screenAt(7, -1024, 1024, 600);
const till = screenAt(1, 0, 1366, 768);
const right = screenAt(3, 1366, 1920, 1080);

test('off is nowhere, whatever is plugged in', () => {
  expect(decidePlace('off', [till, right], 1)).toBeNull();
});

test('on the second screen it fills it whole; with one screen it waits for another', () => {
  expect(decidePlace('secondScreen', [till], 1)).toBeNull();
  expect(decidePlace('secondScreen', [till, right], 1)).toEqual({ kind: 'screen', bounds: right.bounds });
  // The till's own window was pulled over: the display takes the other one.
  expect(decidePlace('secondScreen', [till, right], 3)).toEqual({ kind: 'screen', bounds: till.bounds });
});

test('of three screens it is always the same one, in whatever order they are told', () => {
  const place = decidePlace('secondScreen', [till, right, left], 1);
  expect(place?.bounds).toEqual(left.bounds);
  expect(decidePlace('secondScreen', [left, right, till], 1)).toEqual(place);
});

test('a window lies within a screen, on the other one where there is one', () => {
  expect(decidePlace('window', [till], 1)).toEqual({
    kind: 'window',
    bounds: { x: 0, y: 30, width: 800, height: 480 },
  });
  expect(decidePlace('window', [till, right], 1)?.bounds.x).toBeGreaterThanOrEqual(1366);
  const tiny = screenAt(1, 0, 640, 400);
  expect(decidePlace('window', [tiny], 1)?.bounds).toEqual(tiny.workArea);
});

test('a machine that names no screen at all gets no display and no fault', () => {
  expect(decidePlace('window', [], 1)).toBeNull();
  expect(decidePlace('secondScreen', [], 1)).toBeNull();
});

test('a screen that mirrors the till’s is none: what fills it would cover the till', () => {
  const mirror = screenAt(3, 0, 1366, 768);
  const smaller = screenAt(4, 0, 1024, 768);
  expect(decidePlace('secondScreen', [till, mirror], 1)).toBeNull();
  expect(decidePlace('secondScreen', [till, smaller], 1)).toBeNull();
  expect(decidePlace('secondScreen', [till, mirror, right], 1)?.bounds).toEqual(right.bounds);
  // As with one screen: beside the till, in its corner.
  expect(decidePlace('window', [till, mirror], 1)).toEqual(decidePlace('window', [till], 1));
  // Screens that touch share no point.
  expect(decidePlace('secondScreen', [left, till], 1)?.bounds).toEqual(left.bounds);
});
