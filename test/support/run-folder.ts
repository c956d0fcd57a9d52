import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RUN_FOLDER } from './once-a-run.ts';

/** A folder for what all files of one run share (`onceARun`): that of `npm test`, whose stages share it, or one of its own. */
export default function setup(): () => void {
  if (process.env[RUN_FOLDER]) return () => undefined;
  const folder = mkdtempSync(path.join(tmpdir(), 'evertill-run-'));
  // Where tests run as root, the database that lies in it belongs to another user.
  chmodSync(folder, 0o755);
  process.env[RUN_FOLDER] = folder;
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
}
