import { z } from 'zod';
import { instant, sha256Hex } from '../core/scalars.ts';

export const MANIFEST_NAME = 'manifest.json';

/** What an exported journal says of itself, so that a file that is missing or cut short is noticed. */
export const journalManifestSchema = z.object({
  evertillJournal: z.literal(1),
  exportedAt: instant,
  /** Of the application that wrote it. */
  version: z.string(),
  files: z.array(
    z.object({
      /** With slashes, inside the folder of the manifest. */
      path: z.string().regex(/^[0-9a-f-]{36}\/\d{1,10}\/\d{10}\.ndjson$/, 'is no file of a journal'),
      bytes: z.int().min(0),
      sha256: sha256Hex,
      entries: z.int().min(0),
    }),
  ),
});
export type JournalManifest = z.infer<typeof journalManifestSchema>;

/** An export as the till tells it. */
export const exportedJournalSchema = z.object({
  /** The folder that was made, whole path. */
  folder: z.string(),
  files: z.int().min(0),
  entries: z.int().min(0),
  bytes: z.int().min(0),
  /** Lines that are broken in the journal itself: they were copied as they are. */
  brokenEntries: z.int().min(0),
});
export type ExportedJournal = z.infer<typeof exportedJournalSchema>;

const JOURNAL_FILE = /(?:^|[\\/])\d{10}\.ndjson$/;

/** The files of a journal among the names in a folder, those of a chain one after another, in their order. */
export const journalFilesAmong = (names: readonly string[]): string[] =>
  names.filter((name) => JOURNAL_FILE.test(name)).sort();

/** A manifest's text as data; null for what is none. */
export function readManifest(text: string): JournalManifest | null {
  try {
    return journalManifestSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * What is not as the manifest says.
 * @param found size and digest of a file by its path in the manifest; null where there is none
 */
export function manifestProblem(
  { path, bytes, sha256 }: JournalManifest['files'][number],
  found: { readonly bytes: number; readonly sha256: string } | null,
): string | null {
  if (!found) return `${path} is missing`;
  if (found.bytes !== bytes) return `${path} has ${found.bytes} bytes, exported were ${bytes}`;
  return found.sha256 === sha256 ? null : `${path} is not what was exported`;
}
