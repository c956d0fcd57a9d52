import { createHash } from 'node:crypto';
import { type Link, linkOf } from '../../shared/journal/chain-check.ts';
import type { Chain, EntryKind, JournalEntry } from '../../shared/journal/entry.ts';
import { journalLines } from '../../shared/journal/journal-lines.ts';
import type { LineFault } from '../../shared/journal/journal-report.ts';
import { type LostPlaces, lostPlaces, readEntry } from '../../shared/journal/read-entry.ts';

/** Where one entry stands in its file, and what the index needs of it. */
export interface EntryPlace extends Link {
  readonly offset: number;
  /** Without the line's end. */
  readonly lengthBytes: number;
  readonly kind: EntryKind;
  /** Of its document. */
  readonly id: string;
}

/** A line that was completed once and can no longer be trusted. */
export interface BrokenLine {
  readonly offset: number;
  readonly lengthBytes: number;
  readonly reason: LineFault;
  readonly lost: LostPlaces;
}

export interface SegmentScan {
  /** Lines in their order, good and broken. */
  readonly lines: readonly (EntryPlace | BrokenLine)[];
  /** Bytes up to and including the last line's end. */
  readonly completeBytes: number;
  /** Bytes after it: an append that was never acknowledged. */
  readonly tornBytes: number;
  /** The torn tail, where it is a whole, valid entry that lacks nothing but its line's end. */
  readonly tornEntry: EntryPlace | null;
}

export const isBroken = (line: EntryPlace | BrokenLine): line is BrokenLine => 'reason' in line;

export const sha256Hex = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads one line of a chain, as `readEntry`. */
export function readLine(bytes: Uint8Array, chain: Chain): JournalEntry | LineFault {
  try {
    return readEntry(decoder.decode(bytes), chain, sha256Hex);
  } catch {
    return 'unreadable';
  }
}

export function placeOf(entry: JournalEntry, offset: number, lengthBytes: number): EntryPlace {
  return { ...linkOf(entry), offset, lengthBytes, kind: entry.kind, id: entry.document.id };
}

/** Reads a whole file of a chain. Nothing is changed and nothing that is wrong is left out of the answer. */
export function scanSegment(bytes: Uint8Array, chain: Chain): SegmentScan {
  const lines: (EntryPlace | BrokenLine)[] = [];
  let completeBytes = 0;
  let tornEntry: EntryPlace | null = null;
  for (const { offset, lengthBytes, ended } of journalLines(bytes)) {
    const text = bytes.subarray(offset, offset + lengthBytes);
    const entry = readLine(text, chain);
    const place = typeof entry === 'string' ? null : placeOf(entry, offset, lengthBytes);
    if (!ended) {
      tornEntry = place;
      break;
    }
    completeBytes = offset + lengthBytes + 1;
    if (place) lines.push(place);
    else {
      const reason = entry as LineFault;
      lines.push({ offset, lengthBytes, reason, lost: lostPlaces(Buffer.from(text).toString('latin1')) });
    }
  }
  return { lines, completeBytes, tornBytes: bytes.length - completeBytes, tornEntry };
}
