/**
 * DLE EOT 2 (why it is off line) and DLE EOT 4 (its roll), Epson's real-time questions: a printer answers each with a byte at
 * once, also when it cannot print. Both go before anything else, and nothing is sent until they are answered, as the manuals ask.
 */
export const STATUS_QUESTIONS = Uint8Array.of(0x10, 0x04, 0x02, 0x10, 0x04, 0x04);

/** One for each question, in their order. */
export const STATUS_ANSWERS = 2;

/** Bits 1 and 4 stand, bits 0 and 7 do not: whatever else a printer sends (XON, a status of its own accord) is no answer. */
export const statusBytes = (part: Uint8Array): number[] => [...part].filter((byte) => (byte & 0x93) === 0x12);

const COVER_OPEN = 0x04;
const PAPER_STOP = 0x20;
const ROLL_END = 0x60;

/** What keeps it from printing, or null where nothing does. A roll that is near its end still prints. */
export function faultOf([offline = 0, roll = 0]: readonly number[]): {
  readonly code: 'printerNoPaper' | 'printerCoverOpen';
  readonly detail: string;
} | null {
  // An open cover often hides the end of the paper: what is to be done first is told.
  if ((offline & COVER_OPEN) !== 0) return { code: 'printerCoverOpen', detail: 'its cover is open' };
  if ((offline & PAPER_STOP) !== 0 || (roll & ROLL_END) !== 0)
    return { code: 'printerNoPaper', detail: 'its paper is at an end' };
  return null;
}
