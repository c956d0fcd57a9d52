import { useLayoutEffect, useMemo, useRef } from 'react';
import { flushSync } from 'react-dom';
import { denominationsOf } from '../../../shared/money/denominations.ts';
import type { DenominationCount } from '../../../shared/shift/shift-event.ts';
import { useStoreSettings } from '../../runtime/till-context.tsx';
import { DenominationCounter, type DenominationCounts } from '../../ui/denomination-counter.tsx';
import { isDialogOpen } from '../../ui/dialog.tsx';
import { useMoney } from '../../ui/money.tsx';
import { digitOf } from '../../ui/pad-entry.ts';

/** As the event keeps it: largest first, and only what is there. */
export const countedRows = (counts: DenominationCounts): DenominationCount[] =>
  Object.entries(counts)
    .map(([value, count]) => ({ valueMinor: Number(value), count }))
    .filter((row) => row.count > 0)
    .sort((a, b) => b.valueMinor - a.valueMinor);

/** A scanner's keys follow each other within a step; a run is over after a pause, and a long one is no count. */
const SCAN_STEP_MS = 100;
const SCAN_PAUSE_MS = 250;
const LONGEST_COUNT = 4;

/**
 * The drawer coin by coin, by keyboard: a digit anywhere begins, Enter and the arrows go on, Enter after the last one is
 * `onDone`.
 */
export function DenominationEntry(props: {
  label: string;
  counts: DenominationCounts;
  onChange: (counts: DenominationCounts) => void;
  onDone: () => void;
}) {
  const settings = useStoreSettings();
  const money = useMoney();
  const box = useRef<HTMLDivElement>(null);
  const denominations = useMemo(
    () => denominationsOf(money.currency, settings?.denominationsMinor, settings?.cashStepMinor),
    [money.currency, settings],
  );

  const latest = useRef(props);
  latest.current = props;
  const first = denominations[0] ?? 1;

  // With the screen itself, not after it: a key that comes as soon as it is there is its own.
  useLayoutEffect(() => {
    /** Digits that were pressed while no field had the focus: a count that begins, or a scan. */
    let pressed = '';
    let pressedAt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fields = () => [...(box.current?.querySelectorAll('input') ?? [])];
    const begin = () => {
      const digits = pressed;
      pressed = '';
      clearTimeout(timer);
      const field = fields()[0];
      if (!field || digits === '' || digits.length > LONGEST_COUNT) return;
      const { counts, onChange } = latest.current;
      flushSync(() => onChange({ ...counts, [first]: Number(digits) }));
      field.focus();
      // What is typed next goes on, and does not begin anew.
      field.setSelectionRange(digits.length, digits.length);
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isDialogOpen() || event.ctrlKey || event.altKey || event.metaKey) return;
      const digit = digitOf(event);
      if (!(event.target instanceof HTMLInputElement) && digit !== null) {
        event.preventDefault();
        const isOver = pressed.length > LONGEST_COUNT && event.timeStamp - pressedAt > SCAN_STEP_MS;
        pressed = isOver ? digit : pressed + digit;
        pressedAt = event.timeStamp;
        clearTimeout(timer);
        timer = setTimeout(begin, SCAN_PAUSE_MS);
        return;
      }
      const isEnter = event.key === 'Enter' && !event.repeat;
      if (isEnter && pressed !== '' && pressed.length <= LONGEST_COUNT) begin();
      const all = fields();
      const at = all.indexOf(document.activeElement as HTMLInputElement);
      const step = isEnter || event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      if (at < 0 || step === 0) return;
      event.preventDefault();
      const next = all[at + step];
      if (next) next.focus();
      else if (isEnter) latest.current.onDone();
    };
    /** A scan ends so; whoever takes it keeps the key press itself to himself. */
    const onKeyUp = ({ key }: KeyboardEvent) => {
      if ((key === 'Enter' || key === 'Tab') && pressed.length > LONGEST_COUNT) pressed = '';
    };
    window.addEventListener('keydown', onKeyDown);
    window.addEventListener('keyup', onKeyUp);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', onKeyDown);
      window.removeEventListener('keyup', onKeyUp);
    };
  }, [first]);

  return (
    <div ref={box}>
      <DenominationCounter
        label={props.label}
        denominationsMinor={denominations}
        counts={props.counts}
        onChange={props.onChange}
        money={money}
      />
    </div>
  );
}
