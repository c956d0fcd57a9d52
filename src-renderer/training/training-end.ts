/** Nobody has touched the till for so long: whoever practised has gone, and who comes next means to sell. */
export const TRAINING_IDLE_MS = 30 * 60_000;
/** Another business day does not end a training under somebody's hands. */
const NEW_DAY_IDLE_MS = 60_000;
const LOOK_EVERY_MS = 20_000;
const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const;
/** A machine that wakes up, or a window that comes to the front. */
const WAKES = ['focus', 'pageshow'] as const;

export interface TrainingMoment {
  readonly idleMs: number;
  /** `YYYY-MM-DD`: business days; '' where the shop's settings are not known. */
  readonly begunOn: string;
  readonly today: string;
}

/** Why a training ends by itself now; null while it goes on. */
export function decideTrainingEnd({ idleMs, begunOn, today }: TrainingMoment): 'idle' | 'newDay' | null {
  if (idleMs >= TRAINING_IDLE_MS) return 'idle';
  const isNewDay = begunOn !== '' && begunOn !== today;
  return isNewDay && idleMs >= NEW_DAY_IDLE_MS ? 'newDay' : null;
}

/**
 * Watches for the end of a training that nobody ends.
 *
 * @param today the business day that it is
 * @returns how to stop watching
 */
export function watchForEnd(
  today: () => string,
  onEnd: (because: 'idle' | 'newDay') => void,
  page: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> = globalThis,
): () => void {
  const begunOn = today();
  let touched = { wallMs: Date.now(), runMs: performance.now() };
  const touch = () => {
    touched = { wallMs: Date.now(), runMs: performance.now() };
  };
  const look = () => {
    // Either clock may have stood still: the one while the machine slept, the other while it was set back.
    const idleMs = Math.max(Date.now() - touched.wallMs, performance.now() - touched.runMs);
    const because = decideTrainingEnd({ idleMs, begunOn, today: today() });
    if (because) onEnd(because);
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  for (const kind of TOUCHES) page.addEventListener(kind, touch, { capture: true, passive: true });
  for (const kind of WAKES) page.addEventListener(kind, look);
  return () => {
    clearInterval(timer);
    for (const kind of TOUCHES) page.removeEventListener(kind, touch, { capture: true });
    for (const kind of WAKES) page.removeEventListener(kind, look);
  };
}
