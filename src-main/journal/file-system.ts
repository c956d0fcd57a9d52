import { constants } from 'node:fs';
import fs from 'node:fs/promises';
import path from 'node:path';
import { readIfThere, writeAtomically } from '../files/write-atomically.ts';

/** The few things the journal asks of a disk. A test puts a disk in its place that is full, slow or broken. */
export interface JournalFile {
  /** Writes at a byte position; answers how many bytes were taken, which may be fewer than were given. */
  write(bytes: Uint8Array, position: number): Promise<number>;
  /** Returns when everything written is on the disk itself. */
  sync(): Promise<void>;
  truncate(lengthBytes: number): Promise<void>;
  /** `links` is 0 when the file was removed under our feet. */
  stat(): Promise<{ readonly lengthBytes: number; readonly links: number }>;
  close(): Promise<void>;
}

export interface JournalFileSystem {
  /** Makes the folder and those above it, each entry durable. */
  makeFolder(folder: string): Promise<void>;
  /** Names in a folder, sorted; none when it does not exist. */
  list(folder: string): Promise<readonly string[]>;
  read(file: string): Promise<Uint8Array>;
  /** Fewer bytes where the file ends before. Needs no right to write. */
  readPart(file: string, position: number, lengthBytes: number): Promise<Uint8Array>;
  /** A small text beside the journal's files; null when there is none. */
  readText(file: string): Promise<string | null>;
  /** Replaces such a text whole. */
  replaceText(file: string, text: string): Promise<void>;
  /** Opens for reading and writing at positions; makes the file, and its name durable, when it is missing. */
  open(file: string): Promise<JournalFile>;
}

/** Makes the names in a folder durable. Windows has no such call, and needs none. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await fs.open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function open(file: string): Promise<JournalFile> {
  const handle = await fs.open(file, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    if ((await handle.stat()).size === 0) {
      await handle.sync();
      await syncFolder(path.dirname(file));
    }
  } catch (fault) {
    await handle.close();
    throw fault;
  }
  return {
    write: async (bytes, position) => (await handle.write(bytes, 0, bytes.length, position)).bytesWritten,
    sync: () => handle.sync(),
    truncate: (lengthBytes) => handle.truncate(lengthBytes),
    stat: async () => {
      const { size, nlink } = await handle.stat();
      return { lengthBytes: size, links: nlink };
    },
    close: () => handle.close(),
  };
}

async function readPart(file: string, position: number, lengthBytes: number): Promise<Uint8Array> {
  const handle = await fs.open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(lengthBytes), 0, lengthBytes, position);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function makeFolder(folder: string): Promise<void> {
  const first = await fs.mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  // Every folder that is new is a name in the one above it.
  for (let made = folder; ; made = path.dirname(made)) {
    await syncFolder(path.dirname(made));
    if (made === first || path.dirname(made) === made) return;
  }
}

const isMissing = (fault: unknown): boolean => (fault as NodeJS.ErrnoException).code === 'ENOENT';

/** The disk of this machine. */
export const nodeFileSystem: JournalFileSystem = {
  makeFolder,
  list: async (folder) => {
    try {
      return (await fs.readdir(folder)).sort();
    } catch (fault) {
      if (isMissing(fault)) return [];
      throw fault;
    }
  },
  read: (file) => fs.readFile(file),
  readPart,
  readText: readIfThere,
  replaceText: writeAtomically,
  open,
};
