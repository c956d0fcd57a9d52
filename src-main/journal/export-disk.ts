import { createReadStream } from 'node:fs';
import fs from 'node:fs/promises';

/** A file of the copy while it is written. */
export interface CopyFile {
  write(bytes: Uint8Array): Promise<void>;
  /** Returns when everything written is on the disk itself. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What an export asks of the place it goes to. A test puts one in its place that is full, read-only or pulled out. */
export interface ExportDisk {
  exists(name: string): Promise<boolean>;
  makeFolder(folder: string): Promise<void>;
  /** Makes a file that must not be there yet. */
  create(file: string): Promise<CopyFile>;
  read(file: string): AsyncIterable<Uint8Array>;
  /** Makes the names in a folder durable, where the file system can. */
  syncFolder(folder: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(folder: string): Promise<void>;
}

/** File systems of sticks and shares that know no such call say so; their names are durable when they say they are. */
const NO_FOLDER_SYNC = new Set(['EINVAL', 'ENOTSUP', 'EPERM', 'EISDIR', 'EACCES', 'EBADF']);

export const nodeExportDisk: ExportDisk = {
  exists: (name) =>
    fs.stat(name).then(
      () => true,
      (fault: NodeJS.ErrnoException) => {
        if (fault.code === 'ENOENT') return false;
        throw fault;
      },
    ),
  makeFolder: (folder) => fs.mkdir(folder),
  async create(file) {
    const handle = await fs.open(file, 'wx', 0o600);
    return {
      write: (bytes) => handle.writeFile(bytes),
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  read: (file) => createReadStream(file),
  async syncFolder(folder) {
    if (process.platform === 'win32') return;
    try {
      const handle = await fs.open(folder, 'r');
      try {
        await handle.sync();
      } finally {
        await handle.close();
      }
    } catch (fault) {
      if (!NO_FOLDER_SYNC.has((fault as NodeJS.ErrnoException).code ?? '')) throw fault;
    }
  },
  rename: (from, to) => fs.rename(from, to),
  remove: (folder) => fs.rm(folder, { recursive: true, force: true }),
};
