import { GROUP_SEPARATOR } from '../../shared/catalog/gs1.ts';

/** Plain and with Shift, as far as GS1 element strings and addresses need them. */
const US_MARKS: Readonly<Record<string, readonly [plain: string, shifted?: string]>> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['['],
  BracketRight: [']'],
  Semicolon: [';', ':'],
  Comma: [','],
  Period: ['.'],
  Slash: ['/', '?'],
  Space: [' '],
  Digit3: ['3', '#'],
  Digit5: ['5', '%'],
  Digit7: ['7', '&'],
  Digit8: ['8', '*'],
  Digit9: ['9', '('],
  Digit0: ['0', ')'],
  NumpadSubtract: ['-'],
  NumpadDecimal: ['.'],
  NumpadMultiply: ['*'],
};

/**
 * What a key of a scanner means, which types as on a US keyboard whatever the layout of the machine: read by the place of the
 * key (`event.code`).
 */
export function usCharacter(press: {
  readonly key: string;
  readonly code: string;
  readonly shift: boolean;
}): string {
  if (press.key === GROUP_SEPARATOR) return press.key;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1];
  if (digit !== undefined && !(press.shift && press.code.startsWith('Digit'))) return digit;
  const letter = /^Key([A-Z])$/.exec(press.code)?.[1];
  if (letter !== undefined) return press.shift ? letter : letter.toLowerCase();
  // Own members only: a code that is called `constructor` means no mark.
  const mark = Object.hasOwn(US_MARKS, press.code) ? US_MARKS[press.code] : undefined;
  return mark?.[press.shift ? 1 : 0] ?? press.key;
}
