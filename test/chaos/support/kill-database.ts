import { readFileSync } from 'node:fs';
import path from 'node:path';

/** kill -9 of the embedded PostgreSQL's first process, below the server that uses it. False when it is not running. */
export function killDatabase(serverData: string): boolean {
  try {
    const file = path.join(serverData, 'database/cluster/postmaster.pid');
    process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}
