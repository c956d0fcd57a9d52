import type { MeasuredScanner } from '../../shared/ipc/channels.ts';

/** By which pace scans are told from typing, in milliseconds. */
export interface ScanPace {
  /** A longer silence than this ends a burst. A busy machine may hold a scanner's keys back for a while. */
  readonly silenceMs: number;
  /** After a pause like this the scan proper may have begun. */
  readonly pauseMs: number;
  /** Nobody types three keys and Enter at this pace. */
  readonly certainGapMs: number;
  /** Slower scanners are told from people by being even. */
  readonly evenGapMs: number;
  readonly evenSpreadMs: number;
  /** A number with a valid check digit is believed at the pace of a quick typist: it is a code either way. */
  readonly gtinGapMs: number;
  /** Where digits are money: three keys or more and Enter, none of them later than this, are nobody's amount. */
  readonly moneyGapMs: number;
  /** Of a measured scanner: keys none of which comes later than this are its own, however few. 0: none was measured. */
  readonly fitGapMs: number;
}

/** For any scanner: they send a key every 10 to 80 ms, the slowest ones unevenly. */
export const STANDARD_PACE: ScanPace = {
  silenceMs: 350,
  pauseMs: 170,
  certainGapMs: 35,
  evenGapMs: 95,
  evenSpreadMs: 45,
  gtinGapMs: 125,
  moneyGapMs: 100,
  fitGapMs: 0,
};

/** People roll over some keys as quickly as slow scanners send them: what is slower is told by more than its pace. */
const MOST_FIT_MS = 100;
const MOST_MONEY_MS = 200;

/**
 * The pace for a scanner that was measured. It only ever widens the standard, with room to spare: a machine has slower
 * moments than the one in which it was measured, and another scanner may be plugged in.
 */
export function paceOf(scanner: Pick<MeasuredScanner, 'gapMs' | 'longestGapMs'> | null): ScanPace {
  if (!scanner) return STANDARD_PACE;
  const { gapMs, longestGapMs } = scanner;
  const least = (standard: number, needed: number) => Math.max(standard, Math.ceil(needed));
  const evenGapMs = least(STANDARD_PACE.evenGapMs, gapMs * 1.25);
  return {
    silenceMs: least(STANDARD_PACE.silenceMs, longestGapMs * 2),
    pauseMs: least(STANDARD_PACE.pauseMs, longestGapMs * 1.5),
    certainGapMs: STANDARD_PACE.certainGapMs,
    evenGapMs,
    evenSpreadMs: least(STANDARD_PACE.evenSpreadMs, (longestGapMs - gapMs) * 1.5),
    gtinGapMs: Math.max(STANDARD_PACE.gtinGapMs, evenGapMs),
    moneyGapMs: Math.min(MOST_MONEY_MS, least(STANDARD_PACE.moneyGapMs, longestGapMs * 1.25)),
    fitGapMs: Math.min(MOST_FIT_MS, Math.ceil(longestGapMs * 1.25)),
  };
}

let scanner: MeasuredScanner | null = null;
let pace = STANDARD_PACE;
let measuring = 0;

/** As the settings of the device have it, from now on. */
export function setScanner(measured: MeasuredScanner | null): void {
  scanner = measured;
  pace = paceOf(measured);
}
export const scannerNow = (): MeasuredScanner | null => scanner;
export const paceNow = (): ScanPace => pace;

/** While a scanner is measured its keys are no scans. Ends with the returned function. */
export function beginMeasuring(): () => void {
  measuring += 1;
  return () => {
    measuring -= 1;
  };
}
export const isMeasuring = (): boolean => measuring > 0;
