import { isGtin } from '../../../shared/catalog/gtin.ts';
import type { MeasuredScanner } from '../../../shared/ipc/channels.ts';
import { usCharacter } from '../../runtime/us-character.ts';

/** One key as the window hears it; `at` in milliseconds, the hardware's. */
export interface ScannedKey {
  readonly at: number;
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
}

export interface RawScan {
  /** Characters alone. */
  readonly keys: readonly ScannedKey[];
  /** The key that ended it; null: silence did. */
  readonly end: ScannedKey | null;
}

/** How many scans a measurement takes. */
export const SCANS = 3;
/** A scan has at least as many characters; fewer are a person's. */
export const SHORTEST = 4;
/** A longer pause is none within a scan. */
export const SCAN_SILENCE_MS = 700;
/** Slower than this it cannot be told from typing. */
const SLOWEST_GAP_MS = 250;
const LONGEST_PREFIX = 6;

export type Measurement =
  | {
      readonly ok: true;
      readonly scanner: Omit<MeasuredScanner, 'measuredAt'>;
      /** What was scanned last, as the till will read it. */
      readonly code: string;
    }
  | {
      readonly ok: false;
      readonly code: /** Like a person's typing. */
        | 'tooSlow'
        /** It ended in one way once, and in another way another time. */
        | 'endsDiffer';
    };

/**
 * What can be said of a scanner by some of its scans: pace, terminator, prefix and whether its keyboard layout is another
 * than the machine's.
 *
 * @param isCode whether a text is a code that the till knows, or surely one
 */
export function measureScans(scans: readonly RawScan[], isCode: (text: string) => boolean): Measurement {
  const gaps = scans.flatMap(gapsOf).sort((one, other) => one - other);
  const gapMs = Math.round(gaps[Math.floor(gaps.length / 2)] ?? 0);
  const longestGapMs = Math.round(gaps.at(-1) ?? 0);
  if (gapMs > SLOWEST_GAP_MS) return { ok: false, code: 'tooSlow' };
  const ends = new Set(scans.map(terminatorOf));
  const [terminator] = ends;
  if (terminator === undefined || ends.size > 1) return { ok: false, code: 'endsDiffer' };

  const readings = scans.map(({ keys }) => {
    const typed = keys.map(({ key }) => key).join('');
    const asUs = keys.map(usCharacter).join('');
    return { typed, asUs, best: isCode(typed) || !isCode(asUs) ? typed : asUs };
  });
  const otherLayout = readings.some(({ typed, asUs }) => typed.toLowerCase() !== asUs.toLowerCase());
  const texts = readings.map(({ typed, asUs, best }) => (otherLayout && !isCode(typed) ? asUs : best));
  const prefix = prefixOf(texts, isCode);
  return {
    ok: true,
    scanner: {
      gapMs,
      longestGapMs,
      terminator,
      ...(prefix === '' ? {} : { prefix }),
      ...(otherLayout ? { otherLayout } : {}),
    },
    code: texts.at(-1)?.slice(prefix.length) ?? '',
  };
}

const gapsOf = ({ keys, end }: RawScan): number[] => {
  const times = [...keys, ...(end ? [end] : [])].map(({ at }) => at);
  return times.slice(1).map((at, index) => at - (times[index] ?? at));
};

function terminatorOf({ end }: RawScan): MeasuredScanner['terminator'] {
  if (end === null) return 'none';
  return end.key === 'Tab' ? 'tab' : 'enter';
}

/** `]E0` and its like: which kind of barcode it was (ISO/IEC 15424). */
const AIM_IDENTIFIER = /^\][A-Za-z]\d/;

/** What stands before a code in every one of the texts; empty where nothing does, or nothing shows where the code begins. */
function prefixOf(texts: readonly string[], isCode: (text: string) => boolean): string {
  const [first = ''] = texts;
  const symbology = AIM_IDENTIFIER.exec(first)?.[0] ?? '';
  if (symbology !== '' && texts.every((text) => text.startsWith(symbology))) return symbology;
  if (texts.some(isCode)) return '';
  for (let length = 1; length <= LONGEST_PREFIX; length += 1) {
    const prefix = first.slice(0, length);
    if (texts.every((text) => text.startsWith(prefix) && isCode(text.slice(length)))) return prefix;
  }
  return '';
}

/** Surely a code, also where the catalogue is empty: a GTIN of its full length. */
export const isFullGtin = (text: string): boolean => [8, 12, 13].includes(text.length) && isGtin(text);
