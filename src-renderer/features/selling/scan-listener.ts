import { GROUP_SEPARATOR } from '../../../shared/catalog/gs1.ts';
import { isGtin } from '../../../shared/catalog/gtin.ts';
import { cashier, type PadEntry } from '../../runtime/cashier-store.ts';
import { noteScan } from '../../runtime/device-health.ts';
import { isMeasuring, paceNow, scannerNow } from '../../runtime/scan-pace.ts';
import { isDialogOpen } from '../../ui/dialog.tsx';
import { type KeyPress, NOTHING_SCANNED, type ScanStep, scanStep } from './scan-detector.ts';

/** What a scan is taken back out of: the focused field and the pad's entry as they were. */
interface Before {
  readonly field: FieldBefore | null;
  readonly entry: PadEntry | null;
}
const NOTHING_BEFORE: Before = { field: null, entry: null };
const beforeOf = (target: EventTarget | null): Before => ({
  field: fieldOf(target),
  entry: cashier.get().entry,
});

/** Letters alone, in whatever script. */
const isWord = (text: string): boolean => /^[\p{L}\p{M}' ]+$/u.test(text);

/** Shorter than this no silence ends a scan: a busy machine holds keys back. */
const LEAST_SILENCE_MS = 120;

interface FieldBefore {
  readonly field: HTMLInputElement | HTMLTextAreaElement;
  readonly value: string;
  readonly start: number | null;
  readonly end: number | null;
}

/**
 * Hears scans anywhere in the window, before any field or button does. A scan into a focused field is taken back out
 * of it, and the number pad's entry is as it was before; the Enter of a scanner presses no button.
 *
 * @returns the function that stops listening
 */
export function listenForScans(
  onScan: (codes: readonly string[], times: number | null) => void,
  /** Called when keys begin that may be a scan: what was typed before must be in the entry by then. */
  onBurst: () => void = () => {},
  /** Whether a text is the code of something: words that a quick hand types into a field are not. */
  isCode: (text: string) => boolean = () => true,
  target: Window = window,
): () => void {
  let state = NOTHING_SCANNED;
  let began = NOTHING_BEFORE;
  /** The same at the last pause within the burst. */
  let paused = NOTHING_BEFORE;
  let swallowsSpace = false;
  let ending: ReturnType<typeof setTimeout> | undefined;

  const done = (step: Extract<ScanStep, { kind: 'scanned' }>) => {
    noteScan();
    const { field: before, entry } = step.sincePause ? paused : began;
    const times = step.times ?? timesBefore(before, entry);
    const split = splitScan(before ? before.value : (entry?.digits ?? ''), withoutPrefix(step.codes));
    if (before) putBack(before, timesInField(before.value) === null ? split.left : '');
    if (entry) cashier.set({ entry });
    onScan(split.codes, times);
  };
  /** A scanner that sends nothing at the end: silence is the end, where what came before it is a scan by its pace. */
  const endBySilence = (last: KeyPress, gapMs: number) => {
    const enter = { ...last, at: last.at + gapMs, key: 'Enter', code: 'Enter', shift: false, anyPace: false };
    const { state: next, step } = scanStep(state, enter, paceNow());
    state = next;
    if (step.kind === 'scanned') done(step);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    clearTimeout(ending);
    if (isMeasuring()) {
      state = NOTHING_SCANNED;
      return;
    }
    if (event.repeat || event.isComposing) {
      state = NOTHING_SCANNED;
      return;
    }
    const press = pressOf(event, meansCode(event.target));
    const { state: next, step } = scanStep(state, press, paceNow());
    state = next;
    if (step.kind === 'collected') {
      if (step.begins) {
        onBurst();
        began = beforeOf(event.target);
      }
      if (step.begins || step.paused) paused = beforeOf(event.target);
      keepFromControls(event, step.begins);
    }
    const scanner = scannerNow();
    if (step.kind === 'collected' && scanner?.terminator === 'none') {
      const quietMs = Math.max(LEAST_SILENCE_MS, scanner.longestGapMs * 2);
      ending = setTimeout(() => endBySilence(press, scanner.gapMs), quietMs);
    }
    if (step.kind !== 'scanned') return;
    // A word typed into a field by a quick hand is left there, and its Enter is the field's.
    if (began.field && step.codes.every(isWord) && !step.codes.some(isCode)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    done(step);
  };
  /** Keys of a scan are for no control that has the focus: a space presses a button, a letter chooses in a list. */
  const keepFromControls = (event: KeyboardEvent, begins: boolean) => {
    if (fieldOf(event.target) !== null) return;
    const isList = event.target instanceof HTMLElement && event.target.role === 'combobox';
    const isSpace = event.key === ' ';
    if (isSpace && !begins) {
      event.preventDefault();
      event.stopPropagation();
      swallowsSpace = true;
    } else if (isList && !isSpace) event.stopPropagation();
  };
  const onKeyUp = (event: KeyboardEvent) => {
    if (event.key !== ' ' || !swallowsSpace) return;
    swallowsSpace = false;
    event.preventDefault();
    event.stopPropagation();
  };
  target.addEventListener('keydown', onKeyDown, true);
  target.addEventListener('keyup', onKeyUp, true);
  return () => {
    clearTimeout(ending);
    target.removeEventListener('keydown', onKeyDown, true);
    target.removeEventListener('keyup', onKeyUp, true);
  };
}

/**
 * A machine that stood still in the middle of a scan has cut it in two: its beginning was taken for typing. Together
 * they are an article number, and then they belong together.
 *
 * @returns the codes to try, and what of the text before was really typed
 */
export function splitScan(
  typed: string,
  codes: readonly string[],
): { readonly codes: readonly string[]; readonly left: string } {
  const beginning = /\d+$/.exec(typed)?.[0] ?? '';
  const whole = beginning === '' ? undefined : codes.map((code) => beginning + code).find(isGtin);
  if (whole === undefined) return { codes, left: typed };
  return { codes: [whole, ...codes], left: typed.slice(0, -beginning.length) };
}

const AIM_IDENTIFIER = /^\][A-Za-z]\d/;

/** What a measured scanner sends before every code is no part of it; as it came it is still tried, last. */
function withoutPrefix(codes: readonly string[]): readonly string[] {
  const prefix = scannerNow()?.prefix;
  if (!prefix) return codes;
  // Where it says which kind of barcode it was, it says something else of each kind.
  const sent = AIM_IDENTIFIER.test(prefix) ? AIM_IDENTIFIER : null;
  const cut = codes
    .filter((code) => (sent ? sent.test(code) : code.startsWith(prefix)))
    .map((code) => code.slice(prefix.length))
    .filter((code) => code !== '');
  return [...new Set([...cut, ...codes])];
}

/** Where characters can only be a code: on the cart and the receipt, outside any field and dialog. */
const meansCode = (target: EventTarget | null): boolean =>
  cashier.get().screen !== 'payment' && !isDialogOpen() && fieldOf(target) === null;

function pressOf(event: KeyboardEvent, anyPace: boolean): KeyPress {
  // Scanners that type send GS1's group separator as the key that makes this control character: Ctrl and ].
  const separates = event.ctrlKey && !event.altKey && (event.code === 'BracketRight' || event.key === ']');
  return {
    at: event.timeStamp,
    key: separates ? GROUP_SEPARATOR : event.key,
    code: event.code,
    anyPace,
    money: cashier.get().screen === 'payment',
    shift: event.shiftKey,
    command:
      !separates && (event.ctrlKey || event.metaKey || (event.altKey && !event.getModifierState('AltGraph'))),
  };
}

function fieldOf(target: EventTarget | null): FieldBefore | null {
  if (!(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement)) return null;
  if (target.readOnly || target.disabled) return null;
  return { field: target, value: target.value, start: target.selectionStart, end: target.selectionEnd };
}

const timesInField = (value: string): number | null => {
  const match = /^(\d{1,4})[*×]$/.exec(value.trim());
  return match ? Number(match[1]) : null;
};

function timesBefore(before: FieldBefore | null, entry: PadEntry | null): number | null {
  return (before && timesInField(before.value)) ?? entry?.times ?? null;
}

function putBack(before: FieldBefore, value: string): void {
  const { field, start, end } = before;
  const prototype =
    field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  // React tracks a field's value by its own setter: the plain one and an event make it notice.
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  if (start !== null && document.activeElement === field) field.setSelectionRange(start, end);
}
