import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import {
  type JournalManifest,
  journalFilesAmong,
  MANIFEST_NAME,
  manifestProblem,
  readManifest,
} from '../../shared/journal/manifest.ts';

/** What a person points at: one file, or a folder with all chains (the journal itself, or an export of it). */
export interface JournalFiles {
  readonly isFolder: boolean;
  /** Whole paths, the files of a chain one after another, in their order. */
  readonly files: readonly string[];
  readonly manifest: JournalManifest | null;
  /** Why the manifest does not fit what is there. */
  readonly problems: readonly string[];
}

/** Finds the files of a journal. Throws what the disk says when there is no such place. */
export async function findJournalFiles(place: string): Promise<JournalFiles> {
  const stat = await fs.stat(place);
  if (!stat.isDirectory()) return { isFolder: false, files: [place], manifest: null, problems: [] };
  const names = journalFilesAmong(await fs.readdir(place, { recursive: true }));
  const files = names.map((name) => path.join(place, name));
  return { isFolder: true, files, ...(await checkManifest(place, files)) };
}

async function checkManifest(
  place: string,
  files: readonly string[],
): Promise<Pick<JournalFiles, 'manifest' | 'problems'>> {
  let text: string;
  try {
    text = await fs.readFile(path.join(place, MANIFEST_NAME), 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return { manifest: null, problems: [] };
    throw fault;
  }
  const manifest = readManifest(text);
  if (!manifest) return { manifest: null, problems: [`${MANIFEST_NAME} cannot be read`] };
  const problems: string[] = [];
  for (const entry of manifest.files) {
    const file = path.join(place, ...entry.path.split('/'));
    const bytes = files.includes(file) ? await fs.readFile(file) : null;
    const problem = manifestProblem(entry, bytes && { bytes: bytes.length, sha256: digest(bytes) });
    if (problem) problems.push(problem);
  }
  return { manifest, problems };
}

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
