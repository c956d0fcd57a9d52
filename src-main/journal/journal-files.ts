import { createHash } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { type JournalManifest, journalManifestSchema, MANIFEST_NAME } from '../../shared/journal/manifest.ts';

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
  const names = await fs.readdir(place, { recursive: true });
  const files = names
    .filter((name) => /(?:^|[\\/])\d{10}\.ndjson$/.test(name))
    .sort()
    .map((name) => path.join(place, name));
  return { isFolder: true, files, ...(await readManifest(place, files)) };
}

async function readManifest(
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
  let manifest: JournalManifest;
  try {
    manifest = journalManifestSchema.parse(JSON.parse(text));
  } catch {
    return { manifest: null, problems: [`${MANIFEST_NAME} cannot be read`] };
  }
  const problems: string[] = [];
  for (const { path: name, bytes, sha256 } of manifest.files) {
    const file = path.join(place, ...name.split('/'));
    if (!files.includes(file)) {
      problems.push(`${name} is missing`);
      continue;
    }
    const found = await fs.readFile(file);
    if (found.length !== bytes) problems.push(`${name} has ${found.length} bytes, exported were ${bytes}`);
    else if (createHash('sha256').update(found).digest('hex') !== sha256)
      problems.push(`${name} is not what was exported`);
  }
  return { manifest, problems };
}
