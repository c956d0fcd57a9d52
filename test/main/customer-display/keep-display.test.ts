import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { DisplayMessage, DisplayMode } from '../../../shared/display/display-message.ts';
import type { MachineScreen, Place } from '../../../src-main/customer-display/decide-place.ts';
import {
  ANSWER_WITHIN_MS,
  keepDisplay,
  LIVED_MS,
  OPEN_AGAIN_MS,
} from '../../../src-main/customer-display/keep-display.ts';

const look = { language: 'en', theme: 'light', textSize: 100, training: false } as const;
const idle: DisplayMessage = { look, shop: null, scene: { kind: 'idle' } };
const closed: DisplayMessage = { look, shop: null, scene: { kind: 'closed' } };

const mirrors: readonly MachineScreen[] = [1, 2].map((id) => {
  const bounds = { x: 0, y: 0, width: 1366, height: 768 };
  return { id, bounds, workArea: bounds };
});
const screens: readonly MachineScreen[] = [1, 2].map((id) => {
  const bounds = { x: (id - 1) * 1366, y: 0, width: 1366, height: 768 };
  return { id, bounds, workArea: bounds };
});

/** A machine whose screens, settings and windows the test holds in its hands. */
function machine() {
  const opened: FakeWindow[] = [];
  const facts = { mode: 'window' as DisplayMode, count: 2, refuses: false, tillScreen: 1, mirrored: false };
  const display = keepDisplay({
    mode: () => facts.mode,
    screens: () => (facts.mirrored ? mirrors : screens).slice(0, facts.count),
    tillScreenId: () => facts.tillScreen,
    open(place, onGone) {
      if (facts.refuses) throw new Error('no window to be had');
      const made = new FakeWindow(place, onGone);
      opened.push(made);
      return made;
    },
    log: () => undefined,
  });
  const open = () => opened.filter(({ isThere }) => isThere);
  return { display, facts, opened, open };
}

