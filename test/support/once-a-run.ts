import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where files of one run find what they share. Inherited by Vitest's workers; not there in a bench. */
export const RUN_FOLDER = 'EVERTILL_TEST_RUN_FOLDER';
const PATIENCE_MS = 120_000;

/**
 * Makes something that takes seconds and that every file of the run may use: the first that needs it makes it, others wait.
 *
 * @param make fills the path that it is given, which is not there yet
 * @returns that path; nobody may write there afterwards
 * @throws what `make` threw, in every file that needs it
 */
export async function onceARun(name: string, make: (target: string) => Promise<void>): Promise<string> {
  const run = process.env[RUN_FOLDER] || mkdtempSync(path.join(tmpdir(), 'evertill-run-'));
  const target = path.join(run, name);
  const [made, failed] = [`${target}.made`, `${target}.failed`];
  if (isFirst(`${target}.making`)) {
    try {
      await make(target);
    } catch (error) {
      writeFileSync(failed, String(error));
      throw error;
    }
    writeFileSync(made, '');
  }
  for (let waitedMs = 0; !existsSync(made); waitedMs += 50) {
    if (existsSync(failed)) throw new Error(`${name} could not be made: ${readFileSync(failed, 'utf8')}`);
    if (waitedMs > PATIENCE_MS) throw new Error(`${name} was not made in time`);
    await sleep(50);
  }
  return target;
}

/** Of all processes of the run. */
function isFirst(mark: string): boolean {
  try {
    mkdirSync(mark);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
