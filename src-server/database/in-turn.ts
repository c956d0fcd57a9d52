import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** Nothing that is done in turn takes so long; an older file was left behind by a process whose number was given away. */
const FORGOTTEN_MS = 5 * 60_000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/** True when the file names a process that is no more, or is too old. */
async function isForgotten(file: string): Promise<boolean> {
  try {
    const { mtimeMs } = await fs.stat(file);
    const pid = Number(await fs.readFile(file, 'utf8'));
    // The number is written a moment after the file is there.
    if (pid === 0) return Date.now() - mtimeMs > 5_000;
    return !isAlive(pid) || Date.now() - mtimeMs > FORGOTTEN_MS;
  } catch {
    return false;
  }
}

/**
 * Runs `work` while no other process of this machine runs its own on the same file. The turn of a killed process is taken
 * over.
 */
export async function inTurn<T>(file: string, work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      await fs.writeFile(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await isForgotten(file)) {
      // Moved, not removed: of two that take it over one finds that the other was quicker.
      const aside = `${file}.${randomBytes(4).toString('hex')}`;
      await fs.rename(file, aside).catch(() => {});
      await fs.rm(aside, { force: true });
    } else {
      await sleep(25);
    }
  }
  try {
    return await work();
  } finally {
    await fs.rm(file, { force: true });
  }
}