class FakeWindow {
  readonly place: Place;
  readonly gone: (why: 'closed' | 'broken', detail: string) => void;
  readonly sent: DisplayMessage[] = [];
  isThere = true;
  hangs = false;
  constructor(place: Place, onGone: (why: 'closed' | 'broken', detail: string) => void) {
    this.place = place;
    this.gone = (why, detail) => {
      this.isThere = false;
      onGone(why, detail);
    };
  }
  send(message: DisplayMessage) {
    this.sent.push(message);
  }
  answers() {
    return this.hangs ? new Promise(() => undefined) : Promise.resolve(0);
  }
  destroy() {
    this.isThere = false;
  }
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('nothing opens before there is something to show, and nothing at all while it is off', () => {
  const { display, facts, opened } = machine();
  display.arrange();
  expect(opened).toHaveLength(0);
  expect(display.state()).toEqual({ state: 'waiting', screens: 2 });
  facts.mode = 'off';
  display.show(idle);
  expect(opened).toHaveLength(0);
  expect(display.state().state).toBe('off');
});

test('one window gets every message, the newest first of all', () => {
  const { display, open } = machine();
  display.show(idle);
  display.show(closed);
  expect(open()).toHaveLength(1);
  expect(open()[0]?.sent).toEqual([idle, closed]);
});

test('the cable is pulled and put back: it goes, and comes back with what is true then', () => {
  const { display, facts, open } = machine();
  facts.mode = 'secondScreen';
  display.show(idle);
  expect(open()[0]?.place).toEqual({ kind: 'screen', bounds: screens[1]?.bounds });
  facts.count = 1;
  display.arrange();
  expect(open()).toHaveLength(0);
  expect(display.state().state).toBe('noScreen');
  display.show(closed);
  facts.count = 2;
  display.arrange();
  expect(open()[0]?.sent).toEqual([closed]);
  // Plugging in is several events, and each says the same.
  display.arrange();
  display.arrange();
  expect(open()).toHaveLength(1);
});

test('it goes to the other screen when the till’s window is pulled onto its own', () => {
  const { display, facts, open } = machine();
  facts.mode = 'secondScreen';
  display.show(idle);
  facts.tillScreen = 2;
  display.arrange();
  expect(open().map(({ place }) => place.bounds)).toEqual([screens[0]?.bounds]);
});

test('a second screen that mirrors the till’s is told apart from none, and taken as soon as it shows more', () => {
  const { display, facts, open } = machine();
  Object.assign(facts, { mode: 'secondScreen', mirrored: true });
  display.show(idle);
  expect(open()).toHaveLength(0);
  expect(display.state()).toEqual({ state: 'mirrored', screens: 2 });
  facts.mirrored = false;
  display.arrange();
  expect(open().map(({ place }) => place.bounds)).toEqual([screens[1]?.bounds]);
  // Set to mirror while it was open: the till is what is seen.
  facts.mirrored = true;
  display.arrange();
  expect(open()).toHaveLength(0);
});

test('one that breaks is opened anew, later and later, and never more than once a minute in the end', async () => {
  const { display, opened, open } = machine();
  display.show(idle);
  for (const waitMs of [...OPEN_AGAIN_MS, 60_000, 60_000]) {
    open()[0]?.gone('broken', 'crashed');
    expect(display.state().state).toBe('restarting');
    // What comes meanwhile opens nothing sooner.
    display.show(closed);
    display.arrange();
    await vi.advanceTimersByTimeAsync(waitMs - 1);
    expect(open()).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(open()).toHaveLength(1);
    expect(open()[0]?.sent).toEqual([closed]);
  }
  expect(opened).toHaveLength(OPEN_AGAIN_MS.length + 3);
  // One that has lived is a new beginning.
  await vi.advanceTimersByTimeAsync(LIVED_MS + 1);
  open()[0]?.gone('broken', 'crashed');
  await vi.advanceTimersByTimeAsync(OPEN_AGAIN_MS[0]);
  expect(open()).toHaveLength(1);
});

test('one that hangs is taken away and opened anew, and is asked once at a time', async () => {
  const { display, opened, open } = machine();
  display.show(idle);
  await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS * 2);
  expect(open()).toHaveLength(1);
  const [first] = opened;
  if (first) first.hangs = true;
  const asked = first ? vi.spyOn(first, 'answers') : null;
  display.show(closed);
  display.show(idle);
  expect(asked).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(ANSWER_WITHIN_MS + OPEN_AGAIN_MS[0]);
  expect(first?.isThere).toBe(false);
  expect(open()[0]?.sent).toEqual([idle]);
});

test('no window to be had throws at nobody and is tried again', () => {
  const { display, facts, open } = machine();
  facts.refuses = true;
  display.show(idle);
  expect(display.state().state).toBe('restarting');
  facts.refuses = false;
  vi.advanceTimersByTime(OPEN_AGAIN_MS[0]);
  expect(open()).toHaveLength(1);
});

test('a window that a person has closed stays closed until it is asked for, or set anew', () => {
  const { display, facts, open } = machine();
  display.show(idle);
  open()[0]?.gone('closed', '');
  display.show(closed);
  expect(open()).toHaveLength(0);
  expect(display.state().state).toBe('closed');
  expect(display.open().state).toBe('open');
  expect(open()[0]?.sent).toEqual([closed]);
  open()[0]?.gone('closed', '');
  facts.mode = 'secondScreen';
  display.arrange();
  expect(open()).toHaveLength(1);
});

test('a window that a person has moved stays where it is when another screen comes or goes', () => {
  const { display, facts, opened, open } = machine();
  display.show(idle);
  facts.count = 1;
  display.arrange();
  facts.count = 2;
  display.arrange();
  expect(open()).toHaveLength(1);
  expect(opened).toHaveLength(1);
});

test('when the till’s page breaks off, nobody’s cart stays on the screen', () => {
  const { display, open } = machine();
  display.interrupted();
  display.show(idle);
  display.interrupted();
  expect(open()[0]?.sent.at(-1)).toEqual({ ...idle, scene: { kind: 'paused' } });
});

test('with the till it ends for good, also one that was about to be opened anew', () => {
  const { display, open } = machine();
  display.show(idle);
  open()[0]?.gone('broken', 'crashed');
  display.end();
  vi.advanceTimersByTime(600_000);
  display.show(idle);
  display.arrange();
  expect(open()).toHaveLength(0);
});
