import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  journalFilesAmong,
  MANIFEST_NAME,
  manifestProblem,
  readManifest,
} from '../../shared/journal/manifest.ts';
import { sha256Hex } from '../sync/content-digest.ts';

/** Nobody's journal: its files are some megabytes each. */
const FILE_LIMIT_BYTES = 256 * 1024 * 1024;

export interface JournalPlace {
  readonly isFolder: boolean;
  /** Names for people, whole paths, in the order in which they are read. */
  readonly files: readonly string[];
}

export type PlaceProblem = 'missing' | 'forbidden' | 'empty' | 'tooLarge';

/** One file of a journal, or a folder of them: a till's own, or an export. */
export async function openJournalPlace(place: string): Promise<JournalPlace | PlaceProblem> {
  try {
    const found = await stat(place);
    if (!found.isDirectory())
      return found.size > FILE_LIMIT_BYTES ? 'tooLarge' : { isFolder: false, files: [place] };
    const names = journalFilesAmong(await readdir(place, { recursive: true }));
    const files = names.map((name) => path.join(place, name));
    return files.length === 0 ? 'empty' : { isFolder: true, files };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'missing';
    if (code === 'EACCES' || code === 'EPERM') return 'forbidden';
    throw error;
  }
}

/** What an export's manifest says that is not so. Nothing where there is no manifest. */
export async function manifestProblems(place: string, { isFolder, files }: JournalPlace): Promise<string[]> {
  if (!isFolder) return [];
  const text = await readFile(path.join(place, MANIFEST_NAME), 'utf8').catch(() => null);
  if (text === null) return [];
  const manifest = readManifest(text);
  if (!manifest) return [`${MANIFEST_NAME} cannot be read`];
  const problems: string[] = [];
  for (const entry of manifest.files) {
    const file = path.join(place, ...entry.path.split('/'));
    const bytes = files.includes(file) ? await readFile(file) : null;
    const problem = manifestProblem(entry, bytes && { bytes: bytes.length, sha256: sha256Hex(bytes) });
    if (problem) problems.push(problem);
  }
  return problems;
}
