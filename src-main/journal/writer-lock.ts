import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

const holderSchema = z.object({
  pid: z.int().min(1),
  /** Tells a process from a later one with the same number; empty where the system does not say. */
  startedAt: z.string(),
  takenAtMs: z.number(),
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/** The right to write into a folder, held by one process at a time. */
export interface WriterLock {
  /** False once another process has taken the lock: from then on nothing may be written. */
  isHeld(): boolean;
  release(): void;
}

/** This run of the machine and the moment in it at which the process began (Linux); else empty. */
function startOf(pid: number): string {
  if (process.platform !== 'linux') return '';
  try {
    const boot = fs.readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may itself contain spaces; the 22nd field is the 20th after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot} ${fields.at(19)}`;
  } catch {
    return '';
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.startedAt !== '') return holder.startedAt === startOf(holder.pid);
  // Whoever took it before this machine started is gone, whatever runs under that number now.
  if (holder.takenAtMs < Date.now() - os.uptime() * 1000 - 5_000) return false;
  try {
    process.kill(holder.pid, 0);
    return true;
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function holderOf(file: string): Holder | 'missing' | 'unreadable' {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return 'missing';
    throw fault;
  }
  try {
    const parsed = holderSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

/** Makes the whole file appear or answers false, so that nobody can read half a holder. */
function makeExclusively(file: string, text: string, token: string): boolean {
  const draft = `${file}.${token}`;
  fs.writeFileSync(draft, text, { mode: 0o600 });
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'EEXIST') return false;
    // A disk without links (FAT): the next best thing.
    try {
      fs.writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
      return true;
    } catch (second) {
      if ((second as NodeJS.ErrnoException).code === 'EEXIST') return false;
      throw second;
    }
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

/**
 * Takes the lock of a folder, also from a process that was killed. Node has no file lock of the system's, so this is a
 * file made exclusively; `isHeld` reads it again before every write, so that two that raced for a dead one's lock can
 * never both write.
 * @returns null when a living process holds it
 */
export function takeWriterLock(folder: string): WriterLock | null {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'writer.lock');
  const token = randomUUID();
  const mine: Holder = { pid: process.pid, startedAt: startOf(process.pid), takenAtMs: Date.now(), token };
  const isHeld = () => {
    const holder = holderOf(file);
    return typeof holder === 'object' && holder.token === token;
  };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (makeExclusively(file, JSON.stringify(mine), token))
      return {
        isHeld,
        release: () => {
          if (isHeld()) fs.rmSync(file, { force: true });
        },
      };
    const holder = holderOf(file);
    if (typeof holder === 'object' && isAlive(holder)) return null;
    if (holder !== 'missing') fs.rmSync(file, { force: true });
  }
  return null;
}
