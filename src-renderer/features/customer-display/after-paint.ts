/** A page that is not shown draws no frames. */
export const NO_FRAME_MS = 300;

/**
 * Does work once for everything that was asked for in the meantime, and only when the frame that shows it to the cashier
 * is on its way to the screen: no tap and no scan waits for it.
 */
export function afterPaint(work: () => void): { ask(): void; stop(): void } {
  let frame = 0;
  let late: ReturnType<typeof setTimeout> | undefined;
  let isAsked = false;
  const stop = () => {
    isAsked = false;
    cancelAnimationFrame(frame);
    clearTimeout(late);
  };
  const run = () => {
    stop();
    work();
  };
  return {
    ask() {
      if (isAsked) return;
      isAsked = true;
      late = setTimeout(run, NO_FRAME_MS);
      frame = requestAnimationFrame(() => {
        clearTimeout(late);
        // What is put behind a frame's work runs when it has been painted.
        late = setTimeout(run, 0);
      });
    },
    stop,
  };
}
