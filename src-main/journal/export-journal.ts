import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { type ExportedJournal, type JournalManifest, MANIFEST_NAME } from '../../shared/journal/manifest.ts';
import { type ExportDisk, nodeExportDisk } from './export-disk.ts';
import type { SegmentFile } from './journal-chain.ts';
import type { SaleJournal } from './sale-journal.ts';

export type ExportOutcome =
  | { readonly ok: true; readonly exported: ExportedJournal }
  | {
      readonly ok: false;
      readonly rejection: {
        readonly code: 'diskFull' | 'readOnly' | 'folderGone' | 'copyDiffers' | 'failed';
        readonly detail: string;
      };
    };

/** Reading back gave other bytes than were written. */
class CopyDiffers extends Error {}

const CODE_OF: Readonly<Record<string, Extract<ExportOutcome, { ok: false }>['rejection']['code']>> = {
  ENOSPC: 'diskFull',
  EDQUOT: 'diskFull',
  EFBIG: 'diskFull',
  EROFS: 'readOnly',
  EACCES: 'readOnly',
  EPERM: 'readOnly',
  // What a stick says that is no longer there.
  ENOENT: 'folderGone',
  ENOTDIR: 'folderGone',
  ENODEV: 'folderGone',
  ENXIO: 'folderGone',
  EIO: 'folderGone',
  ENOTCONN: 'folderGone',
  ESTALE: 'folderGone',
};

/**
 * Copies the journal into a new folder of `destination`: under another name until every byte is there, on the disk, and
 * read back. Selling goes on meanwhile; what is appended later is not in the copy.
 */
export async function exportJournal(
  journal: SaleJournal,
  destination: string,
  { now, version }: { readonly now: Date; readonly version: string },
  disk: ExportDisk = nodeExportDisk,
): Promise<ExportOutcome> {
  let draft: string | null = null;
  try {
    const files = await journal.files();
    if (!(await disk.exists(destination)))
      return { ok: false, rejection: { code: 'folderGone', detail: destination } };
    const folder = await freeName(disk, destination, now);
    draft = `${folder}.partial`;
    await disk.remove(draft);
    await disk.makeFolder(draft);
    const copied = await copyFiles(journal.folder, files, draft, disk);
    const manifest: JournalManifest = {
      evertillJournal: 1,
      exportedAt: now.toISOString(),
      version,
      files: copied.files,
    };
    await writeText(disk, path.join(draft, MANIFEST_NAME), `${JSON.stringify(manifest, null, 2)}\n`);
    await disk.syncFolder(draft);
    await disk.rename(draft, folder);
    await disk.syncFolder(destination);
    return {
      ok: true,
      exported: {
        folder,
        files: copied.files.length,
        entries: copied.files.reduce((sum, file) => sum + file.entries, 0),
        bytes: copied.files.reduce((sum, file) => sum + file.bytes, 0),
        brokenEntries: copied.broken,
      },
    };
  } catch (fault) {
    if (draft) await disk.remove(draft).catch(() => undefined);
    if (fault instanceof CopyDiffers)
      return { ok: false, rejection: { code: 'copyDiffers', detail: fault.message } };
    const { code = '', message } = fault as NodeJS.ErrnoException;
    return { ok: false, rejection: { code: CODE_OF[code] ?? 'failed', detail: code || message } };
  }
}

async function freeName(disk: ExportDisk, destination: string, now: Date): Promise<string> {
  const stamp = now
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:]/g, '');
  for (let copy = 1; ; copy += 1) {
    const name = path.join(destination, `evertill-journal-${stamp}${copy === 1 ? '' : `-${copy}`}`);
    if (!(await disk.exists(name))) return name;
  }
}

async function copyFiles(
  from: string,
  files: readonly SegmentFile[],
  to: string,
  disk: ExportDisk,
): Promise<{ readonly files: JournalManifest['files']; readonly broken: number }> {
  const copied: JournalManifest['files'] = [];
  const made = new Set<string>([to]);
  let broken = 0;
  for (const { file, lengthBytes, entries, brokenLines, damaged } of files) {
    if (lengthBytes === 0 && !damaged) continue;
    const inside = path.relative(from, file).split(path.sep);
    broken += brokenLines;
    for (let depth = 1; depth < inside.length; depth += 1) {
      const folder = path.join(to, ...inside.slice(0, depth));
      if (!made.has(folder)) await disk.makeFolder(folder);
      made.add(folder);
    }
    const bytes = await readOwn(file, lengthBytes);
    if (bytes === null) {
      // What our own disk does not give back must not keep the rest from being saved.
      broken += Math.max(1, entries);
      continue;
    }
    const copy = path.join(to, ...inside);
    const handle = await disk.create(copy);
    try {
      await handle.write(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    if ((await digestOf(disk.read(copy))) !== sha256) throw new CopyDiffers(inside.join('/'));
    copied.push({ path: inside.join('/'), bytes: bytes.length, sha256, entries });
  }
  // The deepest first, so that a name is durable in a folder that is itself.
  for (const folder of [...made].reverse()) await disk.syncFolder(folder);
  return { files: copied, broken };
}

/** A file of the journal as far as it is proven: a few megabytes. Null when the disk does not give it back. */
async function readOwn(file: string, lengthBytes: number): Promise<Buffer | null> {
  if (lengthBytes === 0) return null;
  try {
    const parts: Buffer[] = [];
    for await (const part of createReadStream(file, { end: lengthBytes - 1 })) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    return bytes.length === lengthBytes ? bytes : null;
  } catch {
    return null;
  }
}

async function digestOf(parts: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of parts) hash.update(part);
  return hash.digest('hex');
}

async function writeText(disk: ExportDisk, file: string, text: string): Promise<void> {
  const handle = await disk.create(file);
  try {
    await handle.write(Buffer.from(text));
    await handle.sync();
  } finally {
    await handle.close();
  }
}
