/** One line of a journal's file. */
export interface JournalLine {
  readonly offset: number;
  /** Without the line's end. */
  readonly lengthBytes: number;
  /** Counts from 1. */
  readonly number: number;
  /** False for what stands after the last line's end: an append that was never acknowledged. */
  readonly ended: boolean;
}

const NEWLINE = 0x0a;

/** Where the lines of a file are. */
export function* journalLines(bytes: Uint8Array): Generator<JournalLine> {
  let offset = 0;
  let number = 1;
  for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, offset)) {
    yield { offset, lengthBytes: end - offset, number, ended: true };
    offset = end + 1;
    number += 1;
  }
  if (offset < bytes.length) yield { offset, lengthBytes: bytes.length - offset, number, ended: false };
}
