import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { journalManifestSchema } from '../../../shared/journal/manifest.ts';
import { type ExportDisk, nodeExportDisk } from '../../../src-main/journal/export-disk.ts';
import { exportJournal } from '../../../src-main/journal/export-journal.ts';
import { nodeFileSystem } from '../../../src-main/journal/file-system.ts';
import { openSaleJournal, type SaleJournal } from '../../../src-main/journal/sale-journal.ts';
import { draft, shiftRecord, stockRecord } from '../support/sale-drafts.ts';

const about = { now: new Date('2026-11-22T21:15:00.123Z'), version: '0.1.0' };
const NAME = 'evertill-journal-20261122T211500Z';
let folder: string;
let stick: string;
let journal: SaleJournal;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'journal-'));
  stick = fs.mkdtempSync(path.join(os.tmpdir(), 'stick-'));
  const opened = await openSaleJournal(path.join(folder, 'journal'), nodeFileSystem, 4096);
  if (!opened) throw new Error('locked');
  journal = opened;
  for (let number = 1; number <= 20; number += 1) await journal.commit(draft(number));
  await journal.record(shiftRecord(1));
  await journal.record(stockRecord(1));
  await journal.commit(draft(21, { epoch: 2 }));
});
afterEach(async () => {
  await journal.close();
  for (const place of [folder, stick]) fs.rmSync(place, { recursive: true, force: true });
});

const filesIn = (place: string) =>
  fs
    .readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(place, path.join(entry.parentPath, entry.name)))
    .sort();

test('a copy of every file, byte for byte, with a manifest that proves it', async () => {
  const outcome = await exportJournal(journal, stick, about);
  const copy = path.join(stick, NAME);
  expect(outcome).toMatchObject({ ok: true, exported: { folder: copy, entries: 23, brokenEntries: 0 } });
  const manifest = journalManifestSchema.parse(
    JSON.parse(fs.readFileSync(path.join(copy, 'manifest.json'), 'utf8')),
  );
  expect(manifest).toMatchObject({ exportedAt: about.now.toISOString(), version: '0.1.0' });
  expect(filesIn(copy)).toEqual([...manifest.files.map((file) => file.path), 'manifest.json'].sort());
  expect(manifest.files.length).toBeGreaterThan(4);
  for (const { path: name, sha256, bytes } of manifest.files) {
    const original = fs.readFileSync(path.join(folder, 'journal', name));
    expect(fs.readFileSync(path.join(copy, name))).toEqual(original);
    expect(createHash('sha256').update(original).digest('hex')).toBe(sha256);
    expect(bytes).toBe(original.length);
  }
});

test('a second export in the same second gets a name of its own, and selling goes on in between', async () => {
  const first = exportJournal(journal, stick, about);
  const sold = journal.commit(draft(22));
  expect((await first).ok).toBe(true);
  expect((await sold).ok).toBe(true);
  const second = await exportJournal(journal, stick, about);
  expect(second).toMatchObject({
    ok: true,
    exported: { folder: path.join(stick, `${NAME}-2`), entries: 24 },
  });
  expect(fs.readdirSync(stick).sort()).toEqual([NAME, `${NAME}-2`]);
});

/** The real disk, until a call fails. */
function failing(at: number, code: string): ExportDisk & { calls: number } {
  const disk = { calls: 0 } as ExportDisk & { calls: number };
  const step = async <T>(work: () => Promise<T>): Promise<T> => {
    disk.calls += 1;
    if (disk.calls === at) throw Object.assign(new Error(code), { code });
    return work();
  };
  return Object.assign(disk, {
    exists: (name: string) => step(() => nodeExportDisk.exists(name)),
    makeFolder: (name: string) => step(() => nodeExportDisk.makeFolder(name)),
    async create(name: string) {
      const file = await step(() => nodeExportDisk.create(name));
      return {
        write: (bytes: Uint8Array) => step(() => file.write(bytes)),
        sync: () => step(() => file.sync()),
        close: () => file.close(),
      };
    },
    read: nodeExportDisk.read,
    syncFolder: (name: string) => step(() => nodeExportDisk.syncFolder(name)),
    rename: (from: string, to: string) => step(() => nodeExportDisk.rename(from, to)),
    remove: nodeExportDisk.remove,
  });
}

test.for([
  ['ENOSPC', 'diskFull'],
  ['EROFS', 'readOnly'],
  ['EIO', 'folderGone'],
] as const)(
  '%s at any call is told as %s, leaves nothing half, and the journal as it was',
  async ([fault, code]) => {
    const counting = failing(Number.POSITIVE_INFINITY, fault);
    await exportJournal(journal, stick, about, counting);
    fs.rmSync(path.join(stick, NAME), { recursive: true });
    // The last call makes the new name durable; the copy is whole before.
    for (let at = 1; at < counting.calls; at += 1) {
      expect(await exportJournal(journal, stick, about, failing(at, fault))).toMatchObject({
        ok: false,
        rejection: { code },
      });
      expect(fs.readdirSync(stick)).toEqual([]);
    }
    expect((await journal.commit(draft(30))).ok).toBe(true);
    expect((await exportJournal(journal, stick, about)).ok).toBe(true);
  },
);

test('a stick that was pulled out, and one that gives back something else', async () => {
  expect(await exportJournal(journal, path.join(stick, 'gone'), about)).toMatchObject({
    ok: false,
    rejection: { code: 'folderGone' },
  });
  const lying: ExportDisk = {
    ...nodeExportDisk,
    async *read(file) {
      for await (const part of nodeExportDisk.read(file)) yield new Uint8Array(part.length);
    },
  };
  expect(await exportJournal(journal, stick, about, lying)).toMatchObject({
    ok: false,
    rejection: { code: 'copyDiffers' },
  });
  expect(fs.readdirSync(stick)).toEqual([]);
});

test('a broken entry is copied as it is and counted; an unreadable file keeps nothing else from being saved', async () => {
  await journal.close();
  const files = filesIn(path.join(folder, 'journal')).filter((name) => name.endsWith('.ndjson'));
  const [first = '', second = ''] = files.map((name) => path.join(folder, 'journal', name));
  const bytes = fs.readFileSync(first);
  bytes[200] = (bytes[200] ?? 0) ^ 1;
  fs.writeFileSync(first, bytes);
  fs.rmSync(second);
  fs.mkdirSync(second);
  const opened = await openSaleJournal(path.join(folder, 'journal'));
  if (!opened) throw new Error('locked');
  journal = opened;
  const outcome = await exportJournal(journal, stick, about);
  expect(outcome).toMatchObject({ ok: true, exported: { files: files.length - 1, brokenEntries: 2 } });
  expect(fs.readFileSync(path.join(stick, NAME, path.relative(path.join(folder, 'journal'), first)))).toEqual(
    bytes,
  );
});
