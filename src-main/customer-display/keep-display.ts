import type { DisplayMessage, DisplayMode, DisplayState } from '../../shared/display/display-message.ts';
import { decidePlace, isSamePlace, type MachineScreen, type Place } from './decide-place.ts';

/** The window that customers see, as Electron's edge opens it. */
export interface DisplayWindow {
  send(message: DisplayMessage): void;
  /** Resolves when its page has answered: it is not hung. */
  answers(): Promise<unknown>;
  /** Takes it away, whatever state it is in. `onGone` is not called for it. */
  destroy(): void;
}

export interface DisplayEdge {
  readonly mode: () => DisplayMode;
  readonly screens: () => readonly MachineScreen[];
  readonly tillScreenId: () => number;
  /** @param onGone the window is no more: `closed` by a person, or broken, with what is known of it */
  readonly open: (place: Place, onGone: (why: 'closed' | 'broken', detail: string) => void) => DisplayWindow;
  readonly log: (message: string) => void;
}

/** One customer display: kept open where it belongs, and never anything that the till waits for. */
export interface CustomerDisplay {
  /** What customers see from now on. */
  show(message: DisplayMessage): void;
  /** The till's page broke off, or is loaded anew: what it showed last is no longer true. */
  interrupted(): void;
  state(): DisplayState;
  /** A person wants it back that has closed it, and does not wait for a broken one. */
  open(): DisplayState;
  /** A setting, a screen or the till's own place has changed. */
  arrange(): void;
  /** For good. */
  end(): void;
}

/** A display that has broken is opened anew after so long; the last one again and again. */
export const OPEN_AGAIN_MS = [300, 1_000, 4_000, 15_000, 60_000] as const;
/** One that has lived so long starts at the first again. */
export const LIVED_MS = 120_000;
/** A page that says nothing for so long hangs. */
export const ANSWER_WITHIN_MS = 5_000;

export function keepDisplay(edge: DisplayEdge): CustomerDisplay {
  let window: { readonly own: DisplayWindow; readonly place: Place; readonly openedAt: number } | null = null;
  let latest: DisplayMessage | null = null;
  let isClosedByHand = false;
  let isEnded = false;
  let broken = 0;
  let again: NodeJS.Timeout | null = null;
  let asking: DisplayWindow | null = null;
  let arrangedMode: DisplayMode | null = null;

  function drop(): void {
    window?.own.destroy();
    window = null;
  }

  function waitNoMore(): void {
    if (again) clearTimeout(again);
    again = null;
  }

  function broke(detail: string): void {
    const lived = window ? Date.now() - window.openedAt : 0;
    drop();
    if (lived > LIVED_MS) broken = 0;
    const waitMs = OPEN_AGAIN_MS[Math.min(broken, OPEN_AGAIN_MS.length - 1)] ?? 0;
    broken += 1;
    edge.log(`display: ${detail}; opened anew in ${waitMs} ms`);
    waitNoMore();
    again = setTimeout(() => {
      again = null;
      arrange();
    }, waitMs);
  }

  function openAt(place: Place): void {
    let opened: DisplayWindow | null = null;
    try {
      opened = edge.open(place, (why, detail) => {
        if (opened === null || window?.own !== opened) return;
        if (why === 'broken') broke(detail);
        else {
          window = null;
          isClosedByHand = true;
          edge.log('display: closed by a person');
        }
      });
    } catch (fault) {
      broke(`not opened: ${String(fault)}`);
      return;
    }
    window = { own: opened, place, openedAt: Date.now() };
    edge.log(`display: opened as a ${place.kind}`);
  }

  /** Asked after something was sent, once at a time: what shows nothing new cannot show anything wrong. */
  function ask(asked: DisplayWindow): void {
    if (asking === asked) return;
    asking = asked;
    const answered = () => {
      clearTimeout(late);
      if (asking === asked) asking = null;
    };
    const late = setTimeout(() => {
      answered();
      if (window?.own === asked) broke(`no answer within ${ANSWER_WITHIN_MS} ms`);
    }, ANSWER_WITHIN_MS);
    // What ends with the window is told by the window.
    asked.answers().then(answered, answered);
  }

  function send(message: DisplayMessage): void {
    if (!window) return;
    window.own.send(message);
    ask(window.own);
  }

  function arrange(): void {
    if (isEnded) return;
    const mode = edge.mode();
    if (mode !== arrangedMode) {
      isClosedByHand = false;
      broken = 0;
      waitNoMore();
    }
    arrangedMode = mode;
    const place = decidePlace(mode, edge.screens(), edge.tillScreenId());
    // A window that a person has moved stays there; one that fills a screen goes where that screen is.
    const stays = window && place && window.place.kind === place.kind;
    if (window && !(stays && (place?.kind === 'window' || isSamePlace(window.place, place as Place)))) drop();
    if (!place) waitNoMore();
    if (!place || window || again || isClosedByHand || latest === null) return;
    openAt(place);
    send(latest);
  }

  function state(): DisplayState {
    const screens = edge.screens().length;
    const mode = edge.mode();
    if (mode === 'off') return { state: 'off', screens };
    if (window) return { state: 'open', screens };
    if (isClosedByHand) return { state: 'closed', screens };
    if (again) return { state: 'restarting', screens };
    if (!decidePlace(mode, edge.screens(), edge.tillScreenId()))
      return { state: screens > 1 ? 'mirrored' : 'noScreen', screens };
    return { state: 'waiting', screens };
  }

  return {
    show(message) {
      latest = message;
      if (window) send(message);
      else arrange();
    },
    interrupted() {
      if (latest) send({ ...latest, scene: { kind: 'paused' } });
    },
    state,
    open() {
      isClosedByHand = false;
      waitNoMore();
      arrange();
      return state();
    },
    arrange,
    end() {
      isEnded = true;
      waitNoMore();
      drop();
    },
  };
}
