import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../tools/lib/running.mjs';

const GONE_WITHIN_MS = 30_000;

/** The file that the embedded PostgreSQL of a server's data directory keeps while it runs. */
export const databasePidFile = (serverData: string): string =>
  path.join(serverData, 'database', 'cluster', 'postmaster.pid');

/** Its first process, by that file; null when it is not there. */
export function databasePid(serverData: string): number | null {
  try {
    return Number(readFileSync(databasePidFile(serverData), 'utf8').split('\n')[0]);
  } catch {
    return null;
  }
}

/** A number that a killed database has left in its file may be a stranger's by now (Linux tells). */
function isDatabaseOf(serverData: string, pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(serverData);
  } catch {
    return false;
  }
}

/** Below the server that uses it. False when it is not running. */
export function killDatabase(serverData: string, signal: 'SIGKILL' | 'SIGQUIT' = 'SIGKILL'): boolean {
  const pid = databasePid(serverData);
  if (pid === null || !isDatabaseOf(serverData, pid)) return false;
  process.kill(pid, signal);
  return true;
}

/** Ends, with all of its processes, what a killed server has left running; resolves when nothing writes to its data any more. */
export async function endDatabase(serverData: string): Promise<void> {
  const pid = databasePid(serverData);
  if (pid === null || !killDatabase(serverData, 'SIGQUIT')) return;
  for (let waitedMs = 0; isAlive(pid) && waitedMs < GONE_WITHIN_MS; waitedMs += 20) await sleep(20);
}
