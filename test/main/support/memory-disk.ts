import path from 'node:path';
import type { JournalFile, JournalFileSystem } from '../../../src-main/journal/file-system.ts';

interface StoredFile {
  /** What a reader sees now. */
  seen: Uint8Array;
  /** What survives a power cut for certain. */
  durable: Uint8Array;
}

export type Fault = 'ENOSPC' | 'EIO';

/**
 * A disk in memory with the two habits that lose data: what was not synced may vanish, wholly or in part, when the power
 * goes, and any call may fail.
 */
export class MemoryDisk implements JournalFileSystem {
  readonly files = new Map<string, StoredFile>();
  /** Counted down by every call that changes something; at 0 the call fails, and so do `failures` more. */
  failIn = Number.POSITIVE_INFINITY;
  failures = 0;
  fault: Fault = 'ENOSPC';
  /** Bytes taken by one write at most. */
  mostPerWrite = Number.POSITIVE_INFINITY;
  calls = 0;

  #step(): void {
    this.calls += 1;
    this.failIn -= 1;
    if (this.failIn < 0 && this.failures > 0) {
      this.failures -= 1;
      throw Object.assign(new Error(this.fault), { code: this.fault });
    }
  }

  async makeFolder(): Promise<void> {
    this.#step();
  }

  async list(folder: string): Promise<readonly string[]> {
    const names = [...this.files.keys()]
      .filter((file) => file.startsWith(`${folder}${path.sep}`))
      .map((file) => file.slice(folder.length + 1).split(path.sep)[0] ?? '');
    return [...new Set(names)].sort();
  }

  async read(file: string): Promise<Uint8Array> {
    const stored = this.files.get(file);
    if (!stored) throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
    return stored.seen.slice();
  }

  async readText(): Promise<string | null> {
    return null;
  }

  async replaceText(): Promise<void> {
    this.#step();
  }

  async readPart(file: string, position: number, lengthBytes: number): Promise<Uint8Array> {
    return (await this.read(file)).subarray(position, position + lengthBytes);
  }

  async open(file: string): Promise<JournalFile> {
    this.#step();
    let stored = this.files.get(file);
    if (!stored) {
      stored = { seen: new Uint8Array(), durable: new Uint8Array() };
      this.files.set(file, stored);
    }
    const held = stored;
    return {
      write: async (bytes, position) => {
        const part = bytes.subarray(0, Math.max(1, Math.min(bytes.length, this.mostPerWrite)));
        const room = Math.max(held.seen.length, position + part.length);
        // A full disk takes what still fits before it fails.
        const partial = this.failIn <= 0 && this.failures > 0 ? part.subarray(0, part.length >> 1) : part;
        const grown = new Uint8Array(Math.max(held.seen.length, position + partial.length));
        grown.set(held.seen);
        grown.set(partial, position);
        held.seen = grown;
        this.#step();
        if (grown.length > room) throw new Error('wrote beyond what was asked');
        return part.length;
      },
      sync: async () => {
        this.#step();
        held.durable = held.seen.slice();
      },
      truncate: async (lengthBytes) => {
        this.#step();
        held.seen = held.seen.slice(0, lengthBytes);
      },
      stat: async () => ({ lengthBytes: held.seen.length, links: 1 }),
      close: async () => undefined,
    };
  }

  /** The power goes: of what was not synced, `kept` (0 to 1) of the bytes had reached the disk, the rest may be zeros. */
  cutPower(kept: number, zeros: boolean): void {
    for (const stored of this.files.values()) {
      const common = Math.min(stored.durable.length, stored.seen.length);
      const grown = stored.seen.slice(common);
      const reached = grown.slice(0, Math.floor(grown.length * kept));
      const rest = zeros ? new Uint8Array(grown.length - reached.length) : new Uint8Array();
      const after = Buffer.concat([stored.durable.subarray(0, common), reached, rest]);
      stored.seen = new Uint8Array(after);
      stored.durable = stored.seen.slice();
    }
    this.failIn = Number.POSITIVE_INFINITY;
    this.failures = 0;
  }
}
