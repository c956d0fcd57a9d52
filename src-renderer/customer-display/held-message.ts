import type { DisplayMessage } from '../../shared/display/display-message.ts';

/** The change is read before it is gone, however fast the cashier goes on. */
export const READ_MS = 6_000;

/**
 * How long what is shown stays before the next message takes its place: thanks and change stand until they could be
 * read, unless the next customer's first line is there.
 *
 * @param shownForMs how long `shown` has been on the screen
 */
export function holdMs(shown: DisplayMessage | null, next: DisplayMessage, shownForMs: number): number {
  if (shown?.scene.kind !== 'done') return 0;
  const calm = next.scene.kind === 'idle' || next.scene.kind === 'paused' || next.scene.kind === 'closed';
  return calm ? Math.max(0, READ_MS - shownForMs) : 0;
}

/** Passes messages on, each when it may take the place of the one before; of those that wait only the newest is kept. */
export function holdMessages(show: (message: DisplayMessage) => void): (message: DisplayMessage) => void {
  let shown: DisplayMessage | null = null;
  let shownAt = 0;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const pass = (message: DisplayMessage) => {
    if (JSON.stringify(shown?.scene) !== JSON.stringify(message.scene)) shownAt = performance.now();
    shown = message;
    show(message);
  };
  return (message) => {
    clearTimeout(waiting);
    const waitMs = holdMs(shown, message, performance.now() - shownAt);
    if (waitMs === 0) return pass(message);
    waiting = setTimeout(() => pass(message), waitMs);
  };
}
