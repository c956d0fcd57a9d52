import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type EntryPlace, type SegmentScan, sha256Hex } from './scan-segment.ts';

// A file of the journal that is full never changes again. Proving each of its entries at every start would take seconds
// after a year of selling, so what one proof has found is kept beside the file, under a digest of all its bytes.

const indexSchema = z.object({
  /** Of the entries' shape. An index of another version is made anew. */
  version: z.literal(2),
  /** Of the bytes of the journal's file. */
  fileSha256: z.string(),
  /** Of `entries`, so that a damaged index is noticed too. */
  entriesSha256: z.string(),
  entries: z.string(),
});

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The index of a file that was read whole and has nothing wrong. */
export function indexText(bytes: Uint8Array, entries: readonly EntryPlace[]): string {
  const text = JSON.stringify(entries);
  return JSON.stringify({
    version: 2,
    fileSha256: digest(bytes),
    entriesSha256: sha256Hex(text),
    entries: text,
  });
}

/** What a scan of these bytes would answer, if the index is theirs and undamaged; else null. */
export function scanByIndex(bytes: Uint8Array, index: string): SegmentScan | null {
  try {
    const { fileSha256, entriesSha256, entries: text } = indexSchema.parse(JSON.parse(index));
    if (fileSha256 !== digest(bytes) || entriesSha256 !== sha256Hex(text)) return null;
    // The digest has shown that it is what `indexText` wrote.
    const lines = JSON.parse(text) as EntryPlace[];
    return { lines, completeBytes: bytes.length, tornBytes: 0, tornEntry: null };
  } catch {
    return null;
  }
}
