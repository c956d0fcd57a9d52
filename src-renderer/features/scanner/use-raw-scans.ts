import { useEffect, useRef } from 'react';
import { noteScan } from '../../runtime/device-health.ts';
import { beginMeasuring } from '../../runtime/scan-pace.ts';
import { type RawScan, SCAN_SILENCE_MS, type ScannedKey, SHORTEST } from './measure-scans.ts';

const ENDS = new Set(['Enter', 'Tab']);
const SILENT_KEYS = new Set(['Shift', 'CapsLock', 'NumLock', 'AltGraph']);

/** Hears every scan as its keys, of any pace, while `on`. Nothing else hears those keys; a key alone stays the keyboard's. */
export function useRawScans(on: boolean, onScan: (scan: RawScan) => void): void {
  const latest = useRef(onScan);
  latest.current = onScan;
  useEffect(() => {
    if (!on) return;
    let keys: ScannedKey[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const finish = (end: ScannedKey | null) => {
      clearTimeout(timer);
      const scanned = keys;
      keys = [];
      if (scanned.length < SHORTEST) return;
      noteScan();
      latest.current({ keys: scanned, end });
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (SILENT_KEYS.has(event.key)) return;
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return finish(null);
      const press = { at: event.timeStamp, key: event.key, code: event.code, shift: event.shiftKey };
      const last = keys.at(-1);
      if (last && press.at - last.at > SCAN_SILENCE_MS) finish(null);
      const isCharacter = [...event.key].length === 1;
      // Enter and Tab by themselves go where the keyboard sends them.
      if (!isCharacter && (!ENDS.has(event.key) || keys.length < SHORTEST)) return;
      event.preventDefault();
      event.stopPropagation();
      if (!isCharacter) return finish(press);
      keys.push(press);
      clearTimeout(timer);
      timer = setTimeout(() => finish(null), SCAN_SILENCE_MS);
    };
    const endMeasuring = beginMeasuring();
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', onKeyDown, true);
      endMeasuring();
    };
  }, [on]);
}
