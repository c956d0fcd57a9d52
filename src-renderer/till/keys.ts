/** What a key of the keyboard does on the till. The number pad's keys are in ui/pad-entry.ts. */
export type TillKey =
  | 'help'
  | 'search'
  | 'park'
  | 'parked'
  | 'quantity'
  | 'pay'
  | 'undo'
  | 'removeLine'
  | 'lineUp'
  | 'lineDown'
  | 'more'
  | 'less'
  | 'times'
  | 'enter'
  | 'escape';

interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const PLAIN: Readonly<Record<string, TillKey>> = {
  F1: 'help',
  '?': 'help',
  F2: 'search',
  F4: 'park',
  F6: 'parked',
  F7: 'quantity',
  F9: 'pay',
  Delete: 'removeLine',
  ArrowUp: 'lineUp',
  ArrowDown: 'lineDown',
  '+': 'more',
  '-': 'less',
  '*': 'times',
  '×': 'times',
  Enter: 'enter',
  Escape: 'escape',
};

/** Keys that a text field needs itself. */
const TYPED = new Set<TillKey>([
  'help',
  'removeLine',
  'lineUp',
  'lineDown',
  'more',
  'less',
  'times',
  'enter',
  'undo',
]);

/** What a key press means, or null when it means nothing to the till. `inField`: a text field has the focus. */
export function tillKeyOf(press: Press, inField: boolean): TillKey | null {
  if (press.altKey) return null;
  if (press.ctrlKey || press.metaKey) return press.key.toLowerCase() === 'z' && !inField ? 'undo' : null;
  const found = PLAIN[press.key] ?? null;
  if (!found || !inField || press.key === 'F1') return found;
  return TYPED.has(found) ? null : found;
}

/** The keys as the help shows them. */
export const HELP_KEYS: readonly { readonly caps: readonly string[]; readonly words: HelpWords }[] = [
  { caps: ['F1', '?'], words: 'help' },
  { caps: ['F2'], words: 'search' },
  { caps: ['F4'], words: 'park' },
  { caps: ['F6'], words: 'parked' },
  { caps: ['F7'], words: 'quantity' },
  { caps: ['F9'], words: 'pay' },
  { caps: ['5', '*'], words: 'times' },
  { caps: ['Enter'], words: 'enter' },
  { caps: ['↑', '↓'], words: 'select' },
  { caps: ['+', '−'], words: 'moreLess' },
  { caps: ['Del'], words: 'removeLine' },
  { caps: ['Ctrl', 'Z'], words: 'undo' },
  { caps: ['Esc'], words: 'escape' },
];

type HelpWords =
  | 'help'
  | 'search'
  | 'park'
  | 'parked'
  | 'quantity'
  | 'pay'
  | 'times'
  | 'enter'
  | 'select'
  | 'moreLess'
  | 'removeLine'
  | 'undo'
  | 'escape';
