/** What a key of the keyboard does on the till. The number pad's keys are in ui/pad-entry.ts. */
export type TillKey =
  | 'help'
  | 'search'
  | 'customer'
  | 'park'
  | 'parked'
  | 'quantity'
  | 'discount'
  | 'pay'
  | 'drawer'
  | 'returns'
  | 'lock'
  | 'shift'
  | 'stock'
  | 'training'
  | 'undo'
  | 'removeLine'
  | 'lineUp'
  | 'lineDown'
  | 'more'
  | 'less'
  | 'times'
  | 'enter'
  | 'escape';

/** A key with what is held beside it: `F9`, `Ctrl+L`, `Delete`, `+`. */
export type KeyName = string;

/** The acts whose key a shop may choose, in the order of the help, each with the key that it has by default. */
export const DEFAULT_KEYS = {
  help: 'F1',
  search: 'F2',
  customer: 'F3',
  park: 'F4',
  parked: 'F6',
  quantity: 'F7',
  discount: 'F8',
  pay: 'F9',
  drawer: 'F10',
  returns: 'F11',
  lock: 'Ctrl+L',
  shift: 'Ctrl+S',
  stock: 'Ctrl+I',
  training: 'Ctrl+E',
  undo: 'Ctrl+Z',
  removeLine: 'Delete',
} as const satisfies Partial<Record<TillKey, KeyName>>;

export type ChosenAct = keyof typeof DEFAULT_KEYS;

export const CHOSEN_ACTS = Object.keys(DEFAULT_KEYS) as readonly ChosenAct[];

/** Keys that are what they say on every keyboard: nobody wants to move the arrows or the plus. */
const FIXED: Readonly<Record<KeyName, TillKey>> = {
  '?': 'help',
  '؟': 'help',
  ArrowUp: 'lineUp',
  ArrowDown: 'lineDown',
  '+': 'more',
  '-': 'less',
  '*': 'times',
  '×': 'times',
  Enter: 'enter',
  Escape: 'escape',
};

/** What a shop has changed, as the settings of the device hold it; anything may stand in there. */
export type ChosenKeys = Readonly<Record<string, string>>;

interface Press {
  readonly key: string;
  /** The place on the keyboard: read for letters where the layout has none of the Latin ones. */
  readonly code?: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/** The name of a press, or null when it is the system's (Alt) or only something held. */
export function nameOf(press: Press): KeyName | null {
  if (press.altKey || ['Control', 'Shift', 'Alt', 'Meta', 'AltGraph'].includes(press.key)) return null;
  if (!press.ctrlKey && !press.metaKey) return press.key;
  // By what the key writes, so that Ctrl+Z is where Z is; by its place on a keyboard that writes no Latin letters.
  const letter = /^[a-z]$/i.test(press.key) ? press.key : /^Key([A-Z])$/.exec(press.code ?? '')?.[1];
  return letter ? `Ctrl+${letter.toUpperCase()}` : null;
}

const FUNCTION_KEY = /^F(?:[1-9]|1[0-2])$/;
/** Ctrl with these edits text, or belongs to the browser or the system. */
const KEPT_LETTERS = 'ACHJMNPQRTVWXY';

/**
 * Whether an act may have this key. Digits and letters are typing and scans; F5 and F12 the browser's; Enter, Tab and
 * Escape every dialog's; Ctrl+J, M and the like are what scanners send.
 */
export function mayBeChosen(name: KeyName): boolean {
  if (name === 'F5' || name === 'F12') return false;
  if (FUNCTION_KEY.test(name) || name === 'Delete' || name === 'Insert') return true;
  const letter = /^Ctrl\+([A-Z])$/.exec(name)?.[1];
  return letter !== undefined && !KEPT_LETTERS.includes(letter);
}

/** The key of each act: what was chosen where that is possible and nobody else's, else the default. */
export function keysInForce(chosen: ChosenKeys): Readonly<Record<ChosenAct, KeyName>> {
  const wanted = CHOSEN_ACTS.map((act): [ChosenAct, KeyName] => {
    const name = chosen[act];
    return [act, name !== undefined && mayBeChosen(name) ? name : DEFAULT_KEYS[act]];
  });
  const names = wanted.map(([, name]) => name);
  // Two acts on one key can only come from a file that somebody edited: then none of it is believed.
  return new Set(names).size === names.length
    ? (Object.fromEntries(wanted) as Record<ChosenAct, KeyName>)
    : DEFAULT_KEYS;
}

export type KeyDecision =
  | { readonly ok: true; readonly chosen: ChosenKeys }
  | { readonly ok: false; readonly code: 'impossible' }
  /** `swapped` is what comes of it when the two exchange their keys. */
  | { readonly ok: false; readonly code: 'taken'; readonly by: ChosenAct; readonly swapped: ChosenKeys };

/** Gives an act another key. */
export function decideKey(chosen: ChosenKeys, act: ChosenAct, name: KeyName): KeyDecision {
  if (!mayBeChosen(name)) return { ok: false, code: 'impossible' };
  const keys = keysInForce(chosen);
  const by = CHOSEN_ACTS.find((other) => other !== act && keys[other] === name);
  if (by)
    return { ok: false, code: 'taken', by, swapped: onlyChanged({ ...keys, [act]: name, [by]: keys[act] }) };
  return { ok: true, chosen: onlyChanged({ ...keys, [act]: name }) };
}

/** What stays at its default is not written down: a later default then holds for it. */
function onlyChanged(keys: Readonly<Record<ChosenAct, KeyName>>): ChosenKeys {
  return Object.fromEntries(
    CHOSEN_ACTS.filter((act) => keys[act] !== DEFAULT_KEYS[act]).map((act) => [act, keys[act]]),
  );
}

/** Keys that a text field needs itself: what types, edits, moves or submits. */
const isOfField = (name: KeyName): boolean =>
  !FUNCTION_KEY.test(name) && name !== 'Escape' && (!name.startsWith('Ctrl+') || name === 'Ctrl+Z');

/** What a key press means, or null when it means nothing to the till. `inField`: a text field has the focus. */
export function tillKeyOf(
  press: Press,
  inField: boolean,
  keys: Readonly<Record<ChosenAct, KeyName>> = DEFAULT_KEYS,
): TillKey | null {
  const name = nameOf(press);
  if (name === null || (inField && isOfField(name))) return null;
  return CHOSEN_ACTS.find((act) => keys[act] === name) ?? FIXED[name] ?? null;
}

/** For `aria-keyshortcuts`. */
export const ariaKey = (name: KeyName): string => name.replace('Ctrl+', 'Control+');

/** What stands on the keys of a name, one after the other; `till.keys.caps` has words for Ctrl, Delete and Insert. */
export const capsOf = (name: KeyName): readonly string[] => (name === '+' ? [name] : name.split('+'));
