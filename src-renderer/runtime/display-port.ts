import {
  DISPLAY_CHANNEL,
  type DisplaySignal,
  displaySignalSchema,
} from '../../shared/display/display-channel.ts';
import type { DisplayMessage, DisplayMode, DisplayState } from '../../shared/display/display-message.ts';

/** The customer display of this machine. Nothing that a till does waits for it. */
export interface DisplayPort {
  /** Where it can be, beside `off`. */
  readonly modes: readonly Exclude<DisplayMode, 'off'>[];
  /** What customers see from now on. */
  show(message: DisplayMessage): void;
  /** It is off: what there was of it goes away. */
  end(): void;
  /** Opens its window, or opens it again. In a browser only a person's own press may. */
  open(): Promise<DisplayState>;
  /** @param mode as it is set */
  state(mode: DisplayMode): Promise<DisplayState>;
}

/** How main answers; null where it could not. */
export interface DisplayCalls {
  show(message: DisplayMessage): Promise<unknown>;
  open(): Promise<DisplayState | null>;
  state(): Promise<DisplayState | null>;
}

/** In Electron main has the window, and follows the settings by itself. */
export function displayOfMain(calls: DisplayCalls): DisplayPort {
  const unknown: DisplayState = { state: 'waiting', screens: 1 };
  return {
    modes: ['secondScreen', 'window'],
    show: (message) => void calls.show(message),
    end: () => undefined,
    open: async () => (await calls.open()) ?? unknown,
    state: async () => (await calls.state()) ?? unknown,
  };
}

const PAGE = './display.html';
const LOOK = 'popup,width=1024,height=600';
/** A page of the same machine answers at once, or is not there. */
const ANSWER_WITHIN_MS = 400;

/** In a browser it is a second window of the same origin, opened by a press, and told by a channel. */
export function displayOfBrowser(): DisplayPort {
  const channel = new BroadcastChannel(DISPLAY_CHANNEL);
  let latest: DisplayMessage | null = null;
  let opened: Window | null = null;
  let heard: (() => void) | null = null;
  let asked: Promise<boolean> | null = null;
  const send = (signal: DisplaySignal) => channel.postMessage(signal);
  channel.addEventListener('message', ({ data }) => {
    const signal = displaySignalSchema.safeParse(data);
    if (!signal.success || signal.data.kind !== 'here') return;
    heard?.();
    // It has just started: it missed the newest. What is asked now and then has heard everything.
    if (latest && !signal.data.answers) send({ kind: 'show', message: latest });
  });
  // A till that is closed, or loaded anew, does not leave somebody's cart on the screen.
  window.addEventListener('pagehide', () => {
    if (latest) send({ kind: 'show', message: { ...latest, scene: { kind: 'paused' } } });
  });
  /** Who asks while another's answer is on its way gets the same one. */
  const isHere = () => {
    asked ??= new Promise<boolean>((resolve) => {
      const settle = (isThere: boolean) => {
        clearTimeout(late);
        asked = null;
        resolve(isThere);
      };
      const late = setTimeout(() => settle(false), ANSWER_WITHIN_MS);
      heard = () => settle(true);
      send({ kind: 'ask' });
    });
    return asked;
  };
  return {
    modes: ['window'],
    show(message) {
      latest = message;
      send({ kind: 'show', message });
    },
    end() {
      latest = null;
      send({ kind: 'end' });
      opened?.close();
      opened = null;
    },
    open() {
      opened = window.open(PAGE, DISPLAY_CHANNEL, LOOK);
      return Promise.resolve({ state: opened ? 'open' : 'blocked', screens: 1 });
    },
    async state(mode) {
      if (mode === 'off') return { state: 'off', screens: 1 };
      return { state: (await isHere()) ? 'open' : 'closed', screens: 1 };
    },
  };
}
