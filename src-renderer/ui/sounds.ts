/** What the till says by ear. Each has a visual twin, and all can be off. */
export const SOUNDS = ['added', 'warning', 'error', 'paid'] as const;
export type Sound = (typeof SOUNDS)[number];

/** Frequency in Hz, start and length in seconds. */
const NOTES: Readonly<Record<Sound, readonly (readonly [number, number, number])[]>> = {
  added: [[1320, 0, 0.06]],
  warning: [
    [660, 0, 0.09],
    [660, 0.13, 0.09],
  ],
  error: [
    [330, 0, 0.14],
    [247, 0.16, 0.2],
  ],
  paid: [
    [784, 0, 0.08],
    [1047, 0.09, 0.08],
    [1319, 0.18, 0.14],
  ],
};

let context: AudioContext | null = null;
let on = true;

/** As the settings of the device say it. */
export function setSoundsOn(wanted: boolean): void {
  on = wanted;
}

/** Plays at once or not at all: a till without speakers sells as well. */
export function play(sound: Sound): void {
  if (!on || typeof AudioContext === 'undefined') return;
  // Before the first key or tap browsers refuse sound; a context made then would only warn.
  if (!navigator.userActivation.hasBeenActive) return;
  context ??= new AudioContext();
  const start = context.currentTime + 0.005;
  for (const [frequency, at, length] of NOTES[sound]) {
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    oscillator.frequency.value = frequency;
    oscillator.type = sound === 'error' ? 'triangle' : 'sine';
    gain.gain.setValueAtTime(0.0001, start + at);
    gain.gain.exponentialRampToValueAtTime(0.16, start + at + 0.008);
    gain.gain.exponentialRampToValueAtTime(0.0001, start + at + length);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(start + at);
    oscillator.stop(start + at + length + 0.02);
  }
}
