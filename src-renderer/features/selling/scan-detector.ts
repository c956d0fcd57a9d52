import { isGtin } from '../../../shared/catalog/gtin.ts';
import { type ScanPace, STANDARD_PACE } from '../../runtime/scan-pace.ts';
import { usCharacter } from '../../runtime/us-character.ts';

/** One key as the window hears it. `at` is the hardware's time (`event.timeStamp`), so a busy page changes nothing. */
export interface KeyPress {
  readonly at: number;
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
  /** Ctrl, Alt or Meta is held: a command, never a scan. */
  readonly command: boolean;
  /** Typing means nothing here but a code (no field, no amount): then Enter ends a scan of any pace. */
  readonly anyPace: boolean;
  /** Digits are an amount here, and Enter takes the money. */
  readonly money?: boolean;
}

export interface ScanState {
  readonly keys: readonly KeyPress[];
}

export type ScanStep =
  /** Not part of a code; what was collected so far is forgotten where the key says so. */
  | { readonly kind: 'passed' }
  /** A character that may belong to a scan. `begins`: remember now what the focused field holds. */
  | {
      readonly kind: 'collected';
      readonly begins: boolean;
      /** After a pause within a burst: what came before may have been typed. */
      readonly paused: boolean;
    }
  /** A scan has ended. `codes`: the ways to read it, likeliest first. `times`: `5*` came with it. */
  | {
      readonly kind: 'scanned';
      readonly codes: readonly string[];
      readonly times: number | null;
      readonly sincePause: boolean;
    };

export const NOTHING_SCANNED: ScanState = { keys: [] };

/** Slower scanners are told from people by being even, and by sending more than a word. */
const EVEN_LENGTH = 6;
const SHORTEST = 3;
/** Several times the longest code there is. A key that is stuck, or a device gone wild, fills no memory. */
const LONGEST = 400;

const TERMINATORS = new Set(['Enter', 'NumpadEnter', 'Tab']);
const CONTROLS = new Set(['i', 'j', 'm']);
const SILENT_KEYS = new Set(['Shift', 'CapsLock', 'NumLock', 'AltGraph']);

/**
 * Tells a scanner from a person, by pace and terminator alone. Scanners send a key every 10 to 80 ms, so one threshold
 * will not do: very fast is a scan, and so is slower if it is even and long enough.
 */
export function scanStep(
  state: ScanState,
  press: KeyPress,
  pace: ScanPace = STANDARD_PACE,
): { state: ScanState; step: ScanStep } {
  const previous = state.keys.at(-1);
  const gap = previous ? press.at - previous.at : 0;
  const burst = gap > pace.silenceMs ? [] : state.keys;

  // Some scanners send the control character itself: Ctrl and I for Tab, M and J for the ends of a line.
  const asControl = press.command && CONTROLS.has(press.key.toLowerCase()) && burst.length >= SHORTEST;
  if (TERMINATORS.has(press.key) || TERMINATORS.has(press.code) || asControl) {
    const proper = afterLastPause(burst, pace);
    const anyPace = press.anyPace && press.key === 'Enter' && burst.length >= SHORTEST;
    const scanned =
      anyPace ||
      (press.money === true && isQuicker(proper, press.at, pace.moneyGapMs)) ||
      looksScanned(proper, press.at, pace) ||
      looksScanned(burst, press.at, pace);
    if ((press.command && !asControl) || press.shift || !scanned)
      return { state: NOTHING_SCANNED, step: { kind: 'passed' } };
    return { state: NOTHING_SCANNED, step: { kind: 'scanned', ...readEither(proper, burst) } };
  }
  if (SILENT_KEYS.has(press.key)) return { state, step: { kind: 'passed' } };
  if (press.command || [...press.key].length !== 1)
    return { state: NOTHING_SCANNED, step: { kind: 'passed' } };
  return {
    state: { keys: burst.length < LONGEST ? [...burst, press] : [press] },
    step: {
      kind: 'collected',
      begins: burst.length === 0,
      paused: burst.length > 0 && gap > pace.pauseMs,
    },
  };
}

function afterLastPause(keys: readonly KeyPress[], pace: ScanPace): readonly KeyPress[] {
  const start = keys.findLastIndex(
    (press, index) => press.at - (keys[index - 1]?.at ?? press.at) > pace.pauseMs,
  );
  return start < 0 ? keys : keys.slice(start);
}

/** A pause may stand before a scan or in the middle of it: both readings are offered, true GTINs first. */
function readEither(proper: readonly KeyPress[], whole: readonly KeyPress[]) {
  const sincePause = proper.length >= SHORTEST && proper.length < whole.length;
  const [first, second] = [readCodes(sincePause ? proper : whole), readCodes(whole)];
  const all = [...new Set([...first.codes, ...second.codes])];
  const codes = [...all.filter(isGtin), ...all.filter((code) => !isGtin(code))];
  return {
    codes,
    times: first.times ?? second.times,
    sincePause: sincePause && first.codes.includes(codes[0] ?? ''),
  };
}

/** Whether none of at least three keys, nor the end, came later than so long after the one before. */
const isQuicker = (keys: readonly KeyPress[], endedAt: number, gapMs: number): boolean =>
  keys.length >= SHORTEST && gapsOf(keys, endedAt).every((gap) => gap < gapMs);

function gapsOf(keys: readonly KeyPress[], endedAt: number): number[] {
  const times = [...keys.map((press) => press.at), endedAt];
  return times.slice(1).map((at, index) => at - (times[index] ?? at));
}

function looksScanned(keys: readonly KeyPress[], endedAt: number, pace: ScanPace): boolean {
  if (keys.length < SHORTEST) return false;
  if (pace.fitGapMs > 0 && isQuicker(keys, endedAt, pace.fitGapMs)) return true;
  const sorted = gapsOf(keys, endedAt).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const longest = sorted.at(-1) ?? 0;
  if (median <= pace.certainGapMs) return true;
  if (keys.length >= EVEN_LENGTH && median <= pace.evenGapMs && longest - median <= pace.evenSpreadMs)
    return true;
  return median <= pace.gtinGapMs && readCodes(keys).codes.some(isGtin);
}

/** How the same keys read, as the keyboard layout has them and as the scanner's US layout meant them. */
function readCodes(keys: readonly KeyPress[]): { codes: string[]; times: number | null } {
  const asTyped = keys.map((press) => press.key).join('');
  const asKeys = keys.map(usCharacter).join('');
  const times = /^(\d{1,4})[*×](.+)$/.exec(asTyped) ?? /^(\d{1,4})[*×](.+)$/.exec(asKeys);
  const cut = times ? (times[1]?.length ?? 0) + 1 : 0;
  const readings = [asTyped.slice(cut), asKeys.slice(cut)];
  // Digits from an AZERTY layout come as "&é…": then the physical keys are the likelier reading.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: GS1's group separator belongs to a code
  if (!/^[\x1d\x20-\x7e]+$/.test(asTyped) || /^\d+$/.test(asKeys)) readings.reverse();
  const codes = readings
    .flatMap((reading) => [reading.trim(), reading.trim().toUpperCase()])
    .filter((code, index, all) => code !== '' && all.indexOf(code) === index);
  return { codes, times: times ? Number(times[1]) : null };
}
