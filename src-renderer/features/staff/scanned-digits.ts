import { noteScan } from '../../runtime/device-health.ts';
import { digitOf } from '../../ui/pad-entry.ts';

/** A scanner sends its next key within 80 ms; nobody types a digit so soon after a PIN is complete. */
const LISTEN_MS = 120;

/**
 * Whether digits go on coming after a PIN was complete: then it was the beginning of a code, from a scanner. Waits until
 * they end.
 */
export function isScan(target: Window = window): Promise<boolean> {
  return new Promise((resolve) => {
    let more = 0;
    const end = () => {
      target.removeEventListener('keydown', onKeyDown, true);
      if (more > 0) noteScan();
      resolve(more > 0);
    };
    let timer = setTimeout(end, LISTEN_MS);
    function onKeyDown(event: KeyboardEvent) {
      if (digitOf(event) === null) return;
      more += 1;
      clearTimeout(timer);
      timer = setTimeout(end, LISTEN_MS);
    }
    target.addEventListener('keydown', onKeyDown, true);
  });
}
